"""A console from a backup, in an empty place."""

import shutil
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connections

from threadsui.audit import checkpoints
from threadsui.audit.seals import is_genuine_head
from threadsui.models import AuditHead, Connection
from threadsui.services.calling.secrets import is_readable
from threadsui.services.safekeeping.second_factor_secrets import unreadable_second_factors

from .databases import check_empty, copy_in
from .folders import CHECKPOINTS, BackupError, check_known, database_file, read_contents


def restore_backup(folder: Path) -> list[str]:
    """Make the databases of `folder` the console's own, and bring them up to date; returns what should be known.

    Sessions are not brought back: one that was ended since would be open again. Raises BackupError, before anything is
    written, for a backup that is not whole or is of another kind or a newer console, and for a place that is not empty.
    """
    contents = read_contents(folder)
    check_known(contents["migrations"])
    if contents["database"] != connections["default"].vendor:
        raise BackupError(f"This is a backup of {contents['database']}. Set DATABASE_URL to match.")
    for alias in connections:
        check_empty(alias)
    for alias in connections:
        copy_in(alias, folder / database_file(alias))
        call_command("migrate", database=alias, verbosity=0, interactive=False)
    Session.objects.all().delete()
    UserSession.objects.all().delete()
    return _checkpoints(folder)


def _checkpoints(folder: Path) -> list[str]:
    """Copies that are here already may know of more: they stay."""
    source, target = folder / CHECKPOINTS, checkpoints.path()
    if not source.exists():
        return []
    if target.exists():
        if target.read_bytes() == source.read_bytes():
            return []
        return [f"{target} was there already, and stays: audit_verify holds the events against it."]
    shutil.copyfile(source, target)
    target.chmod(0o600)
    return []


def missing_keys() -> list[str]:
    """A sentence for each key that what is in the database needs, and the environment does not give."""
    told = []
    lost = [one.slug for one in Connection.objects.order_by("slug") if not is_readable(one)]
    if lost:
        told.append(f"ENCRYPTION_KEYS do not fit the secrets of: {', '.join(lost)}.")
    if people := unreadable_second_factors():
        told.append(f"ENCRYPTION_KEYS do not fit the second factors of: {', '.join(people)}.")
    head = AuditHead.objects.first()
    if head is None or not is_genuine_head(head):
        told.append("AUDIT_KEY does not fit the audit chain.")
    return told
