"""Reads about bulk operations."""

from threadsui.models import Operation, User
from threadsui.models.visibility import hidden_from

RUNNING_MAX = 5


def operation_for(reader: User, pk: int) -> Operation | None:
    """One operation: the reader's own, or anybody's for those who may see them all, and all threads: it names filters,
    tags and connections of whatever its actor sees.
    """
    operations = Operation.objects.select_related("actor", "cancelled_by")
    if not reader.has_perm("threadsui.view_any_operation") or hidden_from(reader):
        operations = operations.filter(actor=reader)
    return operations.filter(pk=pk).first()


def running_exports(actor: User) -> list[Operation]:
    """The person's own exports that are being downloaded, newest first."""
    running = Operation.objects.filter(finished_at=None, kind=Operation.Kind.EXPORT, actor=actor)
    return list(running.order_by("-pk")[:RUNNING_MAX])
