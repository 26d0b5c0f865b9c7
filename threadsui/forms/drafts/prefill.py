"""A link that fills the composer in: `?message=…&message.role=assistant&metadata.ticket=4711&title=…&connection=…`.

A role belongs to the message before it; before all messages, to the first. What follows `metadata.` is the key, dots
and all. Other parameters are somebody else's and mean nothing here.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from threadsui.api.schema import limits

ROLES = ("user", "assistant")
METADATA = "metadata."


@dataclass
class Prefill:
    """`values` are for the composer's `initial`; `notes` are sentences about what the link asked for in vain."""

    messages: list[dict] = field(default_factory=list)
    metadata: list[dict] = field(default_factory=list)
    title: str = ""
    connection: str = ""
    notes: list[str] = field(default_factory=list)
    next_role: str = "user"

    @property
    def values(self):
        return {
            "messages": self.messages or [{"role": self.next_role}],
            "metadata": self.metadata or [{}],
            "title": self.title,
            "connection": self.connection,
        }


def asks_to_fill_in(names):
    return any(name in NAMES or name.startswith(METADATA) for name in names)


def prefill(pairs, *, connections):
    """The Prefill for a link's (name, value) pairs in their order; `connections`: the slugs that may be used."""
    found = Prefill()
    for name, value in pairs:
        if name in NAMES:
            NAMES[name](found, value)
        elif name.startswith(METADATA):
            found.metadata.append({"key": name.removeprefix(METADATA), "value": value})
    if found.connection and found.connection not in connections:
        found.notes.append(
            _(
                "It names a connection that is not there, or is switched off: “%(connection)s”. "
                "Check the one that is chosen."
            )
            % {"connection": found.connection}
        )
        found.connection = ""
    _shorten(found, found.messages, limits.MESSAGES_MAX, _("messages"))
    _shorten(found, found.metadata, limits.METADATA_MAX_PAIRS, _("metadata pairs"))
    return found


def _message(found, value):
    found.messages.append({"role": found.next_role, "content": value})
    found.next_role = "user"


def _role(found, value):
    if value not in ROLES:
        said = _("It names a role that is not known: “%(role)s”. User is chosen.")
        found.notes.append(said % {"role": value})
        value = "user"
    if found.messages:
        found.messages[-1]["role"] = value
    else:
        found.next_role = value


def _title(found, value):
    found.title = value


def _connection(found, value):
    found.connection = value


NAMES = {"message": _message, "message.role": _role, "title": _title, "connection": _connection}


def _shorten(found, rows, limit, noun):
    if len(rows) > limit:
        said = _("It has %(count)s %(noun)s; the first %(limit)s are here.")
        found.notes.append(said % {"count": len(rows), "noun": noun, "limit": limit})
        del rows[limit:]
