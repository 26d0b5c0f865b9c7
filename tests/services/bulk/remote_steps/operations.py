"""Operations that ask servers, carried out."""

from threadsui.models import Operation, Thread
from threadsui.queries.threads.selections import threads_of
from threadsui.services.bulk import remote_steps

Kind = Operation.Kind


def steps(operation):
    return remote_steps.run_remote_steps(operation=operation, threads=threads_of(operation))


def finish(operation):
    return [operation, *steps(operation)][-1]


def change_there(server, thread, **metadata):
    server.threads.update(thread.remote_id, {"metadata": metadata})


def metadata_of(thread):
    return Thread.objects.get(pk=thread.pk).metadata
