"""What presets, snippets and saved views have in common: kept under a name, for oneself or for everybody, with every
change told.

That `actor` may change what others share is the caller's to check; that it is shared still, is asked here.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from threadsui.audit.appending import append
from threadsui.audit.recording import diff, new_event, record
from threadsui.models import AuditEvent, Preset, SavedView, Snippet, User

from ..errors import ServiceError
from ..reasons import checked_reason

Kept = TypeVar("Kept", Preset, Snippet, SavedView)
Told = Callable[
    [Any], dict[str, Any]
]  # what the audit history is told of one; differs when one was changed


class Changed(ServiceError):
    """Somebody else, or another tab, saved it after this version of it was opened; `current` is as they left it."""

    def __init__(self, current: Preset | Snippet | SavedView):
        super().__init__(
            _(
                "“%(name)s” was changed meanwhile, by somebody else or in another tab. Nothing was saved. "
                "What you wrote is still here: save again to put it in the place of the other change."
            )
            % {"name": current.name}
        )
        self.current = current


def add(kept: Kept, *, action: AuditEvent.Action, limit: int, told: Told) -> Kept:
    """Write a new one of its owner's. Raises ServiceError when there is no room, or (param `name`) one of that name."""
    with transaction.atomic():
        # Two at once wait for each other here: the second counts the first.
        User.objects.select_for_update(no_key=True).get(pk=kept.owner_id)
        if kept.siblings().count() >= limit:
            raise ServiceError(
                _(
                    "You have %(number)d of these, which is the limit. Nothing was saved. Delete one first."
                )
                % {"number": limit}
            )
        _save(kept)
        record(action, actor=kept.owner, target=kept, changes=diff({}, told(kept)))
    return kept


def change(
    kept: Kept,
    values: dict[str, Any],
    *,
    actor: User,
    action: AuditEvent.Action,
    told: Told,
    version: str | None = None,
) -> Kept:
    """Write what differs; nothing, and no event, when nothing does.

    `version`: of what the person has seen, None for whatever is there. Raises Changed when it is another by now, and
    ServiceError when it was deleted, is no longer shared, or (param `name`) when there is one of that name.
    """
    with transaction.atomic():
        current = _locked(kept, actor)
        if version is not None and version != current.version:
            raise Changed(current)
        before = told(current)
        for name, value in values.items():
            setattr(current, name, value)
        if changes := diff(before, told(current)):
            current.updated_at = max(timezone.now(), current.created_at)
            _save(current)
            record(action, actor=actor, target=current, changes=changes)
    return current


def remove(
    kept: Kept, *, actor: User, action: AuditEvent.Action, told: Told, reason: str = ""
) -> None:
    """Delete it for good. What is shared others lose as well, so that takes a reason.

    Raises ServiceError when somebody was quicker, when it is no longer shared, or (param `reason`) without one.
    """
    with transaction.atomic():
        current = _locked(kept, actor)
        reason = checked_reason(reason) if current.is_shared else ""
        changes = diff(told(current), {})
        event = new_event(action, actor=actor, target=current, changes=changes, reason=reason)
        current.delete()
        append([event])


def _locked(kept: Kept, actor: User) -> Kept:
    current = type(kept).objects.select_for_update().filter(pk=kept.pk).first()
    if current is None:
        said = _(
            "“%(name)s” was deleted meanwhile. Nothing was changed: copy what you wrote, and add it as a new one."
        )
        raise ServiceError(said % {"name": kept.name})
    if not (current.is_shared or current.owner_id == actor.pk):
        raise ServiceError(
            _("“%(name)s” is no longer shared. Nothing was changed.") % {"name": kept.name}
        )
    return current


def _save(kept: Kept) -> None:
    """Turn the violation of the names' constraint, and of no other, into the sentence at the name."""
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as exc:
        if not kept.siblings().filter(name=kept.name).exclude(pk=kept.pk).exists():
            raise
        raise ServiceError(
            _("There is one called “%(name)s” already. Nothing was saved. Choose another name.")
            % {"name": kept.name},
            param="name",
        ) from exc
