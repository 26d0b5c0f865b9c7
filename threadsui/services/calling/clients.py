"""One warm API client per connection, made from its record; made anew when the record changes."""

from threading import Lock
from typing import Any, cast

from django.core.exceptions import ImproperlyConfigured

from threadsui.api import (
    APIRequestError,
    Auth,
    AuthStyle,
    ClientCredentials,
    OnAttempt,
    ThreadsClient,
)
from threadsui.models import Connection
from threadsui.sandbox.adapter import SandboxAdapter
from threadsui.sandbox.faults import FAULTS, is_fault

from .secrets import secret_of

_clients: dict[int, tuple[tuple[object, ...], ThreadsClient]] = {}
_lock = Lock()
_CALLED_WITH = (
    "base_url",
    "sandbox_fault",
    "auth_style",
    "auth_header",
    "token_url",
    "client_id",
    "token_scope",
    "organization",
    "project",
    "beta_header",
    "connect_timeout",
    "read_timeout",
    "max_attempts",
    "ca_bundle",
    "proxy",
)


def client_for(connection: Connection, *, on_attempt: OnAttempt | None = None) -> ThreadsClient:
    """The connection's client, telling every HTTP attempt to `on_attempt`.

    Raises APIRequestError, before anything is sent, for a connection that cannot be called as it is set.
    """
    secret = _secret(connection)
    fingerprint = _fingerprint(connection, secret)
    with _lock:
        known = _clients.get(connection.pk)
        if known is None or known[0] != fingerprint:
            known = (fingerprint, _make(connection, secret))
            _clients[connection.pk] = known
    return known[1].observed_by(on_attempt)


def check_connection(connection: Connection) -> None:
    """Raises APIRequestError for a connection, perhaps not saved yet, that cannot be called as it is set.

    A key that is only named is not read for this: it may be there by the time of a call.
    """
    _make(connection, "" if connection.secret_reference else connection.secret)


def probing_client(
    connection: Connection, *, on_attempt: OnAttempt, read_timeout: float, beta_header: str
) -> ThreadsClient:
    """A client of its own that tries once and waits no longer than `read_timeout`. Raises APIRequestError."""
    return _make(
        connection,
        _secret(connection),
        on_attempt=on_attempt,
        max_attempts=1,
        beta_header=beta_header,
        timeout=(
            min(connection.connect_timeout, read_timeout),
            min(connection.read_timeout, read_timeout),
        ),
    )


def called_with(connection: Connection) -> tuple[object, ...]:
    """All that decides how it is called: two equal ones are called alike. Raises APIRequestError."""
    return _fingerprint(connection, _secret(connection))


def is_sandbox_fault(name: str) -> bool:
    """Whether the sandbox can misbehave in this way."""
    return is_fault(name)


def sandbox_faults() -> dict[str, str]:
    """What the sandbox can do wrong: names, each with an English sentence."""
    return FAULTS


def longest_call(connection: Connection) -> float:
    """Seconds after which a call has surely ended, whatever became of it."""
    return client_for(connection).config.longest_call


def _secret(connection: Connection) -> str:
    try:
        secret = secret_of(connection)
        connection.extra_headers  # noqa: B018  reading it decrypts it
    except ImproperlyConfigured as exc:
        raise APIRequestError(f"{connection} cannot be called: {exc}") from exc
    return secret


def _fingerprint(connection: Connection, secret: str) -> tuple[object, ...]:
    return (
        secret,
        tuple(connection.extra_headers.items()),
        tuple(connection.extra_query.items()),
        *(getattr(connection, name) for name in _CALLED_WITH),
    )


def _make(connection: Connection, secret: str, **changes: Any) -> ThreadsClient:
    proxy = connection.proxy
    options: dict[str, Any] = {
        "auth": _auth(connection, secret),
        "credentials": _credentials(connection, secret),
        "headers": connection.extra_headers,
        "query": connection.extra_query,
        "beta_header": connection.beta_header,
        "organization": connection.organization,
        "project": connection.project,
        "timeout": (connection.connect_timeout, connection.read_timeout),
        "max_attempts": connection.max_attempts,
        "ca_pem": connection.ca_bundle,
        "proxies": {"http": proxy, "https": proxy} if proxy else None,
        "adapter": SandboxAdapter(fault=connection.sandbox_fault)
        if connection.is_sandbox
        else None,
    }
    try:
        return ThreadsClient(connection.base_url, **options | changes)
    except ValueError as exc:
        raise APIRequestError(f"{connection} cannot be called as it is set: {exc}") from exc


def _auth(connection: Connection, secret: str) -> Auth:
    if connection.is_sandbox:
        return Auth("bearer", "sandbox")
    if connection.auth_style == Connection.AuthStyle.OAUTH:
        return Auth()
    return Auth(cast(AuthStyle, connection.auth_style), secret, connection.auth_header)


def _credentials(connection: Connection, secret: str) -> ClientCredentials | None:
    if connection.auth_style != Connection.AuthStyle.OAUTH:
        return None
    return ClientCredentials(
        token_url=connection.token_url,
        client_id=connection.client_id,
        client_secret=secret,
        scope=connection.token_scope,
    )
