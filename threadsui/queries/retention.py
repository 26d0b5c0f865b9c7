"""What a retention rule would remove now: counted up to a cap, by the indexes of what still has its texts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from threadsui.models import (
    ApiCall,
    Connection,
    LegalHold,
    RemovedText,
    RetentionRule,
    Submission,
    Thread,
)

from .paging.pagination import COUNT_MAX, capped_count

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Preview:
    """Numbers are up to COUNT_MAX + 1, which stands for more; `messages` and `calls` are those of so many threads.

    `before`: what was recorded earlier is due. `oldest` and `newest`: when the first and last due thread was recorded.
    `soon`: threads that come due in the next 30 days. `held`: threads past their date that a legal hold keeps.
    """

    days: int
    before: datetime
    threads: int
    messages: int
    submissions: int
    calls: int
    soon: int
    held: int
    oldest: datetime | None
    newest: datetime | None

    @property
    def is_capped(self) -> bool:
        return self.threads > COUNT_MAX

    @property
    def is_empty(self) -> bool:
        return not (self.threads or self.submissions or self.calls)


def preview_of(connection: Connection, days: int) -> Preview:
    """What a rule of so many days would remove now. Nine statements, each of which ends at the cap."""
    before = timezone.now() - timedelta(days=days)
    due = Thread.objects.text_due(connection, before)
    coming = Thread.objects.text_due(connection, before + SOON).filter(recorded_at__gte=before)
    submissions = Submission.objects.text_due(connection, before)
    held = Thread.objects.filter(held_at__isnull=False, text_removed_at=None)
    return Preview(
        days=days,
        before=before,
        threads=capped_count(due),
        messages=_messages_of(due),
        submissions=capped_count(submissions),
        calls=_calls_of(connection, due, submissions, before),
        soon=capped_count(coming),
        held=capped_count(held.filter(connection=connection, recorded_at__lt=before)),
        oldest=due.order_by("recorded_at", "pk").values_list("recorded_at", flat=True).first(),
        newest=due.order_by("-recorded_at", "-pk").values_list("recorded_at", flat=True).first(),
    )


def rules() -> dict[int, RetentionRule]:
    """By connection."""
    return {rule.pk: rule for rule in RetentionRule.objects.select_related("saved_by")}


def rule_of(connection: Connection) -> RetentionRule | None:
    return RetentionRule.objects.select_related("saved_by").filter(connection=connection).first()


def hold_of(thread: Thread) -> LegalHold | None:
    """Why it is held; asked for only where it is."""
    if thread.held_at is None:
        return None
    return LegalHold.objects.select_related("placed_by").filter(thread=thread).first()


def digests_of(thread: Thread) -> dict[str, str]:
    """The SHA-256 of each text that was removed, by position; asked for only where any was."""
    if thread.text_removed_at is None:
        return {}
    removed = RemovedText.objects.filter(thread=thread).first()
    return removed.digests if removed else {}


def _messages_of(due: QuerySet[Thread]) -> int:
    some = due.order_by("recorded_at", "pk")[: COUNT_MAX + 1]
    return some.aggregate(number=Sum("message_count"))["number"] or 0


def _calls_of(
    connection: Connection,
    due: QuerySet[Thread],
    submissions: QuerySet[Submission],
    before: datetime,
) -> int:
    """Of the same threads and submissions, and those that belong to nothing with a text of its own."""
    threads = due.order_by("recorded_at", "pk")[: COUNT_MAX + 1]
    some = submissions.order_by("created_at", "pk")[: COUNT_MAX + 1]
    theirs = Q(thread__in=threads.values("pk")) | Q(submission__in=some.values("pk"), thread=None)
    still = ApiCall.objects.filter(text_removed_at=None)
    loose = capped_count(ApiCall.objects.text_due(connection, before))
    return min(capped_count(still.filter(theirs)) + loose, COUNT_MAX + 1)
