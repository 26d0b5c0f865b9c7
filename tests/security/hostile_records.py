"""Records with the payloads in them, that no form of ours takes: what servers and other people wrote."""

import json

from django.utils import timezone

from tests import factories
from threadsui.models import Message, ThreadCheck
from threadsui.services.teamwork.notes import add_note

from .payloads import ALL, IN_ONE_LINE, PAYLOADS

BODY = {
    "messages": [
        {
            "role": "user",
            "content": [
                {"type": "text", "text": ALL},
                {"type": "image_url", "image_url": {"url": f"https://x.example/?{PAYLOADS[1]}"}},
                {"type": "image_file", "image_file": {"file_id": f"file-{PAYLOADS[1]}"}},
            ],
            "attachments": [{"file_id": f"file-{PAYLOADS[2]}", "tools": []}],
            "metadata": {payload[:64]: payload for payload in PAYLOADS[:16]},
        },
        *({"role": "assistant", "content": payload} for payload in PAYLOADS[:20]),
    ],
    "metadata": {payload[:64]: payload for payload in PAYLOADS[16:32]},
    "tool_resources": {
        "code_interpreter": {"file_ids": [f"file-{PAYLOADS[3]}"]},
        "file_search": {"vector_store_ids": [f"vs_{PAYLOADS[1]}"]},
    },
}
PLAIN_BODY = {"messages": [{"role": "user", "content": f"{{{{order_id={PAYLOADS[1]}}}}} {ALL}"}]}


class _Token:
    """A link's token, in the place of a record's number."""

    def __init__(self, pk):
        self.pk = pk


def written_elsewhere(admin):
    """What servers and other people wrote, which no form of ours takes; and one of each kind to look at."""
    thread = factories.created_thread(actor=admin, title=IN_ONE_LINE[:200], **BODY)
    refused = {
        "title": PAYLOADS[1],
        "payload": BODY,
        "error_message": ALL,
        "error_type": PAYLOADS[1],
        "error_code": PAYLOADS[2],
        "error_param": PAYLOADS[3],
        "request_id": PAYLOADS[4],
    }
    unknown = factories.submission(
        state="unknown", actor=admin, error_status=500, explanation=ALL, **refused
    )
    factories.submission(state="refused", actor=admin, error_status=400, **refused)
    for body in (f"<html>{ALL}", json.dumps({"id": PAYLOADS[1], "echo": PAYLOADS})):
        call = factories.call(
            submission=unknown,
            thread=thread,
            status=500,
            request_id=PAYLOADS[1],
            error=ALL[:500],
            request_body=json.dumps(BODY),
            response_body=body,
        )
    answered = [
        {"type": "text", "text": {"value": ALL, "annotations": []}},
        {"type": "image_url", "image_url": {"url": "javascript:xss()"}},
        {"type": "image_url", "image_url": {"url": "data:image/svg+xml,<svg/onload=xss()>"}},
        {"type": PAYLOADS[1], PAYLOADS[1]: {"__proto__": PAYLOADS}},
    ]
    foreign = factories.thread(
        creator=admin,
        title=PAYLOADS[0],
        remote_id=f"thread_{PAYLOADS[1]}",
        metadata={"__proto__": PAYLOADS[1], "constructor": PAYLOADS[2]},
    )
    Message.objects.create(
        thread=foreign,
        position=0,
        role="user",
        content=answered,
        text=ALL,
        remote_id=f"msg_{PAYLOADS[1]}",
    )
    ThreadCheck.objects.create(
        thread=foreign,
        checked_by=admin,
        state="changed",
        metadata={payload[:64]: payload for payload in PAYLOADS},
        tool_resources={PAYLOADS[1]: {"file_ids": PAYLOADS}},
        reason=ALL,
    )
    foreign.drifted_at = timezone.now()
    foreign.save()
    changes = {payload: {"old": payload, "new": payload} for payload in PAYLOADS}
    event = factories.event(
        "thread.updated", actor=admin, target=thread, changes=changes, reason=ALL[:500]
    )
    member = factories.user("agent", first_name=PAYLOADS[1], last_name=PAYLOADS[3])
    return {
        "group": factories.access_group(PAYLOADS[1], admin),
        "tag": factories.tag(PAYLOADS[1], thread),
        "thread": thread,
        "message": thread,
        "foreign": foreign,
        "note_create": thread,
        "submission": unknown,
        "submission_dismiss": factories.submission(
            state="unknown", actor=admin, error_status=500, **refused
        ),
        "call": call,
        "audit": event,
        "operation": factories.operation(
            actor=admin, parameters={"tag": PAYLOADS[1], "format": PAYLOADS[1]}, query=ALL
        ),
        "member": member,
        "password": _Token(factories.password_token(member)),
        "connection": factories.connection(
            name=PAYLOADS[1],
            base_url=f"https://xss.example/{PAYLOADS[1]}",
            extra_query={PAYLOADS[1]: PAYLOADS[2]},
            test_result={"findings": []},
        ),
    }


def perishable(admin, thread):
    """What forms delete: made once more for what comes after them."""
    return {
        "note": add_note(thread=thread, text=f"@{admin} {ALL}", actor=admin),
        "preset": factories.preset(
            owner=admin, payload=PLAIN_BODY, name=PAYLOADS[1], is_shared=True
        ),
        "snippet": factories.snippet(owner=admin, name=PAYLOADS[1], text=ALL, is_shared=True),
        "draft": factories.draft(owner=admin, payload=BODY, title=PAYLOADS[1]),
        "saved": factories.saved_view(owner=admin, is_shared=True, name=PAYLOADS[1]),
    }
