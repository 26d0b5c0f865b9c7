import json
import logging
import traceback
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta

import pytest
import requests

from threadsui import api
from threadsui.api.attempts import BODY_MAX_BYTES

URL = "https://api.test/v1/threads"
KEY = "sk-very-secret-key"
THREAD = {"id": "thread_1"}


def test_every_attempt_is_told_with_what_follows_it(client, http, attempts, waits):
    http.get(
        f"{URL}/thread_1",
        status=503,
        headers={"Retry-After": "1.5", "x-request-id": "req_1"},
        body="later",
    )
    http.get(f"{URL}/thread_1", body=requests.ReadTimeout())
    http.get(f"{URL}/thread_1", json=THREAD)

    client.threads.retrieve("thread_1")

    first, second, third = attempts
    assert (first.attempt, first.status, first.request_id, first.retry_in) == (1, 503, "req_1", 1.5)
    assert (first.error, first.response_body) == ("later", "later")
    assert (second.attempt, second.status, second.response_body) == (2, None, "")
    assert "no complete answer within 30 s" in second.error
    assert second.retry_in == waits[1]
    assert (third.attempt, third.status, third.error, third.retry_in) == (3, 200, "", None)


def test_attempt_tells_method_path_bodies_and_time(client, http, attempts):
    http.post(URL, json=THREAD)

    client.threads.create(b'{"metadata":{"a":"b"}}')

    (attempt,) = attempts
    assert (attempt.method, attempt.path) == ("POST", "/threads")
    assert attempt.request_body == '{"metadata":{"a":"b"}}'
    assert json.loads(attempt.response_body) == THREAD
    assert 0 < attempt.duration_ms < 5000
    assert timedelta(0) <= datetime.now(UTC) - attempt.started_at < timedelta(seconds=5)
    with pytest.raises(FrozenInstanceError):
        attempt.status = 500


def test_path_has_the_calls_query_but_not_the_connections(make_client, http, attempts):
    http.get(f"{URL}/thread_1/messages", json={"data": []})

    make_client(query={"key": "in-the-query"}).messages.list("thread_1", limit=5)

    assert attempts[0].path == "/threads/thread_1/messages?limit=5&order=desc"


def test_last_attempt_is_followed_by_none(client, http, attempts):
    http.get(f"{URL}/thread_1", status=500)

    with pytest.raises(api.InternalServerError):
        client.threads.retrieve("thread_1")

    assert [attempt.retry_in is None for attempt in attempts] == [False, False, True]


def test_unusable_answer_is_told_as_an_error(client, http, attempts):
    http.post(URL, body="<html>")

    with pytest.raises(api.APIResponseError):
        client.threads.create()

    assert (attempts[0].status, attempts[0].response_body) == (200, "<html>")
    assert "is not JSON" in attempts[0].error


def test_long_bodies_are_cut(client, http, attempts):
    http.post(URL, json=THREAD | {"noise": "ä" * BODY_MAX_BYTES})

    client.threads.create()

    assert BODY_MAX_BYTES - 4 < len(attempts[0].response_body.encode()) <= BODY_MAX_BYTES


def test_bodies_that_are_not_text_can_still_be_kept(client, http, attempts):
    http.post(URL, status=400, body=b"\x00\xff\xfe")

    with pytest.raises(api.BadRequestError):
        client.threads.create()

    assert attempts[0].response_body == "\ufffd" * 3


def test_recorder_that_fails_does_not_hide_the_thread(make_client, http, caplog):
    def broken(_attempt):
        raise RuntimeError("disk full")

    http.post(URL, json=THREAD)

    assert make_client(on_attempt=broken).threads.create().id == "thread_1"
    assert "could not be recorded" in caplog.text


def test_key_echoed_by_the_server_is_nowhere(client, http, attempts, caplog):
    caplog.set_level(logging.DEBUG)
    error = {"message": f"Incorrect API key: {KEY}.", "code": KEY, "param": KEY, "type": KEY}
    http.post(
        URL, status=429, json={"error": error}, headers={"x-request-id": KEY, "Retry-After": "1"}
    )

    with pytest.raises(api.RateLimitError) as caught:
        client.threads.create({"metadata": {"pasted": KEY}})

    exc = caught.value
    told = (
        f"{exc}{exc!r}{vars(exc)}{attempts}{caplog.text}{''.join(traceback.format_exception(exc))}"
    )
    assert KEY not in told
    assert str(exc) == "Incorrect API key: [hidden]."
    assert attempts[0].request_body == '{"metadata":{"pasted":"[hidden]"}}'


def test_values_of_extra_headers_are_masked_too(make_client, http, attempts):
    http.post(URL, status=400, body="token another-secret is bad")

    with pytest.raises(api.BadRequestError, match=r"^token \[hidden\] is bad$"):
        make_client(headers={"astra-api-token": "another-secret"}).threads.create()

    assert "another-secret" not in attempts[0].response_body


def test_key_is_masked_however_json_writes_it(make_client, http, attempts):
    secret = 'team/north "key" 4711'
    in_json = secret.replace('"', '\\"')
    bodies = [f'{{"error": "{one} is bad"}}' for one in (in_json, in_json.replace("/", "\\/"))]
    for body in bodies:
        http.post(URL, status=400, body=body)
        with pytest.raises(api.BadRequestError, match=r"^\[hidden\] is bad$"):
            make_client(headers={"astra-api-token": secret}).threads.create()

    kept = [one.response_body for one in attempts]
    assert kept == ['{"error": "[hidden] is bad"}'] * 2


def test_connection_error_does_not_carry_the_request_and_its_key(client, http):
    http.post(URL, body=requests.ConnectionError("broken", request=requests.Request("POST", URL)))

    with pytest.raises(api.APIConnectionError) as caught:
        client.threads.create()

    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_message_text_is_not_logged_and_not_in_the_repr(client, http, caplog):
    caplog.set_level(logging.DEBUG)
    http.post(URL, status=429, json={"error": {"message": "You wrote: Dear Ana"}})

    with pytest.raises(api.RateLimitError) as caught:
        client.threads.create({"messages": [{"role": "user", "content": "Dear Ana"}]})

    assert "Dear Ana" not in caplog.text
    assert "Dear Ana" not in repr(caught.value)
    assert all("Dear Ana" not in str(vars(record)) for record in caplog.records)
