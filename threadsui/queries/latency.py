"""How long servers take to answer, from a bounded sample of the last 24 hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from threadsui.models import ApiCall, Connection

SAMPLE = 2_000  # calls of one connection; the newest ones stand for a busier day
SPAN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds that answered calls took. `connection` is None for all connections together."""

    connection: Connection | None
    calls: int
    median: float
    p95: float


def connections_with_samples(now: datetime) -> list[Connection]:
    """The active connections by name; `sample_start` is when the sample of each begins. One statement.

    That is the start of its 2,000th newest answered call, found in the index `apicall_latency`, or None when there
    were fewer in the 24 hours.
    """
    answered = _answered(now).filter(connection=OuterRef("pk")).order_by("-started_at")
    last = answered.values("started_at")[SAMPLE - 1 : SAMPLE]
    connections = Connection.visible.active().annotate(sample_start=Subquery(last))
    shown = connections.only("slug", "name", "is_sandbox", "end_of_life")
    return list(shown.order_by("name", "pk"))


def latencies(connections: Sequence[Connection], now: datetime) -> list[Latency]:
    """Median and 95th percentile by nearest rank: of all samples together first, then of each connection.

    One statement: the database ranks the samples, which it reads from the index, and answers with the few ranks that
    are wanted. Calls without an answer have no latency; a connection without an answered call is left out. Together,
    each call of the samples weighs the same.
    """
    figures: dict[int | None, dict[str, Any]] = {}
    for row in _ranked(connections, now):
        pk, duration, place, number, overall_place, total = row
        _note(figures, pk, duration, place, number)
        _note(figures, None, duration, overall_place, total)
    known: dict[int | None, Connection | None] = {None: None}
    known |= {connection.pk: connection for connection in connections}
    return [Latency(known[pk], **figures[pk]) for pk in known if pk in figures]


def _answered(now: datetime) -> QuerySet[ApiCall]:
    return ApiCall.visible.filter(status__isnull=False, started_at__gte=now - SPAN)


def _ranked(connections: Sequence[Connection], now: datetime) -> Sequence[Any]:
    samples = Q(pk__in=[])
    for connection in connections:
        start = getattr(connection, "sample_start", None) or now - SPAN
        samples |= Q(connection=connection, started_at__gte=start)
    ascending = ("duration_ms", "pk")
    calls = ApiCall.visible.filter(samples, status__isnull=False).annotate(
        place=Window(RowNumber(), partition_by="connection", order_by=ascending),
        number=Window(Count("pk"), partition_by="connection"),
        overall_place=Window(RowNumber(), order_by=ascending),
        total=Window(Count("pk")),
    )
    wanted = _is_rank("place", "number") | _is_rank("overall_place", "total")
    return list(
        calls.filter(wanted).values_list(
            "connection_id", "duration_ms", "place", "number", "overall_place", "total"
        )
    )


def _is_rank(place: str, number: str) -> Q:
    median, p95 = _ranks(F(number))
    return Q(**{place: median}) | Q(**{place: p95})


def _ranks(number: Any) -> tuple[Any, Any]:
    """The places of the median and of the 95th percentile among `number`: halves and 95 %, rounded up.

    For the database, where whole numbers divided are whole numbers; Python's own come with a part to cut off.
    """
    return (number + 1) / 2, (number * 95 + 99) / 100


def _note(
    figures: dict[int | None, dict[str, Any]],
    key: int | None,
    duration: float,
    place: int,
    number: int,
) -> None:
    found = figures.setdefault(key, {"calls": number})
    for name, rank in zip(("median", "p95"), _ranks(number), strict=True):
        if place == int(rank):
            found[name] = duration
