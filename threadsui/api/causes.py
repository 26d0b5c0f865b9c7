"""Why an exchange broke, as a word that sentences for people are made of: libraries have no language but English."""

import errno
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from urllib3.exceptions import ProxyError

from .addresses import ForbiddenAddressError

Word = Literal[
    "forbidden",  # a link-local or metadata address
    "proxy",
    "name",  # unknown to the name servers
    "refused",
    "unreachable",
    "untrusted",  # the certificate's authority
    "expired",  # or not valid yet: the certificate
    "other_name",  # than the host's is in the certificate
    "tls",
    "slow_connect",
    "slow",
    "broken",  # in the middle
    "other",
]
NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN}
CERTIFICATES: dict[int, Word] = {9: "expired", 10: "expired", 62: "other_name", 64: "other_name"}

KINDS: dict[type[BaseException], Word] = {
    ForbiddenAddressError: "forbidden",
    ProxyError: "proxy",
    socket.gaierror: "name",
    ssl.SSLError: "tls",
    ConnectionRefusedError: "refused",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """`seconds`: how long was waited, for what was too slow."""

    word: Word
    host: str
    seconds: float = 0.0


def cause_of(
    layers: Iterable[BaseException],
    *,
    host: str,
    timeout: tuple[float, float],
    sent: bool,
    is_timeout: bool,
) -> Cause:
    """`layers`: the exception and all that it wraps. `timeout`: (connect, read) seconds."""
    if is_timeout:
        return Cause("slow" if sent else "slow_connect", host, timeout[sent])
    found = [word for layer in layers if (word := _word(layer))]
    for word in ("forbidden", "proxy"):  # what they wrap is about somebody else
        if word in found:
            return Cause(word, host)
    if sent:
        return Cause("broken", host)
    return Cause(found[-1] if found else "other", host)


def _word(layer: BaseException) -> Word | None:
    if isinstance(layer, ssl.SSLCertVerificationError):
        return CERTIFICATES.get(layer.verify_code, "untrusted")
    for kind, word in KINDS.items():
        if isinstance(layer, kind):
            return word
    return "unreachable" if isinstance(layer, OSError) and layer.errno in NO_WAY else None
