"""The keys of the search boxes above submissions and API calls, and those that all lists but threads have."""

from django.utils.translation import gettext_lazy as _

from .threads import ME
from .vocabulary import Key, Kind, Vocabulary

DAYS = (
    Key("created", Kind.DAYS, _("Created"), "created:2026-11-01..2026-11-20"),
    Key("before", Kind.DAY, _("Created before"), "before:2026-11-01"),
    Key("after", Kind.DAY, _("Created after"), "after:2026-11-01"),
)
STATUS = {
    "2xx": _("2xx: done"),
    "3xx": _("3xx: redirected"),
    "4xx": _("4xx: refused"),
    "429": _("429: limited"),
    "5xx": _("5xx: failed"),
    "none": _("No answer"),
}
STATUS_PATTERN = "[1-5][0-9]{2}"
THREAD = Key("thread", Kind.THREAD, _("Thread id"), "thread:thread_abc*")
CONNECTION = Key("connection", Kind.CONNECTION, _("Connection"), "connection:sandbox")

SUBMISSIONS = Vocabulary(
    (
        Key(
            "actor",
            Kind.PERSON,
            _("Pressed by"),
            "actor:ana",
            {ME: _("me")},
            also=("creator",),
        ),
        CONNECTION,
        Key(
            "state",
            Kind.CHOICE,
            _("Outcome"),
            "state:refused",
            {
                "sending": _("Sending"),
                "accepted": _("Created"),
                "refused": _("Refused"),
                "unknown": _("Unknown"),
                "not_sent": _("Not sent"),
            },
        ),
        Key(
            "is",
            Kind.CHOICE,
            _("Is"),
            "is:open",
            {
                "open": _("unknown, and nobody’s word on it yet"),
                "resolved": _("resolved by somebody"),
                "adopted": _("adopted"),
                "resent": _("resent"),
                "dismissed": _("dismissed"),
            },
        ),
        Key(
            "source",
            Kind.CHOICE,
            _("Source"),
            "source:command",
            {"form": _("Composer"), "command": _("Command"), "bulk": _("Bulk create")},
        ),
        Key(
            "status",
            Kind.CHOICE,
            _("Answer"),
            "status:429",
            {name: STATUS[name] for name in ("4xx", "429", "5xx")},
            pattern=STATUS_PATTERN,
        ),
        *DAYS,
        THREAD,
        Key("request", Kind.ID, _("Request id"), "request:req_abc123"),
        Key("id", Kind.ID, _("Number"), 'id:"#12"'),
        Key("code", Kind.ID, _("Error code"), "code:rate_limit_exceeded"),
        Key("title", Kind.WORDS, _("Part of the title"), 'title:"late delivery"', is_masked=True),
        Key("reason", Kind.WORDS, _("Part of the reason"), "reason:twice"),
    )
)

CALLS = Vocabulary(
    (
        CONNECTION,
        Key("actor", Kind.PERSON, _("Called by"), "actor:ana", {ME: _("me")}),
        Key("status", Kind.CHOICE, _("Status"), "status:4xx", STATUS, pattern=STATUS_PATTERN),
        Key(
            "method",
            Kind.CHOICE,
            _("Method"),
            "method:post",
            {"get": "GET", "post": "POST", "delete": "DELETE"},
        ),
        Key(
            "result",
            Kind.CHOICE,
            _("Result"),
            "result:refused",
            {
                "done": _("Done"),
                "refused": _("Refused"),
                "failed": _("Failed"),
                "unanswered": _("No answer"),
            },
        ),
        Key("is", Kind.CHOICE, _("Is"), "is:retry", {"retry": _("sent again after a failure")}),
        *DAYS,
        THREAD,
        Key("submission", Kind.ID, _("Submission"), 'submission:"#12"'),
        Key("correlation", Kind.ID, _("Correlation id"), "correlation:4f0c*"),
        Key("request", Kind.ID, _("Request id"), "request:req_abc123"),
        Key("id", Kind.ID, _("Number"), 'id:"#12"'),
        Key("path", Kind.WORDS, _("Part of the path"), "path:messages"),
    )
)
