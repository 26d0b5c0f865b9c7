"""Which events of the history somebody sees who does not see every connection and thread."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import BigIntegerField, Case, Exists, OuterRef, Q, When
from django.db.models.functions import Cast

from .visibility import Hidden, VisibleQuerySet

# Records whose own queryset says whether they are seen.
RECORDS = ("Thread", "Submission", "ApiCall")
# These name filters, tags and connections of whatever their actor sees; so only one's own are shown.
OF_MANY = ("threadsui.operation", "threadsui.savedview", "threadsui.preset")
EXPORTED = ("submissions.exported", "calls.exported", "audit.exported")
TAGGED = ("thread.tagged", "thread.untagged")


class EventQuerySet(VisibleQuerySet):
    """An event keeps the kind and the number of its subject as text: it points at nothing."""

    def without(self, hidden: Hidden) -> Any:
        if not hidden:
            return self
        labels = [f"threadsui.{kind.lower()}" for kind in RECORDS]
        is_record = Q(target_type__in=labels) & ~Q(target_id="")
        number = Case(When(is_record, then=Cast("target_id", BigIntegerField())))
        found = self.alias(target_number=number)
        for condition in self.out_of_sight(hidden):
            found = found.filter(~condition)
        return found

    def out_of_sight(self, hidden: Hidden) -> Iterator[Q]:
        yield (Q(target_type__in=OF_MANY) | Q(action__in=EXPORTED)) & ~Q(actor=hidden.reader)
        for kind in RECORDS:
            records = apps.get_model("threadsui", kind).objects
            unseen = reduce(or_, records.all().out_of_sight(hidden))
            about = records.filter(unseen, pk=OuterRef("target_number"))
            yield Q(target_type=f"threadsui.{kind.lower()}") & Q(Exists(about))
        for label, numbers in (("connection", hidden.connections), ("tag", hidden.tags)):
            yield Q(target_type=f"threadsui.{label}", target_id__in=[str(one) for one in numbers])
        names = sorted(hidden.tags.values())
        if names:  # the tag is off the thread again, and its name stands in what was done
            named = Q(changes__tag__new__in=names) | Q(changes__tag__old__in=names)
            yield Q(action__in=TAGGED) & named
