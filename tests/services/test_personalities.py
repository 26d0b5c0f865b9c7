"""The four kinds of servers, one that ended, and a token server: each create ends in the outcome that it should."""

import socket
import uuid
from contextlib import contextmanager

import pytest
from cryptography.fernet import Fernet

from tests.api.server import Server
from tests.factories import connection as make_connection
from tests.personalities import SECONDS, running
from threadsui.api import schema
from threadsui.models import ApiCall, Submission
from threadsui.services.creating.threads import create_thread

pytestmark = pytest.mark.django_db(transaction=True)
State = Submission.State


@contextmanager
def connected(kind, **fields):
    with running(kind) as server:
        fields = {"secret": server.key, "extra_query": server.query} | fields
        yield make_connection("desk", base_url=server.url, **fields), server


def create(connection, actor, **body):
    payload = schema.parse(schema.CreateThread, body)
    return create_thread(connection=connection, payload=payload, actor=actor, token=uuid.uuid4())


@pytest.mark.parametrize("kind", ["openai", "foundry", "astra", "litellm"])
def test_thread_is_created_on_each_and_its_time_is_right(agent, kind):
    with connected(kind) as (connection, server):
        submission = create(connection, agent, metadata={"order": "7"})

    assert submission.state == State.ACCEPTED
    seconds = submission.thread.remote_created_at.timestamp()
    assert SECONDS < seconds < SECONDS + 10
    assert len(server.posts) == 1


def test_metadata_that_a_gateway_adds_is_recorded_as_it_is_there(agent):
    with connected("litellm") as (connection, _server):
        submission = create(connection, agent, metadata={"order": "7"})

    assert submission.thread.metadata == {"order": "7", "model_id": "gateway-1"}


@pytest.mark.parametrize(
    "kind, state",
    [
        ("openai", State.REFUSED),
        ("foundry", State.REFUSED),
        ("astra", State.REFUSED),
        ("litellm", State.UNKNOWN),  # a 400 that is wrapped as 500: nobody can know
    ],
)
def test_refusal_is_a_refusal_unless_it_is_dressed_as_a_failure(agent, kind, state):
    with connected(kind) as (connection, server):
        submission = create(connection, agent, metadata={"fail": "yes"})

    assert (submission.state, len(server.posts)) == (state, 1)


def test_server_that_has_ended_is_refused_with_the_day_and_what_to_do(agent):
    with connected("gone") as (connection, _server):
        submission = create(connection, agent)

    assert submission.state == State.REFUSED
    assert "no longer offers threads" in submission.explanation
    assert "2026-08-26" in submission.explanation


@pytest.fixture
def tokens():
    body = b'{"access_token": "token-of-the-hour-1", "expires_in": 3600}'
    ok = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    server = Server([ok])
    yield server
    server.close()


def oauth(tokens):
    return {
        "auth_style": "oauth",
        "token_url": f"http://127.0.0.1:{tokens.port}/token",
        "client_id": "console",
        "secret": "client-secret-4711",
    }


def test_foundry_is_called_with_a_token_that_the_console_fetched(agent, tokens):
    with connected("foundry", **oauth(tokens)) as (connection, server):
        server.key = "token-of-the-hour-1"
        assert create(connection, agent).state == State.ACCEPTED
        assert create(connection, agent).state == State.ACCEPTED

    assert len(tokens.requests) == 1


def test_without_a_token_nothing_was_sent(agent, tokens):
    tokens.steps = [
        b"HTTP/1.1 401 No\r\nContent-Length: 26\r\n\r\n" + b'{"error":"invalid_client"}'
    ]
    with connected("foundry", **oauth(tokens)) as (connection, server):
        submission = create(connection, agent)

    assert (submission.state, server.paths) == (State.NOT_SENT, [])
    assert "No token could be fetched" in submission.explanation
    assert "invalid_client" in ApiCall.objects.get().error


def test_wrong_encryption_key_is_a_sentence_and_nothing_is_sent(agent, settings):
    with connected("openai") as (connection, server):
        fresh = type(connection).objects.get(pk=connection.pk)
        settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
        submission = create(fresh, agent)

    assert (submission.state, server.paths) == (State.NOT_SENT, [])
    assert "cannot be read with the ENCRYPTION_KEYS given" in submission.explanation


def test_metadata_address_behind_a_name_is_never_called(agent, monkeypatch):
    ask = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: ask(
            "169.254.169.254" if host == "threads.evil.test" else host, *rest, **more
        ),
    )
    submission = create(make_connection("evil", base_url="http://threads.evil.test/v1"), agent)

    assert submission.state == State.NOT_SENT
    assert "never called" in submission.explanation
