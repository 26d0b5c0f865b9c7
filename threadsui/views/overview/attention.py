"""What needs a person: open outcomes, failures of the last hour, connections that end soon."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from threadsui.models import Submission, User
from threadsui.queries.overview import SURELY_FAILED, Reason
from threadsui.words import number as shown

from .reasons import words

ROWS = 4


@dataclass(frozen=True)
class Row:
    """One line. `submission`: an open outcome, with its own sentence and verbs; else `text` says it all."""

    key: str  # makes ids that stay the same from poll to poll, so that the focus stays
    tone: str
    icon: str
    title: str
    text: str
    submission: Submission | None = None
    sender: User | None = None
    href: str = ""


def needs(span, tallies, waiting, ending, people):
    """The lines to show, at most four, open outcomes first, and how many things there are in all.

    `people`: those who sent the open outcomes, by id.
    """
    others = [*_failures(tallies), *(_ending(connection, span.days[-1]) for connection in ending)]
    room = max(1, ROWS - len(others))
    outcomes = [_open(item, people.get(item.actor_id)) for item in waiting.newest[:room]]
    return [*outcomes, *others][:ROWS], waiting.count + len(others)


def announcement(number):
    if not number:
        return _("Nothing needs attention any more.")
    said = ngettext(
        "%(number)s thing needs attention.", "%(number)s things need attention.", number
    )
    return said % {"number": shown(number)}


def _open(submission, sender):
    reason = Reason(Submission.State.UNKNOWN, submission.error_status, submission.error_code)
    status = f" ({reason.status})" if reason.status else ""
    return Row(
        key=f"submission-{submission.pk}",
        tone="unknown",
        icon="circle-question-mark",
        title=str(submission),
        text=_("%(reason)s; a thread may exist.") % {"reason": f"{words(reason)}{status}"},
        submission=submission,
        sender=sender,
    )


def _failures(tallies):
    """Refused or not sent in the last hour; unknown ones have lines of their own."""
    numbers: Counter[Any] = Counter()
    states: Counter[str] = Counter()
    for tally in tallies:
        if tally.state in SURELY_FAILED and tally.in_last_hour:
            numbers[words(tally.reason), tally.reason.status] += tally.in_last_hour
            states[tally.state] += tally.in_last_hour
    total = numbers.total()
    if not total:
        return
    (reason, status), most = numbers.most_common(1)[0]
    code = f" ({status})" if status else ""
    if most == total:
        text = _("%(reason)s. Nothing was created.")
    else:
        text = _("%(reason)s, %(times)s times. Nothing was created.")
    title = ngettext(
        "%(number)s create failed in the last hour",
        "%(number)s creates failed in the last hour",
        total,
    )
    yield Row(
        key="failures",
        tone="danger",
        icon="circle-x",
        title=title % {"number": shown(total)},
        text=text % {"reason": f"{reason}{code}", "times": shown(most)},
        href=f"{reverse('threadsui:submission_list')}?state={states.most_common(1)[0][0]}",
    )


def _ending(connection, today):
    days = (connection.end_of_life - today).days
    date = dateformat.format(connection.end_of_life, pgettext("date format", "j F Y"))
    if days < 0:
        title = _("%(connection)s has ended")
        text = _("Its server was to stop on %(date)s. Choose another connection.")
    else:
        title = ngettext(
            "%(connection)s ends in %(days)s day", "%(connection)s ends in %(days)s days", days
        )
        title = title if days else _("%(connection)s ends today")
        text = _("Its server stops on %(date)s; creates will fail from then on.")
    return Row(
        key=f"connection-{connection.pk}",
        tone="warn",
        icon="calendar-clock",
        title=title % {"connection": connection, "days": days},
        text=text % {"date": date},
    )
