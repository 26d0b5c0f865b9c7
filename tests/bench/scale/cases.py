"""The pages that are timed: each with its address, and the admin's address for the same question."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from threadsui.models import ApiCall, AuditEvent, Submission, Thread, User
from threadsui.queries.paging.pagination import PAGE_SIZE, cursor_at

from . import material
from .material import ABSENT_PAIR, COMMON_PAIR, MIDDLING_PAIR, NEVER_WITH_GOLD, RARE_PAIR

THOUSANDTH = 1_000  # page
LISTS = {
    "threads": (Thread, "recorded_at", "threadsui:thread_list"),
    "submissions": (Submission, "created_at", "threadsui:submission_list"),
    "calls": (ApiCall, "started_at", "threadsui:call_list"),
    "audit": (AuditEvent, "created_at", "threadsui:audit_list"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """`is_goal`: whether the goals are about this page; `counts`: whether its ratio to the admin is one of those."""

    name: str
    address: str
    peer: str = ""
    is_goal: bool = True
    counts: bool = False


def cases(size, end):
    """Every page, for the database of `size` threads that ends at the moment `end`."""
    for name, (model, field, url) in LISTS.items():
        yield from _pages(name, model, field, reverse(url))
    yield from _metadata()
    yield from _words()
    yield from _people(end)
    middle = Thread.objects.get(pk=size // 2)
    yield Case("one thread", middle.get_absolute_url())
    yield Case("one thread: timeline", f"{middle.get_absolute_url()}?tab=timeline")
    yield Case("overview", reverse("threadsui:overview"), is_goal=False)


def _pages(name, model, field, address):
    """The first page, the thousandth (the middle one of a list that is shorter) and the last."""
    total = model._default_manager.count()
    pages = -(-total // PAGE_SIZE)
    peer = reverse(f"peer:threadsui_{model._meta.model_name}_changelist")
    yield Case(f"{name}: first page", address, peer, counts=True)
    places = {"thousandth page": min(THOUSANDTH, pages // 2), "last page": pages}
    for said, page in places.items():
        cursor = _cursor(model, field, (page - 1) * PAGE_SIZE)
        yield Case(
            f"{name}: {said}",
            f"{address}?{urlencode({'cursor': cursor})}",
            f"{peer}?p={page}",
            counts=True,
        )


def _cursor(model: type[Model], field: str, place: int) -> str:
    """That of the page which begins with the row at `place`, looked for the slow way."""
    rows = model._default_manager.only(field).order_by(f"-{field}", "-pk")
    return cursor_at("older", rows[place - 1], field=field)


def _metadata():
    pairs = {
        "rare value": RARE_PAIR,
        "3 % value": MIDDLING_PAIR,
        "common value": COMMON_PAIR,
        "absent value": ABSENT_PAIR,
    }
    for said, (key, value) in pairs.items():
        asked = {"pairs__key": key, "pairs__value": value}
        yield Case(f"metadata: {said}", _threads(metadata=f"{key}={value}"), _peer(**asked))
    two = {
        "two pairs": (COMMON_PAIR, MIDDLING_PAIR),
        "two that never meet": (MIDDLING_PAIR, NEVER_WITH_GOLD),
    }
    for said, both in two.items():
        yield Case(f"metadata: {said}", _threads(metadata=["=".join(pair) for pair in both]))


def _words():
    words = {
        "common": material.COMMON_WORD,
        "rare": material.RARE_WORD,
        "absent": material.ABSENT_WORD,
    }
    for said, word in words.items():
        yield Case(f"word: {said}", _threads(q=word), _peer(q=word), counts=True)


def _people(end):
    since = (datetime.fromisoformat(end) - timedelta(days=60)).date().isoformat()
    midnight = f"{since} 00:00:00+00:00"
    rare = User.objects.get(username="rare")
    busy = User.objects.get(username="person-002")
    yield Case(
        "creator + 60 days",
        _threads(creator=busy.username, created_from=since),
        _peer(creator__id__exact=busy.pk, recorded_at__gte=midnight),
    )
    yield Case(
        "common word of a rare creator",
        _threads(creator=rare.username, q=material.COMMON_WORD),
        _peer(creator__id__exact=rare.pk, q=material.COMMON_WORD),
    )
    audit, peer = reverse("threadsui:audit_list"), reverse("peer:threadsui_auditevent_changelist")
    for said, name, action in (
        ("audit: actor + action + time", "person-010", "thread.updated"),
        ("audit: rare actor + action + time", "rare", "thread.updated"),
    ):
        asked = {"actor": name, "action": action, "created_from": since}
        peers = {"actor_name": name, "action__exact": action, "created_at__gte": midnight}
        yield Case(said, f"{audit}?{urlencode(asked)}", f"{peer}?{urlencode(peers)}")


def _threads(**asked):
    return f"{reverse('threadsui:thread_list')}?{urlencode(asked, doseq=True)}"


def _peer(**asked):
    return f"{reverse('peer:threadsui_thread_changelist')}?{urlencode(asked)}"
