"""Writing audit events."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from threadsui.models import AuditEvent, User

from .context import current_context

SYSTEM = "system"


def record(
    action: AuditEvent.Action,
    *,
    actor: User | None,
    target: models.Model,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Write one event. Call it inside the transaction that makes the change; no actor means the system."""
    context = current_context()
    return AuditEvent.objects.create(
        action=action,
        actor=actor,
        actor_name=actor.get_username() if actor else SYSTEM,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=str(target)[:200],
        changes=changes or {},
        reason=reason,
        correlation_id=context.correlation_id,
        address=context.address,
    )


def diff(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """`{"title": {"old": "A", "new": "B"}}` for the keys that differ, and only those."""
    return {
        key: {"old": before.get(key), "new": after.get(key)}
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    }
