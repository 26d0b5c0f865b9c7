"""The keys of the search box above the audit history."""

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from threadsui.models import AuditEvent
from threadsui.search import ME, Key, Kind, Vocabulary
from threadsui.search.records import DAYS, THREAD

from .presenting import TARGETS

SYSTEM = "system"  # as whom the console itself is written down
RECORDS = "threadsui."  # before the name of a kind of record in an event's target_type
RECORD = "#"  # between the kind of a record and its number

capitalised = lazy(lambda text: text[:1].upper() + text[1:], str)
KINDS = {name.removeprefix(RECORDS): word for name, (word, _page) in TARGETS.items()}

EVENTS = Vocabulary(
    (
        Key(
            "actor",
            Kind.NAME,
            _("Who"),
            "actor:ana",
            {ME: _("me"), SYSTEM: _("the console itself")},
        ),
        Key(
            "action",
            Kind.CHOICE,
            _("Action"),
            "action:thread.deleted",
            {value: capitalised(label) for value, label in AuditEvent.Action.choices},
        ),
        Key(
            "target",
            Kind.CHOICE,
            _("To what"),
            "target:connection",
            KINDS,
            pattern=rf"(?:{'|'.join(KINDS)})?{RECORD}\S{{1,80}}",
        ),
        Key("correlation", Kind.ID, _("Correlation id"), "correlation:4f0c*"),
        Key("address", Kind.ID, _("Address"), "address:192.0.2.7"),
        Key(
            "result",
            Kind.CHOICE,
            _("Result"),
            "result:refused",
            {
                "done": _("Done"),
                "refused": _("Refused"),
                "unknown": _("Unknown"),
                "not_sent": _("Not sent"),
                "changed": _("Changed remotely"),
                "gone": _("Gone upstream"),
                "stopped": _("Stopped"),
                "held": _("Held"),
            },
        ),
        *DAYS,
        THREAD,
        Key("id", Kind.ID, _("Number"), 'id:"#12"'),
        Key("reason", Kind.WORDS, _("Part of the reason"), "reason:customer"),
    )
)
