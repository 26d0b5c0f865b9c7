"""A person's word on a submission whose outcome is unknown: adopt the thread, resend, or dismiss."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from threadsui.api import schema
from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Connection, Submission, Thread, User
from threadsui.models.masking import reads_whole_text

from ..calling.calls import keep_calls
from ..calling.fetching import fetch_messages, fetch_thread
from ..errors import ServiceError, TokenReused
from ..personal.drafts import remove_drafts_of
from ..reasons import checked_reason
from ..threads.presence import check_active, check_has_text
from ..threads.records import record_thread, write_fetched_messages
from .submissions import open_submission, send_submission

Resolution = Submission.Resolution
NOTHING_CREATED = (Submission.State.REFUSED, Submission.State.NOT_SENT)


@reads_whole_text
def adopt_submission(
    *, submission: Submission, remote_id: str, actor: User, reason: str = ""
) -> Thread:
    """Fetch the thread that the submission made after all, and record it under the submission's author.

    `reason`: what shows that it is this one; kept with the submission. Two GETs or more, before the transaction.
    Raises ServiceError when the server does not have the thread, does not answer, or the console has the thread
    already; nothing is changed then.
    """
    _check_open(submission)
    reason = checked_reason(reason) if reason else ""
    if Thread.objects.filter(connection=submission.connection, remote_id=remote_id).exists():
        raise _is_here(remote_id)  # unasked: what a server says of it may be kept for others
    answer, messages = _fetch(submission, remote_id, actor)
    with transaction.atomic():
        current = _lock(submission)
        thread = record_thread(
            connection=current.connection,
            answer=answer,
            sent=current.payload,
            creator=current.actor,
            title=current.title,
        )
        if thread is None:
            raise _is_here(remote_id)
        write_fetched_messages(thread, messages)
        current.state = Submission.State.ACCEPTED
        current.thread = thread
        current.resolution_reason = reason
        _resolve(current, Resolution.ADOPTED, actor)
        current.calls.update(thread=thread)
        remove_drafts_of(current)
        record(AuditEvent.Action.THREAD_ADOPTED, actor=actor, target=thread, reason=reason)
    return thread


@reads_whole_text
def resend_submission(
    *, submission: Submission, actor: User, token: UUID, reason: str
) -> Submission:
    """Send the same body once more, as a new submission that names this one as its parent.

    The new submission is committed together with the word on the old one; the same token gives the same child.
    Raises TokenReused, with nothing sent or changed, for the token of any other create, and ServiceError (param
    `reason`) without one.
    """
    reason = checked_reason(reason)
    with transaction.atomic(durable=True):
        current = Submission.objects.select_for_update().get(pk=submission.pk)
        earlier = current.children.filter(token=token).first()
        if earlier is not None:
            return earlier
        _check_open(current)
        check_active(current.connection)
        check_has_text(current)
        child, is_new = open_child(
            parent=current,
            connection=current.connection,
            body=current.body,
            actor=actor,
            token=token,
            source=current.source,
            title=current.title,
            reason=reason,
        )
        if not is_new:  # it is no child of this one; sending it would repeat another create
            raise TokenReused(child)
    return send_submission(child)


@reads_whole_text
def open_child(
    *,
    parent: Submission,
    connection: Connection,
    body: str,
    actor: User,
    token: UUID,
    source: str,
    title: str,
    reason: str = "",
) -> tuple[Submission, bool]:
    """Write down a create that follows `parent`; the caller's transaction commits it with the word on that one.

    A refused or unsent parent is only named. An unknown one is resent by this, for which there has to be a reason;
    raises ServiceError, with nothing written, when it has its outcome already. A token in use is as in
    `open_submission`.
    """
    current = Submission.objects.select_for_update().get(pk=parent.pk)
    came_to_nothing = current.state in NOTHING_CREATED
    if not came_to_nothing and not Submission.objects.filter(token=token).exists():
        _check_open(current)
        reason = checked_reason(reason)
    child, is_new = open_submission(
        connection=connection,
        body=body,
        actor=actor,
        token=token,
        source=source,
        title=title,
        parent=current,
    )
    if is_new and not came_to_nothing:
        _settle(current)
        _resolve(current, Resolution.RESENT, actor)
        record(AuditEvent.Action.SUBMISSION_RESENT, actor=actor, target=current, reason=reason)
    return child, is_new


@reads_whole_text
def dismiss_submission(*, submission: Submission, actor: User, reason: str) -> Submission:
    """Close the question without a thread; `reason` says why, and stays with the submission."""
    reason = checked_reason(reason)
    with transaction.atomic():
        current = _lock(submission)
        _settle(current)
        current.resolution_reason = reason
        _resolve(current, Resolution.DISMISSED, actor)
        record(AuditEvent.Action.SUBMISSION_DISMISSED, actor=actor, target=current, reason=reason)
    return current


def _is_here(remote_id: str) -> ServiceError:
    said = _(
        "The console already has %(thread)s. Nothing was changed. "
        "Give the id of another thread, or dismiss this submission."
    )
    return ServiceError(said % {"thread": remote_id}, param="remote_id")


def _fetch(
    submission: Submission, remote_id: str, actor: User
) -> tuple[schema.Thread, list[schema.Message]]:
    connection = submission.connection
    on_attempt = keep_calls(connection=connection, actor=actor, submission=submission)
    thread = fetch_thread(
        connection=connection, remote_id=remote_id, on_attempt=on_attempt, param="remote_id"
    )
    if thread is None:
        said = _("%(connection)s has no thread %(thread)s. Nothing was changed. Check the id.")
        values = {"connection": connection, "thread": remote_id}
        raise ServiceError(said % values, param="remote_id")
    return thread, fetch_messages(
        connection=connection, remote_id=remote_id, on_attempt=on_attempt, param="remote_id"
    )


def _check_open(submission: Submission) -> None:
    if not submission.is_open_unknown:
        raise ServiceError(
            _(
                "This submission has its outcome already. Nothing was sent or changed. "
                "Reload the page to see it."
            )
        )


def _lock(submission: Submission) -> Submission:
    current = Submission.objects.select_for_update().get(pk=submission.pk)
    _check_open(current)
    return current


def _settle(submission: Submission) -> None:
    """An overdue submission is unknown before it is anything else."""
    submission.state = Submission.State.UNKNOWN
    submission.finished_at = submission.finished_at or timezone.now()


def _resolve(submission: Submission, resolution: Submission.Resolution, actor: User) -> None:
    submission.finished_at = submission.finished_at or timezone.now()
    submission.resolution = resolution
    submission.resolved_by = actor
    submission.resolved_at = timezone.now()
    submission.save()
