"""Creating threads."""

from typing import Any
from uuid import UUID

from django.db import transaction

from threadsui.api import schema
from threadsui.models import Connection, Submission, User

from .resolutions import open_child
from .submissions import open_submission, send_submission


def create_thread(
    *,
    connection: Connection,
    payload: schema.CreateThread,
    actor: User,
    token: UUID,
    source: str = Submission.Source.FORM,
    title: str = "",
    parent: Submission | None = None,
    reason: str = "",
) -> Submission:
    """Create a thread exactly once per token, and return its submission with the outcome.

    The submission is committed first; the call happens outside any transaction; outcome, thread and audit event are
    one transaction. A token in use returns its submission as it is, perhaps still `sending`. API failures are
    outcomes, not exceptions; raises TokenReused when the token stands for another create, and ServiceError (param
    `connection`) for a connection that is kept for others.

    `parent`: the submission that this one corrects. An unknown one is resolved as resent in the same transaction,
    with the `reason`; raises ServiceError, with nothing sent, when it has its outcome already, or (param `reason`)
    without one.
    """
    body = schema.canonical_json(payload)
    facts: dict[str, Any] = {
        "connection": connection,
        "actor": actor,
        "token": token,
        "source": source,
        "title": title,
    }
    if parent is None:
        submission, is_new = open_submission(body=body, **facts)
    else:
        with transaction.atomic(durable=True):
            submission, is_new = open_child(parent=parent, body=body, reason=reason, **facts)
    return send_submission(submission) if is_new else submission
