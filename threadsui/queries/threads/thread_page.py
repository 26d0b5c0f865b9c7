"""Reads about one thread, for its page and its drawer."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from threadsui.models import ApiCall, Message, Submission, Thread

MESSAGES_PER_PAGE = 100
DRAWER_MESSAGES = 5
CALLS_SHOWN = 50


@dataclass(frozen=True)
class Excerpt:
    """Consecutive messages, oldest first, from position `start`; `total` is how many the thread has."""

    messages: list[Message]
    start: int
    total: int

    @property
    def earlier(self) -> int | None:
        """Where the part before this one starts."""
        return max(0, self.start - MESSAGES_PER_PAGE) if self.start else None

    @property
    def later(self) -> int | None:
        end = self.start + MESSAGES_PER_PAGE
        return end if end < self.total else None


def thread_for_page(pk: int) -> Thread | None:
    """One thread with its connection, its people and what the last check of its server came to."""
    threads = Thread.visible.select_related(
        "connection", "creator", "assignee", "deleted_by", "last_check"
    )
    return threads.filter(pk=pk).first()


def submission_of(thread: Thread) -> Submission | None:
    """The create that made the thread; None for one that came into the console another way."""
    return Submission.visible.select_related("actor", "parent").filter(thread=thread).first()


def messages_of(thread: Thread, *, start: int = 0, size: int = MESSAGES_PER_PAGE) -> Excerpt:
    messages = thread.messages.filter(position__gte=start).order_by("position")
    return Excerpt(list(messages[:size]), start, thread.message_count)


def roles_of(thread: Thread) -> Counter[str]:
    """How many messages each role has."""
    counts = thread.messages.order_by().values_list("role").annotate(number=Count("pk"))
    return Counter(dict(counts))


def calls_of(thread: Thread) -> list[ApiCall]:
    """The thread's HTTP attempts, newest first, without their bodies."""
    calls = ApiCall.visible.filter(thread=thread).defer("request_body", "response_body")
    return list(calls.order_by("-started_at", "-pk")[:CALLS_SHOWN])


def call_to_show(thread: Thread, pk: int | None) -> ApiCall | None:
    """The attempt `pk` of this thread with its bodies; without `pk` the one that created it, else the newest."""
    calls = ApiCall.visible.filter(thread=thread).select_related("submission")
    if pk is not None:
        return calls.filter(pk=pk).first()
    created = calls.filter(submission__isnull=False, method="POST", status__lt=300)
    return created.order_by("-pk").first() or calls.order_by("-started_at", "-pk").first()
