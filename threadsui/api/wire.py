"""Connections that know whether a request has left, and answers that arrive in time or not at all.

Exceptions alone cannot tell: a TLS error before the request means that nothing was sent, the very same error after it
means that everything may have been carried out. So the connection notes when the request starts to leave.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from enum import Enum
from http.client import HTTPResponse
from socket import gaierror, socket
from time import monotonic
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from .addresses import ForbiddenAddressError, allowed_addresses

# A server that closes an idle connection while a POST is on its way to it leaves an outcome nobody knows. Most close
# after 5 s (uvicorn, Node) or 60 s and more, so an idle connection is dropped by us first.
KEEP_ALIVE = 4.0  # seconds


class Progress(Enum):
    """How far an exchange came."""

    UNSEEN = "not over a connection of this module"
    CONNECTING = "no byte of the request has left"
    LEFT = "the request has left, whole or in part"


class Exchange:
    """One request and its answer, which may take `seconds` from the moment when the request starts to leave."""

    def __init__(self, seconds: float) -> None:
        self.progress = Progress.UNSEEN
        self.seconds = seconds
        self.deadline = 0.0  # set when it starts to leave

    def start(self) -> None:
        self.progress = Progress.LEFT
        self.deadline = monotonic() + self.seconds


_exchange: ContextVar[Exchange | None] = ContextVar("exchange", default=None)


@contextmanager
def watched(seconds: float) -> Iterator[Exchange]:
    """An Exchange that the connections used inside the block (by this thread) keep up to date, and in time."""
    exchange = Exchange(seconds)
    token = _exchange.set(exchange)
    try:
        yield exchange
    finally:
        _exchange.reset(token)


def note(progress: Progress) -> None:
    """Tell the current exchange how far it is."""
    exchange = _exchange.get()
    if exchange is not None:
        exchange.progress = progress


class _UntilDeadline(io.RawIOBase):
    """Reads a socket until a moment in time, however slowly the bytes drip."""

    def __init__(self, raw: io.RawIOBase, sock: socket, deadline: float):
        self._raw = raw
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline - monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def fileno(self) -> int:
        return self._raw.fileno()

    def close(self) -> None:
        self._raw.close()
        super().close()


class TimedResponse(HTTPResponse):
    """A deadline bounds the whole answer; the socket's timeout alone would bound each `recv` of it."""

    def __init__(self, sock: socket, *args: Any, **kwargs: Any):
        super().__init__(sock, *args, **kwargs)
        exchange, seconds = _exchange.get(), sock.gettimeout()
        deadline = exchange.deadline if exchange is not None else 0.0
        if not deadline and seconds is not None:  # a proxy's answer, before the request has left
            deadline = monotonic() + seconds
        if deadline:
            self.fp = io.BufferedReader(_UntilDeadline(self.fp.detach(), sock, deadline))


class WatchedConnection(HTTPConnection):
    """Notes when a request leaves, and does not outlive KEEP_ALIVE of idleness."""

    response_class = TimedResponse
    _used_at = 0.0

    @property
    def is_connected(self) -> bool:
        return monotonic() - self._used_at < KEEP_ALIVE and super().is_connected

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.is_closed:  # a failure to connect must be seen before the request has left
            self.connect()
        exchange = _exchange.get()
        if exchange is not None:
            exchange.start()
            # urllib3 would give a large body no longer to leave than a connection to be made.
            self.timeout = exchange.seconds
        super().request(*args, **kwargs)

    def _new_conn(self) -> socket:
        """To one of the addresses that were looked at, so that a name cannot lead elsewhere a moment later."""
        name = self._dns_host
        try:
            addresses = allowed_addresses(name, self.port or self.default_port)
        except gaierror as exc:
            raise NameResolutionError(self.host, self, exc) from exc
        except ForbiddenAddressError as exc:
            raise NewConnectionError(self, str(exc)) from exc
        *others, last = addresses
        try:
            for address in others:
                self._dns_host = address
                with suppress(ConnectTimeoutError):  # of which a refusal is one, to urllib3
                    return super()._new_conn()
            self._dns_host = last
            return super()._new_conn()
        finally:
            self._dns_host = name

    def getresponse(self) -> Any:
        response = super().getresponse()
        self._used_at = monotonic()
        return response


class WatchedTLSConnection(WatchedConnection, HTTPSConnection):
    """The same over TLS; urllib3 connects it before `request`."""


class WatchedPool(HTTPConnectionPool):
    ConnectionCls = WatchedConnection


class WatchedTLSPool(HTTPSConnectionPool):
    ConnectionCls = WatchedTLSConnection


POOLS: dict[str, type[HTTPConnectionPool]] = {"http": WatchedPool, "https": WatchedTLSPool}
