"""A thread's history: people's acts and the API calls behind them, joined by time, newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from threadsui.models import ApiCall, AuditEvent, Submission, Thread, User

from .related import people

LIMIT = 200  # of each kind; older ones are in the audit history and the call log


@dataclass(frozen=True)
class Item:
    """One line: an event with who did it, or a send with its attempts, or the press of Create."""

    kind: str  # "event", "send" or "press"
    moment: datetime
    actor: User | None = None
    event: AuditEvent | None = None
    attempts: list[ApiCall] = field(default_factory=list)
    submission: Submission | None = None

    @property
    def total_ms(self) -> float:
        """From the first attempt's start to the last one's end, waits included."""
        last = self.attempts[-1]
        return (last.started_at - self.moment) / timedelta(milliseconds=1) + last.duration_ms

    @property
    def attempt(self) -> ApiCall:
        return self.attempts[0]


@dataclass(frozen=True)
class Day:
    day: date
    items: list[Item]


def timeline_of(thread: Thread, submission: Submission | None, *, show: str = "") -> list[Day]:
    """What happened to `thread` and to the submission that made it, by days in the reader's zone.

    `show`: "people" or "calls" for one kind only.
    """
    events = [] if show == "calls" else _events(thread, submission)
    calls = [] if show == "people" else _calls(thread, submission)
    makers = [submission.actor_id] if submission else []
    who = people([*(event.actor_id for event in events), *makers])
    items = [
        Item("event", event.created_at, event=event, actor=who.get(event.actor_id or 0))
        for event in events
    ]
    items += [Item("send", send[0].started_at, attempts=send) for send in sends(calls)]
    if submission and show != "calls":
        actor = who.get(submission.actor_id)
        items.append(Item("press", submission.created_at, submission=submission, actor=actor))
    return _days(sorted(items, key=lambda item: item.moment, reverse=True))


def sends(calls: Iterable[ApiCall]) -> list[list[ApiCall]]:
    """Attempts, oldest first, put together by the request they repeat."""
    groups: list[list[ApiCall]] = []
    latest: dict[tuple[object, ...], list[ApiCall]] = {}
    for call in calls:
        request = (call.method, call.path, call.correlation_id, call.submission_id)
        group = latest.get(request)
        if group is not None and group[-1].attempt + 1 == call.attempt:
            group.append(call)
        else:
            latest[request] = [call]
            groups.append(latest[request])
    return groups


def count_of(thread: Thread, submission: Submission | None) -> int:
    """How many lines the whole timeline has."""
    calls = _about_calls(thread, submission).filter(attempt=1)
    return _about_events(thread, submission).count() + calls.count() + (1 if submission else 0)


def _about_events(thread: Thread, submission: Submission | None) -> QuerySet[AuditEvent]:
    about = Q(target_type=thread._meta.label_lower, target_id=str(thread.pk))
    if submission:
        about |= Q(target_type=submission._meta.label_lower, target_id=str(submission.pk))
    return AuditEvent.objects.filter(about)


def _about_calls(thread: Thread, submission: Submission | None) -> QuerySet[ApiCall]:
    about = Q(thread=thread)
    if submission:
        about |= Q(submission=submission)
    return ApiCall.objects.filter(about)


def _events(thread: Thread, submission: Submission | None) -> Sequence[AuditEvent]:
    return list(_about_events(thread, submission).order_by("-created_at", "-pk")[:LIMIT])


def _calls(thread: Thread, submission: Submission | None) -> Sequence[ApiCall]:
    calls = _about_calls(thread, submission).defer("request_body", "response_body")
    return list(calls.order_by("-started_at", "-pk")[:LIMIT])[::-1]


def _days(items: Iterable[Item]) -> list[Day]:
    days: list[Day] = []
    for item in items:
        day = timezone.localdate(item.moment)
        if not days or days[-1].day != day:
            days.append(Day(day, []))
        days[-1].items.append(item)
    return days
