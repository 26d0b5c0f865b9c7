"""What the audit history is told of a connection, and by what its form is known: everything but the secrets."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from threadsui.models import Connection

from ..calling.secrets import is_readable
from ..people.access_groups import group_names
from .certificates import certificates_in

# What the server is called with: a test says nothing about it once one of them has changed.
CALLED_WITH = (
    "base_url",
    "sandbox_fault",
    "auth_style",
    "auth_header",
    "secret_reference",
    "token_url",
    "client_id",
    "token_scope",
    "organization",
    "project",
    "extra_query",
    "beta_header",
    "connect_timeout",
    "read_timeout",
    "max_attempts",
    "proxy",
)
PUBLIC = ("name", "profile", *CALLED_WITH, "end_of_life", "is_default", "is_active")


def told(connection: Connection) -> dict[str, Any]:
    """The fields that anybody may read, as JSON values; what is empty is left out."""
    values = {name: getattr(connection, name) for name in PUBLIC}
    values["end_of_life"] = connection.end_of_life and connection.end_of_life.isoformat()
    if connection.ca_bundle:
        values["ca_bundle"] = [str(one) for one in certificates_in(connection.ca_bundle)]
    return {name: value for name, value in values.items() if value not in ("", None, {})}


def version_of(connection: Connection) -> str:
    """Differs when the form of the connection would."""
    names = list(connection.extra_headers) if is_readable(connection) else []
    groups = group_names(connection) if connection.pk else []
    shown = [told(connection), names, connection.secret_set_at, connection.ca_bundle, groups]
    return hashlib.sha256(json.dumps(shown, default=str).encode()).hexdigest()[:16]


def secrets_of(connection: Connection) -> dict[str, str]:
    """The key and the values of the extra headers, by name, in the clear: to compare, never to keep."""
    headers = {f"extra_headers.{name}": value for name, value in connection.extra_headers.items()}
    return {"secret": connection.secret} | headers


def secret_changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, Any]:
    """That a secret differs, never what it is."""
    changes = {}
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            word = "changed" if old and new else "set"
            changes[name] = {"old": "set" if old else None, "new": word if new else None}
    return changes
