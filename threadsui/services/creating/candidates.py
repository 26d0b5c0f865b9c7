"""Looking for what an unknown create made after all, on servers that list threads. GETs alone; nothing is written here.

A candidate was created while the create was under way, give or take what clocks differ by; it has the metadata that
was sent, all of it if perhaps not only that (gateways add keys of their own), and the console does not have it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from threadsui import api
from threadsui.api import ThreadsClient, schema
from threadsui.models import Submission, Thread, User
from threadsui.models.masking import reads_whole_text

from ..calling.calls import keep_calls
from ..calling.clients import client_for
from ..calling.remote_lists import not_listed
from ..threads.records import text_of

SKEW = timedelta(minutes=5)  # by which the server's clock may differ from ours
PAGES_MAX = 10  # of 100 threads each
SHOWN_MAX = 20  # candidates; who has more to choose from needs another way to tell them apart
COMPARED_MAX = 5  # candidates whose messages are compared, which is a request each


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thread that may be it. `added`: keys that the server has besides those that were sent.

    `seconds` after the create was written down, negative before; None where the server tells no time. `messages` is
    how many it has, None where they were not compared; `has_same_messages`: role and text of each are those sent.
    """

    remote_id: str
    created_at: datetime | None
    seconds: float | None
    added: tuple[str, ...] = ()
    messages: int | None = None
    has_same_messages: bool = False

    @property
    def rank(self) -> tuple[bool, bool]:
        """Two of the same rank match equally well."""
        return (not self.has_same_messages, bool(self.added))


@dataclass(frozen=True, slots=True)
class Search:
    """The likeliest candidates, best first, of `matching` in all. `is_whole`: the list was read to before the create.

    `looked_at`: threads that were listed. `is_tied`: more than one candidate matches as well as the first.
    """

    candidates: list[Candidate]
    looked_at: int
    is_whole: bool
    sent_messages: int
    matching: int

    @property
    def is_tied(self) -> bool:
        return len(self.candidates) > 1 and self.candidates[0].rank == self.candidates[1].rank


@reads_whole_text
def find_candidates(*, submission: Submission, actor: User) -> Search:
    """Read the newest part of the server's list, and compare. At most 15 requests.

    Raises NotListed for a server that has no list, NotReached when it does not answer.
    """
    connection = submission.connection
    on_attempt = keep_calls(connection=connection, actor=actor, submission=submission)
    try:
        client = client_for(connection, on_attempt=on_attempt)
        listed, is_whole = _listed(client, submission)
    except api.APIError as exc:
        raise not_listed(exc, connection) from exc
    sent = submission.payload
    found = [one for one in listed if _is_in_time(one, submission) and _matches(one, sent)]
    new = _not_here(found, submission)
    new.sort(key=lambda one: abs(_seconds(one, submission) or 0))
    compared = [
        _candidate(one, submission, sent, client if place < COMPARED_MAX else None)
        for place, one in enumerate(new)
    ]
    compared.sort(key=lambda one: one.rank)
    return Search(
        compared[:SHOWN_MAX], len(listed), is_whole, len(sent.get("messages", [])), len(compared)
    )


def _listed(client: ThreadsClient, submission: Submission) -> tuple[list[schema.Thread], bool]:
    """What was read, and whether that goes back to before the create. Stops there, for servers that heed the order."""
    found: list[schema.Thread] = []
    page = None
    for page in client.threads.pages(most=PAGES_MAX):
        found += page.data
        times = [one.created_at for one in page.data]
        if times and _descend(times) and times[-1] and times[-1] < submission.created_at - SKEW:
            return found, True
    return found, page is None or page.next_after is None


def _descend(times: Sequence[datetime | None]) -> bool:
    known = [one for one in times if one]
    return len(known) == len(times) and known == sorted(known, reverse=True) and len(known) > 1


def _is_in_time(thread: schema.Thread, submission: Submission) -> bool:
    """One without a time may be it as well, if metadata tells it from others."""
    if thread.created_at is None:
        return bool(submission.payload.get("metadata"))
    start, end = submission.created_at - SKEW, submission.deadline_at + SKEW
    return start <= thread.created_at <= end


def _matches(thread: schema.Thread, sent: Mapping[str, Any]) -> bool:
    """Without metadata to tell it by, only one that has none either."""
    wanted = sent.get("metadata") or {}
    if not wanted:
        return not thread.metadata
    return all(thread.metadata.get(key) == value for key, value in wanted.items())


def _not_here(threads: list[schema.Thread], submission: Submission) -> list[schema.Thread]:
    ids = [one.id for one in threads]
    known = Thread.objects.filter(connection=submission.connection, remote_id__in=ids)
    here = set(known.values_list("remote_id", flat=True))
    return [one for one in {one.id: one for one in threads}.values() if one.id not in here]


def _candidate(
    thread: schema.Thread,
    submission: Submission,
    sent: Mapping[str, Any],
    client: ThreadsClient | None,
) -> Candidate:
    messages = sent.get("messages", [])
    there = _messages(client, thread.id, len(messages)) if client else None
    return Candidate(
        thread.id,
        thread.created_at,
        _seconds(thread, submission),
        tuple(sorted(set(thread.metadata) - set(sent.get("metadata") or {}))),
        None if there is None else len(there),
        there is not None and _said(there) == _said(messages),
    )


def _messages(client: ThreadsClient, remote_id: str, count: int) -> list[dict[str, Any]] | None:
    """One more than were sent, if there are; None where the server does not tell."""
    limit = min(count + 1, schema.limits.PAGE_LIMIT_MAX)
    try:
        page = client.messages.list(remote_id, limit=limit, order="asc")
    except api.APIError:
        return None
    return [{"role": one.role, "content": one.content} for one in page.data]


def _said(messages: Sequence[Mapping[str, Any]]) -> list[tuple[Any, str]]:
    return [(one["role"], text_of(one["content"])) for one in messages]


def _seconds(thread: schema.Thread, submission: Submission) -> float | None:
    if thread.created_at is None:
        return None
    return (thread.created_at - submission.created_at).total_seconds()
