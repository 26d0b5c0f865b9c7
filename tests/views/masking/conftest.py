"""Records of every kind, with a word in all that was written."""

import pytest

from tests import factories
from tests.views.walking import TEXT, WORD
from threadsui.services.teamwork.notes import add_note

from .canary import ANSWER, BODY


@pytest.fixture
def canary(db, auditor):
    """Every kind of record that holds text, each with the word."""
    agent = factories.user(username="ana")
    thread = factories.thread(
        creator=agent,
        title=TEXT,
        metadata={"order": "7"},
        messages=[
            TEXT,
            {"content": [{"type": "text", "text": TEXT}], "role": "assistant"},
            {"content": [{"type": "image_url", "image_url": {"url": f"https://a.example/{WORD}"}}]},
        ],
    )
    note = add_note(thread=thread, text=f"{TEXT} @{auditor.username}", actor=agent)
    made = factories.submission(actor=agent, thread=thread, title=TEXT, payload=BODY)
    unknown = factories.submission(
        state="unknown",
        actor=agent,
        title=TEXT,
        payload=BODY,
        error_message=f"What is {TEXT}?",
        error_status=500,
    )
    call = factories.call(thread=thread, submission=made, response_body=ANSWER)
    said = f"The server could not read {TEXT}."
    factories.call(submission=unknown, response_body=f"cut off: {TEXT}", status=500, error=said)
    loose = factories.call(
        request_body=f'{{"content": "{TEXT}"}}', response_body=ANSWER, status=400, error=said
    )
    changes = {
        "title": {"old": TEXT, "new": f"{TEXT}!"},
        "messages[0]": {"old": {"text": TEXT}, "new": {"text": f"{TEXT}!"}},
    }
    event = factories.event("thread.updated", actor=agent, target=thread, changes=changes)
    factories.event("submission.refused", actor=agent, target=unknown, reason="It was refused.")
    return {
        "thread": thread,
        "message": thread,
        "note": note,
        "note_create": thread,
        "submission": unknown,
        "call": loose,
        "audit": event,
        "preset": factories.preset(owner=agent, payload=BODY, is_shared=True),
        "snippet": factories.snippet(owner=agent, text=TEXT, is_shared=True),
        "draft": factories.draft(owner=agent, payload=BODY),
        "operation": factories.operation(actor=agent),
        "saved": factories.saved_view(owner=agent, is_shared=True),
        "made": made,
        "made_call": call,
    }
