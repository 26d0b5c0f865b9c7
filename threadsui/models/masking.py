"""Text that not everybody reads: what customers wrote, what is made of it, and what people noted about it.

A field with `MaskedWhenRead` keeps its value, and shows a mask to whoever may not read it. Every page, fragment, export
and template gets the value through the attribute, so that none can forget to hide it; saving writes the value itself.
Who reads is bound by the middleware; where nobody is bound (commands, the worker, migrations) nothing is masked.

It is not for `values()` and `values_list()`, which read past the attribute: a test refuses them for these fields.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import cached_property, wraps
from typing import Any, TypeVar, cast

from django.db import models
from django.db.models.query_utils import DeferredAttribute

READ = "threadsui.read_message"
REVEAL = "threadsui.reveal_message"
Record = tuple[str, str]  # ("threadsui.thread", "7")
Function = TypeVar("Function", bound=Callable[..., Any])


class Reader:
    """Somebody who reads, and the records that they gave a reason for.

    `revealed`: called once, and only when there is something to mask.
    """

    def __init__(self, user, revealed: Callable[[], Collection[Record]] = tuple):
        self.user = user
        self._revealed = revealed

    @cached_property
    def reads_everything(self) -> bool:
        return self.user.has_perm(READ)

    @cached_property
    def revealed(self) -> frozenset[Record]:
        """None once the person may not reveal any more: the reason that they gave was theirs as an auditor."""
        return frozenset(self._revealed() if self.user.has_perm(REVEAL) else ())

    def may_read(self, records: Iterable[Record]) -> bool:
        return self.reads_everything or not self.revealed.isdisjoint(records)


_reader: ContextVar[Reader | None] = ContextVar("reader", default=None)


@contextmanager
def read_by(reader: Reader | None) -> Iterator[None]:
    """What is read inside is masked as `reader` may see it; None: not at all."""
    token = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(token)


def whole_text():
    """What is read inside is not masked: for what must be right whoever is at work, as the history's own words."""
    return read_by(None)


def reads_whole_text(function: Function) -> Function:
    """Around a service: what it sends, compares and writes is the text itself, and never a mask, whoever is at work."""

    @wraps(function)
    def reading(*arguments, **options):
        with whole_text():
            return function(*arguments, **options)

    return cast(Function, reading)


def iterate_read_by(reader: Reader | None, items: Iterable) -> Iterator:
    """`items`, each made as `reader` may see it: for what is streamed after the request's own context has ended."""
    context = copy_context()
    context.run(_reader.set, reader)
    iterator = context.run(iter, items)
    end = object()
    while (item := context.run(next, iterator, end)) is not end:
        yield item


def reads_masked() -> bool:
    """Whether the one who reads now sees text masked, but for what they revealed."""
    reader = _reader.get()
    return reader is not None and not reader.reads_everything


class HoldsText(models.Model):
    """A record with masked fields."""

    class Meta:
        abstract = True

    def revealed_by(self) -> Iterable[Record]:
        """The records whose reveal shows this one's text."""
        raise NotImplementedError

    @property
    def is_masked(self) -> bool:
        reader = _reader.get()
        return reader is not None and not reader.may_read(self.revealed_by())

    def refresh_from_db(self, *args, **kwargs):
        """It copies attributes from another instance: the values, not the masks."""
        with whole_text():
            super().refresh_from_db(*args, **kwargs)


class _MaskedWhenRead(DeferredAttribute):
    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        if self.field.attname in instance.__dict__:
            value = instance.__dict__[self.field.attname]
        else:
            with whole_text():
                value = super().__get__(instance, cls)
        return self.field.mask(value, instance) if value and instance.is_masked else value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class MaskedWhenRead:
    """Before a field class. `mask(value, record)` is what is shown in the place of a value that is not empty."""

    descriptor_class = _MaskedWhenRead

    def __init__(self, *args, mask=None, **kwargs):
        self._mask = mask
        super().__init__(*args, **kwargs)

    def mask(self, value, record):
        return self._mask(value, record) if self._mask else ""

    def pre_save(self, model_instance, add):
        return model_instance.__dict__[self.attname]

    def deconstruct(self):
        """As the plain field: the database has nothing of this."""
        name, _path, args, kwargs = super().deconstruct()
        plain = next(base for base in type(self).__mro__ if base.__module__.startswith("django."))
        return name, f"django.db.models.{plain.__name__}", args, kwargs


class MaskedCharField(MaskedWhenRead, models.CharField):
    pass


class MaskedTextField(MaskedWhenRead, models.TextField):
    pass


class MaskedJSONField(MaskedWhenRead, models.JSONField):
    pass


def record_of(kind: str, pk: object) -> Record:
    """How a reveal names a record: `record_of("thread", 7)`."""
    return f"threadsui.{kind}", str(pk)
