"""Writing audit events."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.text import capfirst

from threadsui.models import AuditEvent, User
from threadsui.models.masking import whole_text

from .appending import append
from .context import current_context

SYSTEM = "system"


def record(
    action: AuditEvent.Action,
    *,
    actor: User | None,
    target: models.Model | type[models.Model],
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Write one event. Call it inside the transaction that makes the change; no actor means the system.

    `target`: the record it is about, or a model for all of its records. Call it last in the transaction, where nothing
    is waited for any more: everybody else's events wait from here to the commit. Several of them go by `append`.
    """
    event = new_event(action, actor=actor, target=target, changes=changes, reason=reason)
    append([event])
    return event


def new_event(
    action: AuditEvent.Action,
    *,
    actor: User | None,
    target: models.Model | type[models.Model],
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """An event of this request that is not written yet: see `append`."""
    context = current_context()
    is_one = isinstance(target, models.Model)
    with translation.override(None), whole_text():  # an event is the same whoever made it
        label = _label(target) if is_one else str(capfirst(target._meta.verbose_name_plural))
        reason = str(reason)
    return AuditEvent(
        action=action,
        actor=actor,
        actor_name=actor.get_username() if actor else SYSTEM,
        target_type=target._meta.label_lower,
        target_id=str(target.pk) if is_one else "",
        target_label=label[:200],
        changes=changes or {},
        reason=reason,
        correlation_id=context.correlation_id,
        address=context.address,
    )


def _label(target: models.Model | type[models.Model]) -> str:
    """Its name, or what stands for a name that is not for everybody who reads the history."""
    return str(getattr(target, "audit_label", target))


def diff(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """`{"title": {"old": "A", "new": "B"}}` for the keys that differ, and only those."""
    return {
        key: {"old": before.get(key), "new": after.get(key)}
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    }
