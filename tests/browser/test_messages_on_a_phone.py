"""A form of a few messages: on a phone one of them is open at a time, where there is room all of them."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories
from threadsui.models import Thread

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SHORT = [
    {"role": "user", "content": "The pole snapped. " * 20},
    {"role": "assistant", "content": "Which one?"},
    {"role": "user", "content": "The long one."},
]


def shown_open(page):
    return page.locator(".message:has(> .message-fold[open])").evaluate_all(
        "all => all.map((message) => message.id)"
    )


@pytest.mark.parametrize("context_args", [PHONE])
def test_one_message_is_open_at_a_time_on_a_phone(signed_in_page, agent, settle, assert_accessible):
    page = signed_in_page
    page.goto(f"/threads/new/?clone={factories.thread(creator=agent, messages=SHORT).pk}")
    expect(page.locator("fields-aside")).to_have_count(2)
    assert shown_open(page) == ["messages-2"]
    assert_accessible(page)

    second = page.get_by_role("article", name="Message 2")
    place = second.bounding_box()["y"]
    second.locator("summary").first.tap()
    expect(page.get_by_label("Text of message 2")).to_be_focused()
    assert shown_open(page) == ["messages-1"]
    assert abs(second.bounding_box()["y"] - place) < 2
    page.get_by_label("Text of message 2").fill("Which\none\nof them?")
    second.get_by_text("User").tap()
    second.get_by_role("button", name="Attachment").tap()
    page.get_by_label("File id, attachment 1").fill("file-photo")

    page.get_by_role("article", name="Message 1").locator("summary").first.tap()
    expect(second.locator("summary").first).to_have_text(
        re.compile(r"2\s*User\s*Which one of them\?\s*Attachments 1")
    )
    page.get_by_role("button", name="Add message").tap()
    expect(page.get_by_label("Text of message 4")).to_be_focused()
    assert shown_open(page) == ["messages-3"]
    expect(second.locator("summary").first).to_contain_text("Which one of them?")
    page.get_by_label("Text of message 4").fill("The end")

    page.get_by_role("button", name="Expand all").tap()
    expect(page.get_by_role("button", name="Collapse all")).to_be_focused()
    assert len(shown_open(page)) == 4
    page.get_by_role("button", name="Add message").tap()
    expect(page.get_by_label("Text of message 5")).to_be_focused()
    assert len(shown_open(page)) == 5
    page.get_by_role("button", name="Collapse all").tap()
    expect(page.get_by_role("button", name="Expand all")).to_be_focused()
    expect(page.get_by_role("article", name="Message 5")).to_contain_text("Write a message")
    page.get_by_role("article", name="Message 5").locator("summary").first.press("Enter")
    page.get_by_role("button", name="Remove message 5").tap()
    settle(page)
    page.get_by_role("button", name="Create thread").tap()

    page.wait_for_url(re.compile(r"/threads/\d+/"))
    sent = Thread.objects.latest("pk").submission.payload["messages"]
    assert [(message["role"], message["content"]) for message in sent] == [
        ("user", SHORT[0]["content"]),
        ("user", "Which\none\nof them?"),
        ("user", "The long one."),
        ("user", "The end"),
    ]
    assert sent[1]["attachments"][0]["file_id"] == "file-photo"


@pytest.mark.parametrize("context_args", [PHONE])
@pytest.mark.usefixtures("invalid_expected")
def test_messages_with_errors_stay_open_on_a_phone(signed_in_page, agent):
    page = signed_in_page
    page.goto(f"/threads/new/?clone={factories.thread(creator=agent, messages=SHORT).pk}")
    expect(page.locator("fields-aside")).to_have_count(2)
    page.get_by_role("article", name="Message 1").locator("summary").first.tap()
    page.get_by_role("article", name="Message 1").get_by_role("button", name="Attachment").tap()
    page.get_by_label("File id, attachment 1").fill("two words")
    page.get_by_role("article", name="Message 2").locator("summary").first.tap()
    page.get_by_role("button", name="Create thread").tap()

    expect(page.get_by_label("File id, attachment 1")).to_be_focused()
    assert shown_open(page) == ["messages-0", "messages-1"]
    page.get_by_role("article", name="Message 3").locator("summary").first.tap()
    assert shown_open(page) == ["messages-0", "messages-2"]


def test_messages_of_a_short_form_are_all_open_where_there_is_room(signed_in_page, agent):
    signed_in_page.goto(f"/threads/new/?clone={factories.thread(creator=agent, messages=SHORT).pk}")

    expect(signed_in_page.locator(".message-fold[open]")).to_have_count(3)
    expect(signed_in_page.locator(".message-fold > summary:visible")).to_have_count(0)
    expect(signed_in_page.get_by_role("button", name="Collapse all")).to_be_visible()
    expect(signed_in_page.get_by_role("button", name="Expand all")).to_be_hidden()
