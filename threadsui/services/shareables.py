"""What presets and snippets have in common: kept under a name, for oneself or for everybody, with every change told.

That `actor` may change what is somebody else's is the caller's to check.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from threadsui.audit.recording import diff, record
from threadsui.models import AuditEvent, Preset, Snippet, User

from .errors import ServiceError

Kept = TypeVar("Kept", Preset, Snippet)
Told = Callable[[Any], dict[str, Any]]  # what the audit history is told of one


def add(kept: Kept, *, action: AuditEvent.Action, limit: int, told: Told) -> Kept:
    """Write a new one of its owner's. Raises ServiceError when there is no room, or (param `name`) one of that name."""
    if type(kept).objects.filter(owner=kept.owner).count() >= limit:
        raise ServiceError(
            _(
                "You have %(number)d of these, which is the limit. Nothing was saved. Delete one first."
            )
            % {"number": limit}
        )
    with _unique_name(kept.name), transaction.atomic():
        kept.save()
        record(action, actor=kept.owner, target=kept, changes=diff({}, told(kept)))
    return kept


def change(
    kept: Kept, values: dict[str, Any], *, actor: User, action: AuditEvent.Action, told: Told
) -> Kept:
    """Write what differs; nothing, and no event, when nothing does. Raises ServiceError."""
    with _unique_name(values.get("name", "")), transaction.atomic():
        current = _locked(kept)
        before = told(current)
        for name, value in values.items():
            setattr(current, name, value)
        if changes := diff(before, told(current)):
            current.updated_at = max(timezone.now(), current.created_at)
            current.save()
            record(action, actor=actor, target=current, changes=changes)
    return current


def remove(kept: Kept, *, actor: User, action: AuditEvent.Action, told: Told) -> None:
    """Delete it for good. Raises ServiceError when somebody was quicker."""
    with transaction.atomic():
        current = _locked(kept)
        record(action, actor=actor, target=current, changes=diff(told(current), {}))
        current.delete()


def _locked(kept: Kept) -> Kept:
    current = type(kept).objects.select_for_update().filter(pk=kept.pk).first()
    if current is None:
        raise ServiceError(_("“%(name)s” was deleted meanwhile.") % {"name": kept.name})
    return current


@contextmanager
def _unique_name(name: str) -> Iterator[None]:
    """Turn the constraint's violation into the sentence at the name."""
    try:
        yield
    except IntegrityError as exc:
        raise ServiceError(
            _("There is one called “%(name)s” already. Nothing was saved. Choose another name.")
            % {"name": name},
            param="name",
        ) from exc
