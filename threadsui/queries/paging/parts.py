"""A list that lies in several ranges of one index: the newest rows of all are among the newest of each range.

That is how somebody's threads lie who sees a few of many connections. To walk the newest of all connections, and leave
out those of others, takes as long as there are foreign ones above their own.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from threadsui.models.visibility import hidden_now

from .hints import Hints, Parts, with_hints
from .walking import Cursor, beyond

PARTS_MAX = 20  # each is a place in the index that is gone to


def of_seen_connections(threads: QuerySet[Any]) -> QuerySet[Any]:
    """The same, to be read by connection where few are in sight of whoever reads now, and others are not.

    For a list that is narrowed by nothing else: what other conditions leave has indexes of its own.
    """
    hidden = hidden_now()
    if not hidden.connections or not 1 < len(hidden.seen) <= PARTS_MAX:
        return threads
    each = tuple(threads.filter(connection=pk) for pk in hidden.seen)
    wanted = threads.filter(connection__in=hidden.seen)
    return with_hints(threads, Hints(parts=Parts(each, wanted)))


def newest_of(
    parts: Sequence[QuerySet[Any]], *, field: str, start: Cursor | None, number: int
) -> list[int]:
    """The primary keys of the first `number` rows of all parts, from `start` on, in its direction; one statement.

    Each part gives no more than `number` of them: Django has no way to say so to SQLite.
    """
    rows = [beyond(part, field, start).values_list("pk", field)[:number] for part in parts]
    statements, values = zip(*(one.query.sql_with_params() for one in rows), strict=True)
    union = " UNION ALL ".join(
        f"SELECT * FROM ({sql}) AS part_{place}"  # noqa: S608  Django's own statements
        for place, sql in enumerate(statements)
    )
    way = "ASC" if start and start.direction == "newer" else "DESC"
    with connections[rows[0].db].cursor() as cursor:
        cursor.execute(
            f"{union} ORDER BY 2 {way}, 1 {way} LIMIT {number:d}",
            [value for some in values for value in some],
        )
        return [row[0] for row in cursor.fetchall()]
