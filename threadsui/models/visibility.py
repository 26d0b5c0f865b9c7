"""Who sees what: connections, and the threads with certain tags, may be kept for groups of people.

The one condition is here. `objects` has every record, for services and the worker; what people read goes through
`visible`, which leaves out what is out of sight of whoever reads now (`seen_by`, bound by the middleware), and through
`visible_to(user)`. Where nobody is bound (commands, the worker, migrations) `visible` has everything.

What there is to leave out is read once for a request, and costs nothing in the queries while it is nothing.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value

SEES_EVERYTHING = "threadsui.view_every_thread"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What somebody does not see: {primary key: slug} of connections, {primary key: name} of tags."""

    connections: dict[int, str]
    tags: dict[int, str]
    reader: int | None = None  # their own number
    seen: tuple[int, ...] = ()  # the connections that they do see

    def __bool__(self) -> bool:
        return bool(self.connections or self.tags)


NOTHING = Hidden({}, {})


class Sight:
    """What one person sees, as it is when it is first asked for."""

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def hidden(self) -> Hidden:
        if self.user.has_perm(SEES_EVERYTHING):
            return NOTHING
        return _hidden_from(self.user.pk)


_sight: ContextVar[Sight | None] = ContextVar("sight", default=None)


@contextmanager
def seen_by(user: Any) -> Iterator[None]:
    """What `visible` has inside is what `user` sees."""
    token = _sight.set(Sight(user))
    try:
        yield
    finally:
        _sight.reset(token)


def iterate_seen_by(user: Any, items: Iterable[Any]) -> Iterator[Any]:
    """`items`, each made as `user` sees: for what is streamed after the request's own context has ended."""
    context = copy_context()
    context.run(_sight.set, Sight(user))
    iterator = context.run(iter, items)
    end = object()
    while (item := context.run(next, iterator, end)) is not end:
        yield item


def hidden_now() -> Hidden:
    """What is out of sight of whoever reads now."""
    sight = _sight.get()
    return sight.hidden if sight else NOTHING


def hidden_from(user: Any) -> Hidden:
    """What `user` does not see: of whoever reads now as it was found before, of all others as it is."""
    sight = _sight.get()
    return (sight if sight and sight.user == user else Sight(user)).hidden


class VisibleQuerySet(models.QuerySet):
    """Of records that belong to a connection, or to a thread; the names say by which fields."""

    to_connection = ""  # to the connection
    to_threads: tuple[str, ...] = ()  # to threads, which have tags
    to_tag = ""
    of_many: Q | None = None  # rows that may tell of any thread, as a server's list does

    def visible_to(self, user: Any) -> Any:
        """Those that `user` sees."""
        return self.without(hidden_from(user))

    def without(self, hidden: Hidden) -> Any:
        """Those that are not hidden. The same queryset where nothing is."""
        found = self
        if hidden.connections and self.to_connection:
            found = found.filter(self._of_seen_connections(hidden))
        for condition in self._with_hidden_tags(hidden):
            found = found.filter(~condition)
        return found

    def out_of_sight(self, hidden: Hidden) -> Iterator[Q]:
        """The conditions of which one is enough for a row to be hidden."""
        if hidden.connections and self.to_connection:
            yield Q(**{f"{self.to_connection}__in": sorted(hidden.connections)})
        yield from self._with_hidden_tags(hidden)

    def _of_seen_connections(self, hidden: Hidden) -> Q:
        """Of one connection an index has the newest. Of several the newest of all are walked, and others left out."""
        if len(hidden.seen) > 1:
            return ~Q(**{f"{self.to_connection}__in": sorted(hidden.connections)})
        return Q(**{self.to_connection: hidden.seen[0]}) if hidden.seen else Q(pk__in=())

    def _with_hidden_tags(self, hidden: Hidden) -> Iterator[Q]:
        if hidden.tags and self.to_tag:
            yield Q(**{f"{self.to_tag}__in": sorted(hidden.tags)})
        for thread in self.to_threads if hidden.tags else ():
            yield Q(Exists(_tags_of(OuterRef(thread)).filter(tag__in=sorted(hidden.tags))))
        if hidden.tags and self.of_many is not None:
            yield self.of_many


def visible(queryset: type[VisibleQuerySet]) -> Any:
    """The manager of what whoever reads now sees."""

    class Visible(models.Manager.from_queryset(queryset)):  # type: ignore[misc]
        def get_queryset(self) -> Any:
            return super().get_queryset().without(hidden_now())

    return Visible()


def who_see(people: Any, thread: Any) -> Any:
    """Of a queryset of people those who see the thread, with its connection and its tags as they are."""
    person = OuterRef(OuterRef("pk"))
    connection = _kept_from("Connection", person).filter(pk=thread.connection_id)
    tags = _kept_from("Tag", person).filter(pk__in=_tags_of(thread.pk).values("tag"))
    is_kept = Q(Exists(connection)) | Q(Exists(tags))
    return people.filter(Q(pk__in=_who_see_everything()) | ~is_kept)


def _hidden_from(pk: int | None) -> Hidden:
    """One statement, whatever is kept for whom."""
    kept = _kept_from("Connection", pk or 0).filter(pk=OuterRef("pk"))
    connections = _model("Connection")._base_manager.order_by().annotate(is_kept=Exists(kept))
    tags = _kept_from("Tag", pk or 0).order_by()
    rows = connections.values_list(Value("connection"), "pk", "slug", "is_kept").union(
        tags.values_list(Value("tag"), "pk", "name", Value(True)), all=True
    )
    found: dict[str, dict[int, str]] = {"connection": {}, "tag": {}}
    seen: list[int] = []
    for kind, number, word, is_kept in rows:
        if is_kept:
            found[kind][number] = word
        else:
            seen.append(number)
    return Hidden(found["connection"], found["tag"], pk, tuple(sorted(seen)))


def _kept_from(kind: str, person: Any) -> Any:
    """The connections or tags that are for groups, of which `person` (a number, or a reference to one) is in none."""
    through = _model(kind).groups.through._base_manager
    groups = through.filter(**{kind.lower(): OuterRef("pk")})
    theirs = groups.filter(accessgroup__members=person)
    return _model(kind)._base_manager.filter(Exists(groups)).filter(~Exists(theirs))


def _who_see_everything() -> Any:
    return (
        _model("User").objects.with_perm(SEES_EVERYTHING, backend=BACKEND).order_by().values("pk")
    )


def _tags_of(thread: Any) -> Any:
    return _model("ThreadTag")._base_manager.filter(thread=thread)


def _model(name: str) -> Any:
    return apps.get_model("threadsui", name)
