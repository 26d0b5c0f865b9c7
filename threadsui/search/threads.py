"""The keys of the search box above the list of threads."""

from django.utils.translation import gettext_lazy as _

from .vocabulary import Key, Kind, Vocabulary

ME, NOBODY = "me", "none"  # in a search as in an address: the reader, and no one

OUTCOMES = _(
    "Threads are created, gone or deleted. Outcomes of a press, such as unknown ones, are in Submissions."
)

THREADS = Vocabulary(
    (
        Key("creator", Kind.PERSON, _("Created by"), "creator:ana", {ME: _("me")}),
        Key(
            "assigned",
            Kind.PERSON,
            _("Assigned to"),
            "assigned:me",
            {ME: _("me"), NOBODY: _("nobody")},
        ),
        Key("connection", Kind.CONNECTION, _("Connection"), "connection:sandbox"),
        Key(
            "state",
            Kind.CHOICE,
            _("State"),
            "state:gone",
            {
                "created": _("Created"),
                "gone": _("Gone upstream"),
                "deleted": _("Deleted"),
                "changed": _("Changed remotely"),
                "unreachable": _("Not reached at the last check"),
            },
            dict.fromkeys(("accepted", "not_sent", "refused", "sending", "unknown"), OUTCOMES),
        ),
        Key(
            "is",
            Kind.CHOICE,
            _("Is"),
            "is:unassigned",
            {
                "assigned": _("assigned to somebody"),
                "unassigned": _("assigned to nobody"),
                "deleted": _("deleted"),
                "gone": _("gone upstream"),
                "held": _("under legal hold"),
                "removed": _("without its text, by a retention rule"),
                "changed": _("changed remotely"),
                "unreachable": _("not reached at the last check"),
            },
        ),
        Key("tag", Kind.TAG, _("Tag"), "tag:vip"),
        Key("created", Kind.DAYS, _("Created"), "created:2026-11-01..2026-11-20"),
        Key("before", Kind.DAY, _("Created before"), "before:2026-11-01"),
        Key("after", Kind.DAY, _("Created after"), "after:2026-11-01"),
        Key("metadata", Kind.PAIR, _("Metadata"), "metadata.ticket:4711"),
        Key(
            "has",
            Kind.CHOICE,
            _("Has"),
            "has:attachment",
            {
                "attachment": _("a message with an attachment"),
                "file": _("a file, wherever it is named"),
                "image": _("a message with an image"),
                "message": _("a message"),
                "metadata": _("metadata"),
                "note": _("a note"),
                "tag": _("a tag"),
                "title": _("a title"),
            },
        ),
        Key(
            "role",
            Kind.CHOICE,
            _("Has a message of"),
            "role:assistant",
            {"user": _("User"), "assistant": _("Assistant")},
        ),
        Key("file", Kind.ID, _("File"), "file:file-abc123"),
        Key("id", Kind.ID, _("Thread id"), "id:thread_abc*"),
        Key(
            "title",
            Kind.WORDS,
            _("Words of the title"),
            'title:"late delivery"',
            is_masked=True,
        ),
        Key("note", Kind.WORDS, _("Words of a note"), "note:refund", is_masked=True),
    )
)
