"""Lists as a person keeps them: a view saved, a column hidden, several threads tagged at once, and taken along."""

import csv
import re

import pytest
from playwright.sync_api import expect

from tests import factories
from threadsui.models import SavedView, Thread
from threadsui.views.lists import listing


@pytest.fixture
def threads(agent, monkeypatch):
    """Twelve of the agent's and another one, in pages of five: axe looks at every row."""
    monkeypatch.setattr(listing, "PAGE_SIZE", 5)
    for number in range(12):
        factories.thread(title=f"Thread {number:02}", creator=agent)
    factories.thread(title="Somebody else's")


def test_view_is_saved_and_a_column_hidden(
    signed_in_page, threads, assert_accessible, invalid_expected
):
    page = signed_in_page
    page.goto("/threads/")
    page.get_by_label("Search", exact=True).fill("Thread 1*")
    expect(page.get_by_text("2 threads, newest first")).to_be_visible()
    page.get_by_role("link", name="Save view").click()
    dialog = page.get_by_role("dialog", name="Save these filters as a view")
    assert_accessible(page)
    dialog.get_by_role("button", name="Save view").click()
    expect(dialog.get_by_text("Give the view a name. Nothing was saved.")).to_be_visible()
    dialog.get_by_label("Name").fill("The last ones")
    dialog.get_by_label("Open the list with it").check()
    dialog.get_by_role("button", name="Save view").click()

    tab = page.get_by_role("navigation", name="Views").get_by_role("link", name="The last ones")
    expect(tab).to_have_attribute("aria-current", "page")
    page.goto("/threads/")
    expect(page.get_by_text("2 threads, newest first")).to_be_visible()
    page.get_by_text("Display", exact=True).click()
    page.get_by_role("group", name="Columns").get_by_label("Metadata").uncheck()
    page.get_by_label("Compact").check()
    assert_accessible(page)
    page.get_by_role("button", name="Apply").last.click()
    expect(page.get_by_role("columnheader", name="Metadata")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"q=Thread\+1(\*|%2A)&view=\d+$"))
    page.get_by_role("link", name="All", exact=True).click()
    expect(page.get_by_text("5 of 13, newest first")).to_be_visible()
    assert SavedView.objects.get().query == "q=Thread+1%2A"


def test_two_and_then_all_that_match_are_tagged(signed_in_page, threads, agent, assert_accessible):
    page = signed_in_page
    page.goto(f"/threads/?creator={agent.username}")
    bar = page.locator("#selection")
    expect(bar).to_be_hidden()
    page.get_by_label("Select Thread 11").check()
    page.get_by_label("Select Thread 09").check()
    expect(bar.get_by_text("2 threads selected")).to_be_visible()
    assert_accessible(page)
    bar.get_by_role("button", name="Tag…", exact=True).click()
    dialog = page.get_by_role("dialog", name="Tag 2 threads")
    dialog.get_by_label("Tag").fill("Late")
    assert_accessible(page)
    dialog.get_by_role("button", name="Tag").click()
    expect(page.get_by_text("2 threads changed.")).to_be_visible()
    assert Thread.objects.filter(tags__name="late").count() == 2

    page.get_by_label("Select all on this page").check()
    expect(bar.get_by_text("5 threads selected")).to_be_visible()
    bar.get_by_label("Take all 12 threads that match").check()
    expect(bar.get_by_text("All 12 threads that match", exact=True)).to_be_visible()
    bar.get_by_role("button", name="Tag…", exact=True).click()
    dialog = page.get_by_role("dialog", name="Tag all 12 threads that match")
    dialog.get_by_label("Tag").fill("late")
    dialog.get_by_role("button", name="Tag").click()
    expect(page.get_by_text("10 threads changed. 2 stayed as they were")).to_be_visible()
    assert Thread.objects.filter(tags__name="late").count() == 12

    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_label("Select Thread 11")).to_be_checked()
    expect(bar.get_by_text("1 thread selected")).to_be_visible()
    bar.get_by_role("button", name="Clear").click()
    expect(bar).to_be_hidden()


