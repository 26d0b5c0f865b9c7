"""A backup is a folder: the two databases, the copies of the audit checkpoints, and what is in it.

Secrets are in it as they are in the database, encrypted. The keys are not: whoever has both has everything.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

CONTENTS = "backup.json"  # written last: a folder without it is no backup
CHECKPOINTS = "audit-checkpoints.jsonl"
FORMAT = 1
CHUNK = 1024 * 1024  # bytes

Contents = dict[str, Any]


class BackupError(Exception):
    """Why a backup was not made, or not restored: a sentence."""


def database_file(alias: str) -> str:
    """The name of the file that holds this database in a backup made from here."""
    name = "console" if alias == "default" else alias
    return f"{name}.{'sqlite3' if connections[alias].vendor == 'sqlite' else 'pgdump'}"


def write_contents(folder: Path) -> Contents:
    """Say what `folder` holds, with the SHA-256 of every file."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    contents: Contents = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "database": connections["default"].vendor,
        "migrations": sorted(map(list, applied_migrations("default"))),
        "files": {path.name: _digest(path) for path in files},
    }
    (folder / CONTENTS).write_text(json.dumps(contents, indent=1) + "\n", encoding="utf-8")
    return contents


def read_contents(folder: Path) -> Contents:
    """What `folder` holds, once every file in it is as it was. Raises BackupError."""
    try:
        contents: Contents = json.loads((folder / CONTENTS).read_text(encoding="utf-8"))
        files, known = dict(contents["files"]), contents["format"] == FORMAT
    except (OSError, ValueError, LookupError, TypeError) as exc:
        raise BackupError(f"{folder} is no backup: its {CONTENTS} cannot be read.") from exc
    if not known:
        raise BackupError(f"{folder} was made by a newer console than this one.")
    for name, digest in files.items():
        path = folder / Path(name).name
        if not path.is_file() or _digest(path) != digest:
            raise BackupError(f"{path} is missing, or not as it was when the backup was made.")
    return contents


def applied_migrations(alias: str) -> set[tuple[str, str]]:
    """(app, name) of each migration that this database has had."""
    with connections[alias].cursor() as cursor:
        if "django_migrations" not in connections[alias].introspection.table_names(cursor):
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        return {(app, name) for app, name in cursor.fetchall()}


def check_known(migrations: Iterable[Iterable[str]]) -> None:
    """Raises BackupError for a migration of an app that this code has, but not in this version."""
    loader = MigrationLoader(None)
    there = set(loader.disk_migrations or ())
    unknown = sorted(
        f"{app}.{name}"
        for app, name in migrations
        if app in loader.migrated_apps and (app, name) not in there
    )
    if unknown:
        raise BackupError(
            f"The backup was made by a newer console than this one, which does not know {unknown[0]}. "
            "Install that version first."
        )


def sync(folder: Path) -> None:
    """Have everything in `folder` on the disk, so that what is called a backup is one after a power cut, too."""
    for path in [*folder.iterdir(), folder]:
        file = os.open(path, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()
