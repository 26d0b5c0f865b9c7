"""What each kind of answer makes of a create: the outcome, the sentence, and that nothing is sent twice."""

import json
import socket

import pytest
from cryptography.fernet import Fernet

from tests import factories
from tests.upstream import answering, create_then_reset, sleeping
from threadsui.models import AuditEvent, Connection, Thread

from .bodies import BODY, State

pytestmark = pytest.mark.django_db
ENVELOPE = {
    "error": {
        "message": "No such file.",
        "type": "invalid_request_error",
        "param": "messages[1].content",
        "code": "bad_file",
    }
}
BUSY = answering(429, {"error": {"message": "Slow down."}}, retry_after_ms="10")

DOUBTFUL = {
    "read timeout": (sleeping(1.5), "No answer within 0.5 seconds"),
    "reset": (create_then_reset, "broke before the answer was complete"),
    "500": (answering(500, {"error": {"message": "Oops"}}), "The server failed (HTTP 500)"),
    "503 that asks to retry": (
        answering(503, b"", retry_after="1"),
        "The server failed (HTTP 503)",
    ),
    "200 that is not JSON": (answering(200, b"<html>"), "was not a thread"),
    "200 without an id": (answering(200, {"object": "thread"}), "was not a thread"),
    "201 with an empty body": (answering(201, b""), "was not a thread"),
    "an id too long to be one": (answering(200, {"id": "t" * 201}), "was not a thread"),
    "an id with a NUL": (answering(200, {"id": "thread_\x00"}), "was not a thread"),
}


@pytest.mark.parametrize("case", DOUBTFUL)
def test_doubtful_answer_is_unknown_and_never_sent_again(case, post, upstream, agent):
    behaviour, sentence = DOUBTFUL[case]
    upstream.script = [behaviour]

    submission = post()

    assert submission.state == State.UNKNOWN
    assert sentence in submission.explanation
    assert submission.explanation.endswith("A thread may exist. Look for it before you resend.")
    assert len(upstream.bodies) == 1
    assert submission.calls.count() == 1
    assert not Thread.objects.exists()
    assert json.loads(submission.body) == BODY
    assert AuditEvent.objects.get().action == "submission.unknown"


def test_answer_with_an_id_that_the_console_has_is_unknown(post, upstream):
    first = post().thread
    upstream.script = [answering(200, {"id": first.remote_id})]

    submission = post({"metadata": {"another": "one"}})

    assert submission.state == State.UNKNOWN
    assert first.remote_id in submission.explanation
    assert Thread.objects.get().metadata == BODY["metadata"]


REFUSALS = {
    "400": (answering(400, ENVELOPE), "The server refused this thread. Nothing was created."),
    "401": (answering(401, ENVELOPE), "The key for Upstream was refused (401)."),
    "403": (answering(403, ENVELOPE), "may not create threads (403)"),
    "404 with an empty body": (answering(404, b""), "no longer offers threads at"),
    "422": (answering(422, {"detail": "Bad."}), "The server refused this thread."),
    "redirect": (
        answering(307, b"", location="http://127.0.0.1:9/"),
        "redirects to another address",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_refusal_creates_nothing_and_says_so(case, post, upstream):
    behaviour, sentence = REFUSALS[case]
    upstream.script = [behaviour]

    submission = post()

    assert submission.state == State.REFUSED
    assert sentence in submission.explanation
    assert "Nothing was created." in submission.explanation
    assert len(upstream.bodies) == 1
    assert not Thread.objects.exists()
    assert AuditEvent.objects.get().action == "submission.refused"


def test_refusal_keeps_the_servers_own_words(post, upstream):
    upstream.script = [answering(400, ENVELOPE)]

    submission = post()

    assert submission.error_message == "No such file."
    assert submission.error_param == "messages[1].content"
    assert (submission.error_status, submission.error_code) == (400, "bad_file")
    assert submission.request_id == "req_upstream"


def test_busy_server_is_asked_again_and_every_attempt_is_kept(post, upstream):
    upstream.script = [BUSY, BUSY]

    submission = post()

    assert submission.state == State.ACCEPTED
    calls = submission.calls.order_by("attempt")
    assert [(call.status, call.retry_in) for call in calls] == [
        (429, 0.01),
        (429, 0.01),
        (200, None),
    ]
    assert Thread.objects.count() == 1


def test_server_that_stays_busy_is_not_sent(post, upstream):
    upstream.script = [BUSY] * 3

    submission = post()

    assert submission.state == State.NOT_SENT
    assert "turned this one away 3 times. Nothing was created." in submission.explanation
    assert len(upstream.bodies) == 3
    assert AuditEvent.objects.get().action == "submission.not_sent"


def test_used_up_quota_is_said_at_once(post, upstream):
    upstream.script = [answering(429, {"error": {"message": "x", "code": "insufficient_quota"}})]

    submission = post()

    assert submission.state == State.NOT_SENT
    assert "quota of Upstream is used up" in submission.explanation
    assert len(upstream.bodies) == 1


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize(
    "base_url", [f"http://127.0.0.1:{free_port()}/v1", "http://no-such-host.invalid/v1"]
)
def test_server_that_cannot_be_reached_is_not_sent(base_url, post, monkeypatch):
    monkeypatch.setattr("threadsui.api.retries.BACKOFF_FIRST", 0.001)
    where = factories.connection("away", base_url=base_url, connect_timeout=1)

    submission = post(where=where)

    assert submission.state == State.NOT_SENT
    assert "Could not reach Away. Nothing was sent." in submission.explanation


def test_connection_whose_key_cannot_be_read_sends_nothing(post, upstream, connection, settings):
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    submission = post(where=Connection.objects.get(pk=connection.pk))

    assert submission.state == State.NOT_SENT
    assert "ENCRYPTION_KEYS" in submission.error_message
    assert upstream.bodies == []
