"""Nothing moves by itself: not while a page comes, and not when a drawer opens or the preview is redrawn.

Typing and pressing are no excuse here: Chromium does not count what moves within half a second of a press, and a drawer
that opens or a preview that is redrawn comes later than that on a slow machine.
"""

import json

import pytest
from playwright.sync_api import expect

from tests import factories

from . import vitals

TEXT = "The tent arrived with a snapped pole."
METADATA = {"order_id": "NV-20418835", "team": "north"}
LATE = 600  # milliseconds: after this, Chromium holds a press responsible for nothing


@pytest.fixture
def page(sign_in, lead):
    page = sign_in(lead)
    page.context.add_init_script(vitals.OBSERVE)
    return page


@pytest.fixture
def assert_still():
    """Fail with what has moved on this page since it was opened."""

    def check(page):
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        moved = vitals.shifts(page)
        assert moved == [], f"{page.url}\n{json.dumps(moved, indent=1)}"

    return check


@pytest.fixture
def threads(lead):
    return [
        factories.thread(creator=lead, title=f"{TEXT} {number}", messages=[TEXT] * 3, metadata=METADATA)
        for number in range(30)
    ]  # fmt: skip


@pytest.mark.parametrize("viewport", [(1440, 900), (390, 844)], ids=["desktop", "phone"])
def test_pages_come_without_moving(page, threads, assert_still, viewport):
    page.set_viewport_size(dict(zip(("width", "height"), viewport, strict=True)))
    clone = f"/threads/new/?clone={threads[0].pk}"
    for address in ("/", "/threads/", threads[0].get_absolute_url(), "/threads/new/", clone):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert_still(page)


def test_drawer_opens_without_moving_what_it_stands_beside(page, threads, assert_still):
    answer_late(page, "**/threads/*/")
    page.goto("/threads/")
    page.get_by_role("row").filter(has_text=TEXT).first.get_by_text("Created").click()
    expect(page.get_by_role("button", name="Close")).to_be_visible()

    assert_still(page)


def test_preview_and_draft_come_without_moving_the_form(page, assert_still):
    answer_late(page, "**/preview/", "**/drafts/**")
    page.goto("/threads/new/")
    page.get_by_label("Text of message 1").click()
    page.keyboard.type(TEXT)
    expect(page.locator("#spelled-json")).to_contain_text(TEXT)
    expect(page.locator("#draft")).to_contain_text("Draft saved")

    assert_still(page)


def test_shift_is_noticed(page):
    page.goto("/")
    page.evaluate("document.querySelector('main').style.marginTop = '200px'")
    page.wait_for_function("vitals.shifts.length")

    assert vitals.shift(page) > 0


def answer_late(page, *patterns):
    """Answers to htmx at these addresses come so late that no press explains what they move."""

    def wait(route):
        if route.request.headers.get("hx-request"):
            page.wait_for_timeout(LATE)
        route.continue_()

    for pattern in patterns:
        page.route(pattern, wait)
