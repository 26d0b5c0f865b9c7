"""Making a backup while people work."""

import os
import shutil
from pathlib import Path

from django.db import connections

from threadsui.audit import checkpoints

from .databases import copy_out
from .folders import CHECKPOINTS, BackupError, Contents, database_file, sync, write_contents


def make_backup(folder: Path) -> Contents:
    """Write a backup to `folder`, which must not exist; returns what is in it. Raises BackupError.

    First the copies of the checkpoints: none of them may be newer than the database. The console before the sandbox:
    what the record speaks of is there then. The folder has its name only when all of it is written.
    """
    if folder.exists():
        raise BackupError(f"{folder} exists. Name a folder that does not.")
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)  # of one that was killed
    folder.parent.mkdir(parents=True, exist_ok=True)
    earlier = os.umask(0o077)  # every message is in it, and the hashes of passwords
    try:
        unfinished.mkdir()
        if checkpoints.path().exists():
            shutil.copyfile(checkpoints.path(), unfinished / CHECKPOINTS)
        for alias in connections:
            copy_out(alias, unfinished / database_file(alias))
        contents = write_contents(unfinished)
        sync(unfinished)
        unfinished.rename(folder)
    except OSError as exc:
        raise BackupError(f"The backup could not be written: {exc}.") from exc
    finally:
        os.umask(earlier)
    return contents
