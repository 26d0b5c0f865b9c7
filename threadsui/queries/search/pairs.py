"""Threads by several pairs of their metadata: the rarest one finds them, and is asked about the others.

Each pair may be in a third of a million threads while no thread has two of them: to ask the threads, newest first,
would then be to ask all of them.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Exists

from threadsui.models import MetadataPair
from threadsui.search.conditions import Condition

NO_JOIN = "OFFSET 0"
TABLE = MetadataPair._meta.db_table
# In this index the threads of a pair lie beside each other, in their order. SQLite would take the one that is unique,
# and go from there to each row for its value.
INDEX = "metadatapair_found"
# How many of each pair are counted to tell which is the rarer; where all have more, it is all the same.
TELLING = (5_000, 35_000, 100_000)


class AskedOfEach(Exists):
    """An EXISTS that is put to one row after the other. For many rows that have it: few of them are looked at.

    PostgreSQL guesses the frequency of a pair from that of its key and of its value, which may be far less, and would
    join and sort all threads of it.
    """

    def as_postgresql(self, compiler: Any, connection: Any, **options: Any) -> Any:
        template = f"EXISTS(%(subquery)s {NO_JOIN})"
        return self.as_sql(compiler, connection, **options | {"template": template})


def rarest_first(conditions: Sequence[Condition]) -> list[Condition]:
    """The same pairs, the one with the fewest threads at the head, if it is known without counting very many."""
    if len(conditions) == 1:
        return list(conditions)
    for most in TELLING:
        rarest, least = _rarest(conditions, most)
        if least < most:
            break
    return [rarest, *(one for one in conditions if one is not rarest)]


def numbers_with(conditions: Sequence[Condition], limit: int) -> list[int]:
    """The numbers of the first threads, at most `limit`, that have all of these pairs. None of them is negated.

    The first one finds the threads, and each of them is asked about the others: see `rarest_first`.
    """
    statement, parameters = _first_with(conditions, limit)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [number for (number,) in cursor.fetchall()]


def count_with(conditions: Sequence[Condition], limit: int) -> int:
    """How many threads, counted up to `limit`, have all of these pairs: see `numbers_with`."""
    return _count(*_first_with(conditions, limit))


def _first_with(conditions: Sequence[Condition], limit: int) -> tuple[str, list[Any]]:
    first, *others = conditions
    condition, parameters = _holds("p", first)
    for other in others:
        is_so, own = _holds("q", other)
        found = f"{TABLE} q {_by_index(other)} WHERE {is_so} AND q.thread_id = p.thread_id"
        condition += f" AND EXISTS (SELECT 1 FROM {found} {_one_by_one()})"  # noqa: S608 - as below
        parameters += own
    return f"SELECT p.thread_id FROM {TABLE} p WHERE {condition} LIMIT {limit}", parameters  # noqa: S608 - our own names


def _rarest(conditions: Sequence[Condition], most: int) -> tuple[Condition, int]:
    """Of which there are the fewest, and how many; of none there are counted more than `most`."""
    rarest, least = conditions[0], most
    for condition in conditions:
        number = count_with([condition], least)
        if number < least:
            rarest, least = condition, number
    return rarest, least


def _count(statement: str, parameters: list[Any]) -> int:
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
    """What keeps PostgreSQL from reading all threads of a frequent pair in order to join them."""
    return NO_JOIN if connection.vendor == "postgresql" else ""


def _has_values(condition: Condition) -> bool:
    return None not in condition.values
