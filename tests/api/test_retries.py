from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import requests

from threadsui import api
from threadsui.api import retries

URL = "https://api.test/v1/threads"
ONE = f"{URL}/thread_1"
THREAD = {"id": "thread_1"}


def failing(http, method, url, **answer):
    """Every request is answered like this; returns the recorded calls."""
    http.add(method, url, **({"json": {"error": {"message": "No."}}} | answer))
    return http.calls


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504])
def test_get_is_made_three_times_when_it_may_fare_better(client, http, status, waits):
    calls = failing(http, "GET", ONE, status=status)

    with pytest.raises(api.APIStatusError) as caught:
        client.threads.retrieve("thread_1")

    assert (len(calls), len(waits), caught.value.attempts) == (3, 2, 3)


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410, 413, 422])
def test_get_is_made_once_when_it_would_fail_again(client, http, status, waits):
    calls = failing(http, "GET", ONE, status=status)

    with pytest.raises(api.APIStatusError):
        client.threads.retrieve("thread_1")

    assert (len(calls), waits) == (1, [])


def test_delete_is_repeated_after_a_timeout(client, http):
    http.delete(ONE, body=requests.ReadTimeout())
    http.delete(ONE, json={"id": "thread_1", "deleted": True})

    assert client.threads.delete("thread_1").deleted


@pytest.mark.parametrize("status", [400, 408, 409, 500, 502, 503, 504])
@pytest.mark.parametrize("should_retry", [None, "true"])
def test_post_that_may_have_been_carried_out_is_made_once_even_if_the_server_asks(
    client, http, status, should_retry
):
    headers = {"x-should-retry": should_retry} if should_retry else {}
    calls = failing(http, "POST", URL, status=status, headers=headers)

    with pytest.raises(api.APIStatusError):
        client.threads.create()

    assert len(calls) == 1


@pytest.mark.parametrize(
    "failure",
    [requests.ReadTimeout(), requests.ConnectionError("reset"), requests.exceptions.SSLError()],
)
def test_post_without_an_answer_is_made_once(client, http, failure):
    calls = failing(http, "POST", URL, body=failure, json=None)

    with pytest.raises(api.APIConnectionError) as caught:
        client.threads.create()

    assert (len(calls), caught.value.sent) == (1, True)


def test_post_that_never_connected_is_repeated(client, http, waits):
    http.post(URL, body=requests.ConnectTimeout())
    http.post(URL, json=THREAD)

    assert client.threads.create().id == "thread_1"
    assert len(waits) == 1


def test_post_turned_away_at_the_door_is_repeated_after_the_asked_wait(client, http, waits):
    http.post(URL, status=429, headers={"Retry-After": "2"})
    http.post(URL, json=THREAD)

    assert client.threads.create().id == "thread_1"
    assert waits == [2.0]


@pytest.mark.parametrize("field", ["code", "type"])
@pytest.mark.parametrize("word", ["insufficient_quota", "credit_balance_exhausted"])
def test_429_that_waiting_does_not_cure_is_not_repeated(client, http, field, word):
    calls = failing(http, "POST", URL, status=429, json={"error": {"message": "No.", field: word}})

    with pytest.raises(api.RateLimitError):
        client.threads.create()

    assert len(calls) == 1


@pytest.mark.parametrize(
    "status, should_retry, expected", [(500, "false", 1), (429, "false", 1), (404, "true", 3)]
)
def test_x_should_retry_outranks_the_status(client, http, status, should_retry, expected):
    calls = failing(http, "GET", ONE, status=status, headers={"X-Should-Retry": should_retry})

    with pytest.raises(api.APIStatusError):
        client.threads.retrieve("thread_1")

    assert len(calls) == expected


@pytest.mark.parametrize(
    "headers, expected",
    [
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "0.25"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "3"}, 3.0),
        ({"retry-after-ms": "0", "retry-after": "3"}, 3.0),
        ({"retry-after": "0"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, float("inf")),
        ({"retry-after": "tomorrow"}, None),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, None),
        ({}, None),
    ],
)
def test_asked_wait_reads_milliseconds_then_seconds(headers, expected):
    assert retries.asked_wait(headers) == expected


def test_asked_wait_reads_an_http_date():
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)

    assert 28 < retries.asked_wait({"retry-after": date}) <= 30


def test_wait_longer_than_a_person_bears_is_not_begun(client, http, waits):
    calls = failing(http, "POST", URL, status=429, headers={"Retry-After": "21"})

    with pytest.raises(api.RateLimitError):
        client.threads.create()

    assert (len(calls), waits) == (1, [])


def test_waits_are_bounded_in_all_not_each(client, http, waits):
    calls = failing(http, "POST", URL, status=429, headers={"Retry-After": "15"})

    with pytest.raises(api.RateLimitError):
        client.threads.create()

    assert (len(calls), waits) == (2, [15.0])


def test_backoff_doubles_up_to_its_limit_and_spreads():
    for attempt, full in [(1, 0.5), (2, 1), (3, 2), (5, 8), (6, 8), (5000, 8)]:
        assert all(full * 0.75 <= retries.backoff(attempt) <= full for _ in range(50))
    assert len({retries.backoff(1) for _ in range(20)}) > 1


def test_backoff_grows_from_attempt_to_attempt(client, http, waits):
    failing(http, "GET", ONE, status=503)

    with pytest.raises(api.InternalServerError):
        client.threads.retrieve("thread_1")

    assert 0.375 <= waits[0] <= 0.5
    assert 0.75 <= waits[1] <= 1


def test_max_attempts_of_one_never_repeats(make_client, http):
    calls = failing(http, "GET", ONE, status=500)

    with pytest.raises(api.InternalServerError):
        make_client(max_attempts=1).threads.retrieve("thread_1")

    assert len(calls) == 1


def test_unusable_answer_to_a_get_is_not_asked_for_again(client, http):
    http.get(ONE, body="<html>")

    with pytest.raises(api.APIResponseError):
        client.threads.retrieve("thread_1")

    assert len(http.calls) == 1
