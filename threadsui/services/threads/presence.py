"""Whether there is still a thread to work on: deleted by a person, or gone from its server."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Connection, Submission, Thread, User
from threadsui.models.visibility import hidden_from

from ..errors import ServiceError, ThreadIsGone


def check_not_deleted(thread: Thread) -> None:
    """Raises ServiceError for a thread that was deleted here."""
    if thread.deleted_at:
        raise ServiceError(
            _("This thread was deleted. Nothing was sent or changed. Its record stays readable.")
        )


def check_writable(thread: Thread) -> None:
    """Raises ServiceError for a thread that must not be written to: deleted, or its connection switched off."""
    check_not_deleted(thread)
    check_active(thread.connection)


def check_active(connection: Connection) -> None:
    """Raises ServiceError for a connection that an admin has switched off."""
    if not connection.is_active:
        said = _(
            "%(connection)s is switched off. Nothing was sent. An admin can switch it on again."
        )
        raise ServiceError(said % {"connection": connection})


def check_has_text(record: Thread | Submission) -> None:
    """Raises ServiceError for a thread or a submission whose texts a retention rule took away."""
    if record.text_removed_at:
        said = _(
            "Its text was removed by the retention rule of %(connection)s. Nothing was sent. "
            "Write a new thread instead."
        )
        raise ServiceError(said % {"connection": record.connection})


def check_may_use(connection: Connection, actor: User) -> None:
    """Raises ServiceError (param `connection`) for one that is kept for groups which `actor` is not in.

    It says what is said of one that there is not.
    """
    if connection.pk in hidden_from(actor).connections:
        said = _("There is no such connection. Nothing was sent. Choose another.")
        raise ServiceError(said, param="connection")


def locked(thread: Thread) -> Thread:
    """The thread's record as it is now, kept from others to the end of the transaction."""
    return Thread.objects.select_for_update().get(pk=thread.pk)


def found_gone(thread: Thread, *, actor: User) -> Thread:
    """Note, once, that the server says it has no such thread. The record stays. Returns it as it is then."""
    with transaction.atomic():
        current = locked(thread)
        if not (current.gone_at or current.deleted_at):
            current.gone_at = timezone.now()
            current.save(update_fields=["gone_at"])
            record(AuditEvent.Action.THREAD_GONE, actor=actor, target=current)
    return current


def thread_is_gone(thread: Thread) -> ThreadIsGone:
    """What to tell a person who wants to change a thread that its server does not have."""
    said = _(
        "%(connection)s does not have this thread any more, so nothing was changed there. "
        "Its record here stays, and is marked as gone."
    )
    return ThreadIsGone(said % {"connection": thread.connection})
