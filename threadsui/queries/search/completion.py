"""What the search box offers while one types: metadata keys and values that are in use, people, connections, tags.

Metadata is read by leaps from one entry of an index to the next that differs: it costs what it finds, however many
threads have it. Everything ends at a bound, and so do the counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from threadsui.models import Connection, MetadataPair, Tag, Thread, User
from threadsui.models.visibility import hidden_now

OFFERED_MAX = 8
PAIRS = MetadataPair._meta.db_table
LEAPS_MAX = 60  # distinct keys or values that are looked at
COUNTED_MAX = 500  # threads counted for each of them
LOOKED_AT_MAX = 2_000  # threads that are looked at for those, where some are out of sight

# `first` and `next` are one leap each; `same` says which rows are counted. Each of `seeds` is one spelling of the
# beginning; what comes behind those that begin so ends its walk.
LEAPS = """
WITH RECURSIVE seeds(key, seed) AS (VALUES {seeds}),
walk(key, seed, found, leap) AS (
    SELECT key, seed, ({first}), 1 FROM seeds
    UNION ALL
    SELECT key, seed, ({next}), leap + 1 FROM walk
    WHERE LOWER(SUBSTR(found, 1, LENGTH(seed))) = LOWER(seed) AND leap < {leaps}
)
SELECT found, (SELECT COUNT(*) FROM (SELECT 1 FROM {pairs} LIMIT {counted}) counted) FROM (
    SELECT DISTINCT key, found FROM walk WHERE LOWER(SUBSTR(found, 1, LENGTH(seed))) = LOWER(seed)
) once
"""
KEYS = {
    "first": "SELECT CAST(p.key AS text) FROM threadsui_metadatapair p WHERE p.key >= seed ORDER BY p.key LIMIT 1",
    "next": "SELECT CAST(p.key AS text) FROM threadsui_metadatapair p WHERE p.key > found ORDER BY p.key LIMIT 1",
    "same": "p.key = found",
}
VALUES = {
    "first": "SELECT CAST(p.value AS text) FROM threadsui_metadatapair p"
    " WHERE p.key = seeds.key AND p.value >= seed ORDER BY p.value LIMIT 1",
    "next": "SELECT CAST(p.value AS text) FROM threadsui_metadatapair p"
    " WHERE p.key = walk.key AND p.value > found ORDER BY p.value LIMIT 1",
    "same": "p.key = once.key AND p.value = found",
}


@dataclass(frozen=True, slots=True)
class Used:
    """A key or value and how many threads have it; COUNTED_MAX + 1 stands for all higher numbers."""

    text: str
    count: int


def metadata_keys(beginning: str) -> list[Used]:
    """The keys that begin so, in whatever letters, the most used first: one statement."""
    return _most_used(KEYS, "", beginning)


def metadata_values(key: str, beginning: str) -> list[Used]:
    """The values of `key` that begin so, in whatever letters, the most used first: one statement."""
    return _most_used(VALUES, key, beginning)


def people(beginning: str) -> list[User]:
    """The active people of whose names one begins so, by user name."""
    names = ("username", "first_name", "last_name")
    begins = reduce(or_, (Q(**{f"{name}__istartswith": beginning}) for name in names))
    found = User.objects.filter(begins, is_active=True).only(*names)
    return list(found.order_by("username")[:OFFERED_MAX])


def connections(beginning: str) -> list[Connection]:
    """Those whose slug or name begins so, by name. No secret is read."""
    begins = Q(slug__istartswith=beginning) | Q(name__istartswith=beginning)
    found = Connection.visible.filter(begins).only("slug", "name")
    return list(found.order_by("name", "pk")[:OFFERED_MAX])


def tags(beginning: str) -> list[Tag]:
    """Those whose name begins so, by name; tags have small letters only."""
    found = Tag.visible.filter(name__startswith=beginning.lower())
    return list(found.order_by("name")[:OFFERED_MAX])


def _most_used(leap: dict[str, str], key: str, beginning: str) -> list[Used]:
    seeds = sorted({beginning, beginning.lower(), beginning.upper(), beginning.capitalize()})
    sql = LEAPS.format(
        **leap,
        pairs=_pairs_in_sight(leap["same"]),
        seeds=", ".join(["(CAST(%s AS text), CAST(%s AS text))"] * len(seeds)),
        leaps=LEAPS_MAX // len(seeds),
        counted=COUNTED_MAX + 1,
    )
    rows = _rows(sql, [text for seed in seeds for text in (key, seed)])
    used = (Used(text, count) for text, count in rows if count)
    found = sorted(used, key=lambda one: (-one.count, one.text))
    return found[:OFFERED_MAX]


def _pairs_in_sight(same: str) -> str:
    """The rows to be counted. What only threads have that are out of sight is counted as none, and so not offered."""
    pairs = f"{PAIRS} p WHERE {same}"
    hidden = hidden_now()
    if not hidden:
        return pairs
    threads = Thread.objects.without(hidden).filter(pk=RawSQL("p.thread_id", ())).values("pk")
    try:
        statement, parameters = threads.query.sql_with_params()
    except EmptyResultSet:  # they see no connection at all
        return f"{pairs} AND 1 = 0"
    seen = statement % parameters  # numbers alone
    looked_at = f"SELECT p.thread_id FROM {pairs} LIMIT {LOOKED_AT_MAX}"  # noqa: S608 - our own names
    return f"({looked_at}) p WHERE EXISTS ({seen})"


def _rows(sql: str, params: list[Any]) -> Iterable[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
