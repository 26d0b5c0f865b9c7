"""What the searches above submissions, calls and the history find, against plain Python over random records.

`make test-postgres` asks the other engine the same.
"""

import random
from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from threadsui.audit.presenting import LOOKS, PLAIN
from threadsui.models import ApiCall, AuditEvent, Submission, User
from threadsui.queries.history.audit import events_for_list
from threadsui.queries.history.calls import calls_for_list
from threadsui.queries.history.submissions import submissions_for_list
from threadsui.queries.paging import pagination, walking
from threadsui.queries.paging.pagination import capped_count, newest_first
from threadsui.search import Match, Term, Value, parse, search_of
from threadsui.vocabularies import VOCABULARIES

START = datetime(2026, 10, 30, tzinfo=UTC)
NOW = datetime(2026, 12, 1, tzinfo=UTC)
COUNT = 40
WORDS = ["Refund", "late delivery", "100%", "l_te", "a\\b", "Größe", "req-1", "'; --", "o"]
IDS = ["c-11112222", "c-11113333", "c-2", ""]
ADDRESSES = ["192.0.2.7", "192.0.2.70", "2001:db8::1", ""]
PEOPLE = ["ana", "bo"]
SLUGS = ["eu", "us"]
ACTIONS = ["thread.created", "thread.deleted", "submission.refused", "thread.gone", "user.updated"]
DAYS = ["2026-10-30", "2026-11-01", "2026-11", "2026-10", "2026", "2025"]
SPANS = ["2026-10-31..2026-11-02", "2026-11..", "..2026-10", "..2026-10-31"]
STATUSES = [200, 201, 302, 400, 429, 500, 503, None]


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


def moment(chance):
    return START + timedelta(hours=chance.randrange(24 * 4), minutes=chance.choice([0, 59]))


def submissions(chance, people, connections, threads):
    free = list(threads)
    for place in range(COUNT):
        state = chance.choice(["sending", "refused", "unknown", "not_sent", "accepted"])
        state = "refused" if state == "accepted" and not free else state
        refused = state == "refused"
        resolution = chance.choice(["", "", "dismissed", "resent"]) if state == "unknown" else ""
        at = moment(chance)
        made = Submission.objects.create(
            token=f"{place:032x}",
            connection=chance.choice(connections),
            actor=chance.choice(people),
            source=chance.choice(["form", "command", "bulk"]),
            title=chance.choice([*WORDS, ""]),
            body="{}",
            state=state,
            thread=free.pop() if state == "accepted" else None,
            error_status=chance.choice([400, 429, 503, None]) if refused else None,
            error_code=chance.choice(["rate_limit", "rate", ""]) if refused else "",
            request_id=chance.choice(["req-1111", "req-11112222", ""]) if refused else "",
            created_at=at,
            finished_at=None if state == "sending" else at,
            deadline_at=NOW + timedelta(hours=chance.choice([-1, 1])),
            resolution=resolution,
            resolution_reason=chance.choice(WORDS) if resolution else "",
            resolved_by=people[0] if resolution else None,
            resolved_at=at if resolution else None,
        )
        if chance.random() < 0.4:
            factories.call(submission=made, request_id=chance.choice(["req-33", "req-11112222"]))
    return Submission.objects.select_related("actor", "connection", "thread")


def calls(chance, people, connections, threads):
    entries = [factories.submission(state="refused") for _ in range(2)]
    for _ in range(COUNT):
        status = chance.choice(STATUSES)
        ApiCall.objects.create(
            connection=chance.choice(connections),
            actor=chance.choice([*people, None]),
            method=chance.choice(["GET", "POST", "DELETE"]),
            path=chance.choice([*(f"/threads/{word}" for word in WORDS), "/threads"]),
            attempt=chance.choice([1, 1, 2]),
            status=status,
            error="" if status else "none came",
            duration_ms=1,
            request_id=chance.choice(["req-1111", "req-11112222", ""]),
            correlation_id=chance.choice(IDS),
            thread=chance.choice([*threads, None]),
            submission=chance.choice([*entries, None]),
            started_at=moment(chance),
        )
    return ApiCall.objects.select_related("actor", "connection", "thread", "submission")


def events(chance, people, connections, threads):
    for _ in range(COUNT):
        factories.event(
            chance.choice(ACTIONS),
            actor=chance.choice([*people, False]),
            target=chance.choice([*threads, *connections]),
            target_label=chance.choice(WORDS),
            reason=chance.choice([*WORDS, ""]),
            correlation_id=chance.choice(IDS),
            address=chance.choice(ADDRESSES),
            created_at=moment(chance),
        )
    return AuditEvent.objects.all()


def part(value, *texts):
    return any(value.text.casefold() in text.casefold() for text in texts)


def begins(given, value):
    return given.startswith(value.text) if value.match is Match.PREFIX else given == value.text


def number(given, value):
    return value.match is Match.EXACT and value.text.removeprefix("#") == str(given)


