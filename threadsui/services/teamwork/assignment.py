"""Whose work a thread is: the console's own, so that no server is called."""

from django.db import transaction
from django.utils.translation import gettext as _

from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Thread, User

from ..errors import ServiceError
from ..threads.presence import locked


def assign_thread(*, thread: Thread, assignee: User | None, actor: User) -> Thread:
    """Make the thread `assignee`'s work, or nobody's. Returns the record; one that is so already stays as it is.

    Raises ServiceError (param `assignee`), with nothing changed, for a person who may not work on threads (any more),
    or does not see this one.
    """
    if assignee is not None:
        _check(assignee, thread)
    with transaction.atomic():
        current = locked(thread)
        before = current.assignee
        if before != assignee:
            current.assignee = assignee
            current.save(update_fields=["assignee"])
            changes = {"assignee": {"old": _username(before), "new": _username(assignee)}}
            record(AuditEvent.Action.THREAD_ASSIGNED, actor=actor, target=current, changes=changes)
    return current


def _check(assignee: User, thread: Thread) -> None:
    if not assignee.has_perm("threadsui.triage_thread"):
        said = _("%(name)s cannot work on threads. Nothing was assigned. Choose another person.")
    elif not Thread.objects.visible_to(assignee).filter(pk=thread.pk).exists():
        said = _("%(name)s does not see this thread. Nothing was assigned. Choose another person.")
    else:
        return
    raise ServiceError(said % {"name": assignee.display_name}, param="assignee")


def _username(person: User | None) -> str | None:
    return person.get_username() if person else None
