"""Puts the conditions of a search to submissions, calls or events, in the shape that stays bounded at millions of them.

What an index finds or orders (an id; a person, an action) narrows the list that is walked; of days the walk takes the
whole span. All else is asked of each row, in windows, newest first: see hints.Walk. Nothing is joined.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from threadsui.models import Thread
from threadsui.models.beginnings import begins_with
from threadsui.search.conditions import Condition

from ..paging.hints import Hints, Walk, with_hints

BEGINNING_MIN = 6  # letters of an id; fewer have too many rows to sort
SAME_ID_MAX = 20  # threads of one id, on several connections

Row = TypeVar("Row", bound=Model)
Known = tuple[str, Any]  # key and value, as a condition has them


@dataclass(frozen=True, slots=True)
class Questions:
    """How one kind of record is asked.

    `moment`: the datetime that orders its list. `each`: key → the condition for one value. `found`: key → whether an
    index finds the few rows of a value. `ordered`: sets of keys with an index that has the rows of one value of each in
    the order of the list; the first set of which a search has any is taken, unless something is found. `words`: the
    condition for a free text. `known`: what one that is a whole id asks, by its key; None for all others.
    """

    moment: str
    each: Mapping[str, Callable[[Any], Q]]
    words: Callable[[str], Q]
    known: Callable[[str], Known | None]
    found: Mapping[str, Callable[[Any], bool]] = field(default_factory=dict)
    ordered: Sequence[frozenset[str]] = field(default_factory=tuple)


def narrowed(
    rows: QuerySet[Row],
    base: QuerySet[Row],
    conditions: Iterable[Condition],
    questions: Questions,
) -> QuerySet[Row]:
    """Those of `rows`, which somebody may see, of which all conditions hold. `base`: all there are, or one index's."""
    conditions = tuple(_as_known(condition, questions) for condition in conditions)
    found = [condition for condition in conditions if _is_found(condition, questions)]
    guides = found or _ordered(conditions, questions)
    is_walked = False
    for condition in conditions:
        asked = _asked(condition, questions)
        rows = rows.filter(~asked if condition.is_negated else asked)
        if condition.key == "created" and not condition.is_negated:
            base = base.filter(_span(condition, questions.moment))
        elif condition in guides:
            base = base.filter(asked)
        else:
            is_walked = True
    return with_hints(rows, Hints(walk=Walk(base, questions.moment))) if is_walked else rows


def with_id(name: str) -> Callable[[tuple[str, bool]], Q]:
    """An id in the field `name`, or its beginning."""

    def condition(value: tuple[str, bool]) -> Q:
        text, is_prefix = value
        return begins_with(name, text) if is_prefix else Q(**{name: text})

    return condition


def with_number(name: str) -> Callable[[tuple[str, bool]], Q]:
    """`12` or `#12`, whole; nothing else is a number."""

    def condition(value: tuple[str, bool]) -> Q:
        text, is_prefix = value
        digits = text.removeprefix("#")
        is_number = digits.isascii() and digits.isdecimal() and len(digits) < 19 and not is_prefix
        return Q(**{name: int(digits)}) if is_number else Q(pk__in=())

    return condition


def holds(name: str, text: str) -> Q:
    """`text` is a part of the field. SQLite takes capitals for small letters in English only: those are spelled out."""
    spellings = {text} if text.isascii() else {text, text.lower(), text.upper(), text.title()}
    return any_of(Q(**{f"{name}__icontains": one}) for one in sorted(spellings))


def part_of(name: str) -> Callable[[tuple[str, bool]], Q]:
    """A part of the field; a star at its end adds nothing."""
    return lambda value: holds(name, value[0])


def known_thread(text: str) -> Known | None:
    """What a free text asks that is the whole id of a thread in sight."""
    threads = Thread.visible.filter(remote_id=text).values_list("pk", flat=True)
    numbers = tuple(threads[:SAME_ID_MAX])
    return ("thread", numbers) if numbers else None


def always(_value: Any) -> bool:
    return True


def is_rare(value: tuple[str, bool]) -> bool:
    """Of an id or its beginning: whether it is long enough for an index to find few."""
    text, is_prefix = value
    return not is_prefix or len(text) >= BEGINNING_MIN


def any_of(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


def _as_known(condition: Condition, questions: Questions) -> Condition:
    """A free text that is a whole id asks for what has it."""
    if condition.key != "words":
        return condition
    [(text, _is_prefix)] = condition.values
    known = questions.known(text)
    if known is None:
        return condition
    key, value = known
    return Condition(key, (value,), condition.is_negated)


def _asked(condition: Condition, questions: Questions) -> Q:
    if condition.key == "created":
        return any_of(_between(questions.moment, *span) for span in condition.values)
    if condition.key == "words":
        return any_of(questions.words(text) for text, _is_prefix in condition.values)
    return any_of(questions.each[condition.key](value) for value in condition.values)


def _is_found(condition: Condition, questions: Questions) -> bool:
    """Whether an index finds all of its rows, which are few."""
    finds = questions.found.get(condition.key)
    return finds is not None and not condition.is_negated and all(map(finds, condition.values))


def _ordered(conditions: tuple[Condition, ...], questions: Questions) -> list[Condition]:
    """Those that one index has in the order of the list: of one whole value, and each key once."""
    for keys in questions.ordered:
        found: dict[str, Condition] = {}
        for condition in conditions:
            is_whole = len(condition.values) == 1 and not condition.is_negated
            if condition.key in keys and is_whole and not _is_beginning(condition.values[0]):
                found.setdefault(condition.key, condition)
        if found:
            return list(found.values())
    return []


def _is_beginning(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and value[1] is True


def _between(moment: str, start: Any, end: Any) -> Q:
    found = Q()
    if start is not None:
        found &= Q(**{f"{moment}__gte": start})
    if end is not None:
        found &= Q(**{f"{moment}__lt": end})
    return found


def _span(condition: Condition, moment: str) -> Q:
    """From the first to the last moment that any of the values has."""
    starts, ends = zip(*condition.values, strict=True)
    start = None if None in starts else min(starts)
    end = None if None in ends else max(ends)
    return _between(moment, start, end)
