import itertools

import pytest
from responses.matchers import query_param_matcher

from threadsui import api

URL = "https://api.test/v1/threads/thread_1/messages"
MESSAGE = {
    "id": "msg_1",
    "role": "user",
    "content": [{"type": "text", "text": {"value": "Hi", "annotations": []}}],
    "status": "completed",
}


def page(*ids, has_more=False, **extra):
    return {
        "object": "list",
        "data": [MESSAGE | {"id": i} for i in ids],
        "has_more": has_more,
    } | extra


def test_create_returns_the_message_as_stored(client, http):
    http.post(URL, json=MESSAGE)

    message = client.messages.create("thread_1", {"role": "user", "content": "Hi"})

    assert (message.id, message.content[0]["text"]["value"], message.model_extra["status"]) == (
        "msg_1",
        "Hi",
        "completed",
    )
    assert http.calls[0].request.body == b'{"role":"user","content":"Hi"}'


def test_retrieve_update_and_delete_address_one_message(client, http):
    http.get(f"{URL}/msg_1", json=MESSAGE)
    http.post(f"{URL}/msg_1", json=MESSAGE | {"metadata": {"a": "b"}})
    http.delete(f"{URL}/msg_1", json={"id": "msg_1", "deleted": True})

    assert client.messages.retrieve("thread_1", "msg_1").role == "user"
    assert client.messages.update("thread_1", "msg_1", {"metadata": {"a": "b"}}).metadata == {
        "a": "b"
    }
    assert client.messages.delete("thread_1", "msg_1").deleted


def test_list_sends_only_what_is_asked_for(client, http):
    http.get(URL, json=page("a", "b", has_more=True, last_id="b"))

    found = client.messages.list("thread_1", limit=2, order="asc", before="c")

    assert http.calls[0].request.url == f"{URL}?limit=2&order=asc&before=c"
    assert ([m.id for m in found.data], found.has_more, found.last_id) == (["a", "b"], True, "b")


@pytest.mark.parametrize("ids", [{}, {"first_id": None, "last_id": None}])
def test_empty_page_needs_no_ids(client, http, ids):
    http.get(URL, json=page(**ids))

    assert client.messages.list("thread_1").data == []
    assert list(client.messages.iterate("thread_1")) == []


def test_iterate_yields_every_page_and_asks_only_when_needed(client, http):
    http.get(URL, json=page("a", "b", has_more=True, last_id="b"))
    http.get(
        URL,
        json=page("c", has_more=True),
        match=[query_param_matcher({"after": "b"}, strict_match=False)],
    )
    http.get(URL, json=page("d"), match=[query_param_matcher({"after": "c"}, strict_match=False)])

    messages = client.messages.iterate("thread_1")

    assert [m.id for m in itertools.islice(messages, 2)] == ["a", "b"]
    assert len(http.calls) == 1
    assert [m.id for m in messages] == ["c", "d"]


def test_iterate_stops_at_an_empty_page_that_promises_more(client, http):
    http.get(URL, json=page(has_more=True))

    assert list(client.messages.iterate("thread_1")) == []


def test_iterate_gives_up_on_a_server_that_repeats_its_page(client, http):
    http.get(URL, json=page("a", "b", has_more=True, last_id="b"))

    with pytest.raises(api.APIResponseError, match="again and again"):
        list(client.messages.iterate("thread_1"))

    assert len(http.calls) == 2


def test_list_without_data_is_no_usable_answer(client, http):
    http.get(URL, json={"object": "list"})

    with pytest.raises(api.APIResponseError, match="data is missing"):
        client.messages.list("thread_1")
