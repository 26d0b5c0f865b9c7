"""Looks up the people, connections and tags that a search names, and makes moments of its days."""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from threadsui.models import Connection, Tag, User
from threadsui.models.masking import reads_masked
from threadsui.models.tag import normal_tag_name
from threadsui.search import ME, NOBODY, Match, QueryError, Search, Term, Value
from threadsui.search.conditions import Condition
from threadsui.search.days import days_of, range_of
from threadsui.search.lazy import said

NO_PERSON = _("Nobody here has the user name “%(name)s”. Check its spelling.")
NO_CREATOR = _("Every thread was brought here by somebody. Write a user name, or “me”.")
NO_CONNECTION = _("There is no connection “%(name)s”. Check its spelling.")
NO_TAG = _("There is no tag “%(name)s”. Check its spelling.")
NO_READER = _("“me” is nobody here. Write a user name.")
MASKED = _("You read text masked, so you cannot search it. Words find ids only.")


def resolve(
    search: Search, *, reader: User | None = None
) -> tuple[tuple[Condition, ...], tuple[QueryError, ...]]:
    """The conditions of `search`, and an error at each value that names what is not there.

    `reader` is who `me` is. Days are those of the current time zone. A person who reads text masked searches ids alone.
    Costs a query for people, connections and tags each, when the search names any.
    """
    resolver = _Resolver(search, reader)
    conditions = tuple(resolver.condition(term) for term in search.terms)
    return conditions, tuple(resolver.errors)


class _Resolver:
    def __init__(self, search: Search, reader: User | None) -> None:
        self.errors: list[QueryError] = []
        self.reader = reader
        self.is_masked = reads_masked()
        self.today = timezone.localdate()
        named = _texts(search, ("creator",), {ME}) | _texts(search, ("assigned",), {ME, NOBODY})
        self.people = _found(User, "username", named)
        self.connections = _found(Connection, "slug", _texts(search, ("connection",)))
        self.tags = _found(Tag, "name", map(normal_tag_name, _texts(search, ("tag",))))

    def condition(self, term: Term) -> Condition:
        read = self._reading(term)
        values = tuple(read(value) for value in term.values)
        return Condition(self._key(term), values, term.is_negated, term.name)

    def _key(self, term: Term) -> str:
        if not term.key:
            return "id_words" if self.is_masked else "words"
        return {"before": "created", "after": "created"}.get(term.key, term.key)

    def _reading(self, term: Term) -> Callable[[Value], Any]:
        readings: dict[str, Callable[[Value], Any]] = {
            "creator": self._creator,
            "assigned": self._person,
            "connection": lambda value: self._known(value, self.connections, NO_CONNECTION),
            "tag": lambda value: self._known(value, self.tags, NO_TAG, normal_tag_name),
            "created": self._days,
            "before": lambda value: (None, self._midnight(self._day(value)[0])),
            "after": lambda value: (self._midnight(self._day(value)[1], days=1), None),
            "metadata": lambda value: None if value.match is Match.ANY else value.text,
            "title": self._own_words,
            "note": self._own_words,
            **dict.fromkeys(("", "id", "file"), _text),
        }
        return readings.get(term.key, lambda value: value.text.lower())

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

    def _known(
        self,
        value: Value,
        found: dict[str, int],
        message: str,
        spelling: Callable[[str], str] = str,
    ) -> int | None:
        pk = found.get(spelling(value.text))
        if pk is None:
            self._wrong(value, said(message, name=value.text))
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

    def _wrong(self, value: Value, message: str) -> None:
        self.errors.append(QueryError(message, value.start, value.end))


def _text(value: Value) -> tuple[str, bool]:
    return value.text, value.match is Match.PREFIX


def _texts(search: Search, keys: Iterable[str], without: Iterable[str] = ()) -> set[str]:
    """What the terms of these keys name."""
    named = {value.text for term in search.terms if term.key in keys for value in term.values}
    return named - set(without)


def _in_sight(model: Any) -> Any:
    """What is out of sight is as if it were not there."""
    return getattr(model, "visible", model.objects)


def _found(model: Any, field: str, names: Iterable[str]) -> dict[str, int]:
    wanted = sorted({name for name in names if "\0" not in name})
    if not wanted:
        return {}
    return dict(_in_sight(model).filter(**{f"{field}__in": wanted}).values_list(field, "pk"))
