"""Operations carried out, and what came of them."""

from threadsui.models import AuditEvent, Operation, Thread
from threadsui.queries.selections import threads_of
from threadsui.services import bulk

Action = AuditEvent.Action
Kind = Operation.Kind


def finish(operation):
    while not operation.is_finished:
        operation = bulk.run_step(operation=operation, threads=threads_of(operation))
    return operation


def tagged(name="vip"):
    return set(Thread.objects.filter(tags__name=name).values_list("title", flat=True))
