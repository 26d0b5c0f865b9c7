import json

import pytest

from threadsui import api
from threadsui.api.schema import CreateThread, UpdateThread

URL = "https://api.test/v1/threads"
THREAD = {"id": "thread_1", "object": "thread", "created_at": 1_700_000_000, "metadata": {"a": "b"}}


def test_create_sends_exactly_the_given_bytes(client, http):
    http.post(URL, json=THREAD)

    client.threads.create(b'{ "messages" :[]}')

    assert http.calls[0].request.body == b'{ "messages" :[]}'


def test_create_without_a_payload_sends_an_empty_object(client, http):
    http.post(URL, json=THREAD)

    client.threads.create()

    assert http.calls[0].request.body == b"{}"


@pytest.mark.parametrize("payload", ['{"metadata":{"q":"ä"}}', {"metadata": {"q": "ä"}}])
def test_create_takes_text_and_mappings(client, http, payload):
    http.post(URL, json=THREAD)

    client.threads.create(payload)

    assert http.calls[0].request.body == '{"metadata":{"q":"ä"}}'.encode()


def test_create_with_a_model_sends_its_canonical_spelling(client, http):
    http.post(URL, json=THREAD)

    client.threads.create(CreateThread(messages=[{"role": "user", "content": "Hi"}], metadata=None))

    assert http.calls[0].request.body == b'{"messages":[{"role":"user","content":"Hi"}]}'


def test_create_with_a_lone_surrogate_sends_nothing(client, http):
    with pytest.raises(api.APIRequestError) as caught:
        client.threads.create({"metadata": {"a": "\ud800"}})

    assert not caught.value.sent
    assert len(http.calls) == 0


@pytest.mark.parametrize("status", [200, 201, 202])
def test_create_accepts_any_2xx_and_keeps_unknown_fields(client, http, status):
    http.post(URL, json=THREAD | {"owner": "me"}, status=status)

    thread = client.threads.create()

    assert (thread.id, thread.metadata, thread.model_extra["owner"]) == (
        "thread_1",
        {"a": "b"},
        "me",
    )


@pytest.mark.parametrize("created_at", [1_700_000_000, 1_700_000_000_000])
def test_created_at_may_be_seconds_or_milliseconds(client, http, created_at):
    http.post(URL, json=THREAD | {"created_at": created_at})

    assert client.threads.create().created_at.isoformat() == "2023-11-14T22:13:20+00:00"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html>Welcome</html>",
        "null",
        "[]",
        "{}",
        '{"id":null}',
        '{"id":""}',
        '{"id":7}',
        '{"id":"x"',
        '"thread_1"',
    ],
)
def test_create_answered_without_a_thread_is_no_usable_answer(client, http, waits, body):
    http.post(URL, body=body, headers={"x-request-id": "req_1"})

    with pytest.raises(api.APIResponseError) as caught:
        client.threads.create()

    assert (caught.value.sent, caught.value.status_code, caught.value.request_id) == (
        True,
        200,
        "req_1",
    )
    assert len(http.calls) == 1


def test_answer_larger_than_the_limit_is_no_usable_answer(client, http, monkeypatch):
    monkeypatch.setattr("threadsui.api.answers.MAX_BYTES", 100_000)
    http.post(URL, json=THREAD | {"noise": "x" * 300_000})

    with pytest.raises(api.APIResponseError, match="larger than"):
        client.threads.create()


def test_retrieve_asks_for_the_quoted_id(client, http):
    http.get("https://api.test/v1/threads/a%2Fb%3Fc%20%C3%A4", json=THREAD)

    assert client.threads.retrieve("a/b?c ä").id == "thread_1"
    assert http.calls[0].request.url == "https://api.test/v1/threads/a%2Fb%3Fc%20%C3%A4"


@pytest.mark.parametrize("thread_id", ["", ".", "..", "\ud800"])
def test_id_that_would_lead_elsewhere_is_refused_before_sending(client, http, thread_id):
    with pytest.raises(api.APIRequestError):
        client.threads.retrieve(thread_id)

    assert len(http.calls) == 0


def test_update_keeps_null_because_it_clears(client, http):
    http.post(f"{URL}/thread_1", json=THREAD)

    client.threads.update("thread_1", UpdateThread(metadata=None))

    assert json.loads(http.calls[0].request.body) == {"metadata": None}


def test_delete_tells_what_the_server_said(client, http):
    http.delete(
        f"{URL}/thread_1", json={"id": "thread_1", "object": "thread.deleted", "deleted": False}
    )

    assert client.threads.delete("thread_1").deleted is False


def test_delete_answered_without_a_body_has_deleted(client, http):
    http.delete(f"{URL}/thread_1", status=204)

    deleted = client.threads.delete("thread_1")

    assert (deleted.id, deleted.deleted) == ("thread_1", True)


def page(*ids, **more):
    return {"object": "list", "data": [{"id": one} for one in ids], **more}


def test_pages_of_threads_are_asked_for_by_the_last_id_up_to_the_bound(client, http):
    http.get(URL, json=page("thread_3", "thread_2", last_id="thread_2", has_more=True))
    http.get(URL, json=page("thread_1", has_more=True))
    http.get(URL, json=page("thread_0"))

    found = list(client.threads.pages(most=2, limit=2))

    assert [[one.id for one in each.data] for each in found] == [
        ["thread_3", "thread_2"],
        ["thread_1"],
    ]
    queries = [call.request.params for call in http.calls]
    assert queries == [
        {"limit": "2", "order": "desc"},
        {"limit": "2", "order": "desc", "after": "thread_2"},
    ]


def test_list_that_heeds_no_cursor_is_not_read_for_ever(client, http):
    http.get(URL, json=page("thread_1", last_id="thread_1", has_more=True))

    with pytest.raises(api.APIResponseError, match="again and again"):
        list(client.threads.pages(most=10))

    assert len(http.calls) == 2


def test_refusal_tells_how_long_the_server_asks_to_wait(client, http):
    http.get(f"{URL}/thread_1", status=429, json={}, headers={"Retry-After": "300"})

    with pytest.raises(api.RateLimitError) as caught:
        client.threads.retrieve("thread_1")

    assert caught.value.retry_after == 300
