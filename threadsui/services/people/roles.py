"""What the roles may do is set in the database alone, by a migration or in a shell: the history tells of it."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models.signals import m2m_changed
from django.dispatch import receiver

from threadsui.audit.recording import record
from threadsui.models import AuditEvent


@receiver(m2m_changed, sender=Group.permissions.through)
def record_role_change(
    *, instance: Any, action: str, pk_set: Collection[int] | None, **_rest: Any
) -> None:
    """Of what a role gained and lost. Migrations have models of their own, and are not heard here."""
    if not isinstance(instance, Group) or action not in ("post_add", "post_remove", "pre_clear"):
        return
    changed = instance.permissions.all() if action == "pre_clear" else Permission.objects.all()
    if pk_set is not None:
        changed = changed.filter(pk__in=pk_set)
    names = sorted(changed.values_list("codename", flat=True))
    side = "new" if action == "post_add" else "old"
    if names:
        changes = {"permissions": {"old": None, "new": None} | {side: names}}
        record(AuditEvent.Action.ROLE_UPDATED, actor=None, target=instance, changes=changes)
