"""What a search means, in plain Python over plain values: the judge of what the databases find. Slow, and short."""

import datetime
import re
import unicodedata
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from threadsui.search import Match


@dataclass
class Facts:
    """All that one thread is searched by."""

    pk: int
    remote_id: str
    title: str
    creator: str
    assignee: str | None
    connection: str
    recorded_at: datetime.datetime
    metadata: dict
    is_gone: bool
    is_held: bool
    is_removed: bool
    is_deleted: bool
    is_changed: bool
    is_unreachable: bool
    tags: set = field(default_factory=set)
    messages: list = field(default_factory=list)  # (role, text, attachments, has an image)
    notes: list = field(default_factory=list)
    files: set = field(default_factory=set)


def words(text):
    plain = re.sub(r"([A-Za-z])[\u0300-\u036f]+", r"\1", unicodedata.normalize("NFD", text))
    folded = unicodedata.normalize("NFC", plain).lower().replace("ς", "σ")
    return re.findall(r"[^\W_]+", folded)


def has_words(texts, value):
    """Whether the words stand next to each other in one of the texts."""
    wanted, is_prefix = words(value.text), value.match is Match.PREFIX
    return any(_stands_in(words(text), wanted, is_prefix) for text in texts)


def _stands_in(given, wanted, is_prefix):
    for start in range(len(given) - len(wanted) + 1):
        piece = given[start : start + len(wanted)]
        if piece[:-1] == wanted[:-1] and (
            piece[-1].startswith(wanted[-1]) if is_prefix else piece[-1] == wanted[-1]
        ):
            return True
    return False


def matches(facts, search, *, reader, zone):
    return all(
        any(HOLDS[term.key](facts, term, value, reader, zone) for value in term.values)
        != term.is_negated
        for term in search.terms
    )


def _texts(facts):
    return [facts.title, facts.remote_id, *facts.notes, *(text for _, text, _, _ in facts.messages)]


def _person(name, value, reader):
    return name == {"me": reader, "none": None}.get(value.text, value.text)


def _state(facts):
    if facts.is_deleted:
        return {"deleted"}
    if facts.is_gone:
        return {"gone"}
    return {"created"} | ({"changed"} if facts.is_changed else set())


def _in_state(facts, value):
    if value.text == "unreachable":
        return facts.is_unreachable
    return value.text in _state(facts)


def _has(facts, what):
    return {
        "attachment": any(attachments for *_, attachments, _ in facts.messages),
        "file": bool(facts.files),
        "image": any(image for *_, image in facts.messages),
        "message": bool(facts.messages),
        "metadata": bool(facts.metadata),
        "note": bool(facts.notes),
        "tag": bool(facts.tags),
        "title": bool(facts.title),
    }[what]


def _is(facts, what):
    return {
        "assigned": facts.assignee is not None,
        "unassigned": facts.assignee is None,
        "deleted": facts.is_deleted,
        "gone": facts.is_gone,
        "held": facts.is_held,
        "removed": facts.is_removed,
        "changed": "changed" in _state(facts),
        "unreachable": facts.is_unreachable,
    }[what]


def _day(facts, zone):
    return facts.recorded_at.astimezone(ZoneInfo(zone)).date().isoformat()


def _in_days(facts, value, zone):
    """Days, months and years are the beginnings of a day; "~" comes after all that goes on from one."""
    first, dots, last = value.text.partition("..")
    last = last if dots else first
    return first <= _day(facts, zone) and (not last or _day(facts, zone) <= last + "~")


def _id(given, value):
    if value.match is Match.PREFIX:
        return given.startswith(value.text)
    return given == value.text


HOLDS = {
    "": lambda facts, _term, value, *_: has_words(_texts(facts), value),
    "title": lambda facts, _term, value, *_: has_words([facts.title], value),
    "note": lambda facts, _term, value, *_: has_words(facts.notes, value),
    "creator": lambda facts, _term, value, reader, _: _person(facts.creator, value, reader),
    "assigned": lambda facts, _term, value, reader, _: _person(facts.assignee, value, reader),
    "connection": lambda facts, _term, value, *_: facts.connection == value.text,
    "state": lambda facts, _term, value, *_: _in_state(facts, value),
    "is": lambda facts, _term, value, *_: _is(facts, value.text),
    "has": lambda facts, _term, value, *_: _has(facts, value.text),
    "tag": lambda facts, _term, value, *_: value.text in facts.tags,
    "role": lambda facts, _term, value, *_: any(role == value.text for role, *_ in facts.messages),
    "file": lambda facts, _term, value, *_: any(_id(file, value) for file in facts.files),
    "id": lambda facts, _term, value, *_: (
        _id(facts.remote_id, value) or (value.text, value.match) == (f"#{facts.pk}", Match.EXACT)
    ),
    "metadata": lambda facts, term, value, *_: (
        term.name in facts.metadata
        and (value.match is Match.ANY or facts.metadata[term.name] == value.text)
    ),
    "created": lambda facts, _term, value, _, zone: _in_days(facts, value, zone),
    "before": lambda facts, _term, value, _, zone: _day(facts, zone) < value.text,
    "after": lambda facts, _term, value, _, zone: _day(facts, zone) > value.text + "~",
}
