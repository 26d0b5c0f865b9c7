"""Reads about API calls."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from threadsui.models import ApiCall, Connection, Thread

from .hints import Hints, Walk, with_hints

STATUSES = {
    "2xx": Q(status__gte=200, status__lt=300),
    "3xx": Q(status__gte=300, status__lt=400),
    "4xx": Q(status__gte=400, status__lt=500),
    "429": Q(status=429),
    "5xx": Q(status__gte=500, status__lt=600),
    "none": Q(status=None),
}

SAME_ID_MAX = 20  # threads of one id, on several connections


@dataclass(frozen=True, slots=True)
class CallFilters:
    text: str = ""  # a whole id of a request, a correlation or a thread, or a part of the path
    connection: Connection | None = None
    status: str = ""  # a key of STATUSES
    method: str = ""
    created_from: datetime | None = None
    created_before: datetime | None = None


def calls_for_list(filters: CallFilters) -> QuerySet[ApiCall]:
    """Newest first. A part of a path, which no index knows, is looked for in windows of the list: see hints.Walk."""
    calls = ApiCall.visible.defer("request_body", "response_body")
    if not filters.text:
        return _narrowed(calls, filters)
    known = _known(filters.text)
    if known is not None:
        return _narrowed(calls.filter(known), filters)
    found = _narrowed(calls.filter(path__icontains=filters.text), filters)
    guide = CallFilters(created_from=filters.created_from, created_before=filters.created_before)
    return with_hints(
        found, Hints(walk=Walk(_narrowed(ApiCall.objects.all(), guide), "started_at"))
    )


def _narrowed(calls: QuerySet[ApiCall], filters: CallFilters) -> QuerySet[ApiCall]:
    if filters.connection:
        calls = calls.filter(connection=filters.connection)
    if filters.status:
        calls = calls.filter(STATUSES[filters.status])
    if filters.method:
        calls = calls.filter(method=filters.method)
    if filters.created_from:
        calls = calls.filter(started_at__gte=filters.created_from)
    if filters.created_before:
        calls = calls.filter(started_at__lt=filters.created_before)
    return calls


def _known(text: str) -> Q | None:
    """What an index answers: a whole request or correlation id, the id of a thread. None where it is none of them."""
    for name in ("request_id", "correlation_id"):
        exact = Q(**{name: text})
        if ApiCall.visible.filter(exact).exists():
            return exact
    threads = list(Thread.visible.filter(remote_id=text).values_list("pk", flat=True)[:SAME_ID_MAX])
    return Q(thread__in=threads) if threads else None


def call_for_page(pk: int) -> ApiCall | None:
    return (
        ApiCall.visible.select_related("connection", "submission", "thread", "actor")
        .filter(pk=pk)
        .first()
    )


def calls_of_one_send(call: ApiCall) -> list[ApiCall]:
    """The attempts of the same request, oldest first: one person's one click."""
    if not call.correlation_id:
        return [call]
    return list(
        ApiCall.visible.filter(correlation_id=call.correlation_id, submission=call.submission)
        .defer("request_body", "response_body")
        .order_by("started_at", "pk")[:20]
    )
