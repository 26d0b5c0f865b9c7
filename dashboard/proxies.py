"""Where a request comes from, and over which scheme: what proxies say of it is believed when they are named.

Headers such as X-Forwarded-For are lines that anybody may send. So they count only from an address in
`TRUSTED_PROXIES`, and are taken away in any case: nothing behind this reads them by itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple

from django.conf import settings

UNIX = "unix"  # whoever may open the Unix socket that the console listens on
HEADERS = ("X-Forwarded", "Forwarded")
SCHEMES = {"http", "https"}

_VALUE = r'"(?:\\.|[^"\\])*"'
_ELEMENT = re.compile(
    rf'(?:[^",]|{_VALUE})+'
)  # of RFC 7239: commas part the hops, but not in quotes
_PAIR = re.compile(rf"\s*([\w-]+)=({_VALUE}|[^\s\";,]+)\s*(?:;|$)", re.ASCII)
_WITH_PORT = re.compile(r"\[([^\]]+)\](?::\d+)?|([\d.]+):\d+", re.ASCII)

Address = IPv4Address | IPv6Address


class Hop(NamedTuple):
    """What one proxy says of whoever it got the request from."""

    client: str
    scheme: str
    host: str


class Proxies:
    """Those who are believed. `names`: addresses, networks and "unix".

    Raises ValueError, which begins with the name, for one that is neither, and for a network of everybody.
    """

    def __init__(self, names: Iterable[str]):
        names = list(names)
        self._unix = UNIX in names
        self._networks = [_network(name) for name in names if name != UNIX]

    def __contains__(self, address: object) -> bool:
        if address is None:
            return self._unix
        return any(address in network for network in self._networks)


class TrustedProxiesMiddleware:
    """Puts the client's address, scheme and host where everything behind it looks: the first middleware of all."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.proxies = Proxies(settings.TRUSTED_PROXIES)

    def __call__(self, request):
        said = _taken_away(request.META)
        peer = read_address(request.META.get("REMOTE_ADDR", ""))
        if peer in self.proxies:
            self._believe(request.META, peer, said)
        return self.get_response(request)

    def _believe(self, meta, peer, said):
        """From the nearest proxy outwards, as long as the one who speaks is named."""
        client = peer
        for hop in _hops(said, settings.PROXY_HEADERS):
            if hop.scheme in SCHEMES:
                meta["wsgi.url_scheme"] = hop.scheme
            if hop.host:
                meta["HTTP_HOST"] = hop.host  # Django holds it against ALLOWED_HOSTS
            found = read_address(hop.client)
            if found is None:
                break
            client = found
            if client not in self.proxies:
                break
        if client != peer:
            meta["REMOTE_ADDR"] = str(client)
            meta.pop("REMOTE_PORT", None)


def read_address(text: str) -> Address | None:
    """An address with or without port and brackets; None for anything else, as `unknown` or an empty one."""
    text = text.strip()
    if found := _WITH_PORT.fullmatch(text):
        text = found[1] or found[2]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _network(name):
    try:
        network = ip_network(name, strict=False)
    except ValueError:
        raise ValueError(f"{name} is no address and no network") from None
    if network.prefixlen == 0:
        raise ValueError(f"{name} is everybody")
    if isinstance(network, IPv6Network) and (inner := network.network_address.ipv4_mapped):
        return ip_network(f"{inner}/{max(network.prefixlen - 96, 0)}", strict=False)
    return network


def _taken_away(meta: dict[str, str]) -> dict[str, str]:
    names = [name for name in meta if name.startswith(("HTTP_X_FORWARDED", "HTTP_FORWARDED"))]
    return {name: meta.pop(name) for name in [*names, "HTTP_X_REAL_IP"] if name in meta}


def _hops(said: Mapping[str, str], headers: str) -> Iterable[Hop]:
    """The nearest first. One family of headers: a proxy that writes one lets the client's other through."""
    if headers == "Forwarded":
        return _of_forwarded(said.get("HTTP_FORWARDED", ""))
    return _of_x_forwarded(
        *(_listed(said.get(f"HTTP_X_FORWARDED_{name}", "")) for name in ("FOR", "PROTO", "HOST"))
    )


def _of_x_forwarded(clients: list[str], schemes: list[str], hosts: list[str]) -> Iterator[Hop]:
    """Some proxies append to all three, some keep the first one's scheme and host: then the one there is for all."""

    def nth(values, place):
        return values[-min(place, len(values))] if values else ""

    for place in range(1, max(len(clients), 1) + 1):
        client = clients[-place] if clients else ""
        yield Hop(client, nth(schemes, place).lower(), nth(hosts, place))


def _of_forwarded(text: str) -> list[Hop]:
    hops = []
    elements = _ELEMENT.findall(text)
    if ",".join(elements) != text:  # an open quote, an empty hop: nobody can tell who said what
        return []
    for element in elements:
        pairs = {name.lower(): _unquoted(value) for name, value in _PAIR.findall(element)}
        if not pairs or _PAIR.sub("", element):
            return []
        hops.append(
            Hop(pairs.get("for", ""), pairs.get("proto", "").lower(), pairs.get("host", ""))
        )
    return hops[::-1]


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")] if text.strip() else []
