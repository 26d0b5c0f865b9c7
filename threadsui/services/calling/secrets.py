"""A connection's key: typed and encrypted, or named by environment variable or file and read when it is needed."""

import os
import re
import stat
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
    try:
        is_inside = path.resolve().is_relative_to(Path(folder).resolve())
    except (OSError, ValueError, RuntimeError):  # too long, a NUL in it, links in a circle
        is_inside = False
    return "" if is_inside else _("Only files in %(folder)s are read.") % {"folder": folder}


def _read_file(path: Path) -> str:
    try:
        place = _opened(path)
        try:
            if not stat.S_ISREG(os.fstat(place).st_mode):
                raise FileNotFoundError(path)
            return os.read(place, FILE_MAX).decode().strip()
        finally:
            os.close(place)
    except FileNotFoundError as exc:
        raise ImproperlyConfigured(_("There is no file %(path)s.") % {"path": path}) from exc
    except (OSError, ValueError, RuntimeError) as exc:
        said = _("The file %(path)s cannot be read.") % {"path": path}
        raise ImproperlyConfigured(said) from exc


def _opened(path: Path) -> int:
    """A descriptor of what is inside of SECRETS_DIR, opened step by step and by no link: whoever puts a link in its
    place after that was judged is refused. A pipe is opened without waiting for who writes to it.
    """
    if settings.SECRETS_DIR is None:
        raise FileNotFoundError(path)
    folder = Path(settings.SECRETS_DIR).resolve()
    steps = path.resolve().relative_to(folder).parts
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
    place = os.open(folder, flags | os.O_DIRECTORY)
    for step in steps:
        try:
            inner = os.open(step, flags, dir_fd=place)
        finally:
            os.close(place)
        place = inner
    return place
