"""Reads about bulk operations."""

from threadsui.models import Operation, User


def operation_for(reader: User, pk: int) -> Operation | None:
    """One operation: the reader's own, or anybody's for those who may see them all."""
    operations = Operation.objects.select_related("actor")
    if not reader.has_perm("threadsui.view_any_operation"):
        operations = operations.filter(actor=reader)
    return operations.filter(pk=pk).first()
