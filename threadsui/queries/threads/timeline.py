"""A thread's history: people's acts and the API calls behind them, joined by time, newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from threadsui.models import ApiCall, AuditEvent, Submission, Thread, User

from ..paging.pagination import capped_count
from ..paging.related import people

LIMIT = 200  # of each kind, in one part


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


@dataclass(frozen=True)
class Timeline:
    """`older`: where the part before this one ends; None when there is none."""

    days: list[Day]
    older: datetime | None = None


def timeline_of(
    thread: Thread | None,
    submission: Submission | None,
    *,
    show: str = "",
    until: datetime | None = None,
    size: int = LIMIT,
) -> Timeline:
    """What happened to `thread` and to the submission that made it, newest first, by days in the reader's zone.

    `show`: "people" or "calls" for one kind only. `until`: nothing newer than that. At most `size` of each kind; what
    lies before the oldest of them is the next part's. Only lines of one moment are never parted, however many.
    """
    shows_events, shows_calls = show != "calls", show != "people"
    events = _events(thread, submission, until, size) if shows_events else []
    calls = _calls(thread, submission, until, size) if shows_calls else []
    cut = _cut(events, calls, size)
    if cut and cut == _newest(events, calls):
        until, cut = cut, cut - timedelta(microseconds=1)
        events = _events(thread, submission, until, None, since=until) if shows_events else []
        calls = _calls(thread, submission, until, None, since=until) if shows_calls else []
    if cut:
        events = [event for event in events if event.created_at > cut]
        calls = [call for call in calls if call.started_at > cut]
    items = _items(events, calls[::-1], submission if show != "calls" else None)
    shown = [
        item
        for item in items
        if (cut is None or item.moment > cut) and (until is None or item.moment <= until)
    ]
    return Timeline(_days(sorted(shown, key=_order, reverse=True)), older=cut)


def _order(item: Item) -> tuple[datetime, int]:
    """Events of one moment in the order in which they were written."""
    return item.moment, item.event.pk if item.event else 0


def _items(
    events: Sequence[AuditEvent], calls: Sequence[ApiCall], pressed: Submission | None
) -> list[Item]:
    makers = [pressed.actor_id] if pressed else []
    who = people([*(event.actor_id for event in events), *makers])
    items = [
        Item("event", event.created_at, event=event, actor=who.get(event.actor_id or 0))
        for event in events
    ]
    items += [Item("send", send[0].started_at, attempts=send) for send in sends(calls)]
    if pressed:
        actor = who.get(pressed.actor_id)
        items.append(Item("press", pressed.created_at, submission=pressed, actor=actor))
    return items


def _newest(events: Sequence[AuditEvent], calls: Sequence[ApiCall]) -> datetime:
    return max([event.created_at for event in events[:1]] + [call.started_at for call in calls[:1]])


def _cut(events: Sequence[AuditEvent], calls: Sequence[ApiCall], size: int) -> datetime | None:
    """The newest moment of which something may be left out, where there is more than `size` of a kind."""
    left_out = [event.created_at for event in events[size:]]
    left_out += [call.started_at for call in calls[size:]]
    return max(left_out, default=None)


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


def count_of(thread: Thread | None, submission: Submission | None) -> int:
    """How many lines the whole timeline has, as far as is counted."""
    events = capped_count(_about_events(thread, submission))
    calls = capped_count(_about_calls(thread, submission).filter(attempt=1))
    return events + calls + (1 if submission else 0)


def _about_events(thread: Thread | None, submission: Submission | None) -> QuerySet[AuditEvent]:
    about = Q(pk__in=())
    for record in (thread, submission):
        if record:
            about |= Q(target_type=record._meta.label_lower, target_id=str(record.pk))
    return AuditEvent.visible.filter(about)


def _about_calls(thread: Thread | None, submission: Submission | None) -> QuerySet[ApiCall]:
    about = Q(pk__in=())
    if thread:
        about |= Q(thread=thread)
    if submission:
        about |= Q(submission=submission)
    return ApiCall.visible.filter(about)


def _events(
    thread: Thread | None,
    submission: Submission | None,
    until: datetime | None,
    size: int | None,
    since: datetime | None = None,
) -> list[AuditEvent]:
    """One more than `size`, which tells that there are more; all that there are without one."""
    events = _about_events(thread, submission)
    if until:
        events = events.filter(created_at__lte=until)
    if since:
        events = events.filter(created_at__gte=since)
    return list(events.order_by("-created_at", "-pk")[: size and size + 1])


def _calls(
    thread: Thread | None,
    submission: Submission | None,
    until: datetime | None,
    size: int | None,
    since: datetime | None = None,
) -> list[ApiCall]:
    """As `_events`."""
    calls = _about_calls(thread, submission).defer("request_body", "response_body")
    if until:
        calls = calls.filter(started_at__lte=until)
    if since:
        calls = calls.filter(started_at__gte=since)
    return list(calls.order_by("-started_at", "-pk")[: size and size + 1])


def _days(items: Iterable[Item]) -> list[Day]:
    days: list[Day] = []
    for item in items:
        day = timezone.localdate(item.moment)
        if not days or days[-1].day != day:
            days.append(Day(day, []))
        days[-1].items.append(item)
    return days
