"""Copying one database out and in: SQLite by its backup interface, PostgreSQL by its own programs."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connections

from .folders import BackupError

SAID_MAX = 500  # characters of what a program says


def copy_out(alias: str, target: Path) -> None:
    """The database as it is at one moment, while others write to it. Raises BackupError."""
    if connections[alias].vendor == "sqlite":
        _copy_sqlite(_sqlite_file(alias), target)
    else:
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
        _run("pg_dump", alias, options)


def copy_in(alias: str, source: Path) -> None:
    """Into a database that is empty. Raises BackupError, with nothing written, for one that is not."""
    check_empty(alias)
    connection = connections[alias]
    connection.close()
    if connection.vendor == "sqlite":
        _place_sqlite(source, _sqlite_file(alias))
    else:
        options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        _run("pg_restore", alias, [*options, str(source)])
        with connection.cursor() as cursor:
            cursor.execute(
                "ANALYZE"
            )  # a dump has no statistics, and lists would be slow for want of them


def check_empty(alias: str) -> None:
    """Raises BackupError when there is anything in the database."""
    connection = connections[alias]
    if connection.vendor == "sqlite":
        file = _sqlite_file(alias)
        if file.exists() and file.stat().st_size:
            raise BackupError(f"{file} exists. Move it away first: nothing is written over it.")
        return
    if connection.introspection.table_names():
        name = connection.settings_dict["NAME"]
        raise BackupError(f"The database {name} is not empty. Make an empty one: createdb.")


def _sqlite_file(alias: str) -> Path:
    return Path(connections[alias].settings_dict["NAME"]).resolve()


def _copy_sqlite(source: Path, target: Path) -> None:
    """All pages in one step, which is one read transaction: with WAL, writers go on meanwhile."""
    if not source.exists():
        raise BackupError(f"There is no database {source}.")
    try:
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
            said = new.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as exc:
        raise BackupError(f"{source} could not be copied: {exc}.") from exc
    if said != "ok":
        raise BackupError(f"{source} is damaged: {said}. Keep the backups that you have.")


def _place_sqlite(source: Path, target: Path) -> None:
    """Whole or not at all. An empty file, as a console makes that found none, is written over."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.restoring")
    shutil.copyfile(source, unfinished)
    for left in ("-wal", "-shm"):  # of the empty one: they would be taken for this one's
        target.with_name(f"{target.name}{left}").unlink(missing_ok=True)
    unfinished.replace(target)


def _run(program: str, alias: str, options: list[str]) -> None:
    """The password goes by the environment, where nobody else sees it."""
    connection = connections[alias]
    arguments, variables = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    *arguments, name = arguments[1:]
    command = [program, *arguments, f"--dbname={name}", *options]
    environment = os.environ | (variables or {})
    try:
        done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, with what the administrator set
            command, env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise BackupError(f"{program} is not here: install PostgreSQL's client programs.") from None
    if done.returncode:
        said = " ".join(done.stderr.split())[:SAID_MAX]
        raise BackupError(f"{program} ended with {done.returncode}: {said}")
