"""The timeline of a thread or a submission: people's acts and API calls in one order, a part at a time."""

from datetime import datetime
from urllib.parse import urlencode

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy

from threadsui.audit import presenting
from threadsui.queries.threads.timeline import LIMIT, timeline_of
from threadsui.templatetags.threads import duration

SALT = "threadsui.timeline"
HOW_MADE = {
    1: gettext_lazy("%(duration)s after pressing Create"),
    2: gettext_lazy("on the second attempt, %(duration)s after pressing Create"),
    3: gettext_lazy("on the third attempt, %(duration)s after pressing Create"),
}
MADE_LATE = gettext_lazy("on attempt %(number)s, %(duration)s after pressing Create")
SHOW = {
    "": gettext_lazy("Everything"),
    "people": gettext_lazy("People"),
    "calls": gettext_lazy("API calls"),
}


def timeline_context(request, thread, submission, *, base, target="thread-tab", size=LIMIT):
    """Context of partials/thread_timeline.html. `base`: its address; `target`: the id of what it fills."""
    show = request.GET.get("show", "")
    show = show if show in SHOW else ""
    until = _until(request.GET.get("until", ""))
    found = timeline_of(thread, submission, show=show, until=until, size=size)
    made = how_made(submission, found.days)
    return {
        "days": [_shown_day(day, made) for day in found.days],
        "shows": [
            {"label": label, "href": _href(base, show=value), "is_current": value == show}
            for value, label in SHOW.items()
        ],
        "timeline_href": _href(base, show=show, until=until),
        "older_href": found.older and _href(base, show=show, until=found.older),
        "newest_href": until and _href(base, show=show),
        "timeline_target": target,
        "zone": timezone.localtime().strftime("%Z"),
    }


def _href(base, *, show="", until=None):
    given = {"show": show, "until": until and signing.Signer(salt=SALT).sign(until.isoformat())}
    query = urlencode({name: value for name, value in given.items() if value})
    return base + (f"&{query}" if query and "?" in base else f"?{query}" if query else "")


def _until(text):
    """The moment in an address that a page gave; the newest part for any other."""
    try:
        return datetime.fromisoformat(signing.Signer(salt=SALT).unsign(text)) if text else None
    except (signing.BadSignature, ValueError):
        return None


def _shown_day(day, made):
    return {"day": day.day, "items": [_shown_item(item, made) for item in day.items]}


def _shown_item(item, made):
    if item.event is None:
        return {"item": item, "template": f"threadsui/partials/timeline_{item.kind}.html"}
    return {
        "item": item,
        "template": "threadsui/partials/timeline_event.html",
        "event": item.event,
        "look": presenting.look_of(item.event),
        "sentence": presenting.sentence(item.event),
        "evidence": presenting.templates_for(item.event),
        "made": made,
    }


def how_made(submission, days):
    """ "on the second attempt, 2.1 s after pressing Create": what a person waited for."""
    if submission is None or not submission.finished_at:
        return ""
    if submission.source != submission.Source.FORM:
        return ""
    took = duration((submission.finished_at - submission.created_at).total_seconds() * 1_000)
    sends = [item for day in days for item in day.items if item.kind == "send"]
    made = [item for item in sends if item.attempt.submission_id == submission.pk]
    tries = len(made[0].attempts) if made else 1
    return HOW_MADE.get(tries, MADE_LATE) % {"number": tries, "duration": took}
