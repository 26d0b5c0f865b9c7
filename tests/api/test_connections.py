"""Where connections lead, and how long they stay warm."""

import threading
import time

import pytest

from tests.api.server import OK, close, then
from threadsui import api
from threadsui.api import wire


def test_redirect_is_not_followed_and_the_key_stays(serve, impatient):
    elsewhere = serve(OK)
    moved = f"HTTP/1.1 307 Moved\r\nLocation: {elsewhere.url}/threads\r\nContent-Length: 0\r\n\r\n".encode()

    with pytest.raises(api.APIStatusError, match=r"redirects .* not followed") as caught:
        impatient(serve(moved)).threads.create()

    assert caught.value.status_code == 307
    assert elsewhere.requests == []


def test_proxy_of_the_environment_is_used(serve, impatient, monkeypatch):
    proxy = serve(OK)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")

    impatient("http://api.test/v1", proxies=None).threads.create()

    assert proxy.requests[0].startswith(b"POST http://api.test/v1/threads HTTP/1.1")


def test_proxy_that_refuses_the_tunnel_sent_nothing(serve, impatient):
    proxy = serve(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    with pytest.raises(api.APIConnectionError, match="Nothing was sent") as caught:
        impatient(
            "https://api.test/v1", proxies={"https": f"http://127.0.0.1:{proxy.port}"}
        ).threads.create()

    assert not caught.value.sent
    assert b"sk-very-secret-key" not in b"".join(proxy.requests)


def test_warm_connection_is_used_again(serve, impatient):
    server = serve(OK)
    client = impatient(server)

    for _ in range(5):
        client.threads.create()

    assert (len(server.requests), server.connections) == (5, 1)


def test_connection_is_warm_again_after_a_refusal(serve, impatient):
    server = serve(b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}", OK)
    client = impatient(server)

    with pytest.raises(api.NotFoundError):
        client.threads.retrieve("gone")
    client.threads.create()

    assert server.connections == 1


def test_connection_the_server_closed_meanwhile_is_not_mistaken_for_a_warm_one(serve, impatient):
    server = serve(then(OK, close), OK)
    client = impatient(server)

    client.threads.create()
    time.sleep(0.1)
    client.threads.create()

    assert (len(server.requests), server.connections) == (2, 2)


def test_connection_idle_for_long_is_dropped_before_the_server_may_drop_it(
    serve, impatient, monkeypatch
):
    monkeypatch.setattr(wire, "KEEP_ALIVE", 0.05)
    server = serve(OK)
    client = impatient(server)

    client.threads.create()
    time.sleep(0.1)
    client.threads.create()

    assert server.connections == 2


def test_answer_of_many_chunks_is_whole(serve, impatient):
    body = b'{"id":"thread_1","noise":"' + b"x" * 300_000 + b'"}'
    parts = [body[start : start + 7_000] for start in range(0, len(body), 7_000)]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    server = serve(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n")

    thread = impatient(server, timeout=(1, 5)).threads.create()

    assert len(thread.model_extra["noise"]) == 300_000


def test_threads_share_one_client(serve, impatient):
    server = serve(OK)
    client = impatient(server, timeout=(2, 5))
    found = []

    def create():
        found.extend([client.threads.create().id for _ in range(10)])

    workers = [threading.Thread(target=create) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert (len(found), len(server.requests)) == (80, 80)
    assert server.connections <= 8
