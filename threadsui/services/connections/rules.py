"""What a connection has to be like to be saved. Each rule is a ServiceError at its field."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from threadsui import api
from threadsui.api.auth import checked_headers
from threadsui.models import Connection
from threadsui.words import told

from ..calling.clients import check_connection, is_sandbox_fault
from ..calling.secrets import problem_of
from ..errors import ServiceError
from .certificates import certificates_in

OF_THE_SANDBOX = {
    "name",
    "sandbox_fault",
    "connect_timeout",
    "read_timeout",
    "max_attempts",
    "is_default",
    "is_active",
    "groups",
}
TIMEOUT_MAX = 600  # seconds; nobody waits longer for a page
ATTEMPTS_MAX = 10
NOT_SAVED = gettext_lazy("Nothing was saved.")


def refused(field: str, sentence: str) -> ServiceError:
    return ServiceError(f"{sentence} {NOT_SAVED}", param=field)


def check(connection: Connection, given: set[str]) -> None:
    """Raises ServiceError for a connection that cannot be saved or called; `given` are the fields that change."""
    if connection.is_sandbox:
        _check_sandbox(given)
    if connection.sandbox_fault:
        _check_fault(connection)
    if connection.is_default and not connection.is_active:
        raise refused("is_active", _("The default connection cannot be switched off."))
    _check_numbers(connection)
    _check_strings("extra_headers", connection.extra_headers)
    _check_strings("extra_query", connection.extra_query)
    _check_secret(connection)
    _check_ca_bundle(connection)
    try:
        # Django's own check of URLs knows no single words as hosts, as people name them in Docker.
        connection.full_clean(exclude=["base_url"], validate_constraints=False)
    except ValidationError as exc:
        field, messages = next(iter(exc.message_dict.items()))
        raise refused(field, messages[0]) from exc
    for field, call in _calls(connection):
        _try(field, call)
    try:
        check_connection(connection)
    except api.APIRequestError as exc:
        raise ServiceError(f"{exc.message} {NOT_SAVED}", param="") from exc


def _check_numbers(connection: Connection) -> None:
    for field in ("connect_timeout", "read_timeout"):
        if not 0 < getattr(connection, field) <= TIMEOUT_MAX:
            said = _("Expected seconds: above 0, at most %(max)s.") % {"max": TIMEOUT_MAX}
            raise refused(field, said)
    if not 1 <= connection.max_attempts <= ATTEMPTS_MAX:
        raise refused("max_attempts", _("Expected 1 to %(max)s.") % {"max": ATTEMPTS_MAX})


def _check_sandbox(given: set[str]) -> None:
    for field in sorted(given - OF_THE_SANDBOX):
        raise refused(field, _("The sandbox is part of this console: it has no address or key."))


def _check_fault(connection: Connection) -> None:
    if not connection.is_sandbox:
        raise refused("sandbox_fault", _("Only the sandbox misbehaves on demand."))
    if not is_sandbox_fault(connection.sandbox_fault):
        said = _("The sandbox knows no fault “%(fault)s”.") % {"fault": connection.sandbox_fault}
        raise refused("sandbox_fault", said)


def _check_strings(field: str, value: Any) -> None:
    if not isinstance(value, Mapping) or not all(
        isinstance(text, str) for pair in value.items() for text in pair
    ):
        raise refused(field, _("Expected names and values, all of them text."))


def _check_secret(connection: Connection) -> None:
    style, styles = connection.auth_style, Connection.AuthStyle
    if connection.secret and connection.secret_reference:
        raise refused("secret_reference", _("Type the key or name its place, not both."))
    if connection.secret_reference and (problem := problem_of(connection.secret_reference)):
        raise refused("secret_reference", problem)
    if style == styles.HEADER and not connection.auth_header:
        raise refused("auth_header", _("Give the name of the header that holds the key."))
    if style == styles.OAUTH and not connection.token_url:
        raise refused("token_url", _("Give the address where tokens are asked for."))
    if style == styles.OAUTH and not connection.client_id:
        raise refused("client_id", _("Give the id of the client that asks for tokens."))


def _check_ca_bundle(connection: Connection) -> None:
    if "PRIVATE KEY" in connection.ca_bundle:
        raise refused("ca_bundle", _("This holds a private key. Give the certificates only."))
    if not connection.ca_bundle:
        return
    try:
        certificates_in(connection.ca_bundle)
    except ValueError as exc:
        raise refused("ca_bundle", _("There is no certificate in PEM format in this.")) from exc


def _calls(connection: Connection) -> list[tuple[str, Callable[[], object]]]:
    """The client's own checks, one for each field that it speaks of."""
    headers = {
        "beta_header": "OpenAI-Beta",
        "organization": "OpenAI-Organization",
        "project": "OpenAI-Project",
    }
    calls: list[tuple[str, Callable[[], object]]] = [
        ("base_url", lambda: api.check_url("base URL", connection.base_url)),
        ("extra_headers", lambda: checked_headers(connection.extra_headers)),
    ]
    for field, name in headers.items():
        if value := getattr(connection, field):
            calls.append((field, lambda name=name, value=value: checked_headers({name: value})))  # type: ignore[misc]
    if connection.proxy:
        calls.append(("proxy", lambda: api.check_url("proxy", connection.proxy)))
    if connection.token_url:
        calls.append(("token_url", lambda: api.check_url("token URL", connection.token_url)))
    return calls + _calls_of_auth(connection)


def _calls_of_auth(connection: Connection) -> list[tuple[str, Callable[[], object]]]:
    if connection.auth_style in {Connection.AuthStyle.OAUTH, Connection.AuthStyle.NONE}:
        return []
    style = cast(api.AuthStyle, connection.auth_style)
    return [
        ("auth_header", lambda: api.Auth(style, "key", connection.auth_header)),
        ("secret", lambda: api.Auth(style, connection.secret, connection.auth_header)),
    ]


def _try(field: str, call: Callable[[], object]) -> None:
    try:
        call()
    except api.SettingError as exc:
        raise refused(field, told(exc.sentence, exc.values)) from exc
    except ValueError as exc:
        raise refused(field, str(exc)) from exc
