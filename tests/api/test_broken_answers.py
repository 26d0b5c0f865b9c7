"""Against a real server on loopback: what was surely not sent, and what may have been carried out."""

import contextlib
import socket
import threading
import time

import pytest

from tests.api.server import OK, THREAD, close, drip, reset, silence, then
from threadsui import api


@pytest.mark.parametrize("ending", [reset, close])
def test_connection_broken_before_the_answer_may_have_been_carried_out(serve, impatient, ending):
    server = serve(ending)

    with pytest.raises(
        api.APIConnectionError, match="broke before the answer was complete"
    ) as caught:
        impatient(server, max_attempts=3).threads.create()

    assert (caught.value.sent, len(server.requests)) == (True, 1)
    assert not isinstance(caught.value, api.APITimeoutError)


@pytest.mark.parametrize(
    "beginning",
    [
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b'HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{"id":',
        b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n11\r\n{"id":',
        b"SSH-2.0-OpenSSH\r\n",
    ],
)
def test_answer_cut_in_the_middle_may_have_been_carried_out(serve, impatient, beginning):
    server = serve(then(beginning, close))

    with pytest.raises((api.APIConnectionError, api.APIResponseError)) as caught:
        impatient(server, max_attempts=3).threads.create()

    assert (caught.value.sent, len(server.requests)) == (True, 1)


def test_get_whose_answer_was_cut_is_asked_again(serve, impatient):
    server = serve(then(b"HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{", close), OK)

    assert impatient(server, max_attempts=2).threads.retrieve("thread_1").id == "thread_1"


def test_refusal_cut_in_the_middle_stays_a_refusal(serve, impatient):
    server = serve(then(b'HTTP/1.1 400 Bad\r\nContent-Length: 500\r\n\r\n{"error":', close))

    with pytest.raises(api.BadRequestError):
        impatient(server).threads.create()


def test_no_answer_in_time_may_have_been_carried_out(serve, impatient):
    server = serve(silence)

    with pytest.raises(api.APITimeoutError, match=r"within 0\.5 s") as caught:
        impatient(server, max_attempts=3).threads.create()

    assert (caught.value.sent, len(server.requests)) == (True, 1)


@pytest.mark.parametrize(
    "answer",
    [drip(OK), then(b"HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n", drip(THREAD))],
    ids=["head", "body"],
)
def test_answer_that_drips_is_given_up_at_the_deadline(serve, impatient, answer):
    server = serve(answer)
    start = time.monotonic()

    with pytest.raises(api.APITimeoutError) as caught:
        impatient(server).threads.create()

    assert caught.value.sent
    assert time.monotonic() - start < 0.8


def test_slow_answer_within_the_deadline_is_read(serve, impatient):
    server = serve(drip(OK, pause=0.002))

    assert impatient(server, timeout=(1, 5)).threads.create().id == "thread_1"


@pytest.fixture
def slow_reader():
    """A server that reads a request only after 0.8 seconds, and then answers with a thread. Yields its base URL."""
    listener = socket.create_server(("127.0.0.1", 0))

    def read_and_answer():
        connection, _ = listener.accept()
        time.sleep(0.8)
        last = b""
        with connection, contextlib.suppress(OSError):
            while received := connection.recv(1024 * 1024):
                last = (last + received)[-7:]
                if last == b"the end":
                    connection.sendall(OK)

    reading = threading.Thread(target=read_and_answer, daemon=True)
    reading.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
    listener.close()


LARGE = b"x" * 16 * 1024 * 1024 + b"the end"  # more than the system takes off our hands at once


def test_large_body_may_take_longer_to_leave_than_a_connection_to_be_made(impatient, slow_reader):
    client = impatient(slow_reader, timeout=(0.2, 10))

    assert client.threads.create(LARGE).id == "thread_1"


def test_large_body_that_does_not_leave_in_time_may_have_been_carried_out(impatient, slow_reader):
    with pytest.raises(api.APITimeoutError, match=r"within 0\.4 s") as caught:
        impatient(slow_reader, timeout=(5, 0.4)).threads.create(LARGE)

    assert caught.value.sent


def test_refused_connection_sent_nothing_and_is_tried_again(impatient, waits):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(
        api.APIConnectionError, match=r"Connection refused\. Nothing was sent"
    ) as caught:
        impatient(f"http://127.0.0.1:{port}/v1", max_attempts=3).threads.create()

    assert (caught.value.sent, len(waits)) == (False, 2)


def test_unknown_host_sent_nothing(impatient):
    with pytest.raises(api.APIConnectionError, match="Nothing was sent") as caught:
        impatient("http://no-such-host.invalid/v1").threads.create()

    assert not caught.value.sent


def test_connection_that_is_not_accepted_in_time_sent_nothing(impatient):
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(full.getsockname())

        with pytest.raises(api.APITimeoutError, match="No connection") as caught:
            impatient(f"http://127.0.0.1:{full.getsockname()[1]}/v1").threads.create()

        for filler in fillers:
            filler.close()
    assert not caught.value.sent
