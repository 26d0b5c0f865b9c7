"""The five numbers of the overview. Each day is compared with the same weekday, up to this time of day."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import dateformat

from threadsui.models import Submission
from threadsui.queries.overview import DAYS, LAST_WEEK

State = Submission.State

ENOUGH_FOR_PERCENT = 20  # of fewer, a percentage would say more than is known


@dataclass(frozen=True)
class Stat:
    """`moment` stands after the hint: a time is drawn by the template."""

    label: str
    value: str
    unit: str = ""
    hint: str = ""
    moment: datetime | None = None
    tone: str = ""


def of_outcomes(span, tallies, waiting, latency):
    """Five: created, refused, not sent, unknown and still open, latency."""
    ended = sum(tally.number for tally in tallies if tally.day == DAYS - 1)
    return [
        _created(span, tallies),
        _failed("Refused today", State.REFUSED, span, tallies, ended),
        _failed("Not sent today", State.NOT_SENT, span, tallies, ended),
        Stat(
            "Unknown, open",
            f"{waiting.count:,}",
            hint="oldest sent" if waiting.oldest else "nothing waits for a person",
            moment=waiting.oldest,
            tone="unknown" if waiting.count else "",
        ),
        _latency(latency),
    ]


def of_threads(span, tallies):
    """For those who see threads only: what was created, over three lengths of time."""
    week = sum(tally.number for tally in tallies if tally.day > LAST_WEEK)
    total = sum(tally.number for tally in tallies)
    return [
        _created(span, tallies),
        Stat("Created in 7 days", f"{week:,}", hint="today included"),
        Stat(f"Created in {DAYS} days", f"{total:,}", hint="today included"),
    ]


def compared(today, before, weekday):
    """ "12 % more than last Sunday by this time"; in numbers when there are few."""
    then = f"last {weekday} by this time"
    if today == before:
        return f"as many as {then}" if before else f"none {then} either"
    if not before:
        return f"none {then}"
    more = "more" if today > before else "fewer"
    difference = abs(today - before)
    if before < ENOUGH_FOR_PERCENT:
        return f"{difference:,} {more} than {then}"
    return f"{100 * difference / before:,.0f} % {more} than {then}"


def _created(span, tallies):
    today, before = _today(tallies, State.ACCEPTED), _before(tallies, State.ACCEPTED)
    return Stat("Created today", f"{today:,}", hint=compared(today, before, _weekday(span)))


def _failed(label, state, span, tallies, ended):
    today, before = _today(tallies, state), _before(tallies, state)
    part = f"{100 * today / ended:.1f} %" if today else ""
    hint = f"{before:,} last {_weekday(span)} by this time"
    return Stat(label, f"{today:,}", part, hint, tone="danger" if today else "")


def _latency(latency):
    if latency is None:
        return Stat("Median latency", "–", hint="no calls in 24 hours")
    value, _, unit = milliseconds(latency.median).partition(" ")
    return Stat("Median latency", value, unit, f"p95 {milliseconds(latency.p95)}, last 24 hours")


def milliseconds(duration):
    """ "12 ms", "1,012 ms", "12.4 s"."""
    return f"{duration:,.0f} ms" if duration < 10_000 else f"{duration / 1_000:,.1f} s"


def latency_words(latency):
    """A connection's figures as they are read."""
    return {
        "connection": latency.connection.name,
        "calls": latency.calls,
        "median": milliseconds(latency.median),
        "p95": milliseconds(latency.p95),
    }


def _today(tallies, state):
    return sum(tally.number for tally in tallies if (tally.day, tally.state) == (DAYS - 1, state))


def _before(tallies, state):
    return sum(
        tally.number
        for tally in tallies
        if (tally.day, tally.state, tally.is_later) == (LAST_WEEK, state, False)
    )


def _weekday(span):
    return dateformat.format(span.days[-1], "l")
