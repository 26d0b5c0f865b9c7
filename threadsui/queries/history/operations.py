"""Reads about bulk operations."""

from django.db.models import QuerySet

from threadsui.models import Operation, User
from threadsui.models.visibility import hidden_from

RUNNING_MAX = 5


def operation_for(reader: User, pk: int) -> Operation | None:
    """One operation: the reader's own, or anybody's for those who see them all."""
    return operations_for(reader, is_own=not sees_all(reader)).filter(pk=pk).first()


def operations_for(reader: User, *, is_own: bool) -> QuerySet[Operation]:
    """In no order yet, with their people: the reader's own, or everybody's."""
    operations = Operation.objects.select_related("actor", "cancelled_by")
    return operations.filter(actor=reader) if is_own else operations


def sees_all(reader: User) -> bool:
    """Whether anybody's: only who sees all threads, as one names filters, tags and connections that its actor sees."""
    return reader.has_perm("threadsui.view_any_operation") and not hidden_from(reader)


def running_exports(actor: User) -> list[Operation]:
    """The person's own exports that are being downloaded, newest first."""
    running = Operation.objects.filter(finished_at=None, kind=Operation.Kind.EXPORT, actor=actor)
    return list(running.order_by("-pk")[:RUNNING_MAX])
