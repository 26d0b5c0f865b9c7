"""Taking texts out of records that are past their date. What proves which they were stays; see docs/retention.md.

Each function is one transaction: it locks the next records that are due, which nobody can then place under hold before
it is over, takes their texts, and writes an event for each. It returns what it removed; nothing means that none is due.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, TextField, Value, When
from django.utils import timezone

from threadsui.audit.appending import append
from threadsui.audit.recording import new_event, record
from threadsui.models import (
    ApiCall,
    AuditEvent,
    Draft,
    Message,
    RemovedText,
    RetentionRule,
    Submission,
    Thread,
)
from threadsui.models.masking import whole_text
from threadsui.textindex.upkeep import put_aside

from ..threads.changes import Changes, digest_of

Action = AuditEvent.Action
STEP = 50  # threads or submissions; nobody else writes to SQLite meanwhile
CALLS_STEP = 500
NO_TEXT = {"title": "", "body": "", "error_message": ""}
# What a server said may repeat what it was sent; why none answered is said by the console itself.
NO_BODIES = {
    "request_body": "",
    "response_body": "",
    "error": Case(When(status=None, then=F("error")), default=Value(""), output_field=TextField()),
}
# Too much to be read for no reason: a step has hundreds of rows, each of which may have megabytes.
LONG = {
    Thread: ("metadata", "tool_resources", "extra"),
    Submission: ("body", "error_message"),
    ApiCall: ("request_body", "response_body", "error"),
    Draft: ("form",),
}


@dataclass(frozen=True, slots=True)
class Removed:
    """How many records lost their texts."""

    threads: int = 0
    messages: int = 0
    submissions: int = 0
    calls: int = 0
    drafts: int = 0

    def __add__(self, other: "Removed") -> "Removed":
        return Removed(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __bool__(self) -> bool:
        return any(astuple(self))


@dataclass(frozen=True, slots=True)
class Due:
    """A rule as a run found it. `before`: what was recorded earlier than this is past its date."""

    rule: RetentionRule
    before: datetime

    @classmethod
    def of(cls, rule: RetentionRule) -> "Due":
        return cls(rule, timezone.now() - timedelta(days=rule.days))


def remove_thread_texts(due: Due) -> Removed:
    """Of the next threads: their messages and title, and the bodies of their submission and calls."""
    with transaction.atomic(), whole_text():
        threads = _locked(due, Thread.objects.text_due(due.rule.connection, due.before), STEP)
        if not threads:
            return Removed()
        ids = [thread.pk for thread in threads]
        digests = _digests_of(ids)
        bodies = _remove_bodies_sent(due, Submission.objects.filter(thread__in=ids))
        calls = _remove_bodies(ApiCall.objects.filter(thread__in=ids), "thread")
        with put_aside(*ids):
            Message.objects.filter(thread__in=ids).update(content="", text="", extra=None)
            Thread.objects.filter(pk__in=ids).update(title="", extra=None, **_mark(due))
        RemovedText.objects.bulk_create(
            RemovedText(thread_id=pk, digests=digests.get(pk, {})) for pk in ids
        )
        append(
            [
                _thread_event(due, one, digests.get(one.pk, {}), calls[one.pk], bodies.get(one.pk))
                for one in threads
            ]
        )
    messages = sum(len(one) for one in digests.values())
    return Removed(threads=len(ids), messages=messages, calls=calls.total())


def _thread_event(
    due: Due, thread: Thread, digests: dict[str, str], calls: int, body_sha256: str | None
) -> AuditEvent:
    changes = _told(
        due,
        messages=len(digests),
        calls=calls,
        sha256=_digest_of_all(digests),
        body_sha256=body_sha256,
    )
    return new_event(Action.THREAD_TEXT_REMOVED, actor=None, target=thread, changes=changes)


def _remove_bodies_sent(due: Due, submissions: QuerySet[Submission]) -> dict[int | None, str]:
    """Of the submissions that made threads; returns what proves each body, by the thread."""
    still = submissions.filter(text_removed_at=None)
    bodies = {one.thread_id: one.body_sha256 for one in still.only("thread", "body_sha256")}
    still.update(**NO_TEXT, **_mark(due))
    return bodies


def remove_submission_texts(due: Due) -> Removed:
    """Of the next submissions that made no thread: title, body, what the server said of it, and the calls' bodies."""
    with transaction.atomic(), whole_text():
        found = Submission.objects.text_due(due.rule.connection, due.before)
        submissions = _locked(due, found, STEP)
        numbers = [one.pk for one in submissions]
        still = set(found.filter(pk__in=numbers).values_list("pk", flat=True))
        # Once more: a hold may have come before the lock.
        submissions = [one for one in submissions if one.pk in still]
        if not submissions:
            return Removed()
        ids = [one.pk for one in submissions]
        calls = _remove_bodies(ApiCall.objects.filter(submission__in=ids), "submission")
        Submission.objects.filter(pk__in=ids).update(**NO_TEXT, **_mark(due))
        append([_submission_event(due, one, calls[one.pk]) for one in submissions])
    return Removed(submissions=len(ids), calls=calls.total())


