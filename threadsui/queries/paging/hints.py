"""What is known about a queryset besides its SQL, so that a page of it and its count cost the same at any size."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Sieve:
    """A list without the condition that is slow to ask of one row at a time, and what asks it of many at once.

    `among`: those of these primary keys that fulfil it. `field`: the datetime that the list is ordered by.
    """

    wider: QuerySet[Any]
    among: Callable[[Sequence[int]], set[int]]
    field: str


@dataclass(frozen=True, slots=True)
class Walk:
    """A list with a condition that no index answers, which may hold of none of a million rows.

    `base`: the rows of the list that an index gives in its order, without that condition. `field`: the datetime of it.
    """

    base: QuerySet[Any]
    field: str


@dataclass(frozen=True, slots=True)
class Parts:
    """A list in parts that an index gives in the list's order, each by itself. `all`: the list as it is counted."""

    each: tuple[QuerySet[Any], ...]
    all: QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Hints:
    """Never needed for a right answer: the queryset says it all by itself.

    `count`: how many rows it has, counted up to so many. `least`: more than so many is what a page says, where
    counting them takes long.
    """

    count: Callable[[int], int] | None = None
    least: int | None = None
    sieve: Sieve | None = None
    walk: Walk | None = None
    parts: Parts | None = None


def with_hints(queryset: QuerySet[Any], hints: Hints) -> QuerySet[Any]:
    """The same queryset. Whatever is made of it (a filter, another order) has no hints: they would not be true."""
    queryset.hints = hints  # type: ignore[attr-defined]
    return queryset


def hints_of(queryset: QuerySet[Any]) -> Hints:
    hints: Hints = getattr(queryset, "hints", None) or Hints()
    return hints


def all_fields_but(queryset: QuerySet[Any], *names: str) -> QuerySet[Any]:
    """The same rows, with whatever was left out of them before; what is known of them stays true."""
    hints = hints_of(queryset)
    if hints.sieve:
        wider = hints.sieve.wider.defer(None).defer(*names)
        hints = replace(hints, sieve=replace(hints.sieve, wider=wider))
    return with_hints(queryset.defer(None).defer(*names), hints)


def of_part(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """The same queryset, of which was known how many rows it would have among all, and not among these."""
    return with_hints(queryset, replace(hints_of(queryset), count=None, least=None))
