"""What people and servers write is text, wherever it is shown: never markup, never a script."""

import json

import pytest
from playwright.sync_api import expect

from tests import factories
from threadsui.models import AuditEvent

MARKUP = "<img/src=x/onerror=alert(1)>"  # without white space, so that an id may be it
PAYLOADS = [
    "<script>alert(1)</script>",
    MARKUP,
    "\"'><svg onload=alert(1)>",
    "</textarea></pre></title><script>alert(1)</script>",
    "{{ 7|add:7 }}{% now 'Y' %}${7*7}",
    "javascript:alert(1)//",
    "<a href='javascript:alert(1)'>press</a>",
    "' hx-get='/threads/' hx-trigger='load' x='",
    "\u202egnp.exe\u2066 <!-- --!> ]]> \\u003cscript\\u003e",
]
ALL = "\n".join(PAYLOADS)
BODY = {
    "messages": [
        {
            "role": "user",
            "content": [
                {"type": "text", "text": ALL},
                {"type": "image_url", "image_url": {"url": f"https://x.example/?{MARKUP}"}},
                {"type": "image_file", "image_file": {"file_id": f"file-{MARKUP}"}},
            ],
            "attachments": [{"file_id": f"file-{MARKUP}2", "tools": []}],
            "metadata": {MARKUP: MARKUP},
        }
    ],
    "metadata": {payload[:64]: payload for payload in PAYLOADS},
    "tool_resources": {
        "code_interpreter": {"file_ids": [f"file-{MARKUP}3"]},
        "file_search": {"vector_store_ids": [f"vs_{MARKUP}"]},
    },
}
# What only markup that was taken for markup would make.
INTRUDERS = "img, main script, [onerror], [onload], a[href^='javascript:'], [hx-trigger=load]"


@pytest.fixture
def page(sign_in, lead, complaints):
    page = sign_in(lead)
    page.on("dialog", lambda dialog: (complaints.append("dialog"), dialog.dismiss()))
    return page


@pytest.fixture
def harmless(page):
    """Fail unless this page shows `text` as text, and nothing came of it."""

    def check(text=MARKUP):
        page.wait_for_load_state()
        expect(page.get_by_text(text).first).to_be_attached()
        assert page.locator(INTRUDERS).count() == 0, page.locator(INTRUDERS).first.evaluate(
            "element => element.outerHTML"
        )

    return check


@pytest.fixture
def thread(create, lead):
    return create(BODY, actor=lead, title=" ".join(PAYLOADS)[:200]).thread


def test_thread_shows_hostile_text_as_text(page, thread, harmless):
    page.goto(thread.get_absolute_url())
    for payload in PAYLOADS:
        harmless(payload[:40])
    for tab in ("metadata", "timeline", "raw"):
        page.goto(f"{thread.get_absolute_url()}?tab={tab}")
        harmless()
    for form in ("edit", "messages/new", "delete"):
        page.goto(f"{thread.get_absolute_url()}{form}/")
        harmless()


def test_lists_and_drawers_show_hostile_text_as_text(page, thread, harmless, settle):
    page.goto("/threads/")
    harmless()
    page.get_by_role("row").last.get_by_role("link").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Close")).to_be_visible()
    settle(page)
    harmless()
    page.get_by_role("searchbox").fill(f"{MARKUP} nothing like it")
    expect(page.get_by_role("heading", name="No threads match")).to_be_visible()
    for address in ("/", "/submissions/", "/audit/"):
        page.goto(address)
        harmless()


def test_records_show_hostile_text_as_text(page, thread, harmless):
    event = AuditEvent.objects.get(action="thread.created")
    for record in (thread.submission, thread.calls.first(), event):
        page.goto(record.get_absolute_url())
        harmless()


def test_composer_shows_hostile_text_as_text(page, harmless):
    page.goto("/threads/import/")
    page.get_by_label("Body").fill(json.dumps(BODY))
    page.get_by_role("button", name="Open in the composer").click()

    expect(page.get_by_label("Text, part 1")).to_have_count(0)
    expect(page.get_by_label("Text of message 1")).to_have_value(ALL)
    for number, payload in enumerate(PAYLOADS, start=1):
        value = page.get_by_role("region", name="Thread metadata").get_by_label(f"Value {number}")
        expect(value).to_have_value(payload)
    harmless()


def test_words_of_a_hostile_server_are_text(page, harmless, lead):
    refused = factories.submission(
        state="refused",
        actor=lead,
        payload=BODY,
        title=MARKUP,
        error_message=ALL,
        error_status=400,
        error_type=MARKUP,
        error_code=MARKUP,
        error_param="metadata",
        request_id=MARKUP,
        explanation="The server refused this thread. Nothing was created.",
    )
    call = factories.call(
        status=500,
        request_id=MARKUP,
        error=MARKUP,
        response_body=f"<html>{ALL}",
        submission=refused,
    )
    for address in (
        refused.get_absolute_url(),
        call.get_absolute_url(),
        "/calls/",
        f"/threads/new/?submission={refused.pk}",
    ):
        page.goto(address)
        harmless()
