import re

import pytest

from tests import payloads
from threadsui.sandbox.models import VectorStore


@pytest.fixture
def message(ask, thread_id):
    """The second of three messages."""
    page = ask("GET", f"/threads/{thread_id}/messages", query={"order": "asc"})
    return page.json["data"][1]


@pytest.fixture
def path(thread_id, message):
    return f"/threads/{thread_id}/messages/{message['id']}"


def test_create_answers_with_a_complete_message(ask, create):
    thread_id = create()["id"]

    message = ask("POST", f"/threads/{thread_id}/messages", payloads.P6).json

    assert re.fullmatch(r"msg_[A-Za-z0-9]{24}", message.pop("id"))
    created_at = message.pop("created_at")
    assert message.pop("completed_at") == created_at
    assert message == {
        "object": "thread.message",
        "thread_id": thread_id,
        "status": "completed",
        "incomplete_details": None,
        "incomplete_at": None,
        "role": "user",
        "content": [{"type": "text", "text": {"value": "string", "annotations": []}}],
        "assistant_id": None,
        "run_id": None,
        "attachments": payloads.P6["attachments"],
        "metadata": {"foo": "string"},
    }


def test_create_with_parts_fills_in_the_detail_of_images(ask, thread_id):
    content = [
        {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}},
        {"type": "image_file", "image_file": {"file_id": "file-1", "detail": "low"}},
    ]

    answer = ask(
        "POST", f"/threads/{thread_id}/messages", {"role": "assistant", "content": content}
    )

    assert [part[part["type"]]["detail"] for part in answer.json["content"]] == ["auto", "low"]


def test_create_adds_to_the_end(ask, thread_id, listed):
    made = ask("POST", f"/threads/{thread_id}/messages", {"role": "user", "content": "fourth"}).json

    assert [message["id"] for message in listed(thread_id)][3:] == [made["id"]]


def test_create_with_a_file_to_search_gives_the_thread_a_store(ask, thread_id):
    attachments = [{"file_id": "file-9", "tools": [{"type": "file_search"}]}]
    body = {"role": "user", "content": "Read this", "attachments": attachments}

    ask("POST", f"/threads/{thread_id}/messages", body)

    resources = ask("GET", f"/threads/{thread_id}").json["tool_resources"]
    [store_id] = resources["file_search"]["vector_store_ids"]
    assert VectorStore.objects.get(pk=store_id).file_ids == ["file-9"]


def test_retrieve_gives_the_message(ask, path, message):
    assert ask("GET", path).json == message


@pytest.mark.parametrize(
    "update, metadata",
    [({}, {"a": "1"}), ({"metadata": {"b": "2"}}, {"b": "2"}), ({"metadata": None}, {})],
)
def test_update_replaces_clears_or_leaves_metadata(ask, path, update, metadata):
    ask("POST", path, {"metadata": {"a": "1"}})

    assert ask("POST", path, update).json["metadata"] == metadata
    assert ask("GET", path).json["metadata"] == metadata


def test_delete_removes_one_message(ask, path, message, thread_id, listed):
    answer = ask("DELETE", path)

    assert answer.json == {"id": message["id"], "object": "thread.message.deleted", "deleted": True}
    assert ask("GET", path).status == 404
    assert len(listed(thread_id)) == 2


def test_message_of_another_thread_is_not_found(ask, create, message):
    other = create()["id"]

    assert ask("GET", f"/threads/{other}/messages/{message['id']}").status == 404
