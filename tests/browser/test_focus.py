"""After every swap the focus is where a person expects it, and what came of it is said."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories


@pytest.fixture
def page(signed_in_page):
    return signed_in_page


def title(page, text):
    return page.get_by_role("link", name=text, exact=True)


def live(page):
    return page.locator("#live")


@pytest.fixture
def many(agent):
    return [factories.thread(creator=agent, title=f"Thread {number:02}") for number in range(53)]


def test_pager_leads_to_the_first_row_of_the_page(page, many):
    page.goto("/threads/")
    page.get_by_role("link", name="Older").press("Enter")
    expect(title(page, "Thread 02")).to_be_focused()
    expect(live(page)).to_have_text("53 threads")
    page.get_by_role("link", name="Newer").press("Enter")
    expect(title(page, "Thread 52")).to_be_focused()


def test_last_row_leads_to_the_pager(page, many):
    page.goto("/threads/")
    title(page, "Thread 03").focus()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Older")).to_be_focused()
    page.keyboard.press("Enter")
    expect(title(page, "Thread 02")).to_be_focused()


def test_search_keeps_the_focus_and_says_what_is_left(page, many):
    page.goto("/threads/")
    page.keyboard.press("/")
    page.keyboard.type("Thread 1*")

    expect(live(page)).to_have_text("10 threads")
    expect(page.get_by_role("combobox", name="Search")).to_be_focused()


def test_removed_filter_leaves_the_focus_among_the_filters(page, many):
    factories.thread(title="Somebody else’s")
    page.goto("/threads/?creator=agent")
    page.get_by_role("link", name=re.compile("Remove filter")).press("Enter")

    expect(live(page)).to_have_text("54 threads")
    expect(page.locator("summary").filter(has_text="Filter")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/threads/$"))


def test_tab_of_a_thread_keeps_the_focus(page, created_thread):
    page.goto(created_thread.get_absolute_url())
    page.get_by_role("link", name=re.compile("^Timeline")).press("Enter")

    expect(page).to_have_url(re.compile("tab=timeline"))
    expect(page.get_by_role("link", name=re.compile("^Timeline"))).to_be_focused()


def test_drawer_takes_the_focus_to_its_heading_and_gives_it_back(page, many):
    page.goto("/threads/")
    title(page, "Thread 51").press("Space")
    drawer = page.get_by_role("complementary", name="Thread")
    expect(drawer.get_by_role("heading", name="Thread 51")).to_be_focused()
    page.get_by_role("button", name="Next in the list").press("Enter")
    expect(drawer.get_by_role("heading", name="Thread 50")).to_be_focused()
    page.keyboard.press("Escape")

    expect(title(page, "Thread 50")).to_be_focused()


def test_add_tag_by_a_key_leads_into_its_field(page, created_thread):
    page.goto(created_thread.get_absolute_url())
    page.locator("summary", has_text="Add tag").press("Enter")
    expect(page.get_by_label("Tag", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("summary", has_text="Add tag")).to_be_focused()


def test_timeline_follows_a_tag_that_is_added_beside_it(page, created_thread):
    page.goto(f"{created_thread.get_absolute_url()}?tab=timeline&show=people")
    count = page.locator("#timeline-count")
    before = int(count.inner_text())
    page.locator("summary", has_text="Add tag").press("Enter")
    expect(page.get_by_label("Tag", exact=True)).to_be_focused()
    page.keyboard.type("vip")
    page.keyboard.press("Enter")

    expect(page.locator("#thread-tab").get_by_text("vip").first).to_be_visible()
    expect(count).to_have_text(str(before + 1))
    expect(page.get_by_role("link", name="People")).to_have_attribute("aria-current", "true")
    expect(page.locator("summary", has_text="Add tag")).to_be_focused()
    page.get_by_role("link", name="Raw").click()
    expect(page).to_have_url(re.compile("tab=raw"))
    page.get_by_role("button", name="Remove tag vip").click()
    expect(count).to_have_text(str(before + 2))
