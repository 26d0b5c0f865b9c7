"""Puts the index into the database, makes it anew, and says where it does not agree with the records."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, transaction

from . import postgresql, sqlite

TEXT = "threadsui_threadtext"
TABLES_WITH_TEXT = (
    "threadsui_message",
    "threadsui_thread",
    "threadsui_submission",
    "threadsui_apicall",
    "threadsui_draft",
    TEXT,
)
SHOWN_MAX = 20  # threads that a check names


def install() -> None:
    """Make what is not there: the index, its functions and triggers. Fills nothing in."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _make_functions(cursor)
            cursor.execute(postgresql.ADD_COLUMN)
            cursor.execute(postgresql.CREATE_INDEX)
        elif not _has_table(cursor, sqlite.INDEX):
            cursor.execute(sqlite.CREATE_INDEX)
        for name in missing_triggers():
            cursor.execute(f"CREATE TRIGGER {name} {_triggers()[name]}")


def remove() -> None:
    """Take away all that `install` makes."""
    with connection.cursor() as cursor:
        drop_triggers(cursor)
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP INDEX IF EXISTS {postgresql.INDEX}")
            cursor.execute(f"ALTER TABLE {TEXT} DROP COLUMN IF EXISTS lexemes")
        else:
            cursor.execute(f"DROP TABLE IF EXISTS {sqlite.INDEX}")


def drop_triggers(cursor: Any) -> None:
    """Nothing keeps the index from here on; `rebuild` brings the triggers back."""
    for name, rule in _triggers().items():
        table = rule.partition(" ON ")[2].split()[0]
        on = f" ON {table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def rebuild() -> int:
    """Make the whole index anew, in one transaction; returns for how many threads."""
    empty = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"
    with transaction.atomic(), connection.cursor() as cursor:
        remove()
        _make_functions(cursor)
        cursor.execute(f"{empty} {TEXT}")
        cursor.execute(f"INSERT INTO {TEXT} (thread_id, {sqlite.COLUMNS}) {_wanted()}")
        install()
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT INTO {sqlite.INDEX}({sqlite.INDEX}) VALUES ('rebuild')")
        cursor.execute(f"SELECT count(*) FROM {TEXT}")
        number: int = cursor.fetchone()[0]
    return number


@contextmanager
def put_aside(*thread_ids: int) -> Iterator[None]:
    """Leave threads out of the index while many of their messages change, then put them back: once, not for each.

    Call it in the transaction of the change.
    """
    with connection.cursor() as cursor:
        numbers = ", ".join(str(int(one)) for one in thread_ids)
        cursor.execute(f"DELETE FROM {TEXT} WHERE thread_id IN ({numbers})")
        yield
        source = _wanted(numbers)
        cursor.execute(f"INSERT INTO {TEXT} (thread_id, {sqlite.COLUMNS}) {source}")


def missing_triggers() -> list[str]:
    """The names of the triggers that are not there, or are switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') AND NOT tgisinternal"
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {name for (name,) in cursor.fetchall()}
    return [name for name in _triggers() if name not in present]


def wrong_threads() -> list[int]:
    """Ids of the first threads whose row of text is not what their records say, or that have one too few or many."""
    columns = f"thread_id, {sqlite.COLUMNS}"
    wanted = f"WITH wanted ({columns}) AS ({_wanted()})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{wanted} SELECT thread_id FROM (SELECT {columns} FROM wanted "
            f"EXCEPT SELECT {columns} FROM {TEXT}) different "
            f"UNION SELECT thread_id FROM {TEXT} WHERE thread_id NOT IN (SELECT id FROM threadsui_thread) "
            f"ORDER BY 1 LIMIT {SHOWN_MAX}"
        )
        return [pk for (pk,) in cursor.fetchall()]


def index_agrees() -> bool:
    """Whether the engine's index is that of the rows of text. On PostgreSQL it is a column of theirs: always."""
    if connection.vendor == "postgresql":
        return True
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {sqlite.INDEX}({sqlite.INDEX}, rank) VALUES ('integrity-check', 1)"
            )
    except DatabaseError:
        return False
    return True


def forget_removed_words() -> None:
    """Write the database's files anew, without what was removed: until then, words stay in freed places of them.

    On SQLite the index itself is first merged into one piece, since it only marks what it loses. Outside a transaction;
    nobody can write meanwhile, and on PostgreSQL nobody can read the tables that hold texts either.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in TABLES_WITH_TEXT:
                cursor.execute(f"VACUUM (FULL, ANALYZE) {table}")
            return
        cursor.execute(f"INSERT INTO {sqlite.INDEX}({sqlite.INDEX}) VALUES ('optimize')")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _make_functions(cursor: Any) -> None:
    for function in postgresql.FUNCTIONS if connection.vendor == "postgresql" else ():
        cursor.execute(function)


def _wanted(numbers: str = "") -> str:
    """A SELECT of the rows as they should be: of these threads, or of all."""
    if connection.vendor == "postgresql":
        ids = f"ARRAY[{numbers}]::bigint[]" if numbers else "NULL"
        return f"SELECT * FROM threadsui_wanted_text({ids})"
    return sqlite.WANTED + (f" WHERE t.id IN ({numbers})" if numbers else "")


def _triggers() -> dict[str, str]:
    return postgresql.TRIGGERS if connection.vendor == "postgresql" else sqlite.TRIGGERS


def _has_table(cursor: Any, name: str) -> bool:
    cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [name])
    return cursor.fetchone() is not None
