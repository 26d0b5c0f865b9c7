"""Creating threads."""

from uuid import UUID

from threadsui.api import schema
from threadsui.models import Connection, Submission, User

from .submissions import open_submission, send_submission


def create_thread(
    *,
    connection: Connection,
    payload: schema.CreateThread,
    actor: User,
    token: UUID,
    source: str = Submission.Source.FORM,
    title: str = "",
) -> Submission:
    """Create a thread exactly once per token, and return its submission with the outcome.

    The submission is committed first; the call happens outside any transaction; outcome, thread and audit event are
    one transaction. A token in use returns its submission as it is, perhaps still `sending`. API failures are
    outcomes, not exceptions; raises TokenReused when the token stands for another create.
    """
    submission, is_new = open_submission(
        connection=connection,
        body=schema.canonical_json(payload),
        actor=actor,
        token=token,
        source=source,
        title=title,
    )
    return send_submission(submission) if is_new else submission
