"""Operations carried out, and what came of them."""

from threadsui.models import AuditEvent, Operation, Thread
from threadsui.queries.threads.selections import threads_of
from threadsui.services.bulk import steps

Action = AuditEvent.Action
Kind = Operation.Kind


def finish(operation):
    while not operation.is_finished:
        operation = steps.run_step(operation=operation, threads=threads_of(operation))
    return operation


def tagged(name="vip"):
    return set(Thread.objects.filter(tags__name=name).values_list("title", flat=True))
