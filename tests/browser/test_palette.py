"""The palette: one goes anywhere by Ctrl+K and a few letters."""

import pytest
from playwright.sync_api import expect

from tests import factories
from threadsui.models import Thread


@pytest.fixture
def page(sign_in, lead):
    page = sign_in(lead)
    page.goto("/calls/")
    return page


@pytest.fixture
def pole(agent):
    return factories.thread(
        creator=agent, title="Snapped pole", metadata={"ticket": "4711"}, messages=["Hello"]
    )


def heading(page):
    return page.get_by_role("heading", level=1)


def field(page):
    return page.get_by_role("combobox", name="Where to")


def option(page, name):
    return page.get_by_role("option", name=name)


def go_to(page, text):
    page.wait_for_load_state()  # before that, no key of any page is heard
    page.keyboard.press("Control+k")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_typed_blindly_it_leads_to_page_thread_ticket_and_person(page, pole):
    go_to(page, "4711")
    expect(heading(page)).to_have_text("Snapped pole")
    go_to(page, "over")
    expect(heading(page)).to_have_text("Overview")
    go_to(page, pole.remote_id[:-3])
    expect(heading(page)).to_have_text("Snapped pole")
    go_to(page, pole.creator.username)
    expect(page.get_by_role("link", name=f"Remove filter: Created by {pole.creator.username}"))
    expect(heading(page)).to_have_text("Threads")


def test_nothing_found_leads_to_the_search(page, pole):
    go_to(page, "pole")

    expect(heading(page)).to_have_text("Threads")
    expect(page.get_by_label("Search", exact=True)).to_have_value("pole")
    expect(page.get_by_role("link", name="Snapped pole")).to_be_visible()


def test_options_are_chosen_by_arrows_and_told(page, pole):
    page.keyboard.press("Control+k")
    expect(field(page)).to_be_focused()
    expect(option(page, "Snapped pole")).to_be_visible()
    page.keyboard.type("s")
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("1 result")
    expect(option(page, "Submissions")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    chosen = option(page, "Search threads")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(field(page)).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    expect(field(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(option(page, "Submissions")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text("Submissions")


def test_it_closes_and_gives_the_focus_back(page, pole):
    page.locator("#list-search").focus()
    page.keyboard.press("Control+k")
    expect(field(page)).to_be_focused()
    page.keyboard.type("njk?")
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#list-search")).to_be_focused()
    expect(page.locator("#list-search")).to_have_value("")
    page.keyboard.press("Control+k")
    expect(field(page)).to_have_value("njk?")
    page.keyboard.type("x")  # what was typed before is selected
    expect(field(page)).to_have_value("x")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_it_opens_and_goes_by_mouse(page, pole):
    page.get_by_role("link", name="Go to…").click()
    option(page, "Snapped pole").click()

    expect(heading(page)).to_have_text("Snapped pole")


def test_its_script_is_loaded_when_it_is_first_opened(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/threads/")
    assert not any("js/palette" in url for url in asked)
    page.keyboard.press("Control+k")

    expect(option(page, "New thread")).to_be_visible()
    assert any("js/palette" in url for url in asked)


def test_it_is_accessible(page, pole, assert_accessible):
    page.keyboard.press("Control+k")
    page.keyboard.type("4711")
    expect(option(page, "Snapped pole")).to_be_visible()
    assert_accessible(page)
    page.goto("/palette/?q=4711")
    assert_accessible(page)


@pytest.mark.parametrize("context_args", [{"java_script_enabled": False}])
def test_without_scripts_it_is_a_page(page, pole):
    page.get_by_role("link", name="Go to…").click()
    page.get_by_role("textbox", name="Where to").fill("4711")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Snapped pole").click()

    expect(heading(page)).to_have_text("Snapped pole")


def test_the_main_job_is_done_by_keys_from_anywhere(page, pole):
    page.wait_for_load_state()
    page.keyboard.press("n")
    expect(heading(page)).to_have_text("New thread")
    page.get_by_label("Text of message 1").focus()
    page.keyboard.type("The tent arrived with a snapped pole.")
    page.keyboard.press("Control+Enter")
    expect(heading(page)).to_have_text("The tent arrived with a snapped pole.")
    page.wait_for_load_state()
    page.keyboard.press("e")
    page.get_by_role("button", name="Add pair").press("Enter")
    expect(page.get_by_label("Key 1")).to_be_focused()
    page.keyboard.type("ticket")
    page.keyboard.press("Tab")
    page.keyboard.type("4712")
    page.get_by_role("button", name="Save changes").press("Enter")
    expect(page.get_by_role("status").filter(has_text="The thread was changed.")).to_be_visible()
    go_to(page, "4712")

    expect(heading(page)).to_have_text("The tent arrived with a snapped pole.")
    assert Thread.objects.get(metadata__ticket="4712").creator.username == "lead"
