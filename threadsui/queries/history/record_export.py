"""Submissions and API calls as records to be exported: what their lists know, a batch at a time. No bodies.

Every value is text, a number or None; times are UTC.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from threadsui.models import ApiCall, Submission

from ..paging import related
from ..paging.pagination import newest_first_in_batches

BATCH = 500


def submission_records(submissions: QuerySet[Submission]) -> Iterator[dict[str, Any]]:
    """Newest first. `state` as it is kept; `thread`: the number of the thread that it made."""
    for batch in newest_first_in_batches(submissions, field="created_at", size=BATCH):
        people = related.people(
            pk for one in batch for pk in (one.actor_id, one.resolved_by_id) if pk
        )
        connections = related.connections(one.connection_id for one in batch)
        for one in batch:
            resolver = people.get(one.resolved_by_id or 0)
            yield {
                "number": one.pk,
                "created_at": _utc(one.created_at),
                "finished_at": _utc(one.finished_at),
                "connection": connections[one.connection_id].slug,
                "pressed_by": people[one.actor_id].username,
                "source": one.source,
                "title": one.title,
                "state": one.state,
                "status": one.error_status,
                "error_type": one.error_type,
                "error_code": one.error_code,
                "error_param": one.error_param,
                "request_id": one.request_id,
                "thread": one.thread_id,
                "parent": one.parent_id,
                "resolution": one.resolution,
                "resolved_by": resolver.username if resolver else "",
                "body_sha256": one.body_sha256,
                "text_removed_at": _utc(one.text_removed_at),
            }


def call_records(calls: QuerySet[ApiCall]) -> Iterator[dict[str, Any]]:
    """Newest first. `status` None: no answer."""
    for batch in newest_first_in_batches(calls, field="started_at", size=BATCH):
        people = related.people(one.actor_id for one in batch if one.actor_id)
        connections = related.connections(one.connection_id for one in batch)
        for one in batch:
            actor = people.get(one.actor_id or 0)
            yield {
                "number": one.pk,
                "started_at": _utc(one.started_at),
                "connection": connections[one.connection_id].slug,
                "method": one.method,
                "path": one.path,
                "attempt": one.attempt,
                "status": one.status,
                "duration_ms": round(one.duration_ms, 1),
                "request_id": one.request_id,
                "error": one.error,
                "called_by": actor.username if actor else "",
                "thread": one.thread_id,
                "submission": one.submission_id,
                "correlation_id": one.correlation_id,
                "text_removed_at": _utc(one.text_removed_at),
            }


SUBMISSION_HEADER = [
    "number",
    "created_at",
    "finished_at",
    "connection",
    "pressed_by",
    "source",
    "title",
    "state",
    "status",
    "error_type",
    "error_code",
    "error_param",
    "request_id",
    "thread",
    "parent",
    "resolution",
    "resolved_by",
    "body_sha256",
    "text_removed_at",
]
CALL_HEADER = [
    "number",
    "started_at",
    "connection",
    "method",
    "path",
    "attempt",
    "status",
    "duration_ms",
    "request_id",
    "error",
    "called_by",
    "thread",
    "submission",
    "correlation_id",
    "text_removed_at",
]


def _utc(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
