"""The threads of one process take turns at writing to SQLite, and no turn is ever kept."""

import sqlite3
import threading

import pytest
from django.db import OperationalError, ProgrammingError
from django.db.utils import ConnectionHandler

from dashboard.settings import sqlite
from dashboard.sqlite.base import DatabaseWrapper, _turns


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "turns.sqlite3")


@pytest.fixture
def open_database(path, django_db_blocker):
    """A function that opens the database as one more thread would: a file of its own, none of the tests'."""
    opened = []

    def connect(timeout=5):
        settings = sqlite(path) | {"OPTIONS": sqlite(path)["OPTIONS"] | {"timeout": timeout}}
        opened.append(ConnectionHandler({"default": settings})["default"])
        opened[-1].inc_thread_sharing()
        return opened[-1]

    with django_db_blocker.unblock():
        yield connect
        for database in opened:
            database.close()


def is_taken(path):
    return _turns[path].locked()


def begin(database):
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def test_transaction_holds_the_turn_until_its_commit(open_database, path):
    database = open_database()

    begin(database)
    assert is_taken(path)
    database.commit()
    database.set_autocommit(True)

    assert not is_taken(path)


def test_transaction_that_is_rolled_back_ends_its_turn(open_database, path):
    database = open_database()

    begin(database)
    database.rollback()
    database.set_autocommit(True)

    assert not is_taken(path)


def test_connection_that_is_closed_in_a_transaction_ends_its_turn(open_database, path):
    database = open_database()

    begin(database)
    database.close()

    assert not is_taken(path)


def test_transaction_that_cannot_be_ended_ends_its_turn(open_database, path):
    database = open_database()

    begin(database)
    database.connection.close()  # below Django, as a disk that is gone would
    with pytest.raises(ProgrammingError):
        database.set_autocommit(True)

    assert not is_taken(path)


def test_begin_that_another_process_locks_out_ends_its_turn(open_database, path):
    database = open_database(timeout=0.05)
    database.ensure_connection()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(OperationalError, match="locked"):
        begin(database)

    other.close()
    assert not is_taken(path)


def test_second_writer_begins_as_soon_as_the_first_has_ended(open_database, path):
    first, second = open_database(), open_database()
    order = []
    begin(first)

    def write():
        begin(second)
        order.append("second")
        second.rollback()
        second.set_autocommit(True)

    thread = threading.Thread(target=write)
    thread.start()
    thread.join(0.2)
    order.append("first")
    first.rollback()
    first.set_autocommit(True)
    thread.join(5)

    assert order == ["first", "second"]
    assert not is_taken(path)


def test_writer_whose_turn_never_comes_is_told_that_the_database_is_locked(open_database, path):
    first, second = open_database(), open_database(timeout=0.05)
    begin(first)

    with pytest.raises(OperationalError, match="locked"):
        begin(second)

    assert is_taken(path)  # still the first one's
    first.rollback()
    first.set_autocommit(True)


def test_console_writes_to_sqlite_with_turns():
    assert sqlite("x")["ENGINE"] == DatabaseWrapper.__module__.removesuffix(".base")
