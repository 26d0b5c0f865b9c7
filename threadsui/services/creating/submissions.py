"""The ledger of creates: opened before the call, finished with its outcome, resolved by a person when in doubt."""

import json
import logging
from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from threadsui import api
from threadsui.api import schema
from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Connection, Submission, Thread, User
from threadsui.models.masking import reads_whole_text, whole_text

from ..calling.calls import keep_calls
from ..calling.clients import client_for, longest_call
from ..errors import TokenReused
from ..persistence import write_surely
from ..personal.drafts import remove_drafts_of
from ..threads.presence import check_may_use
from ..threads.records import record_thread, title_from, write_sent_messages
from . import outcomes
from .outcomes import Outcome

logger = logging.getLogger(__name__)

MARGIN = timedelta(seconds=60)  # for a slow machine, beyond the longest possible call

OUTCOME_FIELDS = [
    "state",
    "thread",
    "explanation",
    "explanation_parts",
    "finished_at",
    "error_message",
    "request_id",
    "error_status",
    "error_type",
    "error_code",
    "error_param",
]
ACTIONS = {
    Submission.State.REFUSED: AuditEvent.Action.SUBMISSION_REFUSED,
    Submission.State.UNKNOWN: AuditEvent.Action.SUBMISSION_UNKNOWN,
    Submission.State.NOT_SENT: AuditEvent.Action.SUBMISSION_NOT_SENT,
}


@reads_whole_text
def open_submission(
    *,
    connection: Connection,
    body: str,
    actor: User,
    token: UUID,
    source: str,
    title: str = "",
    parent: Submission | None = None,
) -> tuple[Submission, bool]:
    """Write the submission down before it is sent. Returns it, and whether it is new.

    It is committed when this returns; a resend, which has a `parent`, commits it with the word on that one instead.
    A token that was used for the very same create gives that submission, to be looked at and not sent again.
    Raises TokenReused when it was used for anything else, and ServiceError for a connection that `actor` may not use.
    """
    check_may_use(connection, actor)
    try:
        with transaction.atomic(durable=parent is None):
            submission = Submission.objects.create(
                token=token,
                connection=connection,
                actor=actor,
                source=source,
                title=title or title_from(json.loads(body).get("messages", [])),
                body=body,
                body_sha256=Submission.hash_of(body),
                parent=parent,
                deadline_at=timezone.now() + _longest(connection) + MARGIN,
            )
    except IntegrityError:
        earlier = Submission.objects.filter(token=token).first()
        if earlier is None:
            raise
        return _same_create(earlier, connection=connection, body=body, actor=actor), False
    return submission, True


@reads_whole_text
def send_submission(submission: Submission) -> Submission:
    """Make the call, outside any transaction, and then write what came of it in one."""
    connection = submission.connection
    on_attempt = keep_calls(
        connection=connection, actor=submission.actor, keep_request=False, submission=submission
    )
    try:
        client = client_for(connection, on_attempt=on_attempt)
        thread = client.threads.create(submission.body.encode())
    except api.APIError as exc:
        outcome = outcomes.failed(exc, connection)
    else:
        outcome = outcomes.accepted(thread)
    try:
        return write_surely(lambda: finish_submission(submission, outcome))
    except DatabaseError:  # at its deadline it is unknown; the log still knows what it came to
        remote_id = outcome.thread.id if outcome.thread else "no thread"
        logger.exception(
            "Submission %d is %s (%s), which could not be written",
            submission.pk,
            outcome.state,
            remote_id,
        )
        raise


@reads_whole_text
def finish_submission(submission: Submission, outcome: Outcome) -> Submission:
    """Write the outcome, the thread if there is one, and the audit event: all of it or nothing."""
    with transaction.atomic():
        current = Submission.objects.select_for_update().defer("body").get(pk=submission.pk)
        current.connection, current.actor = submission.connection, submission.actor
        current.body = submission.body
        is_open = current.state in _open_for(outcome) and not current.resolution
        thread = None
        if outcome.state == Submission.State.ACCEPTED and outcome.thread:
            thread = _record_accepted(current, outcome.thread)
            if thread is None:
                outcome = outcomes.already_recorded(outcome.thread)
        if is_open:  # else it has ended since, in a commit that seemed lost or by a person's word
            _write_outcome(current, outcome, thread)
        if thread is not None:
            record(AuditEvent.Action.THREAD_CREATED, actor=current.actor, target=thread)
    return current


def settle_overdue_submissions() -> int:
    """Make what a killed process left in `sending` unknown, for a person to resolve. Returns how many there were."""
    overdue = list(Submission.objects.overdue().select_related("connection", "actor"))
    with whole_text():  # whoever's page it is that found them
        for submission in overdue:
            finish_submission(submission, outcomes.interrupted(submission.connection))
    return len(overdue)


def _open_for(outcome: Outcome) -> set[str]:
    """The states that `outcome` may still change: an answer may come after the sweep gave up on it."""
    sending = {Submission.State.SENDING.value}
    return sending if outcome.is_interrupted else sending | {Submission.State.UNKNOWN.value}


def _longest(connection: Connection) -> timedelta:
    try:
        return timedelta(seconds=longest_call(connection))
    except api.APIRequestError:  # cannot be called at all; sending will say so
        return timedelta()


def _same_create(
    earlier: Submission, *, connection: Connection, body: str, actor: User
) -> Submission:
    if earlier.actor_id != actor.pk:
        raise TokenReused(None)
    if (earlier.connection_id, earlier.body) != (connection.pk, body):
        raise TokenReused(earlier)
    return earlier


def _record_accepted(submission: Submission, answer: schema.Thread) -> Thread | None:
    sent = submission.payload
    thread = record_thread(
        connection=submission.connection,
        answer=answer,
        sent=sent,
        creator=submission.actor,
        title=submission.title,
    )
    if thread is not None:
        write_sent_messages(thread, sent.get("messages", []))
        submission.calls.update(thread=thread)
        remove_drafts_of(submission)
    return thread


def _write_outcome(submission: Submission, outcome: Outcome, thread: Thread | None) -> None:
    submission.state = outcome.state
    submission.thread = thread
    submission.explanation = outcome.explanation
    submission.explanation_parts = outcome.sentences
    submission.finished_at = timezone.now()
    if outcome.error is not None:
        _write_error(submission, outcome.error)
    submission.save(update_fields=OUTCOME_FIELDS)
    if outcome.state in ACTIONS:
        actor = None if outcome.is_interrupted else submission.actor
        record(ACTIONS[outcome.state], actor=actor, target=submission, reason=outcome.explanation)


def _write_error(submission: Submission, error: api.APIError) -> None:
    submission.error_message = error.message
    submission.request_id = (getattr(error, "request_id", None) or "")[:200]
    submission.error_status = getattr(error, "status_code", None)
    submission.error_type = (getattr(error, "type", None) or "")[:100]
    submission.error_code = (getattr(error, "code", None) or "")[:100]
    submission.error_param = (getattr(error, "param", None) or "")[:200]
