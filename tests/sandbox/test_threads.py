import re

import pytest
from django.db import OperationalError

from tests import payloads
from threadsui.sandbox.models import Message, Thread, VectorStore


def file_search_message(*file_ids):
    attachments = [{"file_id": file_id, "tools": [{"type": "file_search"}]} for file_id in file_ids]
    return {"role": "user", "content": "Read this", "attachments": attachments}


@pytest.mark.parametrize("body", [None, b"", b" \n", b"{}"])
def test_create_without_anything_makes_an_empty_thread(ask, body):
    answer = ask("POST", "/threads", body)

    assert answer.status == 200
    assert re.fullmatch(r"thread_[A-Za-z0-9]{24}", answer.json["id"])
    assert answer.json["object"] == "thread"
    assert (answer.json["metadata"], answer.json["tool_resources"]) == ({}, {})
    assert 1_500_000_000 < answer.json["created_at"] < 10**11


@pytest.mark.parametrize("body", payloads.VALID_THREADS.values(), ids=payloads.VALID_THREADS)
def test_create_accepts_every_valid_example(ask, body):
    assert ask("POST", "/threads", body).status == 200


def test_create_answers_with_the_headers_of_the_service(ask):
    headers = ask("POST", "/threads").headers

    assert re.fullmatch(r"req_[0-9a-f]{32}", headers["x-request-id"])
    assert headers["openai-processing-ms"].isdigit()
    assert headers["openai-version"] == "2020-10-01"
    assert headers["content-type"] == "application/json"


def test_create_with_messages_keeps_them_and_does_not_echo_them(create, listed):
    thread = create(payloads.P7)

    assert "messages" not in thread
    assert [message["role"] for message in listed(thread["id"])] == ["user", "assistant", "user"]


def test_create_with_a_new_vector_store_answers_with_its_id_only(create):
    resources = create(payloads.P10)["tool_resources"]

    [store_id] = resources["file_search"].pop("vector_store_ids")
    assert re.fullmatch(r"vs_[A-Za-z0-9]{24}", store_id)
    assert resources == {"file_search": {}}
    store = VectorStore.objects.get(pk=store_id)
    assert store.file_ids == ["file-1", "file-2"]
    assert store.chunking_strategy["static"]["max_chunk_size_tokens"] == 4096


def test_create_with_given_ids_echoes_them(create):
    assert create(payloads.P1_EXISTING_STORE)["tool_resources"] == {
        "code_interpreter": {"file_ids": ["string"]},
        "file_search": {"vector_store_ids": ["string"]},
    }


def test_create_with_files_to_search_puts_them_into_a_store_of_the_thread(create):
    thread = create({"messages": [file_search_message("file-1", "file-2", "file-1")]})

    [store_id] = thread["tool_resources"]["file_search"]["vector_store_ids"]
    assert VectorStore.objects.get(pk=store_id).file_ids == ["file-1", "file-2"]


def test_create_with_files_to_search_and_a_new_store_extends_that_store(create):
    thread = create(payloads.P10 | {"messages": [file_search_message("file-2", "file-3")]})

    [store_id] = thread["tool_resources"]["file_search"]["vector_store_ids"]
    assert VectorStore.objects.get(pk=store_id).file_ids == ["file-1", "file-2", "file-3"]


def test_retrieve_gives_what_create_answered(ask, create):
    thread = create(payloads.P1_NEW_STORE)

    assert ask("GET", f"/threads/{thread['id']}").json == thread


@pytest.mark.parametrize(
    "update, metadata",
    [
        ({}, {"old": "1"}),
        ({"tool_resources": {}}, {"old": "1"}),
        ({"metadata": {"new": "2"}}, {"new": "2"}),
        ({"metadata": {}}, {}),
        ({"metadata": None}, {}),
    ],
)
def test_update_replaces_clears_or_leaves_metadata(ask, create, update, metadata):
    thread = create({"metadata": {"old": "1"}})

    answered = ask("POST", f"/threads/{thread['id']}", update).json

    assert answered["metadata"] == metadata
    assert ask("GET", f"/threads/{thread['id']}").json == answered


@pytest.mark.parametrize(
    "update, resources",
    [
        ({}, {"code_interpreter": {"file_ids": ["file-1"]}}),
        ({"metadata": {}}, {"code_interpreter": {"file_ids": ["file-1"]}}),
        ({"tool_resources": None}, {}),
        (
            {"tool_resources": {"file_search": {"vector_store_ids": ["vs_1"]}}},
            {"file_search": {"vector_store_ids": ["vs_1"]}},
        ),
    ],
)
def test_update_replaces_clears_or_leaves_tool_resources(ask, create, update, resources):
    thread = create({"tool_resources": {"code_interpreter": {"file_ids": ["file-1"]}}})

    assert ask("POST", f"/threads/{thread['id']}", update).json["tool_resources"] == resources


def test_delete_removes_the_thread_and_its_messages(ask, thread_id):
    answer = ask("DELETE", f"/threads/{thread_id}")

    assert answer.json == {"id": thread_id, "object": "thread.deleted", "deleted": True}
    assert ask("GET", f"/threads/{thread_id}").status == 404
    assert ask("DELETE", f"/threads/{thread_id}").status == 404
    assert not Message.objects.exists()


def test_create_that_the_database_fails_is_a_server_error_and_makes_nothing(ask, monkeypatch):
    def fail(messages):
        raise OperationalError("database is locked")

    monkeypatch.setattr(Message.objects, "bulk_create", fail)

    answer = ask("POST", "/threads", payloads.P7)

    assert (answer.status, answer.error["type"]) == (500, "server_error")
    assert not Thread.objects.exists()
