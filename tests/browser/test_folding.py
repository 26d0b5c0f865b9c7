"""A long form in the composer: messages that come as a line keep their fields out of the way, and lose nothing."""

import json
import re
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import expect

from tests import factories
from threadsui.models import Thread

COUNT = 12
NASTY = [
    "\nA new line first",
    "a blank at the end ",
    "two\n\nparagraphs\n",
    "&amp; <b>&#10;</textarea>",
    "ü 😀 \u2028 \u200f שלום",
    "\t",
    "a+b=c&d%20;",
]
# These differ from page to page, or from minute to minute.
PASSING = re.compile(r"\b(csrfmiddlewaretoken|token|draft\w*)=[^&]*")
SEND = "document.getElementById('composer').submit()"


@pytest.fixture
def address(agent):
    tools = [{"type": "code_interpreter"}, {"type": "file_search"}]
    image = {
        "type": "image_url",
        "image_url": {"url": "https://example.com/?a=1&b=2", "detail": "low"},
    }
    messages = [
        {
            "role": ("user", "assistant")[number % 2],
            "content": NASTY[number % len(NASTY)],
            "metadata": {"k&=": NASTY[-number % len(NASTY)], "n": str(number)},
        }
        for number in range(COUNT)
    ]
    messages[3]["content"] = [
        {"type": "text", "text": NASTY[0]},
        image,
        {"type": "text", "text": " "},
    ]
    messages[5]["attachments"] = [
        {"file_id": "file-1", "tools": tools},
        {"file_id": "file-2", "tools": []},
    ]
    return f"/threads/new/?clone={factories.thread(creator=agent, messages=messages).pk}"


@pytest.fixture
def page(signed_in_page, address):
    signed_in_page.goto(address)
    return signed_in_page


def wait_until_aside(page, count=COUNT - 1):
    expect(page.locator("fields-aside")).to_have_count(count)


def body_of(page, send):
    """What the browser would post, and does not."""
    bodies = []

    def keep(route):
        if route.request.method != "POST":
            return route.continue_()
        bodies.append(route.request.post_data_buffer.decode())
        return route.fulfill(status=204)

    page.route("**/threads/new/*", keep)
    page.route("**/threads/new/", keep)
    send()
    page.wait_for_timeout(100)
    return PASSING.sub(r"\1", bodies[0])


def test_form_is_the_same_to_the_byte_closed_open_or_without_scripts(page, sign_in, agent, address):
    wait_until_aside(page)
    expect(page.locator("#composer").locator("textarea[name$=-content]")).to_have_count(1)
    closed = body_of(page, lambda: page.evaluate(SEND))
    for _line in range(COUNT - 1):
        page.locator(".message-fold:not([open]) > summary").first.click()
    wait_until_aside(page, 0)
    opened = body_of(page, lambda: page.evaluate(SEND))
    plain = sign_in(agent, java_script_enabled=False)
    plain.goto(address)
    bare = body_of(plain, plain.get_by_role("button", name="Create thread").click)

    assert closed == opened == bare
    posted = parse_qsl(closed, keep_blank_values=True)
    assert ("messages-2-content", "two\r\n\r\nparagraphs\r\n") in posted
    assert ("messages-0-content", "\r\nA new line first") in posted
    tools = [value for name, value in posted if name == "messages-5-attachments-0-tools"]
    assert tools == ["code_interpreter", "file_search"]


def test_closed_messages_are_previewed_saved_kept_and_created(page, settle, assert_accessible):
    wait_until_aside(page)
    assert_accessible(page)
    page.get_by_role("article", name="Message 3", exact=True).locator("summary").first.press(
        "Enter"
    )
    expect(page.get_by_label("Text of message 3")).to_be_focused()
    page.keyboard.type("typed")
    expect(page.locator("#draft")).to_contain_text("Draft saved")
    expect(page.locator("#spelled-json")).to_contain_text("typed")
    shown = json.loads(page.locator("#spelled-json").text_content())
    assert len(shown["messages"]) == COUNT
    assert shown["messages"][11]["metadata"]["n"] == "11"

    page.get_by_role("button", name="Move message 3 up").click()
    expect(page.get_by_label("Text of message 2", exact=True)).to_have_value(re.compile("typed"))
    wait_until_aside(page, COUNT - 2)
    page.keyboard.press("Alt+m")
    expect(page.get_by_label("Text of message 13")).to_be_focused()
    expect(page.get_by_label("Text of message 2", exact=True)).to_be_visible()
    page.get_by_label("Text of message 13").fill("The end")
    settle(page)
    page.get_by_role("button", name="Create thread").click()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_url(re.compile(r"/threads/\d+/"))
    made = Thread.objects.latest("pk")
    sent = made.submission.payload["messages"]
    moved = [0, 2, 1, *range(3, COUNT)]
    assert [message["metadata"]["n"] for message in sent[:COUNT]] == [str(at) for at in moved]
    assert sent[0]["content"] == NASTY[0]
    assert sent[6]["content"] == NASTY[6]
    assert sent[12] == {"role": "user", "content": "The end"}


@pytest.mark.usefixtures("invalid_expected")
def test_what_is_wrong_in_a_closed_message_is_one_press_away(page):
    wait_until_aside(page)
    page.evaluate("document.getElementById('composer').scrollIntoView()")
    page.get_by_role("link", name="Attachment without a tool").click()
    expect(page.get_by_label("File id, attachment 2")).to_be_focused()
    wait_until_aside(page, COUNT - 2)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("two words")
    page.get_by_role("button", name="Create thread").click()

    expect(page.get_by_label("File id, attachment 2")).to_be_focused()
    expect(page.get_by_role("button", name="Expand all")).to_be_visible()


def test_fields_come_back_to_be_searched_and_printed_and_for_all_to_be_opened(page):
    wait_until_aside(page)
    page.keyboard.press("ControlOrMeta+f")
    wait_until_aside(page, 0)
    expect(page.locator("#draft")).to_contain_text("Draft saved")
    wait_until_aside(page, 0)
    page.reload()
    wait_until_aside(page)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_label(re.compile("Text of message"))).to_have_count(COUNT)
    page.reload()
    wait_until_aside(page)
    page.get_by_role("button", name="Expand all").click()
    expect(page.get_by_role("button", name="Collapse all")).to_be_focused()
    expect(page.get_by_label("Text of message 1", exact=True)).to_have_value(NASTY[0])
    page.get_by_role("button", name="Collapse all").click()
    wait_until_aside(page, COUNT)


def test_going_back_finds_what_was_typed(page):
    wait_until_aside(page)
    page.get_by_role("article", name="Message 7", exact=True).locator("summary").first.click()
    page.keyboard.type("typed ")
    page.goto("/drafts/")
    page.go_back()

    expect(page.locator("[name=messages-6-content]")).to_have_value(re.compile("typed"))


@pytest.mark.parametrize("context_args", [{"java_script_enabled": False}])
def test_without_scripts_lines_open_and_everything_is_created(page):
    page.get_by_role("article", name="Message 7", exact=True).locator("summary").first.click()
    page.get_by_label("Text of message 7").fill("Changed")
    page.get_by_role("button", name="Create thread").click()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    sent = Thread.objects.latest("pk").submission.payload["messages"]
    assert len(sent) == COUNT
    assert sent[6]["content"] == "Changed"
    assert sent[0]["content"] == NASTY[0]
