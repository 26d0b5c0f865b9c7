"""Reads about API calls."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from threadsui.models import ApiCall
from threadsui.search.conditions import Condition

from ..search.listing import (
    Known,
    Questions,
    always,
    holds,
    is_rare,
    known_thread,
    narrowed,
    part_of,
    with_id,
    with_number,
)
from .statuses import with_status

RESULTS = {"done": "2xx", "refused": "4xx", "failed": "5xx", "unanswered": "none"}


def calls_for_list(conditions: Iterable[Condition] = ()) -> QuerySet[ApiCall]:
    """The calls in sight of which all conditions hold, newest first. What no index knows is looked for in windows."""
    calls = ApiCall.visible.defer("request_body", "response_body")
    return narrowed(calls, ApiCall.objects.all(), conditions, QUESTIONS)


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


def _known(text: str) -> Known | None:
    """What an index answers: a whole request or correlation id, the id of a thread. None where it is none of them."""
    for key in ("request", "correlation"):
        if ApiCall.visible.filter(**{f"{key}_id": text}).exists():
            return key, (text, False)
    return known_thread(text)


QUESTIONS = Questions(
    moment="started_at",
    each={
        "connection": lambda pk: Q(connection=pk),
        "actor": lambda pk: Q(actor=pk),
        "status": lambda status: with_status("status", status),
        "method": lambda method: Q(method=method.upper()),
        "result": lambda result: with_status("status", RESULTS[result]),
        "is": lambda _retry: Q(attempt__gt=1),
        "thread": lambda numbers: Q(thread__in=numbers),
        "submission": with_number("submission"),
        "correlation": with_id("correlation_id"),
        "request": with_id("request_id"),
        "id": with_number("pk"),
        "path": part_of("path"),
    },
    words=lambda text: holds("path", text),
    known=_known,
    found={
        "thread": always,
        "submission": always,
        "correlation": is_rare,
        "request": is_rare,
        "id": always,
    },
)
