"""What the searches above submissions, calls and the history find, against plain Python over random records.

`make test-postgres` asks the other engine the same.
"""

import random
from datetime import UTC, datetime
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from threadsui.models import User
from threadsui.queries.history.audit import events_for_list
from threadsui.queries.history.calls import calls_for_list
from threadsui.queries.history.submissions import submissions_for_list
from threadsui.queries.paging import pagination, walking
from threadsui.queries.paging.pagination import capped_count, newest_first
from threadsui.search import Match, Term, Value, parse, search_of
from threadsui.vocabularies import VOCABULARIES

from .random_records import ACTIONS, ADDRESSES, IDS, MAKE, NOW, SLUGS
from .reference_of_records import HOLDS, KNOWN, THREADS, matches

PEOPLE = ["ana", "bo"]
DAYS = ["2026-10-30", "2026-11-01", "2026-11", "2026-10", "2026", "2025"]
SPANS = ["2026-10-31..2026-11-02", "2026-11..", "..2026-10", "..2026-10-31"]
TEXTS = ["refund", "LATE", "delivery", "100%", "0%", "l_t", "a\\b", "größe", "req", "nowhere"]
COMMON = {
    "thread": (["thread_a", "thread_", "thread_b", "none", "#1"], "*"),
    "request": (["req-1111", "req-11112222", "req-33", "none"], "*"),
    "correlation": ([one for one in IDS if one] + ["c-1111"], "*"),
    "id": (["1", "#2", "7", "x"], ""),
    "created": ([*DAYS, *SPANS], ""),
    "before": (DAYS[:2], ""),
    "after": (DAYS, ""),
    "connection": (SLUGS, ""),
    "title": (TEXTS, ""),
    "reason": (TEXTS, ""),
    "path": (TEXTS, ""),
    "submission": (["1", "#2", "3"], ""),
    "code": (["rate", "rate_limit", "none"], "*"),
    "address": ([one for one in ADDRESSES if one], "*"),
}
OWN = {
    "submissions": {"actor": (["ana", "bo", "me"], ""), "status": (["4xx", "429", "503"], "")},
    "calls": {
        "actor": (["ana", "bo", "me"], ""),
        "status": (["2xx", "3xx", "4xx", "5xx", "429", "none"], ""),
    },
    "audit": {
        "actor": (["ana", "system", "me", "gone"], ""),
        "action": (ACTIONS, ""),
        "target": (["thread", "connection", "thread#1", "#2", "connection#2"], ""),
    },
}
LISTED = {
    "submissions": lambda found, reader: submissions_for_list(found, reader=reader),
    "calls": lambda found, _reader: calls_for_list(found),
    "audit": lambda found, _reader: events_for_list(found),
}


@pytest.fixture(params=[1, 2])
def world(request, db):
    """The people, connections and threads that the records are of; the seed is the test's parameter."""
    chance = random.Random(request.param)
    people = [User.objects.create(username=name) for name in PEOPLE]
    people[0].is_superuser = True  # sees everybody's submissions
    people[0].save()
    connections = [factories.connection(slug) for slug in SLUGS]
    threads = [
        factories.thread(remote_id=f"thread_{sign}", connection=chance.choice(connections))
        for sign in ("a", "ab", "b")
    ]
    with timezone.override("UTC"), patch.object(timezone, "now", lambda: NOW):
        yield chance, people, connections, threads


def value_of(text, stars):
    if ".." in text:
        return st.just(Value(text, Match.RANGE))
    matches = [Match.EXACT, Match.PREFIX] if stars else [Match.EXACT]
    return st.builds(Value, st.just(text), st.sampled_from(matches))


@st.composite
def terms(draw, list_name):
    key = draw(st.sampled_from(["", *(key.name for key in VOCABULARIES[list_name].keys)]))
    if not key:
        text = draw(st.sampled_from([*TEXTS, *KNOWN[list_name]]))
        return Term("", (Value(text),), draw(st.booleans()))
    choices = list(VOCABULARIES[list_name].get(key).choices)
    texts, stars = OWN[list_name].get(key) or COMMON.get(key) or (choices, "")
    some = st.sampled_from(texts).flatmap(lambda text: value_of(text, stars))
    values = draw(st.lists(some, min_size=1, max_size=3))
    return Term(key, tuple(values), draw(st.booleans()))


@pytest.mark.parametrize("list_name", MAKE)
def test_each_search_finds_what_it_says_on_pages_of_any_size(world, list_name):
    chance, people, connections, threads = world
    everything = list(MAKE[list_name](chance, people, connections, threads))
    field = "started_at" if list_name == "calls" else "created_at"
    everything.sort(key=lambda one: (getattr(one, field), one.pk), reverse=True)
    THREADS.clear()
    THREADS.update({str(thread.pk): thread for thread in threads})
    for text, key in list(KNOWN[list_name].items()):  # an id that is nowhere is a text as any other
        whole = Value(text)
        assert any(HOLDS[list_name][key](one, whole) for one in everything), text

    @settings(
        max_examples=70,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.lists(terms(list_name), min_size=1, max_size=3), st.sampled_from([0, 60]))
    def judge(some, seconds):
        text = str(search_of(some))
        search = parse(text, VOCABULARIES[list_name])
        expected = [one.pk for one in everything if matches(list_name, one, search)]
        found = factories.conditions(list_name, text, reader=people[0])
        rows = LISTED[list_name](found, people[0])
        assert sorted(rows.values_list("pk", flat=True)) == sorted(expected), text
        with (
            patch.object(walking, "WINDOW", 7),
            patch.object(walking, "WINDOW_MAX", 9),
            patch.object(pagination, "LOOK_SECONDS", seconds),
        ):
            assert on_pages(rows, field) == expected, text
            assert capped_count(rows) == len(expected)

    judge()


def on_pages(rows, field):
    found, cursor = [], ""
    while True:
        page = newest_first(rows, field=field, cursor=cursor, size=6)
        found += [one.pk for one in page.rows]
        if not page.older:
            return found
        cursor = page.older


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_days_are_the_readers(db, zone):
    at = datetime(2026, 11, 1, 2, tzinfo=UTC)
    call = factories.call(started_at=at)
    day = f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d}"

    with timezone.override(zone):
        same = calls_for_list(factories.conditions("calls", f"created:{day}"))
        other = calls_for_list(factories.conditions("calls", f"-created:{day}"))

    assert (list(same), list(other)) == ([call], [])
