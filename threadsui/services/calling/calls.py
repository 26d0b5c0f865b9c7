"""Keeping every HTTP attempt."""

from typing import Any

from django.db import transaction

from threadsui.api import Attempt, OnAttempt
from threadsui.audit.context import current_context
from threadsui.models import ApiCall, Connection, User

from ..persistence import write_surely


def keep_calls(
    *,
    connection: Connection,
    actor: User | None,
    keep_request: bool = True,
    kept: list[ApiCall] | None = None,
    **about: Any,
) -> OnAttempt:
    """A callback that commits each attempt as it ends, so that not even a killed process loses one.

    `about` names the `submission` or `thread` it belongs to. A create's request is kept by its submission instead.
    `kept` is given each call that was written, for a thread that is only known afterwards.
    """

    def keep(attempt: Attempt) -> None:
        call = ApiCall(
            connection=connection,
            actor=actor,
            method=attempt.method,
            path=attempt.path[:500],
            attempt=attempt.attempt,
            status=attempt.status,
            duration_ms=attempt.duration_ms,
            request_id=(attempt.request_id or "")[:200],
            error=attempt.error,
            request_body=attempt.request_body if keep_request else "",
            response_body=attempt.response_body,
            retry_in=attempt.retry_in,
            correlation_id=current_context().correlation_id,
            started_at=attempt.started_at,
            **about,
        )
        write_surely(lambda: _write(call))
        if kept is not None:
            kept.append(call)

    return keep


@transaction.atomic  # even for one row: without it the write has no turn at SQLite, and sleeps where others are woken
def _write(call: ApiCall) -> None:
    call.save(force_insert=True)