def days(day, value):
    first, dots, last = value.text.partition("..")
    last = last if dots else first
    return first <= day and (not last or day <= last + "~")


def status(given, value):
    if value.text == "none" or given is None:
        return given is None and value.text == "none"
    return str(given) == value.text or f"{given // 100}xx" == value.text


def name(person, value, reader="ana"):
    return person == (reader if value.text == "me" else value.text)


def of_thread(thread, value):
    return thread is not None and (begins(thread.remote_id, value) or value.text == f"#{thread.pk}")


def state(one):
    return "unknown" if one.is_overdue else one.state


def requests(one):
    return {one.request_id, *one.calls.values_list("request_id", flat=True)} - {""}


def same_day(field):
    return {
        "created": lambda one, value: days(f"{getattr(one, field):%Y-%m-%d}", value),
        "before": lambda one, value: f"{getattr(one, field):%Y-%m-%d}" < value.text,
        "after": lambda one, value: f"{getattr(one, field):%Y-%m-%d}" > value.text + "~",
    }


def result(one):
    return LOOKS.get(one.action, PLAIN).state


THREADS = {}  # by number as text, of the world that is there


def about(one, value):
    kind, sign, target = value.text.partition("#")
    return one.target_type.removeprefix("threadsui.") in (kind, kind or one.target_type[10:]) and (
        not sign or one.target_id == target
    )


HOLDS = {
    "submissions": {
        "": lambda one, value: part(value, one.title, one.resolution_reason),
        "actor": lambda one, value: name(one.actor.username, value),
        "connection": lambda one, value: one.connection.slug == value.text,
        "state": lambda one, value: state(one) == value.text,
        "is": lambda one, value: {
            "open": one.is_open_unknown,
            "resolved": one.resolution != "",
        }.get(value.text, one.resolution == value.text),
        "source": lambda one, value: one.source == value.text,
        "status": lambda one, value: status(one.error_status, value),
        "thread": lambda one, value: of_thread(one.thread, value),
        "request": lambda one, value: any(begins(given, value) for given in requests(one)),
        "id": lambda one, value: number(one.pk, value),
        "code": lambda one, value: begins(one.error_code, value),
        "title": lambda one, value: part(value, one.title),
        "reason": lambda one, value: part(value, one.resolution_reason),
        **same_day("created_at"),
    },
    "calls": {
        "": lambda one, value: part(value, one.path),
        "actor": lambda one, value: one.actor is not None and name(one.actor.username, value),
        "connection": lambda one, value: one.connection.slug == value.text,
        "status": lambda one, value: status(one.status, value),
        "method": lambda one, value: one.method.lower() == value.text,
        "result": lambda one, value: status(
            one.status,
            Value({"done": "2xx", "refused": "4xx", "failed": "5xx"}.get(value.text, "none")),
        ),
        "is": lambda one, _value: one.attempt > 1,
        "thread": lambda one, value: of_thread(one.thread, value),
        "submission": lambda one, value: number(one.submission_id, value),
        "correlation": lambda one, value: begins(one.correlation_id, value),
        "request": lambda one, value: begins(one.request_id, value),
        "id": lambda one, value: number(one.pk, value),
        "path": lambda one, value: part(value, one.path),
        **same_day("started_at"),
    },
    "audit": {
        "": lambda one, value: part(value, one.target_label, one.reason),
        "actor": lambda one, value: name(one.actor_name, value),
        "action": lambda one, value: one.action == value.text,
        "target": about,
        "thread": lambda one, value: (
            one.target_type == "threadsui.thread" and of_thread(THREADS.get(one.target_id), value)
        ),
        "correlation": lambda one, value: begins(one.correlation_id, value),
        "address": lambda one, value: begins(one.address, value),
        "result": lambda one, value: result(one) == value.text,
        "id": lambda one, value: number(one.pk, value),
        "reason": lambda one, value: part(value, one.reason),
        **same_day("created_at"),
    },
}
# A free text that is a whole id is no words: what it stands for instead.
KNOWN = {
    "submissions": {"req-11112222": "request", "thread_a": "thread"},
    "calls": {"req-11112222": "request", "c-11112222": "correlation", "thread_a": "thread"},
    "audit": {"c-11112222": "correlation", "192.0.2.7": "address", "thread_a": "thread"},
}
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
MAKE = {"submissions": submissions, "calls": calls, "audit": events}
LISTED = {
    "submissions": lambda found, reader: submissions_for_list(found, reader=reader),
    "calls": lambda found, _reader: calls_for_list(found),
    "audit": lambda found, _reader: events_for_list(found),
}


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


def matches(list_name, one, search):
    def holds(term, value):
        known = KNOWN[list_name].get(value.text) if not term.key else None
        return HOLDS[list_name][known or term.key](one, value)

    return all(
        any(holds(term, value) for value in term.values) != term.is_negated for term in search.terms
    )


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
