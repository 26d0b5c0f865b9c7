"""The five numbers of the overview. Each day is compared with the same weekday, up to this time of day."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import dateformat
from django.utils.translation import gettext as _

from threadsui.models import Submission
from threadsui.queries.overview import DAYS, LAST_WEEK
from threadsui.words import number

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
        _failed(_("Refused today"), State.REFUSED, span, tallies, ended),
        _failed(_("Not sent today"), State.NOT_SENT, span, tallies, ended),
        Stat(
            _("Unknown, open"),
            number(waiting.count),
            hint=_("oldest sent") if waiting.oldest else _("nothing waits for a person"),
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
        Stat(_("Created in 7 days"), number(week), hint=_("today included")),
        Stat(
            _("Created in %(days)s days") % {"days": DAYS},
            number(total),
            hint=_("today included"),
        ),
    ]


def compared(today, before, weekday):
    """ "12 % more than last Sunday by this time"; in numbers when there are few."""
    values = {"weekday": weekday}
    if today == before:
        same = _("as many as last %(weekday)s by this time")
        return (same if before else _("none last %(weekday)s by this time either")) % values
    if not before:
        return _("none last %(weekday)s by this time") % values
    difference = abs(today - before)
    if before < ENOUGH_FOR_PERCENT:
        values["difference"] = number(difference)
    else:
        part = number(100 * difference / before)
        values["difference"] = _("%(number)s %%") % {"number": part}
    if today > before:
        return _("%(difference)s more than last %(weekday)s by this time") % values
    return _("%(difference)s fewer than last %(weekday)s by this time") % values


def _created(span, tallies):
    today, before = _today(tallies, State.ACCEPTED), _before(tallies, State.ACCEPTED)
    return Stat(_("Created today"), number(today), hint=compared(today, before, _weekday(span)))


def _failed(label, state, span, tallies, ended):
    today, before = _today(tallies, state), _before(tallies, state)
    part = _("%(number)s %%") % {"number": number(100 * today / ended, 1)} if today else ""
    hint = _("%(number)s last %(weekday)s by this time")
    hint %= {"number": number(before), "weekday": _weekday(span)}
    return Stat(label, number(today), part, hint, tone="danger" if today else "")


def _latency(latency):
    if latency is None:
        return Stat(_("Median latency"), "–", hint=_("no calls in 24 hours"))
    value, _space, unit = milliseconds(latency.median).partition(" ")
    hint = _("p95 %(duration)s, last 24 hours") % {"duration": milliseconds(latency.p95)}
    return Stat(_("Median latency"), value, unit, hint)


def milliseconds(duration):
    """ "12 ms", "1,012 ms", "12.4 s"."""
    if duration < 10_000:
        return _("%(number)s ms") % {"number": number(duration)}
    return _("%(number)s s") % {"number": number(duration / 1_000, 1)}


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
