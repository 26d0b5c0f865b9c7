"""What a person may jump to by a few letters: a handful of records, each kind found by one statement and one index.

Whole matches come before beginnings, newer records before older ones. The people of a team are few, and are read
through; nothing else is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from threadsui.models import ApiCall, MetadataPair, Submission, Thread, User
from threadsui.models.beginnings import begins_with

from .overview import recent_threads

THREADS_SHOWN = 8
PEOPLE_SHOWN = 5
CALLS_SHOWN = 3
NUMBER_DIGITS = 18  # more than any record has; the database's integers end a little later
NAME_WORDS = 3


@dataclass(frozen=True, slots=True)
class FoundThread:
    """A thread, and the metadata pair that was found, unless it was found by its id or number."""

    thread: Thread
    key: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    threads: list[FoundThread] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    calls: list[ApiCall] = field(default_factory=list)
    people: list[User] = field(default_factory=list)


def recent() -> Found:
    """What is shown before anything is typed."""
    return Found(threads=[FoundThread(thread) for thread in recent_threads(shown=5)])


def find(text: str, *, user: User) -> Found:
    """What `text` (stripped, not empty) is the id, number, value or name of, as far as `user` may see it."""
    return Found(
        threads=_threads(text),
        submissions=_submissions(text, user),
        calls=_calls(text, user),
        people=_people(text),
    )


def begins_in_any_case(field_name: str, text: str) -> Q:
    """As typed, in capitals or in small letters: each is a range of the index. A mixture is found as it is written."""
    spellings = {text, text.upper(), text.lower()}
    return reduce(or_, (begins_with(field_name, one) for one in sorted(spellings)))


def _threads(text: str) -> list[FoundThread]:
    pairs = _pairs(text)
    ids = [*_ids(text), *(thread_id for thread_id, _, _ in pairs)]
    wanted = list(dict.fromkeys(ids))[:THREADS_SHOWN]
    threads = Thread.visible.only("title", "remote_id", "gone_at", "deleted_at").in_bulk(wanted)
    found_by = {thread_id: (key, value) for thread_id, key, value in reversed(pairs)}
    return [FoundThread(threads[pk], *found_by.get(pk, ("", ""))) for pk in wanted if pk in threads]


def _ids(text: str) -> Iterable[int]:
    """Of threads whose id begins with `text`; and what may be a thread's number."""
    named = Thread.visible.filter(begins_with("remote_id", text)).order_by()
    number = _number(text)
    return [
        *([number] if number is not None else []),
        *named.values_list("pk", flat=True)[:THREADS_SHOWN],
    ]


def _pairs(text: str) -> list[tuple[int, str, str]]:
    """(thread id, key, value) of metadata with this value, else with one that begins so, in whatever letters."""
    whole = MetadataPair.visible.filter(value=text).order_by("-thread_id")
    pairs = _rows_of(whole)
    if len(pairs) < THREADS_SHOWN:
        longer = MetadataPair.visible.filter(begins_in_any_case("value", text)).exclude(value=text)
        pairs += _rows_of(longer.order_by())
    return pairs


def _rows_of(pairs: QuerySet[MetadataPair]) -> list[tuple[int, str, str]]:
    return list(pairs.values_list("thread_id", "key", "value")[:THREADS_SHOWN])


def _submissions(text: str, user: User) -> list[Submission]:
    number = _number(text)
    if number is None or not user.has_perm("threadsui.view_submission"):
        return []
    visible = Submission.objects.visible_to(user).filter(pk=number)
    return list(visible.only("title", "state", "deadline_at", "resolution"))


def _calls(text: str, user: User) -> list[ApiCall]:
    """By the request id that a server's answer and its support name."""
    if not user.has_perm("threadsui.view_apicall"):
        return []
    calls = ApiCall.visible.filter(request_id=text).order_by("-pk")
    return list(calls.only("method", "path", "status", "request_id")[:CALLS_SHOWN])


def _people(text: str) -> list[User]:
    """Those of whose names each word of `text` begins one."""
    people = User.objects.filter(is_active=True)
    for word in text.split()[:NAME_WORDS]:
        people = people.filter(
            Q(username__istartswith=word)
            | Q(first_name__istartswith=word)
            | Q(last_name__istartswith=word)
        )
    return list(
        people.only("username", "first_name", "last_name").order_by("username")[:PEOPLE_SHOWN]
    )


def _number(text: str) -> int | None:
    digits = text.removeprefix("#")
    is_number = digits.isascii() and digits.isdecimal() and len(digits) <= NUMBER_DIGITS
    return int(digits) if is_number else None
