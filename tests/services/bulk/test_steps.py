"""The steps of an operation: where they go on, what they search for, what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from threadsui.models import AuditEvent, AuditHead, Thread
from threadsui.queries.threads.selections import by_filters, by_ids, threads_of
from threadsui.services.bulk import steps
from threadsui.services.teamwork.tags import untag_thread

from .operations import Action, Kind, finish, tagged


def test_steps_go_on_where_the_last_one_ended(start, monkeypatch):
    monkeypatch.setattr(steps, "STEP", 2)
    for number in range(5):
        factories.thread(title=f"Thread {number}")
    operation = start(by_filters(factories.thread_filters()))

    operation = steps.run_step(operation=operation, threads=threads_of(operation))
    assert (operation.state, operation.done_count, operation.total) == ("running", 2, 5)
    done = finish(operation)

    assert (done.state, done.done_count, done.changed_count) == ("done", 5, 5)
    assert AuditEvent.objects.filter(action=Action.THREAD_TAGGED).count() == 5


def test_step_done_twice_by_two_workers_changes_each_thread_once(start, monkeypatch):
    monkeypatch.setattr(steps, "STEP", 2)
    for _ in range(4):
        factories.thread()
    stale = start(by_filters(factories.thread_filters()))

    for _ in range(4):
        steps.run_step(operation=stale, threads=threads_of(stale))

    stale.refresh_from_db()
    assert (stale.state, stale.done_count) == ("done", 4)
    assert AuditEvent.objects.filter(action=Action.THREAD_TAGGED).count() == 4


@pytest.mark.parametrize("count", [2, 30])
def test_queries_of_a_step_but_for_its_events_do_not_grow_with_its_threads(start, count):
    operation = start(by_ids([factories.thread().pk for _ in range(count)]))

    with CaptureQueriesContext(connection) as queries:
        steps.run_step(operation=operation, threads=threads_of(operation))

    sql = [query["sql"] for query in queries.captured_queries]
    assert len([one for one in sql if "audit" not in one and "SAVEPOINT" not in one]) <= 14


def test_threads_of_many_steps_are_counted_and_searched_once_and_outside_of_them(
    start, waiting_threads, monkeypatch
):
    monkeypatch.setattr(steps, "STEP", 2)
    operation = start(by_filters(factories.thread_filters(f"tag:{waiting_threads.name}")))

    with CaptureQueriesContext(connection) as queries:
        done = list(steps.run_steps(operation=operation, threads=threads_of(operation)))[-1]

    assert (done.state, done.total, done.changed_count) == ("done", 5, 5)
    sql = [one["sql"] for one in queries.captured_queries]
    searches = [index for index, one in enumerate(sql) if f"LIMIT {steps.SEARCH}" in one]
    first_step = next(index for index, one in enumerate(sql) if one.startswith("SAVEPOINT"))
    assert len(searches) == 1
    assert searches[0] < first_step
    assert not [one for one in sql[first_step:] if "COUNT(*)" in one]


def test_next_search_goes_on_after_the_last(start, waiting_threads, monkeypatch):
    monkeypatch.setattr(steps, "STEP", 2)
    monkeypatch.setattr(steps, "SEARCH", 3)
    operation = start(by_filters(factories.thread_filters(f"tag:{waiting_threads.name}")))

    runs = steps.run_steps(operation=operation, threads=threads_of(operation))

    assert [step.done_count for step in runs] == [2, 3, 5]
    assert tagged() == {f"Waiting {number}" for number in range(5)}


def test_search_for_the_threads_of_a_tag_walks_them_by_number(start, waiting_threads):
    operation = start(by_filters(factories.thread_filters(f"tag:{waiting_threads.name}")))

    search = threads_of(operation).filter(pk__gt=0).order_by("pk")[: steps.SEARCH]

    assert [thread.title for thread in search.all()] == [f"Waiting {number}" for number in range(5)]
    if connection.vendor == "sqlite":
        assert "TEMP B-TREE" not in search.explain()


def test_thread_that_matches_no_more_when_its_step_comes_is_left(
    start, waiting_threads, agent, monkeypatch
):
    monkeypatch.setattr(steps, "STEP", 4)
    operation = start(by_filters(factories.thread_filters(f"tag:{waiting_threads.name}")))
    runs = steps.run_steps(operation=operation, threads=threads_of(operation))
    next(runs)
    untag_thread(thread=Thread.objects.get(title="Waiting 4"), tag=waiting_threads, actor=agent)

    done = list(runs)[-1]

    assert tagged() == {f"Waiting {number}" for number in range(4)}
    assert (done.state, done.done_count) == ("done", 4)


def test_events_of_a_step_are_appended_at_once_and_last(start, lead):
    people = [None, factories.user("agent"), factories.user("agent")]
    threads = [factories.thread(assignee=person) for person in people]
    operation = start(by_ids([one.pk for one in threads]), kind=Kind.ASSIGN, assignee=lead.username)

    with CaptureQueriesContext(connection) as queries:
        finish(operation)

    writes = [
        one["sql"]
        for one in queries.captured_queries
        if one["sql"].startswith(("UPDATE", "INSERT"))
    ]
    heads = [index for index, one in enumerate(writes) if AuditHead._meta.db_table in one]
    assert heads == [len(writes) - 1]
    told = AuditEvent.objects.filter(action=Action.THREAD_ASSIGNED).order_by("pk")
    assert [event.changes["assignee"]["old"] for event in told] == [
        person and person.username for person in people
    ]
