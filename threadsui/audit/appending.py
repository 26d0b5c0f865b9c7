"""Writing events to the end of the chain."""

from collections.abc import Sequence
from functools import cache

from django.db import connection, transaction

from threadsui.models import AuditEvent, AuditHead
from threadsui.models.masking import whole_text

from .chain import chain, sealed_head

HEAD = AuditHead._meta.db_table
FIELDS = AuditEvent._meta.local_concrete_fields


class HeadMissing(Exception):
    """The row that holds the chain's end is gone: nothing is recorded, and so nothing done, before somebody looks."""

    def __init__(self) -> None:
        super().__init__(
            "The head of the audit chain is missing. See docs/audit.md, “When it is broken”."
        )


def append(events: Sequence[AuditEvent]) -> None:
    """Number, seal and write new events, in one transaction: the caller's if there is one.

    From here to the end of that transaction nobody else can append, so this comes last in it. That the end is locked
    is what keeps the chain from forking; the events' primary key would refuse a fork all the same.

    SQL instead of the ORM, because this is part of everything that anybody does: it is four times as fast.
    """
    if not events:
        return
    with transaction.atomic(savepoint=False), connection.cursor() as cursor, whole_text():
        cursor.execute(_read_end(connection.vendor))
        end = cursor.fetchone()
        if end is None:
            raise HeadMissing
        number, mac = end
        head = sealed_head(*chain(events, number=number, mac=mac))
        rows = [_values(event) for event in events]
        if len(rows) == 1:
            cursor.execute(_insert(), rows[0])
        else:
            cursor.executemany(_insert(), rows)
        cursor.execute(
            f"UPDATE {HEAD} SET number = %s, mac = %s, key_id = %s, seal = %s WHERE id = 1",  # noqa: S608  our own name
            [head.number, head.mac, head.key_id, head.seal],
        )
    for event in events:
        event._state.adding, event._state.db = False, connection.alias


def _values(event: AuditEvent) -> list[object]:
    return [field.get_db_prep_save(getattr(event, field.attname), connection) for field in FIELDS]


@cache
def _read_end(vendor: str) -> str:
    """On SQLite the whole transaction is the lock: it began as a writing one."""
    lock = " FOR UPDATE" if vendor == "postgresql" else ""
    return f"SELECT number, mac FROM {HEAD} WHERE id = {AuditHead.ONLY}{lock}"  # noqa: S608  our own names


@cache
def _insert() -> str:
    columns = ", ".join(field.column for field in FIELDS)
    places = ", ".join(["%s"] * len(FIELDS))
    return f"INSERT INTO {AuditEvent._meta.db_table} ({columns}) VALUES ({places})"  # noqa: S608  our own names
