"""The overview in a browser: readable by everybody, up to date by itself, and never in anybody's way."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import factories

PHONE = {"viewport": {"width": 390, "height": 844}}
POLL = "htmx.trigger('#overview-poll', 'poll')"


@pytest.fixture
def history(lead):
    for days in (0, 1, 7, 7):
        moment = timezone.now() - timedelta(days=days, minutes=1)
        factories.submission(actor=lead, created_at=moment, title="Snapped pole")
        factories.submission(state="refused", actor=lead, created_at=moment, error_status=400)
    factories.submission(state="unknown", actor=lead, title="Where is it?")
    factories.connection("eu", name="EU", end_of_life=timezone.localdate())
    factories.call(duration_ms=400)
    factories.call(duration_ms=1_200)


@pytest.fixture
def page(sign_in, lead, history):
    page = sign_in(lead)
    page.goto("/")
    return page


@pytest.mark.parametrize("context_args", [{}, PHONE], ids=["desktop", "phone"])
def test_overview_is_accessible(page, assert_accessible, assert_fits):
    assert_fits(page)
    assert_accessible(page)
    for summary in page.get_by_text("View as table").all():
        summary.click()

    expect(page.get_by_role("row", name="Today so far 1 1 0 1")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


def test_poll_brings_what_is_new_and_leaves_the_reader_where_they_are(page, lead, settle):
    link = page.get_by_role("link", name="Look for it: Where is it?")
    page.get_by_text("View as table").first.click()
    link.focus()
    factories.submission(state="unknown", actor=lead, title="And this one?")

    page.evaluate(POLL)

    expect(page.get_by_text("And this one?")).to_be_visible()
    expect(link).to_be_focused()
    expect(page.get_by_role("row", name="Today so far 1 1 0 2")).to_be_visible()
    expect(page.locator("#live")).to_have_text("4 things need attention.")


def test_poll_that_takes_the_focused_line_away_keeps_the_place(page, lead):
    page.get_by_role("link", name="Look for it: Where is it?").focus()
    lead.submissions.filter(state="unknown").update(
        resolution="dismissed",
        resolution_reason="Seen",
        resolved_by=lead,
        resolved_at=timezone.now(),
    )

    page.evaluate(POLL)

    expect(page.get_by_text("Where is it?")).to_have_count(0)
    expect(page.locator("#overview-attention")).to_be_focused()


def test_poll_without_news_leaves_the_pieces_alone_and_says_nothing(page):
    page.evaluate("window.kept = document.querySelector('#overview-recent ul')")

    with page.expect_response(lambda response: "known=" in response.url):
        page.evaluate(POLL)

    expect(page.locator("#overview-poll")).to_have_count(1)
    assert page.evaluate("window.kept.isConnected")
    expect(page.locator("#live")).to_be_empty()


def test_page_asks_every_thirty_seconds_while_it_is_looked_at(sign_in, lead, history):
    page = sign_in(lead)
    polls = []
    page.on("request", lambda request: "known=" in request.url and polls.append(request.url))
    page.clock.install()
    page.goto("/")

    page.clock.run_for(29_000)
    assert polls == []
    with page.expect_response(lambda response: "known=" in response.url):
        page.clock.run_for(2_000)
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => true})")
    page.clock.run_for(90_000)

    assert len(polls) == 1
