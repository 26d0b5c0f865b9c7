"""OAuth 2 client credentials, against a token server and an API on loopback."""

import json
import threading

import pytest

from tests.api.server import OK, silence
from threadsui import api

SECRET = "client-secret-4711"


def token_answer(token="token-one-0815", **more):
    return answer(200, {"access_token": token, "token_type": "Bearer", "expires_in": 3600} | more)


def answer(status, body):
    raw = json.dumps(body).encode()
    return f"HTTP/1.1 {status} X\r\nContent-Length: {len(raw)}\r\n\r\n".encode() + raw


REFUSED = answer(401, {"error": {"message": "The token is no longer good."}})


@pytest.fixture
def client_of(serve, impatient):
    """A client of the API `server` that gets its tokens from `tokens`; both are lists of steps."""

    def make(tokens, server=(OK,), **options):
        at, to = serve(*tokens), serve(*server)
        credentials = api.ClientCredentials(
            token_url=f"http://127.0.0.1:{at.port}/tenant/oauth2/v2.0/token",
            client_id="console",
            client_secret=SECRET,
            scope="https://ai.azure.com/.default",
        )
        options = {"auth": api.Auth(), "credentials": credentials, "timeout": (1, 0.5)} | options
        return impatient(to, **options), at, to

    return make


def test_token_is_asked_for_once_and_sent_with_every_call(client_of):
    client, tokens, server = client_of([token_answer()])

    client.threads.create()
    client.threads.retrieve("thread_1")

    assert len(tokens.requests) == 1
    assert tokens.requests[0].startswith(b"POST /tenant/oauth2/v2.0/token HTTP/1.1")
    assert tokens.requests[0].endswith(
        b"grant_type=client_credentials&client_id=console&client_secret=client-secret-4711"
        b"&scope=https%3A%2F%2Fai.azure.com%2F.default"
    )
    assert [b"Authorization: Bearer token-one-0815" in one for one in server.requests] == [True] * 2
    assert SECRET.encode() not in b"".join(server.requests)


def test_token_is_renewed_before_it_ends(client_of):
    short = token_answer("token-short-1", expires_in="0.01")
    client, tokens, server = client_of([short, token_answer("token-next-2")])

    client.threads.create()
    threading.Event().wait(0.02)
    client.threads.create()

    assert len(tokens.requests) == 2
    assert b"Bearer token-next-2" in server.requests[1]


def test_token_that_the_api_refuses_is_fetched_anew_once(client_of):
    client, tokens, server = client_of(
        [token_answer(), token_answer("token-two-0816")], [REFUSED, OK], max_attempts=3
    )

    client.threads.create()

    assert (len(tokens.requests), len(server.requests)) == (2, 2)
    assert b"Bearer token-two-0816" in server.requests[1]


def test_api_that_refuses_every_token_is_not_asked_for_ever(client_of):
    client, tokens, server = client_of([token_answer()], [REFUSED], max_attempts=5)

    with pytest.raises(api.AuthenticationError):
        client.threads.create()

    assert (len(tokens.requests), len(server.requests)) == (2, 2)


@pytest.mark.parametrize(
    "step, sentence",
    [
        (
            answer(401, {"error": "invalid_client", "error_description": f"Bad {SECRET}"}),
            r"HTTP 401 \(invalid_client: Bad \[hidden\]\)",
        ),
        (answer(200, {"token_type": "Bearer"}), "holds no access_token"),
        (answer(200, []), "holds no access_token"),
        (token_answer("two\r\nlines"), "cannot be sent in a header"),
        (token_answer(token_type="mac"), "of the type mac"),
        (
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
            "302",
        ),
        (silence, r"no complete answer within 0\.5 s\. Nothing was sent"),
    ],
)
def test_without_a_token_nothing_is_sent(client_of, attempts, step, sentence):
    client, _tokens, server = client_of([step], max_attempts=3)

    with pytest.raises(api.APITokenError, match=sentence) as caught:
        client.threads.create()

    assert (caught.value.sent, server.requests) == (False, [])
    assert caught.value.message.endswith("Nothing was sent.")
    assert SECRET not in caught.value.message + repr(caught.value)
    assert [one.status for one in attempts] == [None]


def test_threads_that_need_a_token_at_once_share_one(client_of):
    client, tokens, server = client_of([token_answer()])
    workers = [threading.Thread(target=client.threads.create) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert (len(tokens.requests), len(server.requests)) == (1, 8)


def test_token_that_a_server_echoes_is_hidden(client_of, attempts):
    echo = answer(400, {"error": {"message": "You sent Bearer token-one-0815"}})
    client, _tokens, _server = client_of([token_answer()], [echo])

    with pytest.raises(api.BadRequestError, match=r"You sent Bearer \[hidden\]"):
        client.threads.create()

    assert "token-one-0815" not in attempts[0].response_body


def test_a_call_with_credentials_may_take_the_time_of_its_tokens_too(client_of):
    client, _tokens, _server = client_of([token_answer()], max_attempts=1, timeout=(1, 2))

    assert client.config.longest_call == 3 + client.config.max_wait + 6
