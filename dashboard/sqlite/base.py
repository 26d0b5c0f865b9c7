"""The database wrapper that Django asks a backend for.

SQLite has one writer at a time and lets the others sleep and look again, up to 100 ms apart, in no order. With 32
people on one process that is most of a create's time. Here a thread waits for a lock that wakes it at once. Other
processes (the worker, a command) still meet at SQLite's own lock.
"""

import threading

from django.db.backends.sqlite3 import base
from django.db.utils import Error

from .schema import DatabaseSchemaEditor

_turns = {}  # by the database's name


class DatabaseWrapper(base.DatabaseWrapper):
    """Holds the turn of its database from BEGIN IMMEDIATE until the transaction or the connection has ended."""

    SchemaEditorClass = DatabaseSchemaEditor
    _turn = None

    def _start_transaction_under_autocommit(self):
        turn = _turns.setdefault(str(self.settings_dict["NAME"]), threading.Lock())
        # Not forever: after SQLite's own patience it is SQLite that says "database is locked".
        if turn.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", 5)):
            self._turn = turn
        try:
            super()._start_transaction_under_autocommit()
        except Error:
            self._end_turn()
            raise

    def _set_autocommit(self, autocommit):
        try:
            super()._set_autocommit(autocommit)
        finally:
            if autocommit:
                self._end_turn()

    def _close(self):
        try:
            super()._close()
        finally:
            self._end_turn()

    def _end_turn(self):
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.release()
