"""A CA of one's own, proxies, and servers that would like to hurt: over real sockets on loopback."""

import socket
import threading
import time

import pytest

from tests.api.certificates import Authority, running_tls
from tests.api.server import OK, Server, drip, then
from tests.personalities import KEY, Personality
from threadsui import api

MISSING = "thread_0000"


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture
def tls(authority, tmp_path):
    with running_tls(Personality("openai"), authority.context_for("127.0.0.1", tmp_path)) as url:
        yield url


def answers(client):
    """Past TLS and the door: the server itself says that there is no such thread."""
    with pytest.raises(api.NotFoundError, match="No thread found"):
        client.threads.retrieve(MISSING)


@pytest.fixture
def trusting(make_client):
    def make(url, **options):
        options = {"auth": api.Auth("bearer", KEY), "timeout": (2, 2), "max_attempts": 1} | options
        return make_client(url, **options)

    return make


def test_server_of_a_private_ca_is_trusted_with_its_bundle(tls, trusting, authority):
    answers(trusting(tls, ca_pem=authority.pem))


@pytest.mark.parametrize("bundle", ["", "another CA"])
def test_server_of_a_private_ca_is_refused_without_it_and_the_cause_is_named(tls, trusting, bundle):
    pem = Authority("Somebody else").pem if bundle else ""

    with pytest.raises(api.APIConnectionError, match=r"issuer certificate|certificate") as caught:
        trusting(tls, ca_pem=pem).threads.create()

    assert (caught.value.sent, caught.value.is_tls) == (False, True)


def test_bundle_takes_the_place_of_the_public_authorities(trusting, authority):
    context = trusting("https://api.test/v1", ca_pem=authority.pem).config.tls_context()

    assert [one["subject"] for one in context.get_ca_certs()] == [
        ((("commonName", "Northwind CA"),),)
    ]


def test_certificate_that_has_ended_is_refused_and_the_cause_is_named(
    trusting, authority, tmp_path
):
    ended = authority.context_for("127.0.0.1", tmp_path, days=-1)
    with (
        running_tls(Personality("openai"), ended) as url,
        pytest.raises(api.APIConnectionError, match="certificate has expired"),
    ):
        trusting(url, ca_pem=authority.pem).threads.create()


def test_certificate_of_another_host_is_refused_and_the_cause_is_named(
    trusting, authority, tmp_path
):
    other = authority.context_for("127.0.0.2", tmp_path)
    with (
        running_tls(Personality("openai"), other) as url,
        pytest.raises(api.APIConnectionError, match="IP address mismatch"),
    ):
        trusting(url, ca_pem=authority.pem).threads.create()


def test_text_without_a_certificate_is_no_bundle(trusting):
    with pytest.raises(ValueError, match="no certificates in PEM"):
        trusting("https://api.test/v1", ca_pem="-----BEGIN CERTIFICATE-----")


class Tunnel:
    """A proxy that takes CONNECT and passes bytes on, or a plain request whole."""

    def __init__(self):
        self.asked = []
        self.server = Server([self._serve])
        self.url = f"http://127.0.0.1:{self.server.port}"

    def _serve(self, connection):
        head = self.server.requests[-1]
        self.asked.append(head)
        host, _, port = head.split()[1].decode().partition(":")
        with socket.create_connection((host, int(port))) as there:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_pump, args=(there, connection), daemon=True)
            back.start()
            _pump(connection, there)
            back.join(1)


def _pump(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        return


def test_proxy_carries_a_tunnel_and_never_sees_the_key(tls, trusting, authority):
    tunnel = Tunnel()

    answers(trusting(tls, ca_pem=authority.pem, proxies={"https": tunnel.url}))

    assert tunnel.asked[0].startswith(b"CONNECT 127.0.0.1:")
    assert KEY.encode() not in b"".join(tunnel.asked)
    tunnel.server.close()


LARGE = 50 * 1024 * 1024


def test_answer_of_50_megabytes_is_left_at_the_bound(serve, trusting):
    sent = []

    def pour(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % LARGE)
        block = b" " * 1024 * 1024
        try:
            for _ in range(50):
                connection.sendall(block)
                sent.append(len(block))
        except OSError:
            return

    with pytest.raises(api.APIResponseError, match="larger than 32 MiB"):
        trusting(serve(pour).url, timeout=(2, 20)).threads.create()

    time.sleep(0.2)
    assert 32 * 1024 * 1024 <= sum(sent) < LARGE


def test_redirect_to_another_host_gets_neither_the_key_nor_the_request(serve, trusting):
    elsewhere = serve(OK)
    for status in (301, 302, 303, 307, 308):
        moved = f"HTTP/1.1 {status} Moved\r\nLocation: {elsewhere.url}/threads\r\nContent-Length: 0\r\n\r\n"
        with pytest.raises(api.APIStatusError, match="not followed"):
            trusting(serve(moved.encode()).url).threads.create()

    assert elsewhere.connections == 0


def test_body_that_drips_for_ever_ends_at_the_deadline(serve, trusting):
    begun = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    server = serve(then(begun, drip(b"x" * 100_000, pause=0.05)))
    start = time.monotonic()

    with pytest.raises(api.APITimeoutError, match="no complete answer within 1 s"):
        trusting(server.url, timeout=(1, 1)).threads.create()

    assert time.monotonic() - start < 1.5
