"""Looks up the people, connections, tags and threads that a search names, and makes moments of its days."""

import datetime
from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from threadsui.models import Connection, Tag, Thread, User
from threadsui.models.beginnings import begins_with
from threadsui.models.masking import reads_masked
from threadsui.models.tag import normal_tag_name
from threadsui.search import (
    ME,
    NOBODY,
    THREADS,
    Key,
    Kind,
    Match,
    QueryError,
    Search,
    Term,
    Value,
    Vocabulary,
)
from threadsui.search.conditions import Condition
from threadsui.search.days import days_of, range_of
from threadsui.search.lazy import said

THREADS_MAX = 1_000  # of ids that begin in one way
NUMBER_DIGITS = 19

NO_PERSON = _("Nobody here has the user name “%(name)s”. Check its spelling.")
NO_CREATOR = _("Every thread was brought here by somebody. Write a user name, or “me”.")
NO_CONNECTION = _("There is no connection “%(name)s”. Check its spelling.")
NO_TAG = _("There is no tag “%(name)s”. Check its spelling.")
NO_READER = _("“me” is nobody here. Write a user name.")
TOO_MANY = _("More than %(max)d threads have ids that begin so. Write more of the id.")
MASKED = _("You read text masked, so you cannot search it. Words find ids only.")


def resolve(
    search: Search, *, reader: User | None = None, vocabulary: Vocabulary = THREADS
) -> tuple[tuple[Condition, ...], tuple[QueryError, ...]]:
    """The conditions of `search`, and an error at each value that names what is not there.

    `reader` is who `me` is. Days are those of the current time zone. A person who reads text masked searches ids alone.
    Costs a query for people, connections, tags and threads each, when the search names any, and one more of a kind of
    which a name is not there.
    """
    resolver = _Resolver(search, reader, vocabulary)
    conditions = tuple(resolver.condition(term) for term in search.terms)
    return conditions, tuple(resolver.errors)


