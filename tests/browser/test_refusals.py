"""What cannot be sent, or was refused, is said at the very field; the form stays filled and can be mended."""

import itertools
import json
import re

import pytest
from playwright.sync_api import expect

from threadsui.models import Submission, Thread

TEXT = "The tent arrived with a snapped pole."

pytestmark = pytest.mark.usefixtures("invalid_expected")


@pytest.fixture
def page(signed_in_page):
    signed_in_page.goto("/threads/new/")
    signed_in_page.get_by_label("Text of message 1").fill(TEXT)
    return signed_in_page


def test_all_errors_of_the_form_are_shown_at_once_and_nothing_is_sent(page, settle):
    add_pair(page, settle)
    page.get_by_label("Key 1").fill("order_id")
    page.get_by_label("Key 2").fill("order_id")
    page.get_by_label("Value 1").fill("v" * 530)
    press_create(page)

    expect(page.get_by_role("alert")).to_contain_text("2 problems. Nothing has been sent.")
    expect(page.get_by_label("Value 1")).to_be_focused()
    said(page.get_by_label("Key 2"), "“order_id” is already used in row 1")
    said(page.get_by_label("Value 1"), "This value is 530 characters; the limit is 512")
    expect(page.get_by_label("Text of message 1")).to_have_value(TEXT)
    assert not Submission.objects.exists()

    page.get_by_label("Key 2").fill("channel")
    page.get_by_label("Value 1").fill("7")
    press_create(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)
    assert Thread.objects.get().metadata == {"order_id": "7", "channel": ""}


def test_there_is_no_seventeenth_pair(page, settle):
    page.goto("/threads/import/")
    page.get_by_label("Body").fill(json.dumps({"metadata": {f"key{n}": "" for n in range(15)}}))
    page.get_by_role("button", name="Open in the composer").click()
    add_pair(page, settle)

    expect(page.get_by_label("Key 16")).to_be_focused()
    expect(metadata(page).get_by_role("button", name="Add pair")).to_be_disabled()
    expect(metadata(page)).to_contain_text("16 pairs is the limit")


def test_links_of_the_problems_lead_to_their_fields(page):
    page.get_by_label("Value 1").fill("a value without a key")
    press_create(page)
    expect(page.get_by_role("alert")).to_contain_text("1 problem. Nothing has been sent.")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Key 1")).to_be_focused()


def test_refusal_of_the_server_is_said_at_its_field(page, settle):
    page.get_by_role("button", name="Add message").click()
    page.get_by_label("Text of message 2").fill("See the guide.")
    message = page.get_by_role("article", name="Message 2")
    message.get_by_role("button", name="Attachment").click()
    field = message.get_by_label("File id, attachment 1")
    field.fill("file-missing-guide")
    message.get_by_label("File search").check()
    press_create(page)

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The server refused this thread. Nothing was created.")
    expect(alert).to_contain_text("message 2, attachment 1")
    expect(alert).to_contain_text(Submission.objects.get().request_id)
    expect(field).to_be_focused()
    said(field, "file-missing-guide")
    expect(page.get_by_label("Text of message 1")).to_have_value(TEXT)
    expect(message.get_by_label("File search")).to_be_checked()

    field.fill("file-guide")
    press_create(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)
    states = list(Submission.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["refused", "accepted"]
    assert Thread.objects.count() == 1


def test_thread_that_was_not_sent_can_be_created_later(page, misbehave):
    misbehave("quota")
    press_create(page)
    expect(page.get_by_role("alert")).to_contain_text("Nothing was created")
    expect(page.get_by_label("Text of message 1")).to_have_value(TEXT)

    misbehave("")
    press_create(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)
    assert Thread.objects.count() == 1


def metadata(page):
    return page.get_by_role("region", name="Thread metadata")


def add_pair(page, settle):
    metadata(page).get_by_role("button", name="Add pair").click()
    settle(page)


def press_create(page):
    page.get_by_role("button", name="Create thread").click()


def said(field, text):
    """What is said at the field is told to a screen reader with it."""
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(re.escape(text)))


@pytest.mark.parametrize("context_args", [{"viewport": {"width": 1440, "height": 900}}])
def test_long_problems_keep_to_their_rows_of_the_checklist(page):
    page.goto("/threads/new/")
    page.get_by_label("Title").fill("x" * 201)
    page.get_by_label("File ids, one per line").first.fill("\n".join(["k" * 200] * 21))
    page.get_by_label("Text of message 1").fill("Hello")
    expect(page.locator("#checklist li[data-tone=danger]").nth(1)).to_be_visible()

    boxes = [row.bounding_box() for row in page.locator("#checklist li").all()]
    header = page.locator("#checklist .card-header").bounding_box()
    assert boxes[0]["y"] >= header["y"] + header["height"]
    for above, below in itertools.pairwise(boxes):
        assert above["y"] + above["height"] <= below["y"] + 0.5
    for row in page.locator("#checklist li").all():
        assert row.evaluate("row => row.scrollHeight <= row.clientHeight")
        assert row.evaluate("row => row.scrollWidth <= row.clientWidth")
