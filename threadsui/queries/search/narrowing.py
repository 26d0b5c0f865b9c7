"""Puts conditions to the database in the shape that stays fast at a million threads.

What few threads have is found first, by an index, and the list is of those numbers. What many have is asked of each
thread on the way, newest first. Nothing is joined.
"""

from collections.abc import Callable, Iterable
from functools import partial, reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from threadsui.models import MetadataPair, Thread, ThreadTag
from threadsui.models.beginnings import begins_with
from threadsui.models.masking import reads_masked
from threadsui.models.visibility import hidden_now
from threadsui.search.conditions import Condition

from ..paging.hints import Hints, Sieve, with_hints
from .drift import CHECK_STATES, in_check_state
from .pairs import AskedOfEach, count_with, numbers_with, rarest_first
from .texts import (
    Clause,
    Holds,
    Words,
    count_of,
    file_mark,
    mark,
    numbers_among,
    numbers_of,
)

# Up to so many, the threads that have something are looked up first; above, the newest threads are asked one by one.
RARE_MAX = 5_000

NUMBER_DIGITS = 18
NO_THREAD = "none"  # a mark that no thread has


def narrowed(
    threads: QuerySet[Thread],
    conditions: Iterable[Condition],
    *,
    moment: str,
    asks_again: bool = False,
) -> QuerySet[Thread]:
    """The threads of which all conditions hold. `moment`: the field that the list is ordered by.

    `asks_again`: what was found first is asked of each thread all the same, for a queryset that is put again later.
    """
    conditions = tuple(conditions)
    texts = [condition for condition in conditions if _is_text(condition)]
    pairs = [] if asks_again else [condition for condition in conditions if _is_pair(condition)]
    for condition in conditions:
        if condition not in texts and condition not in pairs:
            holds = _one(condition, moment, asks_again)
            threads = threads.exclude(holds) if condition.is_negated else threads.filter(holds)
    if pairs:
        threads = _with_pairs(threads, pairs, is_all=len(pairs) == len(conditions))
    return _with_text(threads, texts, conditions, moment, asks_again) if texts else threads


def _with_pairs(
    threads: QuerySet[Thread], pairs: list[Condition], *, is_all: bool
) -> QuerySet[Thread]:
    """`is_all`: nothing else is asked, so that how many have the pairs is how many there are."""
    pairs = rarest_first(pairs)
    numbers = numbers_with(pairs, RARE_MAX + 1)
    if len(numbers) <= RARE_MAX:
        return threads.filter(pk__in=numbers)
    for pair in pairs:
        threads = threads.filter(AskedOfEach(_pairs(pair).filter(thread=OuterRef("pk"))))
    if not is_all or hidden_now():  # the pairs are those of all threads, in sight or not
        return threads
    least = RARE_MAX if len(pairs) > 1 else None  # one pair is counted at once
    return with_hints(threads, Hints(partial(count_with, pairs), least))


def _with_text(
    threads: QuerySet[Thread],
    texts: list[Condition],
    conditions: tuple[Condition, ...],
    moment: str,
    asks_again: bool,
) -> QuerySet[Thread]:
    """The index knows creators and connections as well, so that a common word of a rare creator is rare."""
    clauses = [_clause(condition) for condition in texts]
    known = [_clause(condition) for condition in conditions if condition.key in INDEXED]
    numbers = numbers_of([*clauses, *known], RARE_MAX)
    if numbers is not None:
        threads = threads.filter(pk__in=numbers)
        return threads.filter(Holds(clauses)) if asks_again else threads
    found = threads.filter(Holds(clauses))
    if asks_again:
        return found
    is_all = len(texts) + len(known) == len(conditions) and not hidden_now()
    count = partial(count_of, [*clauses, *known]) if is_all else None
    sieve = Sieve(threads, partial(numbers_among, [*clauses, *known]), moment)
    return with_hints(found, Hints(count, sieve=sieve))


def _is_pair(condition: Condition) -> bool:
    return condition.key == "metadata" and not condition.is_negated


def _is_text(condition: Condition) -> bool:
    """Whether the index of the threads' text answers it. Of tags it knows nothing."""
    return condition.key in TEXTS and not (condition.key == "has" and "tag" in condition.values)