class _Resolver:
    def __init__(self, search: Search, reader: User | None, vocabulary: Vocabulary) -> None:
        self.errors: list[QueryError] = []
        self.reader, self.vocabulary = reader, vocabulary
        self.is_masked = reads_masked()
        self.today = timezone.localdate()
        self.people = _found(User, "username", self._named(search, Kind.PERSON))
        self.connections = _found(Connection, "slug", self._named(search, Kind.CONNECTION))
        tags = map(normal_tag_name, self._named(search, Kind.TAG))
        self.tags = _found(Tag, "name", tags)

    def condition(self, term: Term) -> Condition:
        read = self._reading(term)
        values = tuple(read(value) for value in term.values)
        return Condition(self._key(term), values, term.is_negated, term.name)

    def _named(self, search: Search, kind: Kind) -> set[str]:
        """What the terms of this kind name, without the words that each key has for somebody or nobody."""
        named: set[str] = set()
        for term in search.terms:
            key = self.vocabulary.get(term.key)
            if key and key.kind is kind:
                named |= {value.text for value in term.values} - key.choices.keys()
        return named

    def _key(self, term: Term) -> str:
        if not term.key:
            is_of_threads = self.vocabulary is THREADS
            return "id_words" if self.is_masked and is_of_threads else "words"
        return {"before": "created", "after": "created"}.get(term.key, term.key)

    def _reading(self, term: Term) -> Callable[[Value], Any]:
        key = self.vocabulary.get(term.key)
        if key is None:
            return _text
        named: dict[str, Callable[[Value], Any]] = {
            "creator": self._creator,
            "before": lambda value: (None, self._midnight(self._day(value)[0])),
            "after": lambda value: (self._midnight(self._day(value)[1], days=1), None),
        }
        return named.get(key.name) or self._readings(key)[key.kind]

    def _readings(self, key: Key) -> dict[Kind, Callable[[Value], Any]]:
        return {
            Kind.CHOICE: lambda value: value.text.lower(),
            Kind.PERSON: self._person,
            Kind.NAME: self._name,
            Kind.CONNECTION: lambda value: self._known(value, self.connections, NO_CONNECTION),
            Kind.TAG: lambda value: self._known(value, self.tags, NO_TAG, normal_tag_name),
            Kind.DAYS: self._days,
            Kind.PAIR: lambda value: None if value.match is Match.ANY else value.text,
            Kind.WORDS: self._own_words if key.is_masked else _text,
            Kind.ID: _text,
            Kind.THREAD: self._threads,
        }

    def _creator(self, value: Value) -> int | None:
        if value.text.lower() == NOBODY and value.text not in self.people:
            self._wrong(value, NO_CREATOR)
            return None
        return self._person(value)

    def _person(self, value: Value) -> int | None:
        if value.text.lower() == NOBODY and value.text not in self.people:
            return None
        if value.text.lower() == ME and value.text not in self.people:
            if self.reader is None:
                self._wrong(value, NO_READER)
            return self.reader.pk if self.reader else None
        return self._known(value, self.people, NO_PERSON)

    def _name(self, value: Value) -> str:
        """As it was written then: nobody needs to have this name now."""
        if value.text.lower() != ME:
            return value.text
        if self.reader is None:
            self._wrong(value, NO_READER)
            return ""
        return self.reader.username

    def _threads(self, value: Value) -> tuple[int, ...]:
        """The numbers of the threads with this id, or with this beginning; of those in sight."""
        text, is_prefix = _text(value)
        threads = Thread.visible.order_by()
        digits = text.removeprefix("#")
        if (
            text != digits
            and digits.isascii()
            and digits.isdecimal()
            and len(digits) < NUMBER_DIGITS
        ):
            found = threads.filter(pk=int(digits))
        elif is_prefix:
            found = threads.filter(begins_with("remote_id", text))
        else:
            found = threads.filter(remote_id=text)
        numbers = tuple(found.values_list("pk", flat=True)[: THREADS_MAX + 1])
        if len(numbers) > THREADS_MAX:
            self._wrong(value, said(TOO_MANY, max=THREADS_MAX))
        return numbers

    def _known(
        self,
        value: Value,
        found: dict[str, int],
        message: str,
        spelling: Callable[[str], str] = str,
    ) -> int | None:
        pk = found.get(spelling(value.text))
        if pk is None:
            near = next((name for name in found if name.lower() == value.text.lower()), "")
            self._wrong(value, said(message, name=value.text), near and str(Value(near)))
        return pk

    def _days(self, value: Value) -> tuple[datetime.datetime | None, datetime.datetime | None]:
        if value.match is Match.RANGE:
            first, last = range_of(value.text, self.today) or (None, None)
        else:
            first, last = self._day(value)
        return self._midnight(first), self._midnight(last, days=1)

    def _day(self, value: Value) -> tuple[datetime.date, datetime.date]:
        return days_of(value.text, self.today) or (self.today, self.today)

    def _midnight(self, day: datetime.date | None, *, days: int = 0) -> datetime.datetime | None:
        if day is None:
            return None
        midnight = datetime.datetime.combine(day + datetime.timedelta(days=days), datetime.time.min)
        return timezone.make_aware(midnight)

    def _own_words(self, value: Value) -> tuple[str, bool]:
        if self.is_masked:
            self._wrong(value, MASKED)
        return _text(value)

    def _wrong(self, value: Value, message: str, suggestion: str = "") -> None:
        self.errors.append(QueryError(message, value.start, value.end, suggestion))


def _text(value: Value) -> tuple[str, bool]:
    return value.text, value.match is Match.PREFIX


def _in_sight(model: Any) -> Any:
    """What is out of sight is as if it were not there."""
    return getattr(model, "visible", model.objects)


def _found(model: Any, field: str, names: Iterable[str]) -> dict[str, int]:
    """The numbers of those with these names; where one is not there, also of those whose names differ in capitals."""
    wanted = sorted({name for name in names if "\0" not in name})
    if not wanted:
        return {}
    in_sight = _in_sight(model)
    found = dict(in_sight.filter(**{f"{field}__in": wanted}).values_list(field, "pk"))
    missing = [Q(**{f"{field}__iexact": name}) for name in wanted if name not in found]
    alike = in_sight.filter(reduce(or_, missing)).values_list(field, "pk") if missing else ()
    return found | dict(alike)
