"""A connection's key: typed and encrypted, or named by environment variable or file and read when it is needed."""

import os
import re
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from threadsui.models import Connection

FILE_MAX = 64 * 1024  # bytes; a key is some hundred
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def secret_of(connection: Connection) -> str:
    """The key as it is now; "" when there is none. Raises ImproperlyConfigured, without the key in it."""
    reference = connection.secret_reference
    return read_reference(reference) if reference else connection.secret


def is_readable(connection: Connection) -> bool:
    """Whether what is encrypted in the record can be read with the ENCRYPTION_KEYS given."""
    try:
        return (connection.secret, connection.extra_headers) is not None
    except ImproperlyConfigured:
        return False


def read_reference(reference: str) -> str:
    """The key that `env:NAME` or `file:/path` leads to. Raises ImproperlyConfigured when there is none."""
    problem = problem_of(reference)
    if problem:
        raise ImproperlyConfigured(problem)
    kind, _colon, place = reference.partition(":")
    found = os.environ.get(place, "").strip() if kind == "env" else _read_file(Path(place))
    if not found:
        raise ImproperlyConfigured(_("%(place)s is empty or not set.") % {"place": reference})
    return found


def problem_of(reference: str) -> str:
    """Why `reference` may not be read, as a sentence; "" when it may.

    Names outside the prefix and the folder are refused: an admin of the console could have its own keys sent away.
    """
    kind, _colon, place = reference.partition(":")
    if kind == "env" and _NAME.fullmatch(place):
        prefix = settings.SECRET_ENV_PREFIX
        if place.startswith(prefix) and place != prefix:
            return ""
        said = _("Only variables whose names begin with %(prefix)s are read.")
        return said % {"prefix": prefix}
    if kind == "file" and place.startswith("/"):
        return _problem_of_file(Path(place))
    return _("Write env:NAME for an environment variable, or file:/path for a file.")


def _problem_of_file(path: Path) -> str:
    folder = settings.SECRETS_DIR
    if folder is None:
        return _("Files are not read: set SECRETS_DIR to the folder that holds them.")
    if not path.resolve().is_relative_to(Path(folder).resolve()):
        return _("Only files in %(folder)s are read.") % {"folder": folder}
    return ""


def _read_file(path: Path) -> str:
    try:
        if not path.is_file():  # a pipe or a device would be waited for
            raise ImproperlyConfigured(_("There is no file %(path)s.") % {"path": path})
        with path.open("rb") as file:
            return file.read(FILE_MAX).decode().strip()
    except (OSError, UnicodeDecodeError) as exc:
        said = _("The file %(path)s cannot be read.") % {"path": path}
        raise ImproperlyConfigured(said) from exc