def _clause(condition: Condition) -> Clause:
    words = TEXTS.get(condition.key) or INDEXED[condition.key]
    if reads_masked():
        words = WHERE_MASKED.get(condition.key, words)
    return Clause(tuple(words(value) for value in condition.values), condition.is_negated)


def _one(condition: Condition, moment: str, asks_again: bool) -> Any:
    if condition.key == "metadata":
        return _few_or_each(_pairs(condition), asks_again)
    if condition.key == "tag":
        return _few_or_each(ThreadTag.objects.filter(tag__in=condition.values), asks_again)
    if condition.key == "created":
        return _any(_between(moment, *span) for span in condition.values)
    return _any(CONDITIONS[condition.key](value) for value in condition.values)


def _any(conditions: Iterable[Any]) -> Any:
    return reduce(or_, conditions)


def _between(moment: str, start: Any, end: Any) -> Q:
    found = Q()
    if start is not None:
        found &= Q(**{f"{moment}__gte": start})
    if end is not None:
        found &= Q(**{f"{moment}__lt": end})
    return found


def _in_state(state: str) -> Any:
    if state in CHECK_STATES:
        return in_check_state(state)
    if state == Thread.State.DELETED:
        return Q(deleted_at__isnull=False)
    return Q(deleted_at=None, gone_at__isnull=state != Thread.State.GONE)


def _is(word: str) -> Any:
    if word in CHECK_STATES:
        return in_check_state(word)
    if word in ("assigned", "unassigned"):
        return Q(assignee__isnull=word == "unassigned")
    since = "text_removed_at" if word == "removed" else f"{word}_at"
    return Q(**{f"{since}__isnull": False})


def _with_id(value: tuple[str, bool]) -> Q:
    """The server's id or its beginning; or `#12`, the console's own number."""
    text, is_prefix = value
    if is_prefix:
        return begins_with("remote_id", text)
    digits = text.removeprefix("#")
    if text != digits and digits.isascii() and digits.isdecimal() and len(digits) <= NUMBER_DIGITS:
        return Q(pk=int(digits))
    return Q(remote_id=text)


def _pairs(condition: Condition) -> QuerySet[MetadataPair]:
    found = MetadataPair.visible.filter(key=condition.name)
    return found if None in condition.values else found.filter(value__in=condition.values)


def _few_or_each(found: QuerySet[Any], asks_again: bool = False) -> Any:
    """`found`: rows with a thread. Their threads' numbers if they are few; else the question to put to each thread."""
    numbers = list(found.order_by().values_list("thread_id", flat=True)[: RARE_MAX + 1])
    of_each = Q(Exists(found.filter(thread=OuterRef("pk"))))
    if len(numbers) > RARE_MAX:
        return of_each
    return Q(pk__in=numbers) & of_each if asks_again else Q(pk__in=numbers)


CONDITIONS: dict[str, Callable[[Any], Any]] = {
    "creator": lambda pk: Q(creator=pk),
    "assigned": lambda pk: Q(assignee=pk),
    "connection": lambda pk: Q(connection=pk),
    "state": _in_state,
    "is": _is,
    "id": _with_id,
    "has": lambda word: (
        _few_or_each(ThreadTag.objects.all())
        if word == "tag"
        else Holds([Clause((mark(f"has{word}"),))])
    ),
}
TEXTS: dict[str, Callable[[Any], Words]] = {
    "words": lambda value: Words(value[0], "", value[1]),
    "id_words": lambda value: Words(value[0], "id", value[1]),
    "title": lambda value: Words(value[0], "title", value[1]),
    "note": lambda value: Words(value[0], "note", value[1]),
    "role": lambda role: mark(f"role{role}"),
    "has": lambda word: mark(f"has{word}"),
    "file": lambda value: file_mark(*value),
}
# What is written is not found by those who may not read it: asking again and again would spell it out.
WHERE_MASKED: dict[str, Callable[[Any], Words]] = {
    "words": lambda value: Words(value[0], "id", value[1]),
    "title": lambda value: mark(NO_THREAD),
    "note": lambda value: mark(NO_THREAD),
}
# What the index knows besides: narrowing by these is the columns' business, finding may be the index's.
INDEXED: dict[str, Callable[[Any], Words]] = {
    "creator": lambda pk: mark(f"u{pk}"),
    "connection": lambda pk: mark(f"c{pk}"),
}
