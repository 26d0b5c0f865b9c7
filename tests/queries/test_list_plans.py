"""How the databases find a page of each list: by one index, in its order, whatever the statistics say.

SQLite's plan is asked as it is. PostgreSQL chooses by cost, and to sort 200 rows costs next to nothing: it is asked
whether the index gives the page without a sort, as it has to among a million.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import connection

from tests import factories
from tests.plans import plan_of, plans_of
from threadsui.audit.appending import append
from threadsui.audit.recording import new_event
from threadsui.models import ApiCall, AuditEvent, Submission, Thread
from threadsui.queries.history.audit import events_for_list
from threadsui.queries.history.calls import calls_for_list
from threadsui.queries.history.submissions import submissions_for_list
from threadsui.queries.paging.hints import hints_of
from threadsui.queries.paging.pagination import capped_count, cursor_at, newest_first

ROWS = 2_000
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
STATISTICS = ("full", "none", "sampled")
READS_ALL = r"TEMP B-TREE|Sort|Seq Scan|SCAN threadsui_\w+\b(?! USING)"


@pytest.fixture(params=STATISTICS)
def statistics(request, many):
    """Called once the rows are there."""
    name = request.param
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            if name != "none":
                cursor.execute(
                    f"SET LOCAL default_statistics_target = {1 if name == 'sampled' else 100}"
                )
                cursor.execute("ANALYZE")
        elif name != "none":
            cursor.execute(f"PRAGMA analysis_limit = {100 if name == 'sampled' else 0}")
            for model in (Thread, ApiCall, AuditEvent, Submission):
                cursor.execute(f"ANALYZE {model._meta.db_table}")


@pytest.fixture
def many(db, lead, sandbox_connection):
    """As many of each; `lead` made each tenth."""
    other = factories.user(username="ana")
    at = [NOON - timedelta(minutes=number) for number in range(ROWS)]
    people = [lead if number % 10 == 0 else other for number in range(ROWS)]
    threads = Thread.objects.bulk_create(
        Thread(
            connection=sandbox_connection,
            remote_id=f"thread_{number}",
            creator=who,
            recorded_at=at[number],
        )
        for number, who in enumerate(people)
    )
    ApiCall.objects.bulk_create(
        ApiCall(
            connection=sandbox_connection,
            actor=who,
            method="POST",
            path="/threads",
            status=200,
            duration_ms=1,
            started_at=at[number],
        )
        for number, who in enumerate(people)
    )
    Submission.objects.bulk_create(
        Submission(
            token=f"{number:032x}",
            connection=sandbox_connection,
            actor=who,
            body="{}",
            state="refused",
            created_at=at[number],
            finished_at=at[number],
            deadline_at=at[number],
        )
        for number, who in enumerate(people)
    )
    events = [
        new_event(
            AuditEvent.Action.THREAD_UPDATED if number % 7 else AuditEvent.Action.THREAD_CREATED,
            actor=who,
            target=threads[number],
        )
        for number, who in enumerate(people)
    ]
    for number, event in enumerate(events):
        event.created_at = at[number]
    append(events)
    return lead


asked = factories.conditions
QUESTIONS = {
    "threads": ("recorded_at", lambda _lead: Thread.objects.all(), "thread_newest"),
    "threads of one person": (
        "recorded_at",
        lambda lead: Thread.objects.filter(creator=lead),
        "thread_by_creator",
    ),
    "submissions": (
        "created_at",
        lambda lead: submissions_for_list(reader=lead),
        "submission_newest",
    ),
    "submissions of one person": (
        "created_at",
        lambda lead: submissions_for_list(
            asked("submissions", f"actor:{lead.username}"), reader=lead
        ),
        "submission_by_actor",
    ),
    "calls": ("started_at", lambda _lead: calls_for_list(), "apicall_newest"),
    "events": ("created_at", lambda _lead: events_for_list(), "auditevent_newest"),
    "events of one person": (
        "created_at",
        lambda lead: events_for_list(asked("audit", f"actor:{lead.username}")),
        "auditevent_by_actor",
    ),
    "events of one person and action since a day": (
        "created_at",
        lambda lead: events_for_list(
            asked("audit", f"actor:{lead.username} action:thread.updated created:2026-11-19..")
        ),
        "auditevent_by_actor",  # or with the action as well: either will do
    ),
}


def test_each_page_is_read_from_one_index_in_its_order(many, statistics):
    for field, query, index in QUESTIONS.values():
        queryset = query(many)
        middle = queryset.order_by(f"-{field}", "-pk")[75]
        for cursor in ("", *(cursor_at(way, middle, field=field) for way in ("older", "newer"))):
            plan = plan_of(partial(newest_first, queryset, field=field, cursor=cursor))

            assert index in plan, plan
            assert not re.search(READS_ALL, plan), plan


# What no index knows, with and without something that one does.
WALKS = {
    "events with a part of a text": ("audit", "nowhere", "auditevent_newest"),
    "events of one person": ("audit", "nowhere actor:lead", "auditevent_by_actor"),
    "events of an action": ("audit", "nowhere action:thread.created", "auditevent_by_action"),
    "events of a kind of record": ("audit", "target:tag", "auditevent_newest"),
    "events that are not": ("audit", "-action:thread.updated,thread.created", "auditevent_newest"),
    "calls with a part of a path": ("calls", "nowhere", "apicall_newest"),
    "calls of a status": ("calls", "status:5xx", "apicall_newest"),
    "calls since a day": ("calls", "nowhere created:2026-11-20..", "apicall_newest"),
    "submissions with a part of a title": ("submissions", "nowhere", "submission_newest"),
    "submissions of one person": ("submissions", "nowhere actor:lead", "submission_by_actor"),
}
# PostgreSQL may read a window, both of whose ends are known by then, by the index of the newest as well.
WINDOW = r"Index Cond: \(\((\w+) [<>]= [^\n]*\(\1 [<>]= "
LISTED = {
    "audit": lambda found, _lead: events_for_list(found),
    "calls": lambda found, _lead: calls_for_list(found),
    "submissions": lambda found, lead: submissions_for_list(found, reader=lead),
}


@pytest.mark.parametrize("what", WALKS)
def test_search_that_nothing_answers_reads_its_windows_in_the_order_of_an_index(
    many, statistics, what
):
    name, text, index = WALKS[what]
    field = "started_at" if name == "calls" else "created_at"
    queryset = LISTED[name](asked(name, text), many)
    middle = queryset.model.objects.order_by(f"-{field}", "-pk")[75]
    for cursor in ("", *(cursor_at(way, middle, field=field) for way in ("older", "newer"))):
        plans = plans_of(partial(newest_first, queryset, field=field, cursor=cursor))

        assert len(plans) >= 2
        assert index in plans[0], plans[0]  # where the window ends
        for plan in plans:
            assert index in plan or re.search(WINDOW, plan), plan
            assert not re.search(READS_ALL, plan), plan


IDS = {
    "audit": [
        "correlation:c-7711aa",
        "c-7711aa",
        "192.0.2.7",
        "thread_7",
        "id:7",
        "target:thread#7",
    ],
    "calls": ["correlation:c-7711aa", "c-7711aa", "req-7711aa", "thread_7", "id:7", "submission:7"],
    "submissions": ["req-7711aa", "request:req-7711aa", "thread_7", "id:7"],
}


@pytest.mark.parametrize("name, text", [(name, text) for name in IDS for text in IDS[name]])
def test_whole_id_is_found_by_an_index_and_nothing_is_walked(many, name, text):
    thread = Thread.objects.get(remote_id="thread_7")
    factories.event(target=thread, correlation_id="c-7711aa", address="192.0.2.7")
    factories.call(thread=thread, correlation_id="c-7711aa", request_id="req-7711aa")
    factories.submission(thread=thread, request_id="req-7711aa")
    queryset = LISTED[name](asked(name, text), many)

    assert hints_of(queryset).walk is None
    field = "started_at" if name == "calls" else "created_at"
    (plan,) = plans_of(partial(newest_first, queryset, field=field), without=("seqscan",))
    assert not re.search(r"Seq Scan|SCAN threadsui_\w+\b(?! USING)|_newest", plan), plan


def test_each_count_stops_at_its_cap_and_sorts_nothing(many, statistics):
    for _field, query, _index in QUESTIONS.values():
        plan = plan_of(partial(capped_count, query(many)))

        assert not re.search("TEMP B-TREE|Sort", plan), plan


def test_overdue_submissions_are_found_without_reading_the_others(many, statistics):
    plan = plan_of(lambda: list(Submission.objects.overdue()))

    assert "submission_needs_a_word" in plan, plan
