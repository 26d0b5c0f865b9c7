"""Reads about the last two weeks: what became of creates, what waits for a person, which threads are new.

Each is one statement, answered by an index alone or cut off after a few rows, so that it costs the same however long
the console has been in use.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Count, IntegerField, Min, Q, Value, When
from django.utils import timezone

from threadsui.models import Connection, Submission, Thread, User

from .paging.pagination import newest
from .paging.parts import of_seen_connections

State = Submission.State

DAYS = 14  # today included
LAST_WEEK = DAYS - 8  # the place of the same weekday of last week
FAILED = (State.REFUSED, State.NOT_SENT, State.UNKNOWN)
SURELY_FAILED = (State.REFUSED, State.NOT_SENT)
ENDING_WITHIN = timedelta(days=60)

# The codes that say more than their status. Others are counted with their status, so that a server's inventions
# cannot make the answer of the database long.
TOLD_CODES = (
    "insufficient_quota",
    "credit_balance_exhausted",
    "string_above_max_length",
    "array_above_max_length",
    "invalid_api_key",
    "request_too_large",
)


@dataclass(frozen=True, slots=True)
class Window:
    """The reader's last 14 days. `starts` has the instant each begins, oldest first; `days[-1]` is today."""

    now: datetime
    days: list[date]
    starts: list[datetime]

    @property
    def week_ago(self) -> datetime:
        """The same time by the clock on the wall, seven days back."""
        local = timezone.localtime(self.now)
        return (local.replace(tzinfo=None) - timedelta(days=7)).replace(tzinfo=local.tzinfo)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why creates failed: `status` is None when no answer came; `code` is one of TOLD_CODES or empty."""

    state: str
    status: int | None
    code: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many submissions of one day came to the same."""

    day: int  # the place in Window.days
    is_later: bool  # last week's day only: after the time of day that it is now
    state: str
    reason: Reason | None  # of one that failed
    number: int
    in_last_hour: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Outcomes that need a person's word; `newest` has only the first few."""

    count: int
    oldest: datetime | None
    newest: list[Submission]


def window(now: datetime | None = None) -> Window:
    """The last 14 days up to `now`, in the current time zone, as the calendar there has them."""
    now = now or timezone.now()
    zone = timezone.get_current_timezone()
    today = timezone.localtime(now).date()
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    return Window(now, days, [datetime.combine(day, time.min, zone) for day in days])


def tallies(span: Window, *, actor: User | None = None) -> list[Tally]:
    """Every submission of the 14 days, of `actor` or of everybody, counted by day and outcome: one statement.

    It reads the index `submission_newest` (`submission_by_actor`) from the window's start, and no row of the table.
    The days are compared as instants: a function for the date would have to be called for each of them.
    """
    submissions = Submission.visible.filter(created_at__gte=span.starts[0])
    if actor:
        submissions = submissions.filter(actor=actor)
    hour_ago = span.now - timedelta(hours=1)
    counted = (
        submissions.order_by()
        .annotate(place=_place(span), code=_told_code())
        .values_list("place", "state", "error_status", "code")
        .annotate(number=Count("pk"), recent=Count("pk", filter=Q(created_at__gt=hour_ago)))
    )
    return [_tally(*row) for row in counted]


def waiting(*, actor: User | None = None, shown: int = 4) -> Waiting:
    """The open outcomes, of `actor` or of everybody: two statements, by the index of those that are open."""
    submissions = Submission.visible.open_unknown(actor=actor)
    totals = submissions.aggregate(count=Count("pk"), oldest=Min("created_at"))
    newest = submissions.defer("body").order_by("-created_at", "-pk")[:shown]
    return Waiting(totals["count"], totals["oldest"], list(newest) if totals["count"] else [])


def recent_threads(*, creator: User | None = None, shown: int = 4) -> list[Thread]:
    threads = Thread.visible.defer("metadata", "tool_resources")
    found = threads.created_by(creator) if creator else of_seen_connections(threads)
    return newest(found, field="recorded_at", number=shown)


def ending(connections: Iterable[Connection], today: date) -> list[Connection]:
    """Those whose end of life is within 60 days, or past; the soonest first."""
    soon = [
        (connection.end_of_life, connection.pk, connection)
        for connection in connections
        if connection.end_of_life and connection.end_of_life - today <= ENDING_WITHIN
    ]
    return [connection for _, _, connection in sorted(soon)]


def _place(span: Window) -> Case:
    """2 × the day's place in the window; 1 more for last week's same weekday after this time of day."""
    places = [2 * day + (day == LAST_WEEK) for day in range(DAYS - 1)]
    cuts = [*zip(span.starts[1:], places, strict=True), (span.week_ago, 2 * LAST_WEEK)]
    whens = [When(created_at__lt=cut, then=Value(place)) for cut, place in sorted(cuts)]
    return Case(*whens, default=Value(2 * (DAYS - 1)), output_field=IntegerField())


def _told_code() -> Case:
    return Case(When(error_code__in=TOLD_CODES, then="error_code"), default=Value(""))


def _tally(
    place: int, state: str, status: int | None, code: str, number: int, recent: int
) -> Tally:
    reason = Reason(state, status, code) if state in FAILED else None
    return Tally(place // 2, bool(place % 2), state, reason, number, recent)
