"""Addresses that are never called: those where a cloud tells a machine's own secrets to whoever asks from it.

Servers on loopback and in private networks are what many connections lead to. Link-local addresses are not: nobody
offers threads there, and 169.254.169.254 hands out the keys of the machine that the console runs on.
"""

import errno
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

# Metadata services outside the link-local ranges.
METADATA = {
    ip_address("100.100.100.200"),  # Alibaba Cloud
    ip_address("168.63.129.16"),  # Azure
    ip_address("192.0.0.192"),  # Oracle Cloud
    ip_address("fd00:ec2::254"),  # AWS
    ip_address("fd00:ec2::23"),  # AWS, to the pods of EKS
    ip_address("fd20:ce::254"),  # Google Cloud
}
# Whose last 32 bits are an IPv4 address: translated (RFC 6052, RFC 8215, RFC 7915), and the form before mapped ones.
_ENDS_IN_IPV4 = [
    ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "::ffff:0:0:0/96", "::/96")
]


class ForbiddenAddressError(OSError):
    """The host leads to an address that is never called. No connection was made."""

    def __init__(self, host: str, address: str):
        leads = f"{host} leads to {address}" if host != address else host
        super().__init__(
            errno.EACCES, f"{leads}: a link-local or metadata address, which is never called"
        )


def is_forbidden(text: str) -> bool:
    """Whether `text` is such an address, in any of its spellings; False for a name."""
    address = _parsed(text)
    return address is not None and any(_is_bad(one) for one in (address, _inner(address)) if one)


def allowed_addresses(host: str, port: int) -> list[str]:
    """Where `host` leads, in the resolver's order. Raises ForbiddenAddressError if any of it may not be called.

    Any, not all: a name with one good and one bad address is what an attacker's name server would answer. Raises
    socket.gaierror for a name that nobody knows.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    for address in addresses:
        if is_forbidden(address):
            raise ForbiddenAddressError(host, address)
    return addresses


def _parsed(text: str) -> Address | None:
    text = text.rstrip(".")  # a proxy would take 169.254.169.254. for the address
    try:
        return ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        pass
    try:  # 2852039166, 0xa9fea9fe and 169.254.43518 are 169.254.169.254 to the resolver
        return IPv4Address(socket.inet_aton(text)) if text[:1].isdigit() else None
    except OSError:
        return None


def _inner(address: Address) -> Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return None
    if any(address in network for network in _ENDS_IN_IPV4):
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour


def _is_bad(address: Address) -> bool:
    return address.is_link_local or address.is_multicast or address in METADATA
