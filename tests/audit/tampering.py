"""What somebody does who owns the database but not the key: raw SQL, with the triggers away."""

from contextlib import contextmanager

from django.db import connection

from threadsui.audit import triggers

TABLE = "threadsui_auditevent"


@contextmanager
def without_triggers():
    triggers.drop(connection)
    try:
        yield
    finally:
        triggers.create(connection)


def run(sql, *values):
    """One statement on the console's database, past the triggers."""
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(sql, values)
