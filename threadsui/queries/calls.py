"""Reads about API calls."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from threadsui.models import ApiCall, Connection

STATUSES = {
    "2xx": Q(status__gte=200, status__lt=300),
    "3xx": Q(status__gte=300, status__lt=400),
    "4xx": Q(status__gte=400, status__lt=500),
    "429": Q(status=429),
    "5xx": Q(status__gte=500, status__lt=600),
    "none": Q(status=None),
}


@dataclass(frozen=True, slots=True)
class CallFilters:
    text: str = ""  # a request or correlation id, whole, or a part of the path
    connection: Connection | None = None
    status: str = ""  # a key of STATUSES
    method: str = ""
    created_from: datetime | None = None
    created_before: datetime | None = None


def calls_for_list(filters: CallFilters) -> QuerySet[ApiCall]:
    calls = ApiCall.visible.defer("request_body", "response_body")
    if filters.text:
        calls = calls.filter(_matching(filters.text))
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


def _matching(text: str) -> Q:
    """A whole request or correlation id is looked up, not searched for."""
    for name in ("request_id", "correlation_id"):
        exact = Q(**{name: text})
        if ApiCall.visible.filter(exact).exists():
            return exact
    return Q(path__icontains=text)


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
