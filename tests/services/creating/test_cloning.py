"""A thread's body once more: as sent, or from the records, without what a create does not take."""

import pytest
from django.utils import timezone

from tests import factories, payloads
from threadsui.api import schema
from threadsui.services.creating.cloning import clone_thread

pytestmark = pytest.mark.django_db


def answered(text, **more):
    return {"type": "text", "text": {"value": text, "annotations": []} | more}


@pytest.mark.parametrize("name", payloads.VALID_THREADS)
def test_created_thread_is_cloned_as_it_was_sent(name, agent):
    payload = payloads.VALID_THREADS[name]
    thread = factories.created_thread(actor=agent, **payload)

    clone = clone_thread(thread=thread)

    assert clone.payload == schema.canonical(schema.parse(schema.CreateThread, payload))
    assert clone.notes == []


def test_refreshed_thread_is_cloned_from_what_the_server_told():
    thread = factories.thread(
        refreshed_at=timezone.now(),
        metadata={"order": "7"},
        tool_resources={
            "code_interpreter": {"file_ids": ["file-1"]},
            "file_search": {"vector_store_ids": ["vs_1"]},
        },
        messages=[{"content": "plain"}, {"role": "assistant", "content": "other"}],
    )
    message = thread.messages.get(position=0)
    message.content = [answered("Hello")]
    message.attachments = [{"file_id": "file-2", "tools": [{"type": "file_search"}, {"type": "x"}]}]
    message.metadata = {"k": "v"}
    message.save()

    clone = clone_thread(thread=thread)

    assert clone.payload["messages"] == [
        {
            "role": "user",
            "content": "Hello",
            "attachments": [{"file_id": "file-2", "tools": [{"type": "file_search"}]}],
            "metadata": {"k": "v"},
        },
        {"role": "assistant", "content": "other", "attachments": [], "metadata": {}},
    ]
    assert clone.payload["metadata"] == {"order": "7"}
    assert clone.payload["tool_resources"] == thread.tool_resources
    schema.parse(schema.CreateThread, clone.payload)


def of_content(content):
    thread = factories.thread(messages=["x"])
    thread.messages.update(content=content)
    return clone_thread(thread=thread)


def test_images_stay_parts_and_null_details_are_left_out():
    image = {"type": "image_file", "image_file": {"file_id": "file-1", "detail": None}}
    clone = of_content([answered("Look"), image])

    assert clone.payload["messages"][0]["content"] == [
        {"type": "text", "text": "Look"},
        {"type": "image_file", "image_file": {"file_id": "file-1"}},
    ]


def test_annotations_are_left_out_and_noted():
    clone = of_content([answered("See 【1】", annotations=[{"type": "file_citation"}])])

    assert clone.payload["messages"][0]["content"] == "See 【1】"
    assert clone.notes == ["Message 1: the annotations of its text were left out."]


@pytest.mark.parametrize(
    "part", [{"type": "refusal", "refusal": "No"}, {"type": "image_url", "image_url": None}, {}]
)
def test_part_that_a_create_does_not_take_is_left_out_and_noted(part):
    clone = of_content([answered("Kept"), part])

    assert clone.payload["messages"][0]["content"] == "Kept"
    assert clone.notes == [f"Message 1: a part of the type {part.get('type')} was left out."]


def test_more_messages_than_a_create_takes_are_cut_and_noted():
    clone = clone_thread(thread=factories.thread(messages=[str(n) for n in range(40)]))

    assert len(clone.payload["messages"]) == 32
    assert clone.notes == ["Only the first 32 of 40 messages: a create takes no more."]


def test_title_that_was_made_from_the_first_message_is_made_anew(agent):
    body = {"messages": [{"role": "user", "content": "Hello"}]}

    assert clone_thread(thread=factories.created_thread(actor=agent, title="", **body)).title == ""
    named = factories.created_thread(actor=agent, title="Named", **body)
    assert clone_thread(thread=named).title == "Named"
