"""One warm API client per connection, made from its record; made anew when the record changes."""

from threading import Lock
from typing import cast

from django.core.exceptions import ImproperlyConfigured

from threadsui.api import APIRequestError, Auth, AuthStyle, OnAttempt, ThreadsClient
from threadsui.models import Connection
from threadsui.sandbox.adapter import SandboxAdapter
from threadsui.sandbox.faults import is_fault

_clients: dict[int, tuple[tuple[object, ...], ThreadsClient]] = {}
_lock = Lock()


def client_for(connection: Connection, *, on_attempt: OnAttempt | None = None) -> ThreadsClient:
    """The connection's client, telling every HTTP attempt to `on_attempt`.

    Raises APIRequestError, before anything is sent, for a connection that cannot be called as it is set.
    """
    try:
        fingerprint = _fingerprint(connection)
    except ImproperlyConfigured as exc:
        raise APIRequestError(f"{connection} cannot be called: {exc}") from exc
    with _lock:
        known = _clients.get(connection.pk)
        if known is None or known[0] != fingerprint:
            known = (fingerprint, _make(connection))
            _clients[connection.pk] = known
    return known[1].observed_by(on_attempt)


def check_connection(connection: Connection) -> None:
    """Raises APIRequestError for a connection, perhaps not saved yet, that cannot be called as it is set."""
    _make(connection)


def is_sandbox_fault(name: str) -> bool:
    """Whether the sandbox can misbehave in this way."""
    return is_fault(name)


def longest_call(connection: Connection) -> float:
    """Seconds after which a call has surely ended, whatever became of it."""
    return client_for(connection).config.longest_call


def _fingerprint(connection: Connection) -> tuple[object, ...]:
    return (
        connection.base_url,
        connection.sandbox_fault,
        connection.auth_style,
        connection.auth_header,
        connection.secret,
        tuple(connection.extra_headers.items()),
        tuple(connection.extra_query.items()),
        connection.beta_header,
        connection.connect_timeout,
        connection.read_timeout,
    )


def _make(connection: Connection) -> ThreadsClient:
    adapter = SandboxAdapter(fault=connection.sandbox_fault) if connection.is_sandbox else None
    try:
        return ThreadsClient(
            connection.base_url,
            auth=_auth(connection),
            headers=connection.extra_headers,
            query=connection.extra_query,
            beta_header=connection.beta_header,
            timeout=(connection.connect_timeout, connection.read_timeout),
            adapter=adapter,
        )
    except ValueError as exc:
        raise APIRequestError(f"{connection} cannot be called as it is set: {exc}") from exc


def _auth(connection: Connection) -> Auth:
    if connection.is_sandbox:
        return Auth("bearer", "sandbox")
    style = cast(AuthStyle, connection.auth_style)
    return Auth(style, connection.secret, connection.auth_header)
