"""Addresses that are never called, in every spelling, and by name."""

import socket

import pytest

from tests.api.server import OK
from threadsui import api
from threadsui.api.addresses import is_forbidden

METADATA = "169.254.169.254"


@pytest.mark.parametrize(
    "address",
    [
        METADATA,
        "169.254.1.1",
        "2852039166",
        "0xa9fea9fe",
        "169.254.43518",
        "fe80::1",
        "fe80::1%eth0",
        "[fe80::1]",
        f"::ffff:{METADATA}",
        f"{METADATA}.",
        f"::{METADATA}",
        f"::ffff:0:{METADATA}",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "100.100.100.200",
        "168.63.129.16",
        "224.0.0.1",
    ],
)
def test_metadata_address_is_forbidden_however_it_is_written(address):
    assert is_forbidden(address)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.7", "192.168.1.4", "::1", "fd12:3456::1", "example.com", "8.8.8.8", ""],
)
def test_loopback_private_and_public_addresses_and_names_are_not(address):
    assert not is_forbidden(address)


@pytest.mark.parametrize("host", [METADATA, "[fe80::1]", "2852039166"])
def test_client_of_a_forbidden_address_is_not_made(make_client, host):
    with pytest.raises(ValueError, match="link-local or metadata address"):
        make_client(f"http://{host}/v1")


@pytest.fixture
def names(monkeypatch):
    """A name server of our own: {name: [addresses]}."""
    known = {}
    ask = socket.getaddrinfo

    def answer(host, port, *args, **kwargs):
        if host not in known:
            return ask(host, port, *args, **kwargs)
        return [found for one in known[host] for found in ask(one, port, *args, **kwargs)]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return known


@pytest.mark.parametrize(
    "addresses", [[METADATA], ["127.0.0.1", METADATA], ["fe80::1"]], ids=["v4", "one of two", "v6"]
)
def test_name_that_leads_to_a_forbidden_address_is_refused_before_connecting(
    serve, make_client, names, attempts, waits, addresses
):
    server = serve(OK)
    names["threads.evil.test"] = addresses
    client = make_client(f"http://threads.evil.test:{server.port}/v1", timeout=(0.5, 0.5))

    with pytest.raises(api.APIRequestError, match=r"never called\. Nothing was sent") as caught:
        client.threads.create()

    assert f"threads.evil.test leads to {addresses[-1]}" in caught.value.message
    assert not caught.value.sent
    assert (server.connections, waits, len(attempts)) == (0, [], 1)


def test_proxy_that_is_a_forbidden_address_is_refused_before_connecting(make_client, names):
    names["proxy.evil.test"] = [METADATA]
    client = make_client("https://api.test/v1", proxies={"https": "http://proxy.evil.test:3128"})

    with pytest.raises(api.APIRequestError, match=r"proxy\.evil\.test leads to 169"):
        client.threads.create()


def test_name_with_two_addresses_is_reached_at_the_second_when_the_first_refuses(
    serve, make_client, names
):
    server = serve(OK)
    names["two.test"] = ["127.0.0.2", "127.0.0.1"]  # the server listens at the second only
    client = make_client(f"http://two.test:{server.port}/v1", timeout=(0.5, 0.5))

    assert client.threads.create().id == "thread_1"
    assert b"Host: two.test" in server.requests[0]
