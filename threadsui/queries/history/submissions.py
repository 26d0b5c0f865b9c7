"""Reads about submissions: the ledger as a list, and one entry with its attempts and relatives."""

import re
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from threadsui.models import ApiCall, Submission, User
from threadsui.models.masking import reads_masked
from threadsui.models.visibility import hidden_from
from threadsui.search.conditions import Condition

from ..search.listing import (
    Known,
    Questions,
    always,
    holds,
    known_thread,
    narrowed,
    part_of,
    with_id,
    with_number,
)
from .statuses import with_status

SENT_MAX = 1_000  # submissions of one request id, which are one
# Found by its look: an answer that was cut or broken is not JSON.
THREAD_ID = re.compile(r'"id"\s*:\s*"(?P<id>thread_[\w-]{1,190})"')


def submissions_for_list(
    conditions: Iterable[Condition] = (), *, reader: User
) -> QuerySet[Submission]:
    """Those that `reader` may see and of which all conditions hold, newest first. What no index knows is looked for in
    windows."""
    submissions = Submission.objects.visible_to(reader).defer("body", "error_message")
    base = Submission.objects.all()
    if not reader.has_perm("threadsui.view_any_submission"):
        base = base.filter(actor=reader)
    return narrowed(submissions, base, conditions, QUESTIONS)


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


def _in_state(state: str) -> Q:
    """As the list shows it: one that is still `sending` after its deadline is unknown."""
    overdue = Q(state=Submission.State.SENDING, deadline_at__lt=timezone.now())
    if state == Submission.State.SENDING:
        return Q(state=state) & ~overdue
    if state == Submission.State.UNKNOWN:
        return Q(state=state) | overdue
    return Q(state=state)


def _is(word: str) -> Q:
    if word == "resolved":
        return ~Q(resolution="")
    if word != "open":
        return Q(resolution=word)
    # Each half says all that `submission_needs_a_word` asks for, or SQLite reads every row.
    each = Q(resolution="")
    unknown = each & Q(state=Submission.State.UNKNOWN)
    return unknown | (each & Q(state=Submission.State.SENDING, deadline_at__lt=timezone.now()))


def _of_request(value: tuple[str, bool]) -> Q:
    """The request that was refused, or any that was sent for it."""
    condition = with_id("request_id")(value)
    calls = ApiCall.visible.filter(condition, submission__isnull=False).order_by()
    sent = calls.values_list("submission_id", flat=True)
    _text, is_prefix = value
    # Numbers are looked up by both engines; PostgreSQL reads every row for what may be in a subquery or not.
    return condition | Q(pk__in=sent if is_prefix else list(sent[:SENT_MAX]))


def _known(text: str) -> Known | None:
    """What an index answers: a whole request id, the id of a thread. None where it is neither."""
    if Submission.visible.filter(_of_request((text, False))).exists():
        return "request", (text, False)
    return known_thread(text)


def _with_words(text: str) -> Q:
    """A part of the title, or of the reason of a resolution."""
    reason = holds("resolution_reason", text)
    if reads_masked():  # asking again and again would spell a title out
        return reason
    return holds("title", text) | reason


def _with_title(value: tuple[str, bool]) -> Q:
    return Q(pk__in=()) if reads_masked() else holds("title", value[0])


QUESTIONS = Questions(
    moment="created_at",
    each={
        "actor": lambda pk: Q(actor=pk),
        "connection": lambda pk: Q(connection=pk),
        "state": _in_state,
        "is": _is,
        "source": lambda source: Q(source=source),
        "status": lambda status: with_status("error_status", status),
        "thread": lambda numbers: Q(thread__in=numbers),
        "request": _of_request,
        "id": with_number("pk"),
        "code": with_id("error_code"),
        "title": _with_title,
        "reason": part_of("resolution_reason"),
    },
    words=_with_words,
    known=_known,
    found={
        "is": lambda word: word == "open",
        "thread": always,
        "request": lambda value: not value[1],
        "id": always,
    },
    ordered=(frozenset({"actor"}),),
)
