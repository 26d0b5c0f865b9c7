"""Threads by several pairs of their metadata: the rarest one finds them, and is asked about the others.

Each pair may be in a third of a million threads while no thread has two of them: to ask the threads, newest first,
would then be to ask all of them.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from threadsui.models import MetadataPair
from threadsui.search.conditions import Condition

TABLE = MetadataPair._meta.db_table
# In this index the threads of a pair lie beside each other, in their order. SQLite would take the one that is unique,
# and go from there to each row for its value.
INDEX = "metadatapair_found"
TELLING_MAX = 100_000  # of so many pairs it is all the same which is the rarer


def numbers_with(conditions: Sequence[Condition], limit: int) -> list[int]:
    """The numbers of the first threads, at most `limit`, that have all of these pairs. None of them is negated."""
    first = _rarest(conditions) if len(conditions) > 1 else conditions[0]
    condition, parameters = _holds("p", first)
    for other in (one for one in conditions if one is not first):
        is_so, own = _holds("q", other)
        found = f"{TABLE} q {_by_index(other)} WHERE {is_so} AND q.thread_id = p.thread_id"
        condition += f" AND EXISTS (SELECT 1 FROM {found} {_one_by_one()})"  # noqa: S608 - as below
        parameters += own
    statement = f"SELECT p.thread_id FROM {TABLE} p WHERE {condition} LIMIT {limit}"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [number for (number,) in cursor.fetchall()]


def _rarest(conditions: Sequence[Condition]) -> Condition:
    rarest, least = conditions[0], TELLING_MAX
    for condition in conditions:
        number = _frequency(condition, least)
        if number < least:
            rarest, least = condition, number
    return rarest


def _frequency(condition: Condition, most: int) -> int:
    """How many threads have the pair, up to `most`."""
    is_so, parameters = _holds("p", condition)
    statement = f"SELECT 1 FROM {TABLE} p WHERE {is_so} LIMIT {most}"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({statement}) found", parameters)  # noqa: S608 - as above
        number: int = cursor.fetchone()[0]
    return number


def _holds(alias: str, condition: Condition) -> tuple[str, list[Any]]:
    if not _has_values(condition):
        return f"{alias}.key = %s", [condition.name]
    places = ", ".join(["%s"] * len(condition.values))
    return f"{alias}.key = %s AND {alias}.value IN ({places})", [condition.name, *condition.values]


def _by_index(condition: Condition) -> str:
    return f"INDEXED BY {INDEX}" if connection.vendor == "sqlite" and _has_values(condition) else ""


def _one_by_one() -> str:
    """PostgreSQL would read all threads of the frequent pair to join them; an OFFSET keeps it from that."""
    return "OFFSET 0" if connection.vendor == "postgresql" else ""


def _has_values(condition: Condition) -> bool:
    return None not in condition.values