def test_ticked_threads_are_downloaded(signed_in_page, threads, assert_accessible):
    page = signed_in_page
    page.goto("/threads/")
    page.get_by_label("Select Thread 11").check()
    page.locator("#selection").get_by_role("button", name="Export…").click()
    dialog = page.get_by_role("dialog", name="Export 1 thread")
    assert_accessible(page)
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Download").click()

    expect(dialog).to_be_hidden()
    assert re.fullmatch(r"threads-[\d-]{10}\.csv", download.value.suggested_filename)
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        assert [row["title"] for row in csv.DictReader(file)] == ["Thread 11"]


@pytest.mark.parametrize("context_args", [{"java_script_enabled": False}])
def test_all_of_it_works_without_javascript(signed_in_page, threads):
    page = signed_in_page
    page.goto("/threads/?q=Thread")
    page.get_by_label("Select Thread 11").check()
    page.get_by_role("button", name="Tag…", exact=True).click()
    expect(page.get_by_role("heading", name="Tag 1 thread")).to_be_visible()
    page.get_by_label("Tag", exact=True).fill("late")
    page.get_by_role("button", name="Tag", exact=True).click()
    expect(page.get_by_text("1 thread changed.")).to_be_visible()

    page.get_by_role("link", name="Save view").click()
    page.get_by_label("Name").fill("Found")
    page.get_by_role("button", name="Save view").click()
    expect(page.get_by_role("link", name="Found")).to_have_attribute("aria-current", "page")
    assert SavedView.objects.get().query == "q=Thread"
    assert Thread.objects.get(tags__name="late").title == "Thread 11"


@pytest.mark.parametrize("context_args", [{"viewport": {"width": 390, "height": 844}}])
def test_pages_behind_the_dialogs_are_accessible_on_a_phone(
    signed_in_page, agent, assert_accessible, assert_fits
):
    page = signed_in_page
    thread = factories.thread(creator=agent)
    view = factories.saved_view(owner=agent, is_shared=True)
    running = factories.operation(actor=agent, state="running", total=9, done_count=3)
    for address in (
        f"/threads/bulk/tag/?ids={thread.pk}",
        f"/threads/bulk/assign/?ids={thread.pk}",
        "/threads/export/?state=created",
        "/views/threads/new/?state=created",
        f"/views/{view.pk}/",
        f"/views/{view.pk}/delete/",
        "/display/threads/",
        running.get_absolute_url(),
    ):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_accessible(page)
        assert_fits(page)
    assert Thread.objects.count() == 1


@pytest.mark.parametrize(
    "context_args",
    [{"viewport": {"width": 1440, "height": 900}}, {"viewport": {"width": 1280, "height": 720}}],
    ids=["large", "laptop"],
)
def test_apply_has_its_height_and_stays_in_sight_while_the_filters_scroll(signed_in_page, threads):
    page = signed_in_page
    page.goto("/threads/")
    page.locator("summary", has_text="Filter").click()
    panel = page.locator("#list-filters .menu-panel")
    apply = panel.get_by_role("button", name="Apply")
    for top in (0, 9_999):
        panel.evaluate("(element, top) => { element.scrollTop = top }", top)
        expect(apply).to_be_in_viewport(ratio=1)
        assert apply.bounding_box()["height"] == 32
    expect(panel.get_by_label("To", exact=True)).to_be_in_viewport(ratio=1)


def test_wrong_search_is_explained_in_sight_at_its_place(
    signed_in_page, threads, invalid_expected, assert_accessible
):
    page = signed_in_page
    page.goto("/threads/?tag=nosuchtag")
    expect(page.get_by_role("heading", name="This search cannot be used")).to_be_visible()
    expect(page.locator("mark")).to_have_text("nosuchtag")
    field = page.get_by_label("Search", exact=True)
    expect(field).to_have_value("tag:nosuchtag")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("There is no tag “nosuchtag”"))
    assert_accessible(page)
