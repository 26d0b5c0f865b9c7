"""Who is believed about where a request comes from."""

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory

from dashboard.environment import Environment
from dashboard.proxies import Proxies, TrustedProxiesMiddleware, read_address

PROXY, OUTER, CLIENT = "10.0.0.1", "10.0.0.2", "203.0.113.9"


@pytest.fixture
def seen(settings):
    """What a view sees of a request: `seen("10.0.0.1", x_forwarded_for=…)` is (address, scheme, host)."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.TRUSTED_PROXIES = ["10.0.0.0/24", "2001:db8:1::/48", "unix"]

    def ask(peer, **headers):
        found = []

        def view(request):
            found.append((request.META["REMOTE_ADDR"], request.scheme, request.get_host()))
            assert not [name for name in request.META if "FORWARDED" in name or "REAL_IP" in name]
            return HttpResponse()

        meta = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        TrustedProxiesMiddleware(view)(
            RequestFactory().get("/", **{"REMOTE_ADDR": peer, "HTTP_HOST": "testserver"} | meta)
        )
        return found[0]

    return ask


SPOKEN = {
    "x_forwarded_for": CLIENT,
    "x_forwarded_proto": "https",
    "x_forwarded_host": "console.example.com",
}


def test_named_proxy_is_believed(seen):
    assert seen(PROXY, **SPOKEN) == (CLIENT, "https", "console.example.com")


@pytest.mark.parametrize("peer", [CLIENT, "10.0.1.1", "2001:db8:2::1"])
def test_anybody_else_is_not_whatever_the_headers_say(seen, peer):
    spoofed = {"x_forwarded_for": "127.0.0.1", "x_real_ip": "127.0.0.1", "forwarded": "for=::1"}

    assert seen(peer, **SPOKEN | spoofed) == (peer, "http", "testserver")


@pytest.mark.parametrize(
    "said, client",
    [
        (f"{CLIENT}, {OUTER}", CLIENT),
        (f"127.0.0.1, {CLIENT}, {OUTER}", CLIENT),  # the client itself wrote the first
        (f"{OUTER}, {CLIENT}", CLIENT),  # a client that pretends to be a proxy
        (f"{OUTER}, 10.0.0.3", OUTER),  # proxies all the way: the outermost
        ("unknown", PROXY),
        (f"unknown, {OUTER}", OUTER),
        (f"{CLIENT}, <script>", PROXY),
        ("", PROXY),
        (", ,,", PROXY),
        ("999.1.1.1", PROXY),
        ("2001:db8:9::7", "2001:db8:9::7"),
        ("[2001:db8:9::7]:4711", "2001:db8:9::7"),
        ("203.0.113.9:4711", CLIENT),
        ("::ffff:203.0.113.9", CLIENT),
        (f"{CLIENT}, 2001:db8:1::2", CLIENT),
        ("fe80::1%eth0", "fe80::1"),
    ],
)
def test_client_is_the_last_hop_that_is_no_proxy(seen, said, client):
    assert seen(PROXY, x_forwarded_for=said)[0] == client


@pytest.mark.parametrize("peer", ["2001:db8:1::5", "::ffff:10.0.0.1", ""])
def test_proxy_over_ipv6_a_dual_socket_or_a_unix_socket_is_the_same(seen, peer):
    assert seen(peer, **SPOKEN) == (CLIENT, "https", "console.example.com")


@pytest.mark.parametrize(
    "clients, schemes, scheme",
    [
        (CLIENT, "https", "https"),
        (CLIENT, "HTTPS", "https"),
        (f"{CLIENT}, {OUTER}", "https", "https"),  # the outer one's, kept
        (f"{CLIENT}, {OUTER}", "https, http", "https"),  # TLS ends at the outer one
        (CLIENT, "https, http", "http"),  # the client wrote the first
        (f"{CLIENT}, {OUTER}", "https, http, http", "http"),
        (CLIENT, "gopher", "http"),
        (CLIENT, "", "http"),
        ("", "https", "https"),
    ],
)
def test_scheme_is_that_of_the_outermost_proxy(seen, clients, schemes, scheme):
    assert seen(PROXY, x_forwarded_for=clients, x_forwarded_proto=schemes)[1] == scheme


@pytest.mark.parametrize(
    "said, expected",
    [
        (f"for={CLIENT};proto=https;host=a.example.com", (CLIENT, "https", "a.example.com")),
        (f"For={CLIENT}; Proto=HTTPS , for={OUTER};proto=http", (CLIENT, "https", "testserver")),
        ('for="[2001:db8:9::7]:4711";proto=https', ("2001:db8:9::7", "https", "testserver")),
        (f'for=127.0.0.1, for="{CLIENT}";proto=https', (CLIENT, "https", "testserver")),
        ("for=_hidden;proto=https", (PROXY, "https", "testserver")),
        ('for="open, for=203.0.113.9;proto=https', (PROXY, "http", "testserver")),
        ("for=203.0.113.9;proto", (PROXY, "http", "testserver")),
        ("garbage", (PROXY, "http", "testserver")),
    ],
)
def test_forwarded_is_read_where_it_is_what_the_proxies_write(seen, settings, said, expected):
    settings.PROXY_HEADERS = "Forwarded"

    assert seen(PROXY, forwarded=said, x_forwarded_for="127.0.0.1") == expected


def test_forwarded_is_not_read_elsewhere(seen):
    assert seen(PROXY, forwarded="for=127.0.0.1", x_forwarded_for=CLIENT)[0] == CLIENT


@pytest.mark.parametrize("name", ["proxy.example.com", "10.0.0.300", "0.0.0.0/0", "::/0", "*"])
def test_proxy_that_is_no_address_or_everybody_stops_the_start(monkeypatch, name):
    monkeypatch.setenv("TRUSTED_PROXIES", f"10.0.0.1,{name}")

    with pytest.raises(SystemExit, match="TRUSTED_PROXIES"):
        Environment().with_keys()


def test_nobody_is_believed_when_nobody_is_named():
    assert read_address("127.0.0.1") not in Proxies([])
    assert None not in Proxies([])


@pytest.mark.django_db
def test_tries_to_sign_in_are_limited_by_client_not_by_proxy(settings):
    settings.TRUSTED_PROXIES = [PROXY]
    cache.clear()

    def said(address, number):
        client = Client(REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=f"{number}.1.1.1, {address}")
        return client.post("/accounts/login/", {"login": f"n{number}", "password": "wrong"}).text

    tries = [said(CLIENT, number) for number in range(1, 12)]
    assert ["Too many tries" in text for text in tries] == [False] * 10 + [True]
    assert "Too many tries" not in said("203.0.113.10", 1)
    cache.clear()
