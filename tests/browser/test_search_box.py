"""The search box completes what is typed: by keyboard, by touch, and never against the person."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture
def threads(agent):
    """One of the agent's in Berlin and one of somebody else's in New York."""
    factories.thread(title="Snapped pole", creator=agent, metadata={"city": "Berlin"})
    factories.thread(title="Lost parcel", metadata={"city": "New York"})


@pytest.fixture
def page(signed_in_page, threads):
    signed_in_page.goto("/threads/")
    signed_in_page.wait_for_load_state()  # before that, no key of any page is heard
    return signed_in_page


def box(page):
    return page.locator("#list-search")


def options(page):
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def test_key_and_value_are_completed_by_keyboard_alone(page, assert_accessible):
    page.keyboard.press("/")
    page.keyboard.type("crea")
    expect(options(page)).to_have_text(["creatorCreated by", "createdCreated"])
    combobox = page.get_by_role("combobox", name="Search")
    expect(combobox).to_have_attribute("aria-expanded", "true")
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    chosen = options(page).first
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(combobox).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("creator:")
    page.keyboard.type("age")
    expect(options(page).first).to_have_text("agentagent")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(box(page)).to_have_value("creator:agent ")
    expect(box(page)).to_be_focused()

    expect(page.get_by_role("link", name="Snapped pole")).to_be_visible()
    expect(page.get_by_role("link", name="Lost parcel")).to_have_count(0)


def test_value_with_a_blank_is_put_in_quotes(page):
    page.keyboard.press("/")
    page.keyboard.type("metadata.city:new")
    expect(options(page)).to_have_text(["New York1"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(box(page)).to_have_value('metadata.city:"New York" ')
    expect(page.get_by_role("link", name="Lost parcel")).to_be_visible()
    expect(page.get_by_role("link", name="Snapped pole")).to_have_count(0)


def test_typing_goes_on_whatever_is_offered(page):
    page.keyboard.press("/")
    page.keyboard.type("s")
    expect(options(page).first).to_be_visible()
    page.keyboard.type("napped")
    page.keyboard.press("Enter")  # nothing was chosen: it searches
    expect(page.get_by_role("link", name="Lost parcel")).to_have_count(0)
    expect(box(page)).to_have_value("snapped")
    page.keyboard.type(" c")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Tab")  # nothing was chosen: it goes on

    expect(page.get_by_role("link", name="Search help")).to_be_focused()
    expect(box(page)).to_have_value("snapped c")


def test_escape_closes_the_list_and_keeps_the_text(page):
    page.keyboard.press("/")
    page.keyboard.type("role:")
    expect(options(page)).to_have_count(2)
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_value("role:")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(options(page)).to_have_count(2)
    page.keyboard.press("Escape")
    page.keyboard.type("us")
    page.keyboard.press("Escape")  # before any offer can have come
    expect(box(page)).to_have_value("role:us")


def test_list_waits_for_the_rest_of_a_value(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("/")
    page.keyboard.type("creator:age")
    expect(options(page).first).to_have_text("agentagent")
    page.wait_for_timeout(500)  # longer than the list waits for a pause
    assert not [url for url in asked if "/threads/?" in url]
    page.keyboard.type("nt")

    expect(page.get_by_role("link", name="Lost parcel")).to_have_count(0)
    expect(page.get_by_role("link", name="Snapped pole")).to_be_visible()


def test_its_script_comes_with_the_focus(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/threads/")
    page.wait_for_load_state()
    assert not any("js/complete" in url for url in asked)
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")

    expect(options(page).first).to_be_visible()
    assert any("js/complete" in url for url in asked)


@pytest.mark.parametrize("context_args", [PHONE])
def test_offers_are_touched_on_a_phone(page, assert_accessible, assert_fits):
    box(page).tap()
    page.keyboard.type("metadata.ci")
    expect(options(page)).to_have_text(["city2"])
    assert options(page).first.bounding_box()["height"] >= 40
    assert_fits(page)
    assert_accessible(page)
    options(page).first.tap()
    expect(options(page)).to_have_text(["*any value", "Berlin1", "New York1"])
    options(page).nth(1).tap()

    expect(box(page)).to_have_value("metadata.city:Berlin ")
    expect(box(page)).to_be_focused()
    expect(page.get_by_role("link", name="Lost parcel")).to_have_count(0)


@pytest.mark.parametrize("context_args", [{}, PHONE])
def test_help_leads_to_searches(page, assert_accessible, assert_fits):
    page.get_by_role("link", name="Search help").click()
    dialog = page.get_by_role("dialog", name="Search help")
    expect(dialog).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    dialog.get_by_role("link", name="creator:me", exact=True).click()

    expect(box(page)).to_have_value("creator:me")
    expect(page.get_by_role("link", name="Snapped pole")).to_be_visible()
    expect(page.get_by_role("link", name="Lost parcel")).to_have_count(0)


def test_chips_and_dialog_and_box_say_the_same(page):
    page.goto("/threads/?creator=agent&metadata=city%3DBerlin")
    expect(box(page)).to_have_value("creator:agent metadata.city:Berlin")
    page.get_by_role("link", name="Remove filter: Metadata city=Berlin").click()
    expect(box(page)).to_have_value("creator:agent")
    expect(page).to_have_url(re.compile(r"/threads/\?q=creator%3Aagent$"))
    box(page).press("End")
    page.keyboard.type(" -has:note")
    expect(page.get_by_role("link", name="Remove filter: Has not a note")).to_be_visible()
    page.get_by_text("Filter", exact=True).click()
    expect(page.get_by_label("Created by", exact=True)).to_have_value("agent")
    page.get_by_label("Created by", exact=True).fill("")
    page.get_by_role("combobox", name="State", exact=True).select_option("Created")
    page.get_by_role("button", name="Apply").click()
    expect(box(page)).to_have_value("-has:note state:created")
    expect(page.get_by_role("link", name="Lost parcel")).to_be_visible()
    box(page).fill("-has:note state:created pole")  # the new box is heard as well

    expect(page.get_by_role("link", name="Lost parcel")).to_have_count(0)
    expect(page.get_by_role("link", name="Snapped pole")).to_be_visible()


def test_error_is_told_while_typing_and_mended_by_one_click(
    page, invalid_expected, assert_accessible
):
    page.keyboard.press("/")
    page.keyboard.type("pole state:craeted")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="This search cannot be used")).to_be_visible()
    expect(page.locator("mark")).to_have_text("craeted")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_attribute("aria-invalid", "true")
    expect(box(page)).to_have_accessible_description(re.compile("craeted"))
    assert_accessible(page)
    page.get_by_role("link", name="Search with “created”").click()

    expect(box(page)).to_have_value("pole state:created")
    expect(page.get_by_role("link", name="Snapped pole")).to_be_visible()


@pytest.mark.parametrize("context_args", [{"java_script_enabled": False}])
def test_without_scripts_box_chips_dialog_and_help_are_links_and_forms(page):
    page.get_by_role("link", name="Search help").click()
    page.get_by_role("link", name="creator:me", exact=True).click()
    expect(box(page)).to_have_value("creator:me")
    page.get_by_text("Filter", exact=True).click()
    page.get_by_role("link", name="Choose filters").click()
    page.get_by_role("textbox", name="Metadata").fill("city=Berlin")
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile(r"\?q=creator%3Ame\+metadata.city%3ABerlin$"))
    expect(page.get_by_role("link", name="Snapped pole")).to_be_visible()
    page.get_by_role("link", name="Remove filter: Created by me").click()
    expect(box(page)).to_have_value("metadata.city:Berlin")
    box(page).fill('metadata.city:"New York"')
    box(page).press("Enter")

    expect(page).to_have_url(re.compile(r"\?q=metadata.city%3A%22New\+York%22$"))
    expect(page.get_by_role("link", name="Lost parcel")).to_be_visible()
