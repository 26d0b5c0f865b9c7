"""Where the console calls: making and changing connections."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, TypedDict, Unpack
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from threadsui.audit.recording import diff, record
from threadsui.models import AuditEvent, Connection, User

from ..people.access_groups import chosen_groups, group_names
from .rules import NOT_SAVED, check, refused
from .switches import disable_connection, lock_connections
from .told import secret_changes, secrets_of, told, version_of

Action = AuditEvent.Action
UNTESTED = {"name", "profile", "end_of_life", "is_default", "is_active", "groups"}


class ConnectionFields(TypedDict, total=False):
    """What may be given; what is left out stays, or gets the default of a new connection.

    `secret` and `secret_reference` take each other's place. An extra header whose value is None keeps the one it has.
    """

    name: str
    profile: str
    base_url: str
    auth_style: str
    auth_header: str
    secret: str
    secret_reference: str
    token_url: str
    client_id: str
    token_scope: str
    extra_headers: Mapping[str, str | None]
    extra_query: Mapping[str, str]
    organization: str
    project: str
    beta_header: str
    connect_timeout: float
    read_timeout: float
    max_attempts: int
    ca_bundle: str
    proxy: str
    end_of_life: date | None
    is_default: bool
    is_active: bool
    sandbox_fault: str
    groups: Collection[int]  # the numbers of those who may use it; none: everybody


def add_connection(
    *, actor: User | None, slug: str, **fields: Unpack[ConnectionFields]
) -> Connection:
    """As `save_connection`, but raises ServiceError when there is a connection of this slug."""
    with transaction.atomic():
        lock_connections()
        if Connection.objects.filter(slug=slug).exists():
            raise refused("slug", _("There is a connection with this short name."))
        return save_connection(actor=actor, slug=slug, **fields)


def save_connection(
    *,
    actor: User | None,
    slug: str,
    version: str | None = None,
    **fields: Unpack[ConnectionFields],
) -> Connection:
    """Make the connection `slug`, or change it. No actor means the system, as on the command line.

    A new default takes the place of the old one. The audit event names what differs, and of secrets only that they
    were set, changed or removed; there is none when nothing differs. The result of a test goes with what was tested.
    `version` is the one that the person has seen. Raises ServiceError, whose param is the field, with nothing saved.
    """
    given = set(fields)
    with transaction.atomic():
        lock_connections()
        found = Connection.objects.filter(slug=slug).first()
        if found and given == {"is_active"} and not fields["is_active"]:
            return disable_connection(actor=actor, slug=slug)
        connection = found or Connection(slug=slug)
        if version is not None and version != version_of(connection):
            raise refused("", _("Somebody else changed this connection meanwhile. Look again."))
        before = told(found) if found else {}
        kept = _forget_unreadable(connection, fields)
        secrets, places = secrets_of(connection), _places(connection)
        _assign(connection, fields)
        check(connection, given)
        _check_default(connection, was_default=before.get("is_default"))
        _check_moves(connection, given, kept=kept, old=places)
        of_secrets = secret_changes(secrets, secrets_of(connection))
        changes = diff(before, told(connection)) | of_secrets
        _note_secret(connection, changes, actor)
        if changes.keys() - UNTESTED:
            connection.test_result, connection.tested_at, connection.tested_by = {}, None, None
        if connection.is_default:
            others = Connection.objects.exclude(pk=connection.pk)
            others.filter(is_default=True).update(is_default=False)
        connection.save()
        if "groups" in fields:
            changes |= _keep_for(connection, fields["groups"])
        if changes:
            done = Action.CONNECTION_UPDATED if found else Action.CONNECTION_CREATED
            record(done, actor=actor, target=connection, changes=changes)
    return connection


def _keep_for(connection: Connection, groups: Collection[int]) -> dict[str, Any]:
    before = group_names(connection)
    connection.groups.set(chosen_groups(groups, refusal=str(NOT_SAVED)))
    return diff({"groups": before or None}, {"groups": group_names(connection) or None})


def _forget_unreadable(connection: Connection, fields: ConnectionFields) -> set[str]:
    """Let a secret that the ENCRYPTION_KEYS do not fit be given anew; raises ServiceError when it is not given.

    Returns the names of the extra headers that keep the values they have.
    """
    nothing: dict[str, Any] = {"secret": "", "extra_headers": {}}
    headers = fields.get("extra_headers")
    kept = {name for name, value in headers.items() if value is None} if headers else set()
    anew = set(fields) | ({"secret"} if fields.get("secret_reference") else set())
    for field, value in nothing.items():
        try:
            getattr(connection, field)
        except ImproperlyConfigured as exc:
            if field not in anew or (field == "extra_headers" and kept):
                remedy = _("Give it again, or start the console with the keys it was saved with.")
                raise refused(field, f"{exc} {remedy}") from exc
            setattr(connection, field, value)
    if headers is None:
        return set(connection.extra_headers)
    if missing := kept - connection.extra_headers.keys():
        said = _("Give the value of %(name)s.") % {"name": min(missing)}
        raise refused("extra_headers", said)
    return kept


def _assign(connection: Connection, fields: ConnectionFields) -> None:
    values: dict[str, Any] = {name: value for name, value in fields.items() if name != "groups"}
    old = connection.extra_headers
    if headers := values.get("extra_headers"):
        kept = {name: old[name] for name, value in headers.items() if value is None}
        values["extra_headers"] = dict(headers) | kept
    if values.get("secret") and "secret_reference" not in values:
        values["secret_reference"] = ""
    if values.get("secret_reference") and "secret" not in values:
        values["secret"] = ""
    for name, value in values.items():
        setattr(connection, name, value)


def _note_secret(connection: Connection, changes: Mapping[str, Any], actor: User | None) -> None:
    """Who gave the key, and when: all that is shown of it later."""
    if changes.keys() & {"secret", "secret_reference"}:
        is_there = bool(connection.secret or connection.secret_reference)
        connection.secret_set_at = timezone.now() if is_there else None
        connection.secret_set_by = actor if is_there else None


# -- Where keys go ----------------------------------------------------------------------------------------------------


def _check_default(connection: Connection, *, was_default: bool | None) -> None:
    if was_default and not connection.is_default:
        raise refused("is_default", _("Choose the new default connection instead: it takes over."))


def _check_moves(
    connection: Connection, given: set[str], *, kept: set[str], old: Mapping[str, str]
) -> None:
    """Raises ServiceError for a key or header that would go elsewhere unasked."""
    stays = "secret" not in given and bool(connection.secret)
    field = "secret" if stays else "extra_headers" if kept else ""
    new = _places(connection)
    if not field or not old["base_url"] or new == old:
        return
    if new["base_url"] == old["base_url"] and new["proxy"] != old["proxy"]:
        raise refused(field, _("The key would take another way, by another proxy. Give it again."))
    before = next(old[name] for name in new if new[name] != old[name])
    said = _("The key was given for %(address)s. Give it again for the new address.")
    raise refused(field, said % {"address": before or old["base_url"]})


def _places(connection: Connection) -> dict[str, str]:
    """Where keys travel to. With the scheme: what was given for https must not travel over http unasked."""
    is_client_secret = connection.auth_style == Connection.AuthStyle.OAUTH
    return {
        "secret": _origin(connection.token_url if is_client_secret else connection.base_url),
        "base_url": _origin(connection.base_url),
        "token_url": _origin(connection.token_url),
        "proxy": _origin(connection.proxy),
    }


def _origin(address: str) -> str:
    try:
        url = urlsplit(address)
    except ValueError:  # an address that the rules refuse
        return address
    return f"{url.scheme}://{url.netloc}" if url.netloc else ""
