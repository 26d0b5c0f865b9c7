"""Where the console calls: making and changing connections."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict, Unpack
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from threadsui import api
from threadsui.audit.recording import diff, record
from threadsui.models import AuditEvent, Connection, User

from .clients import check_connection, is_sandbox_fault
from .errors import ServiceError

Action = AuditEvent.Action
PUBLIC = (
    "name",
    "base_url",
    "sandbox_fault",
    "auth_style",
    "auth_header",
    "extra_query",
    "beta_header",
    "connect_timeout",
    "read_timeout",
    "end_of_life",
    "is_default",
    "is_active",
)
OF_THE_SANDBOX = {
    "name",
    "sandbox_fault",
    "connect_timeout",
    "read_timeout",
    "is_default",
    "is_active",
}
TIMEOUT_MAX = 600  # seconds; nobody waits longer for a page
NOT_SAVED = gettext_lazy("Nothing was saved.")


class ConnectionFields(TypedDict, total=False):
    """What may be given; what is left out stays, or gets the default of a new connection."""

    name: str
    base_url: str
    auth_style: str
    auth_header: str
    secret: str
    extra_headers: Mapping[str, str]
    extra_query: Mapping[str, str]
    beta_header: str
    connect_timeout: float
    read_timeout: float
    end_of_life: date | None
    is_default: bool
    is_active: bool
    sandbox_fault: str


def save_connection(
    *, actor: User | None, slug: str, **fields: Unpack[ConnectionFields]
) -> Connection:
    """Make the connection `slug`, or change it. No actor means the system, as on the command line.

    A new default takes the place of the old one. The audit event names what differs, and of secrets only that they
    were set, changed or removed; there is none when nothing differs. Raises ServiceError, whose param is the field,
    with nothing saved.
    """
    with transaction.atomic():
        found = Connection.objects.select_for_update().filter(slug=slug).first()
        connection = found or Connection(slug=slug)
        before = _public(found) if found else {}
        _forget_unreadable(connection, set(fields))
        secrets, origin = _secrets(connection), _origin(connection)
        for name, value in fields.items():
            setattr(connection, name, value)
        _check(connection, set(fields))
        _check_moves(
            connection, set(fields), old_origin=origin, was_default=before.get("is_default")
        )
        if connection.is_default:
            others = Connection.objects.exclude(pk=connection.pk)
            others.filter(is_default=True).update(is_default=False)
        connection.save()
        changes = diff(before, _public(connection)) | _secret_changes(secrets, _secrets(connection))
        if changes:
            done = Action.CONNECTION_UPDATED if found else Action.CONNECTION_CREATED
            record(done, actor=actor, target=connection, changes=changes)
    return connection


def _forget_unreadable(connection: Connection, given: set[str]) -> None:
    """Let a secret that the ENCRYPTION_KEYS do not fit be given anew; raises ServiceError when it is not given."""
    nothing: dict[str, Any] = {"secret": "", "extra_headers": {}}
    for field, value in nothing.items():
        try:
            getattr(connection, field)
        except ImproperlyConfigured as exc:
            if field not in given:
                remedy = _("Give it again, or start the console with the keys it was saved with.")
                raise _refused(field, f"{exc} {remedy}") from exc
            setattr(connection, field, value)


# -- Validation -------------------------------------------------------------------------------------------------------


def _check(connection: Connection, given: set[str]) -> None:
    """Raises ServiceError for a connection that cannot be saved or called."""
    if connection.is_sandbox:
        _check_sandbox(given)
    if connection.sandbox_fault:
        _check_fault(connection)
    if connection.is_default and not connection.is_active:
        raise _refused("is_active", _("The default connection cannot be switched off."))
    for field in ("connect_timeout", "read_timeout"):
        if not 0 < getattr(connection, field) <= TIMEOUT_MAX:
            said = _("Expected seconds: above 0, at most %(max)s.") % {"max": TIMEOUT_MAX}
            raise _refused(field, said)
    _check_strings("extra_headers", connection.extra_headers)
    _check_strings("extra_query", connection.extra_query)
    if connection.auth_style == Connection.AuthStyle.HEADER and not connection.auth_header:
        raise _refused("auth_header", _("Give the name of the header that holds the key."))
    try:
        # Django's own check of URLs knows no single words as hosts, as people name them in Docker.
        connection.full_clean(exclude=["base_url"], validate_constraints=False)
    except ValidationError as exc:
        field, messages = next(iter(exc.message_dict.items()))
        raise _refused(field, messages[0]) from exc
    try:
        check_connection(connection)
    except api.APIRequestError as exc:
        raise ServiceError(f"{exc.message} {NOT_SAVED}", param=_blamed(exc.message)) from exc


def _check_moves(
    connection: Connection, given: set[str], *, old_origin: str, was_default: bool | None
) -> None:
    """Raises ServiceError for a default that would be none, and for a key that would go elsewhere unasked."""
    if was_default and not connection.is_default:
        raise _refused("is_default", _("Choose the new default connection instead: it takes over."))
    kept = {name for name in ("secret", "extra_headers") if getattr(connection, name)} - given
    if old_origin and old_origin != _origin(connection) and kept:
        said = _("The key was given for %(address)s. Give it again for the new address.")
        raise _refused(min(kept), said % {"address": old_origin})


def _check_sandbox(given: set[str]) -> None:
    for field in sorted(given - OF_THE_SANDBOX):
        raise _refused(field, _("The sandbox is part of this console: it has no address or key."))


def _check_fault(connection: Connection) -> None:
    if not connection.is_sandbox:
        raise _refused("sandbox_fault", _("Only the sandbox misbehaves on demand."))
    if not is_sandbox_fault(connection.sandbox_fault):
        said = _("The sandbox knows no fault “%(fault)s”.") % {"fault": connection.sandbox_fault}
        raise _refused("sandbox_fault", said)


def _check_strings(field: str, value: Any) -> None:
    if not isinstance(value, Mapping) or not all(
        isinstance(text, str) for pair in value.items() for text in pair
    ):
        raise _refused(field, _("Expected names and values, all of them text."))


def _blamed(message: str) -> str:
    """The field that the client's own check speaks of."""
    words = {"base URL": "base_url", "OpenAI-Beta": "beta_header"}
    return next((field for word, field in words.items() if word in message), "")


def _origin(connection: Connection) -> str:
    """With the scheme: a key that was given for https must not travel over http unasked."""
    url = urlsplit(connection.base_url)
    return f"{url.scheme}://{url.netloc}" if url.netloc else ""


def _refused(field: str, sentence: str) -> ServiceError:
    return ServiceError(f"{sentence} {NOT_SAVED}", param=field)


# -- Audit ------------------------------------------------------------------------------------------------------------


def _public(connection: Connection) -> dict[str, Any]:
    """The fields that anybody may read, as JSON values; what is empty is left out."""
    values = {name: getattr(connection, name) for name in PUBLIC}
    values["end_of_life"] = connection.end_of_life and connection.end_of_life.isoformat()
    return {name: value for name, value in values.items() if value not in ("", None, {})}


def _secrets(connection: Connection) -> dict[str, str]:
    headers = {f"extra_headers.{name}": value for name, value in connection.extra_headers.items()}
    return {"secret": connection.secret} | headers


def _secret_changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, Any]:
    """That a secret differs, never what it is."""
    changes = {}
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            word = "changed" if old and new else "set"
            changes[name] = {"old": "set" if old else None, "new": word if new else None}
    return changes
