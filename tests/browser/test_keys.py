"""Keys pressed alone: what they do, when they do nothing, and that a person may switch them off."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories

SUBMISSIONS = re.compile("ubmissions")
CREATE = "New thread"


@pytest.fixture
def page(signed_in_page):
    signed_in_page.goto("/threads/")
    return signed_in_page


@pytest.fixture
def threads(agent):
    return [
        factories.thread(creator=agent, title=title) for title in ("Oldest", "Middle", "Newest")
    ]


def heading(page):
    return page.get_by_role("heading", level=1)


def row(page, title):
    return page.get_by_role("link", name=title, exact=True)


def test_keys_lead_to_the_pages_of_the_menu(page):
    # Each pair leads to another page than the one it is pressed on, so that its heading says it came.
    for keys, title in (("gs", SUBMISSIONS), ("go", "Overview"), ("gt", "Threads"), ("n", CREATE)):
        for key in keys:
            page.keyboard.press(key)
        expect(heading(page)).to_have_text(title)
        page.wait_for_load_state()  # a key pressed sooner is heard by nobody


def test_key_of_a_page_that_one_may_not_see_does_nothing(page):
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.keyboard.press("?")  # so that something is seen to happen after it

    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("dialog")).not_to_contain_text("Audit history")
    expect(heading(page)).to_have_text("Threads")


def test_lead_goes_to_the_audit_history(sign_in, lead):
    page = sign_in(lead)
    page.goto("/")
    page.keyboard.type("ga")

    expect(heading(page)).to_have_text("Audit history")


def test_rows_are_walked_and_opened(page, threads):
    page.reload()
    page.keyboard.press("j")
    expect(row(page, "Newest")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(row(page, "Oldest")).to_be_focused()
    page.keyboard.press("j")
    expect(row(page, "Oldest")).to_be_focused()
    page.keyboard.press("k")
    expect(row(page, "Middle")).to_be_focused()
    page.keyboard.press("o")

    expect(heading(page)).to_have_text("Middle")


def test_row_that_is_walked_to_comes_into_view(page, agent):
    for number in range(40):
        factories.thread(creator=agent, title=f"Thread {number:02}")
    page.reload()
    for _ in range(40):
        page.keyboard.press("j")
    expect(row(page, "Thread 00")).to_be_focused()
    expect(row(page, "Thread 00")).to_be_in_viewport()
    for _ in range(39):
        page.keyboard.press("k")

    expect(row(page, "Thread 39")).to_be_focused()
    head = page.get_by_role("columnheader").first.bounding_box()
    assert row(page, "Thread 39").bounding_box()["y"] >= head["y"] + head["height"]


def test_open_drawer_follows_the_rows(page, threads):
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("Space")
    drawer = page.get_by_role("complementary", name="Thread")
    expect(drawer.get_by_role("heading", name="Newest")).to_be_focused()
    page.keyboard.press("j")
    expect(drawer.get_by_role("heading", name="Middle")).to_be_focused()
    page.keyboard.press("e")

    expect(page).to_have_url(re.compile(f"/threads/{threads[1].pk}/edit/"))


def test_metadata_is_edited_from_the_row_and_from_the_page(page, threads, agent):
    page.reload()
    page.keyboard.type("je")
    expect(page).to_have_url(re.compile(f"/threads/{threads[2].pk}/edit/"))

    page.goto(threads[0].get_absolute_url())
    page.keyboard.press("e")
    expect(page).to_have_url(re.compile(f"/threads/{threads[0].pk}/edit/"))


def test_thread_of_somebody_else_is_not_edited_by_a_key(page):
    thread = factories.thread(title="Not mine")
    page.reload()
    page.keyboard.type("je?")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(heading(page)).to_have_text("Threads")

    page.goto(thread.get_absolute_url())
    page.keyboard.type("e?")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(heading(page)).to_have_text("Not mine")


def test_keys_are_letters_while_one_types(page, threads):
    page.reload()
    page.keyboard.press("/")
    search = page.get_by_label("Search", exact=True)
    expect(search).to_be_focused()
    page.keyboard.type("new?jo/gt")

    expect(search).to_have_value("new?jo/gt")
    expect(page.get_by_text("No threads match")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(heading(page)).to_have_text("Threads")


def test_keys_are_letters_in_a_message(page):
    page.goto("/threads/new/")
    page.get_by_label("Text of message 1").focus()
    page.keyboard.type("ngt?")

    expect(page.get_by_label("Text of message 1")).to_have_value("ngt?")


@pytest.mark.parametrize("pressed", ["Control+e", "Alt+n", "Meta+o", "Shift+N"])
def test_key_with_another_one_held_is_none_of_ours(page, threads, pressed):
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press(pressed)
    page.keyboard.press("?")

    expect(page.get_by_role("dialog")).to_be_visible()
    expect(heading(page)).to_have_text("Threads")


def test_composed_letter_is_none_of_ours(page):
    page.evaluate(
        """() => document.body.dispatchEvent(
          new KeyboardEvent("keydown", { key: "n", isComposing: true, bubbles: true }))"""
    )
    page.keyboard.press("?")

    expect(page.get_by_role("dialog")).to_be_visible()
    expect(heading(page)).to_have_text("Threads")


def test_sheet_shows_the_keys_takes_none_and_closes(page):
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard")
    expect(sheet).to_contain_text("New thread")
    page.keyboard.type("n")
    page.keyboard.press("Escape")

    expect(sheet).to_be_hidden()
    expect(heading(page)).to_have_text("Threads")


def test_switched_off_means_off_until_switched_on_again(page, threads):
    page.get_by_label("Theme and account").click()
    page.get_by_role("link", name="Keyboard").click()
    sheet = page.get_by_role("dialog", name="Keyboard")
    sheet.get_by_label("Single keys").uncheck()
    page.keyboard.press("Escape")
    page.goto("/threads/")
    new = page.get_by_role("navigation", name="Main").get_by_role("link", name="New thread")
    expect(new).not_to_have_attribute("aria-keyshortcuts", "n")
    page.keyboard.type("j?/ngo")
    expect(row(page, "Newest")).not_to_be_focused()
    page.keyboard.press("Control+k")  # a key that is held with another is not meant
    expect(page.get_by_role("dialog", name="Go to")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(1)
    expect(heading(page)).to_have_text("Threads")

    page.goto("/keys/")
    page.get_by_label("Single keys").check()
    page.goto("/threads/")
    expect(new).to_have_attribute("aria-keyshortcuts", "n")
    expect(new).to_have_attribute("title", "New thread · n")
    page.keyboard.press("n")
    expect(heading(page)).to_have_text("New thread")


def test_sheet_is_accessible_as_dialog_and_as_page(page, assert_accessible):
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    assert_accessible(page)
    page.goto("/keys/")
    assert_accessible(page)
