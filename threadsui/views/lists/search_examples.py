"""What one can write into the search boxes above submissions, API calls and the audit history, by example."""

from django.utils import timezone
from django.utils.translation import gettext as _

from threadsui.models import ListName
from threadsui.queries.search import completion as queries
from threadsui.search import Value


def of(name: ListName):
    """(title, [(example, what it finds)]) of one list."""
    return {
        ListName.SUBMISSIONS: _submissions,
        ListName.CALLS: _calls,
        ListName.AUDIT: _events,
    }[name]()


def days():
    today = timezone.localdate()
    first = today.replace(day=1)
    return [
        ("created:today", _("also yesterday, a day, a month or a year")),
        (f"created:{first}..{today}", _("both days included")),
        (f"before:{first}", _("earlier than this day")),
        (f"after:{first}", _("later than this day")),
    ]


def connection():
    """With one that there is."""
    connections = queries.connections("")
    slug = connections[0].slug if connections else "sandbox"
    return f"connection:{Value(slug)}", _("on this connection")


def _submissions():
    return [
        (
            _("Words and ids"),
            [
                ("refund", _("a part of the title, or of the reason that somebody gave")),
                ("title:refund", _("in the title only; reason: in the reason only")),
                ("request:req_a*", _("a request id, or its beginning; whole it needs no key")),
                ("thread:thread_a*", _("that made this thread")),
            ],
        ),
        (
            _("People and places"),
            [("actor:me", _("pressed by you, or by a user name")), connection()],
        ),
        (
            _("What came of it"),
            [
                ("state:refused", _("sending, accepted, refused, unknown or not_sent")),
                ("is:open", _("unknown, and nobody’s word on it yet")),
                ("is:dismissed", _("also adopted, resent; resolved for all three")),
                ("status:4xx", _("what the server answered: 429, 4xx, 5xx")),
                ("source:command", _("by the composer (form), a command, a bulk create")),
            ],
        ),
        (_("Days"), days()),
        (_("Together"), [*_together("state:refused,not_sent", "-state:accepted")]),
    ]


def _calls():
    return [
        (
            _("Words and ids"),
            [
                ("messages", _("a part of the path")),
                ("request:req_a*", _("a request id, or its beginning; whole it needs no key")),
                ("correlation:4f0c21*", _("all calls of one press")),
                ("thread:thread_a*", _("about this thread; submission:12 of this submission")),
            ],
        ),
        (
            _("People and places"),
            [("actor:me", _("on your behalf, or of a user name")), connection()],
        ),
        (
            _("What came of it"),
            [
                ("status:4xx", _("2xx, 3xx, 4xx, 5xx, a number such as 429, or none")),
                ("result:failed", _("done, refused, failed or unanswered")),
                ("method:post", _("get, post or delete")),
                ("is:retry", _("sent again after a failure")),
            ],
        ),
        (_("Days"), days()),
        (_("Together"), [*_together("status:429,5xx", "-method:get")]),
    ]


def _events():
    return [
        (
            _("Words and ids"),
            [
                ("refund", _("a part of what it was done to, or of the reason")),
                ("reason:customer", _("in the reason only")),
                ("correlation:4f0c21*", _("all of one press; a whole id needs no key")),
                ("address:192.0.2.7", _("from this address; 192.0.2.* for those that begin so")),
            ],
        ),
        (
            _("Who and what"),
            [
                ("actor:me", _("by you, by a user name, or system for the console itself")),
                ("action:thread.deleted", _("what was done; it is offered while you type")),
                ("result:refused", _("what came of it")),
            ],
        ),
        (
            _("To what"),
            [
                ("target:connection", _("to any connection")),
                ("target:connection#1", _("to the one with this number")),
                ("thread:thread_a*", _("to the thread with this id")),
            ],
        ),
        (_("Days"), days()),
        (_("Together"), [*_together("action:thread.deleted,note.deleted", "-actor:system")]),
    ]


def _together(several, negated):
    return [
        (several, _("one or the other")),
        (negated, _("a minus before a term: not that")),
        (f"{several} created:today", _("all of it at once")),
    ]
