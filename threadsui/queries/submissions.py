"""Reads about submissions: the ledger as a list, and one entry with its attempts and relatives."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from threadsui.models import ApiCall, Connection, Submission, Thread, User
from threadsui.models.masking import reads_masked
from threadsui.models.visibility import hidden_from

from .hints import Hints, Walk, with_hints

SAME_ID_MAX = 20  # submissions of a request id, threads of one id on several connections
# Found by its look: an answer that was cut or broken is not JSON.
THREAD_ID = re.compile(r'"id"\s*:\s*"(?P<id>thread_[\w-]{1,190})"')


@dataclass(frozen=True, slots=True)
class SubmissionFilters:
    text: str = ""
    state: str = ""
    actor: User | None = None
    connection: Connection | None = None
    created_from: datetime | None = None
    created_before: datetime | None = None
    is_resolved: bool = False  # with state "unknown": those somebody resolved as well


def submissions_for_list(filters: SubmissionFilters, *, reader: User) -> QuerySet[Submission]:
    """The submissions that `reader` may see and `filters` leaves. `state="unknown"` counts overdue ones in.

    A part of a title, which no index knows, is looked for in windows of the list: see hints.Walk.
    """
    submissions = Submission.objects.visible_to(reader).defer("body", "error_message")
    if not filters.text:
        return _narrowed(submissions, filters)
    known = _known(filters.text)
    if known is not None:
        return _narrowed(submissions.filter(known), filters)
    if reads_masked():  # asking again and again would spell a title out
        return submissions.none()
    found = _narrowed(submissions.filter(title__icontains=filters.text), filters)
    sees_all = reader.has_perm("threadsui.view_any_submission")
    guide = SubmissionFilters(
        actor=filters.actor if sees_all else reader,
        created_from=filters.created_from,
        created_before=filters.created_before,
    )
    walk = Walk(_narrowed(Submission.objects.all(), guide), "created_at")
    return with_hints(found, Hints(walk=walk))


def _narrowed(
    submissions: QuerySet[Submission], filters: SubmissionFilters
) -> QuerySet[Submission]:
    if filters.state == Submission.State.UNKNOWN and not filters.is_resolved:
        submissions = submissions.open_unknown()
    elif filters.state:
        submissions = submissions.filter(_in_state(filters.state))
    if filters.actor:
        submissions = submissions.filter(actor=filters.actor)
    if filters.connection:
        submissions = submissions.filter(connection=filters.connection)
    if filters.created_from:
        submissions = submissions.filter(created_at__gte=filters.created_from)
    if filters.created_before:
        submissions = submissions.filter(created_at__lt=filters.created_before)
    return submissions


def _known(text: str) -> Q | None:
    """What an index answers: a whole request id, the id of a thread. None where it is neither."""
    refused = Submission.visible.filter(request_id=text).values_list("pk", flat=True)
    sent = ApiCall.visible.filter(request_id=text, submission__isnull=False)
    made = Submission.visible.filter(thread__in=Thread.visible.filter(remote_id=text))
    numbers = [
        *refused[:SAME_ID_MAX],
        *sent.values_list("submission_id", flat=True)[:SAME_ID_MAX],
        *made.values_list("pk", flat=True)[:SAME_ID_MAX],
    ]
    return Q(pk__in=numbers) if numbers else None


def _in_state(state: str) -> Q:
    """As the list shows it: one that is still `sending` after its deadline is unknown."""
    overdue = Q(state=Submission.State.SENDING, deadline_at__lt=timezone.now())
    if state == Submission.State.SENDING:
        return Q(state=state) & ~overdue
    if state == Submission.State.UNKNOWN:
        return Q(state=state) | overdue
    return Q(state=state)


def open_unknown_count(reader: User) -> int:
    """How many outcomes need a person's word, of those that `reader` may see."""
    return Submission.objects.open_unknown().visible_to(reader).count()


def submission_for_page(pk: int, *, reader: User) -> Submission | None:
    """One submission with its people, connection, thread and parent; None unless `reader` may see it.

    A parent on a connection that is kept for others, where the same was tried before, is as if there were none.
    """
    related = ("actor", "connection", "thread", "parent", "resolved_by")
    found = Submission.objects.visible_to(reader).select_related(*related).filter(pk=pk).first()
    if found and found.parent and found.parent.connection_id in hidden_from(reader).connections:
        found.parent = None
    return found


def children_of(submission: Submission) -> list[Submission]:
    """The creates that followed it, oldest first."""
    return list(Submission.visible.filter(parent=submission).order_by("pk"))


def attempts_of(submission: Submission) -> list[ApiCall]:
    """Its HTTP attempts, oldest first."""
    return list(submission.calls.order_by("started_at", "pk"))


def suggested_remote_id(attempts: list[ApiCall]) -> str:
    """The id of a thread that an attempt's answer carried after all; empty when none did."""
    for attempt in reversed(attempts):
        if attempt.method == "POST" and (found := THREAD_ID.search(attempt.response_body)):
            return found["id"]
    return ""
