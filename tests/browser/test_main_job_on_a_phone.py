"""The main job on a phone: by touch, 390 pixels wide, nothing to scroll sideways, Create always within reach."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import factories

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 1,
}
TEXT = "The tent arrived with a snapped pole, and I leave for Tatra on Thursday."
LONG_WORD = "NV-20418835-" * 12

pytestmark = pytest.mark.parametrize("context_args", [PHONE])


@pytest.fixture
def page(signed_in_page):
    return signed_in_page


def test_agent_creates_a_thread_on_a_phone(page, settle, assert_fits):
    for address in ("/", "/threads/"):
        page.goto(address)
        assert_fits(page)
    page.get_by_role("button", name="Menu").tap()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="New thread").tap()

    page.get_by_label("Text of message 1").fill(TEXT)
    page.get_by_role("button", name="Add message").tap()
    expect(page.get_by_label("Text of message 2")).to_be_focused()
    page.get_by_label("Text of message 2").fill(LONG_WORD)
    page.get_by_role("article", name="Message 2").get_by_role("button", name="Attachment").tap()
    page.get_by_label("File id, attachment 1").fill("file-guide")
    page.get_by_label("File search").first.tap()
    page.get_by_label("Key 1").fill("order_id")
    page.get_by_label("Value 1").fill(LONG_WORD)
    page.get_by_label("Create a new vector store").tap()
    settle(page)
    assert_fits(page)
    expect(page.get_by_role("button", name="Create thread")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Create thread").tap()

    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)
    assert_fits(page)
    for tab in ("Metadata", "Timeline", "Raw"):
        page.get_by_role("navigation", name="About this thread").get_by_role("link", name=tab).tap()
        settle(page)
        assert_fits(page)


@pytest.mark.usefixtures("invalid_expected")
def test_problems_are_reached_on_a_phone(page, assert_fits):
    page.goto("/threads/new/")
    page.get_by_label("Text of message 1").fill(TEXT)
    page.get_by_label("Value 1").fill("a value without a key")
    page.get_by_role("button", name="Create thread").tap()

    expect(page.get_by_label("Key 1")).to_be_focused()
    expect(page.get_by_label("Key 1")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Create thread")).to_be_in_viewport(ratio=1)
    assert_fits(page)


def test_list_opens_a_thread_on_a_phone(page, agent, assert_fits):
    factories.thread(
        creator=agent, title=LONG_WORD, messages=[TEXT], metadata={"order_id": LONG_WORD}
    )
    page.goto("/threads/")
    assert_fits(page)
    page.get_by_role("row").filter(has_text=LONG_WORD).get_by_text("Created").tap()

    drawer = page.get_by_role("complementary", name="Thread")
    expect(drawer.get_by_role("heading", level=2).first).to_have_text(LONG_WORD)
    expect(drawer.get_by_role("button", name="Close")).to_be_in_viewport(ratio=1)
    assert_fits(page)
    drawer.get_by_role("button", name="Close").tap()
    page.get_by_role("link", name=LONG_WORD).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(LONG_WORD)
    assert_fits(page)


def test_menu_of_a_thread_that_has_no_other_actions_opens_on_the_screen(page, agent, assert_fits):
    gone = factories.thread(creator=agent, messages=[TEXT], gone_at=timezone.now())
    page.goto(gone.get_absolute_url())
    page.locator(".page-actions summary").tap()

    expect(page.get_by_role("link", name="Duplicate as draft")).to_be_in_viewport(ratio=1)
    assert_fits(page)
