"""The overview: today's numbers, what needs a person, trends. Asked again by the page itself every 30 seconds."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from threadsui.models import Submission, User
from threadsui.queries import overview as queries
from threadsui.queries.latency import SAMPLE, connections_with_samples, latencies
from threadsui.queries.paging import related
from threadsui.queries.personal.drafts import recent_drafts

from ..pages import render_page, wants_piece
from ..permissions import requires
from . import attention, stats
from .charts import DayNumbers, day_chart, latency_chart, percent
from .reasons import words

State = Submission.State

POLL = "overview-poll"
# What a poll swaps, one by one: an element with the id overview-NAME, filled by overview/NAME.html.
PIECES = ("moment", "stats", "recent", "days", "days_table")
PIECES_OF_CREATORS = ("drafts",)
PIECES_OF_OUTCOMES = ("attention", "reasons", "latency", "latency_table")
REASONS_SHOWN = 5
CONNECTIONS_SHOWN = 5
LABEL_EVERY = 3  # days


@dataclass(frozen=True)
class Scope:
    """Whose creates are counted (None: everybody's), and what else is shown: viewers see threads only."""

    actor: User | None
    can_choose: bool
    sees_outcomes: bool
    has_drafts: bool


@require_safe
@requires("threadsui.view_thread")
def overview(request):
    scope = _scope(request)
    span = queries.window()
    tallies = queries.tallies(span, actor=scope.actor)
    threads = queries.recent_threads(creator=scope.actor, shown=4 if scope.sees_outcomes else 7)
    waiting = queries.waiting(actor=scope.actor) if scope.sees_outcomes else None
    people = related.people(_ids(threads, waiting))
    if waiting:
        context = _outcomes(span, tallies, waiting, people)
    else:
        tallies = [tally for tally in tallies if tally.state == State.ACCEPTED]
        context = {"stats": stats.of_threads(span, tallies)}
    context |= {
        "scope": scope,
        "now": span.now,
        "my_drafts": recent_drafts(request.user) if scope.has_drafts else [],
        "recent": [(thread, people.get(thread.creator_id)) for thread in threads],
        **_days(span, tallies),
    }
    context |= _polling(request, scope, context.get("attention_count", 0))
    return render_page(request, "overview.html", context, pieces={POLL: "overview/pieces.html"})


def _scope(request):
    user = request.user
    sees_all = user.has_perm("threadsui.view_any_submission")
    sees_own = user.has_perm("threadsui.view_submission")
    may_create = user.has_perm("threadsui.add_thread")
    can_choose = sees_all and may_create
    is_own = request.GET.get("show") == "mine" if can_choose else sees_own and not sees_all
    return Scope(user if is_own else None, can_choose, sees_own, may_create)


def _ids(threads, waiting):
    """Of everybody whose name is shown."""
    senders = [submission.actor_id for submission in waiting.newest] if waiting else []
    return [*senders, *(thread.creator_id for thread in threads)]


def _outcomes(span, tallies, waiting, people):
    """What goes by submissions and calls."""
    connections = connections_with_samples(span.now)
    overall, *each = latencies(connections, span.now) or [None]
    shown = sorted(each, key=lambda item: item.calls, reverse=True)[:CONNECTIONS_SHOWN]
    ending = queries.ending(connections, span.days[-1])
    rows, count = attention.needs(span, tallies, waiting, ending, people)
    return {
        "stats": stats.of_outcomes(span, tallies, waiting, overall),
        "attention": rows,
        "attention_count": count,
        "unknown_count": waiting.count,
        "reasons": _reasons(tallies),
        "latency_rows": [stats.latency_words(item) for item in each],
        "latency_chart": latency_chart(shown) if shown else None,
        "latencies_hidden": len(each) - len(shown),
        "sample": SAMPLE,
    }


def _days(span, tallies):
    counts = Counter()
    for tally in tallies:
        counts[tally.day, tally.state] += tally.number
    days = [
        DayNumbers(
            name=dateformat.format(day, pgettext("date format", "l j F")),
            label=_label(span.days, place),
            created=counts[place, State.ACCEPTED],
            refused=counts[place, State.REFUSED],
            not_sent=counts[place, State.NOT_SENT],
            unknown=counts[place, State.UNKNOWN],
            is_today=day == span.days[-1],
        )
        for place, day in enumerate(span.days)
    ]
    return {
        "days": days,
        "day_chart": day_chart(days),
        "created": sum(day.created for day in days),
        "failed": sum(day.failed for day in days),
        "busiest": max(days, key=lambda day: day.created),
    }


def _label(days, place):
    """Every third day; the month with the first, and with the first of another month."""
    if place == len(days) - 1:
        return _("Today")
    if place % LABEL_EVERY or place > len(days) - LABEL_EVERY:
        return ""
    is_new_month = place == 0 or days[place].month != days[place - LABEL_EVERY].month
    style = pgettext("date format", "j M") if is_new_month else pgettext("date format", "j")
    return dateformat.format(days[place], style)


def _reasons(tallies):
    """The most frequent reasons of the 14 days: words, status and number; `part` is per cent of the first."""
    numbers = Counter()
    for tally in tallies:
        if tally.reason:
            numbers[words(tally.reason), tally.reason.status or ""] += tally.number
    ordered = sorted(numbers.items(), key=lambda item: (-item[1], item[0][0], str(item[0][1])))
    return {
        "rows": [
            {
                "words": said,
                "status": status,
                "number": number,
                "part": percent(100 * number / ordered[0][1]),
            }
            for (said, status), number in ordered[:REASONS_SHOWN]
        ],
        "others": sum(number for _, number in ordered[REASONS_SHOWN:]),
    }


def _polling(request, scope, count):
    """Where to ask next, and what to announce: only a change in what needs attention."""
    known = request.GET.get("known", "")
    is_changed = wants_piece(request, POLL) and known.isdecimal() and known != str(count)
    show = {"show": "mine"} if scope.can_choose and scope.actor else {}
    pieces = [*PIECES]
    pieces += PIECES_OF_OUTCOMES if scope.sees_outcomes else ()
    pieces += PIECES_OF_CREATORS if scope.has_drafts else ()
    return {
        "poll_href": f"{request.path}?{urlencode(show | {'known': count})}",
        "pieces": pieces,
        "announcement": attention.announcement(count) if is_changed else "",
    }
