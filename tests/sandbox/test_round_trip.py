"""Whatever the contract accepts, the sandbox accepts, keeps and gives back as it was sent."""

from hypothesis import HealthCheck, given, settings

from tests import payloads

# One database serves all examples: none of them looks at what the others made.
many = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def searched_files(body):
    return [
        attachment["file_id"]
        for message in body.get("messages", [])
        for attachment in message.get("attachments") or []
        if {"type": "file_search"} in attachment["tools"]
    ]


def as_answered(message):
    """The part of an answered message that was sent, as the service words it."""
    content = message["content"]
    if isinstance(content, str):
        content = [{"type": "text", "text": content}]
    parts = []
    for part in content:
        kind = part["type"]
        if kind == "text":
            parts.append({"type": kind, kind: {"value": part[kind], "annotations": []}})
        else:
            parts.append({"type": kind, kind: {"detail": "auto"} | part[kind]})
    return {
        "role": message["role"],
        "content": parts,
        "attachments": message.get("attachments") or [],
        "metadata": message.get("metadata") or {},
    }


def sent_part_of(answered):
    return {name: answered[name] for name in ("role", "content", "attachments", "metadata")}


@many
@given(body=payloads.threads)
def test_any_valid_thread_comes_back_as_it_was_sent(create, listed, body):
    thread = create(body)

    assert thread["metadata"] == (body.get("metadata") or {})
    assert [sent_part_of(message) for message in listed(thread["id"])] == [
        as_answered(message) for message in body.get("messages", [])
    ]
    resources, given = thread["tool_resources"], body.get("tool_resources") or {}
    code = given.get("code_interpreter")
    assert resources.get("code_interpreter") == (
        None if code is None else {"file_ids": code.get("file_ids", [])}
    )
    search = given.get("file_search", {})
    stores = resources.get("file_search", {}).get("vector_store_ids", [])
    if search.get("vector_store_ids"):
        assert stores == search["vector_store_ids"]
    else:
        assert len(stores) == bool(search.get("vector_stores") or searched_files(body))


@many
@given(body=payloads.messages)
def test_any_valid_message_comes_back_as_it_was_sent(ask, create, body):
    thread_id = create()["id"]

    message = ask("POST", f"/threads/{thread_id}/messages", body).json

    assert sent_part_of(message) == as_answered(body)
    assert ask("GET", f"/threads/{thread_id}/messages/{message['id']}").json == message


@many
@given(body=payloads.thread_updates)
def test_any_valid_update_is_what_the_thread_has_afterwards(ask, create, body):
    before = create(payloads.P1_EXISTING_STORE)

    after = ask("POST", f"/threads/{before['id']}", body).json

    expected = body["metadata"] or {} if "metadata" in body else before["metadata"]
    assert after["metadata"] == expected
    assert ("tool_resources" in body) or after["tool_resources"] == before["tool_resources"]
    assert ask("GET", f"/threads/{before['id']}").json == after