def _submission_event(due: Due, submission: Submission, calls: int) -> AuditEvent:
    changes = _told(due, calls=calls, body_sha256=submission.body_sha256)
    return new_event(Action.SUBMISSION_TEXT_REMOVED, actor=None, target=submission, changes=changes)


def remove_loose_texts(due: Due) -> Removed:
    """The bodies of the next calls that belong to nothing with a text of its own, and drafts that were sent."""
    connection = due.rule.connection
    with transaction.atomic(), whole_text():
        calls = _locked(due, ApiCall.objects.text_due(connection, due.before), CALLS_STEP)
        drafts = _locked(due, _sent_drafts(due), CALLS_STEP)
        if not calls and not drafts:
            return Removed()
        _remove_bodies(ApiCall.objects.filter(pk__in=[call.pk for call in calls]), "connection")
        Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
        changes = _told(due, calls=len(calls), drafts=len(drafts))
        record(Action.CONNECTION_TEXT_REMOVED, actor=None, target=connection, changes=changes)
    return Removed(calls=len(calls), drafts=len(drafts))


def _locked(due: Due, found: QuerySet[Any], size: int) -> Sequence[Any]:
    """The next of `found` as they are now; none when the rule was changed meanwhile."""
    rules = RetentionRule.objects.select_for_update()
    if not rules.filter(pk=due.rule.pk, days=due.rule.days).exists():
        return []
    numbers = list(found.order_by(_age(found), "pk").values_list("pk", flat=True)[:size])
    chosen = found.filter(pk__in=numbers).select_for_update(of=("self",))
    return list(chosen.defer(*LONG[found.model]).order_by("pk"))


def _age(found: QuerySet[Any]) -> str:
    ages = {Thread: "recorded_at", Submission: "created_at", ApiCall: "started_at"}
    return ages.get(found.model, "updated_at")


def _mark(due: Due) -> dict[str, Any]:
    return {"text_removed_at": timezone.now(), "text_kept_days": due.rule.days}


def _digests_of(ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """{thread: {position: SHA-256 of the text}}."""
    digests: dict[int, dict[str, str]] = {}
    messages = Message.objects.filter(thread__in=ids).only("thread_id", "position", "text")
    for one in messages.order_by("thread_id", "position").iterator(chunk_size=200):
        digests.setdefault(one.thread_id, {})[str(one.position)] = digest_of(one.text)
    return digests


def _digest_of_all(digests: dict[str, str]) -> str:
    """One hash that stands for those of all messages: of their hexadecimal digits, in order, a line each."""
    return digest_of("\n".join(digests.values()))


def _remove_bodies(calls: QuerySet[ApiCall], by: str) -> Counter[int]:
    """How many calls that still had their bodies there were for each thread or submission."""
    calls = calls.filter(text_removed_at=None)
    counts = calls.order_by().values(by).annotate(number=Count("pk"))
    found = Counter({row[by]: row["number"] for row in counts})
    calls.update(**NO_BODIES, text_removed_at=timezone.now())
    return found


def _sent_drafts(due: Due) -> QuerySet[Draft]:
    """Those that became submissions whose text is removed, and were not written on since."""
    sent = Submission.objects.filter(
        token=OuterRef("token"), connection=due.rule.connection, text_removed_at__isnull=False
    )
    old = Draft.objects.filter(updated_at__lt=due.before, token__isnull=False)
    return old.filter(Exists(sent))


def _told(due: Due, **facts: Any) -> Changes:
    kept = {name: value for name, value in facts.items() if value}
    rule = {"connection": due.rule.connection.slug, "days": due.rule.days}
    return {"text": {"old": kept, "new": None}, "rule": {"old": None, "new": rule}}
