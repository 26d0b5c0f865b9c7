"""Doing one thing to many threads: what is touched, what is told, and what may not be done."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests import factories
from threadsui.audit.context import Context, bound_context
from threadsui.models import AuditEvent, AuditHead, Operation, Tag, Thread, ThreadTag
from threadsui.queries.selections import by_filters, by_ids, newest_thread_id, threads_of
from threadsui.services import bulk
from threadsui.services.errors import ServiceError
from threadsui.services.tags import TAGS_MAX, tag_thread, untag_thread
from threadsui.views.operation_words import outcome_of

Action = AuditEvent.Action
Kind = Operation.Kind


@pytest.fixture
def start(agent):
    def make(selection, *, kind=Kind.TAG, actor=agent, **parameters):
        with bound_context(Context("press-1", "192.0.2.7")):
            return bulk.start_operation(
                actor=actor,
                kind=kind,
                parameters=parameters or {"tag": "vip"},
                selection=selection,
                newest_id=newest_thread_id(),
            )

    return make


def finish(operation):
    while not operation.is_finished:
        operation = bulk.run_step(operation=operation, threads=threads_of(operation))
    return operation


def tagged(name="vip"):
    return set(Thread.objects.filter(tags__name=name).values_list("title", flat=True))


def test_named_threads_are_tagged_and_no_other(start):
    one, two = factories.thread(title="One"), factories.thread(title="Two")
    factories.thread(title="Three")

    done = finish(start(by_ids([one.pk, two.pk])))

    assert tagged() == {"One", "Two"}
    assert (done.state, done.done_count, done.changed_count) == ("done", 2, 2)


def test_all_that_match_are_those_of_the_moment_of_pressing(start, agent):
    factories.thread(title="Mine", creator=agent)
    factories.thread(title="Somebody else's")
    operation = start(by_filters(factories.thread_filters(f"creator:{agent.username}")))
    factories.thread(title="Mine, but later", creator=agent)

    finish(operation)

    assert tagged() == {"Mine"}


def test_filters_survive_being_kept_with_the_operation(agent):
    filters = factories.thread_filters(
        "pole creator:me connection:sandbox state:created created:2000-01-01..today metadata.order:7 metadata.vip "
        "-metadata.env:test",
        reader=agent,
    )
    operation = Operation.objects.create(actor=agent, kind="threads.tag")
    operation.selection = by_filters(filters)
    operation.save()
    operation.refresh_from_db()
    fits = factories.thread(creator=agent, title="A pole", metadata={"order": "7", "vip": "no"})
    factories.thread(creator=agent, title="A pole", metadata={"order": "8", "vip": "no"})

    assert list(threads_of(operation)) == [fits]


def test_steps_go_on_where_the_last_one_ended(start, monkeypatch):
    monkeypatch.setattr(bulk, "STEP", 2)
    for number in range(5):
        factories.thread(title=f"Thread {number}")
    operation = start(by_filters(factories.thread_filters()))

    operation = bulk.run_step(operation=operation, threads=threads_of(operation))
    assert (operation.state, operation.done_count, operation.total) == ("running", 2, 5)
    done = finish(operation)

    assert (done.state, done.done_count, done.changed_count) == ("done", 5, 5)
    assert AuditEvent.objects.filter(action=Action.THREAD_TAGGED).count() == 5


def test_step_done_twice_by_two_workers_changes_each_thread_once(start, monkeypatch):
    monkeypatch.setattr(bulk, "STEP", 2)
    for _ in range(4):
        factories.thread()
    stale = start(by_filters(factories.thread_filters()))

    for _ in range(4):
        bulk.run_step(operation=stale, threads=threads_of(stale))

    stale.refresh_from_db()
    assert (stale.state, stale.done_count) == ("done", 4)
    assert AuditEvent.objects.filter(action=Action.THREAD_TAGGED).count() == 4


def test_every_event_carries_the_correlation_id_of_the_press(start):
    thread = factories.thread()

    finish(start(by_ids([thread.pk])))

    events = AuditEvent.objects.filter(correlation_id="press-1").order_by("pk")
    assert [(event.action, event.address) for event in events] == [
        ("operation.started", "192.0.2.7"),
        ("thread.tagged", "192.0.2.7"),
        ("operation.finished", "192.0.2.7"),
    ]
    assert events[1].changes == {"tag": {"old": None, "new": "vip"}}
    assert events[2].changes["changed"]["new"] == 1


def test_thread_that_has_the_tag_or_is_full_is_looked_at_and_left(start, agent):
    has, full, free = (factories.thread(title=title) for title in ("Has", "Full", "Free"))
    tag_thread(thread=has, name="vip", actor=agent, may_create=True)
    for number in range(TAGS_MAX):
        tag_thread(thread=full, name=f"tag-{number}", actor=agent, may_create=True)

    done = finish(start(by_ids([has.pk, full.pk, free.pk])))

    assert (done.done_count, done.changed_count) == (3, 1)
    assert tagged() == {"Has", "Free"}


def test_tag_is_taken_off_all_that_have_it(start, agent):
    has, without = factories.thread(), factories.thread()
    tag_thread(thread=has, name="vip", actor=agent, may_create=True)

    done = finish(start(by_ids([has.pk, without.pk]), kind=Kind.UNTAG, tag="VIP"))

    assert (done.changed_count, tagged()) == (1, set())
    assert AuditEvent.objects.get(action=Action.THREAD_UNTAGGED).target_id == str(has.pk)


def test_threads_are_given_to_a_person_and_taken_again(start, lead):
    thread = factories.thread(assignee=factories.user("agent", "ana"))

    finish(start(by_ids([thread.pk]), kind=Kind.ASSIGN, assignee=lead.username))
    thread.refresh_from_db()
    assert thread.assignee == lead
    event = AuditEvent.objects.get(action=Action.THREAD_ASSIGNED)
    assert event.changes == {"assignee": {"old": "ana", "new": lead.username}}

    finish(start(by_ids([thread.pk]), kind=Kind.ASSIGN, assignee=""))
    thread.refresh_from_db()
    assert thread.assignee is None


@pytest.mark.parametrize(
    "kind, parameters, param",
    [
        (Kind.TAG, {"tag": "!!"}, "tag"),
        (Kind.UNTAG, {"tag": "never-seen"}, "tag"),
        (Kind.ASSIGN, {"assignee": "viewer"}, "assignee"),
        (Kind.ASSIGN, {"assignee": "nobody-like-this"}, "assignee"),
    ],
)
def test_what_fits_no_thread_is_refused_before_anything_is_written(
    start, viewer, kind, parameters, param
):
    with pytest.raises(ServiceError) as caught:
        start(by_ids([factories.thread().pk]), kind=kind, **parameters)

    assert caught.value.param == param
    assert not Operation.objects.exists()
    assert not AuditEvent.objects.exists()


def test_person_who_loses_the_role_on_the_way_stops_the_operation(start, agent, monkeypatch):
    monkeypatch.setattr(bulk, "STEP", 1)
    one, two = factories.thread(), factories.thread()
    operation = start(by_ids([one.pk, two.pk]))
    bulk.run_step(operation=operation, threads=threads_of(operation))
    agent.groups.clear()

    with override("de"):  # whoever it is that goes on
        stopped = finish(operation)

    assert (stopped.state, stopped.done_count) == ("failed", 1)
    assert stopped.error == "The person who pressed may not change threads any more."
    assert Tag.objects.get().threads.count() == 1
    assert AuditEvent.objects.get(action=Action.OPERATION_FAILED).reason == stopped.error


@pytest.mark.parametrize("count", [2, 30])
def test_queries_of_a_step_but_for_its_events_do_not_grow_with_its_threads(start, count):
    operation = start(by_ids([factories.thread().pk for _ in range(count)]))

    with CaptureQueriesContext(connection) as queries:
        bulk.run_step(operation=operation, threads=threads_of(operation))

    sql = [query["sql"] for query in queries.captured_queries]
    assert len([one for one in sql if "audit" not in one and "SAVEPOINT" not in one]) <= 14


def test_person_who_is_assigned_and_loses_the_role_on_the_way_stops_the_operation(
    start, lead, monkeypatch
):
    monkeypatch.setattr(bulk, "STEP", 1)
    operation = start(
        by_ids([factories.thread().pk for _ in range(2)]), kind=Kind.ASSIGN, assignee=lead.username
    )
    bulk.run_step(operation=operation, threads=threads_of(operation))
    lead.groups.clear()

    stopped = finish(operation)

    assert (stopped.state, stopped.done_count, stopped.changed_count) == ("failed", 1, 1)
    assert outcome_of(stopped) == (
        "1 thread changed. The person chosen cannot work on threads any more."
    )
    assert AuditEvent.objects.get(action=Action.OPERATION_FAILED).reason == stopped.error


@pytest.mark.parametrize("kind", [Kind.TAG, Kind.UNTAG])
def test_tag_that_goes_on_the_way_stops_the_operation(start, agent, kind, monkeypatch):
    monkeypatch.setattr(bulk, "STEP", 1)
    threads = [factories.thread(), factories.thread()]
    if kind == Kind.UNTAG:
        for thread in threads:
            tag_thread(thread=thread, name="vip", actor=agent, may_create=True)
    operation = start(by_ids([thread.pk for thread in threads]), kind=kind, tag="vip")
    bulk.run_step(operation=operation, threads=threads_of(operation))
    ThreadTag.objects.all().delete()
    Tag.objects.all().delete()

    stopped = finish(operation)

    assert (stopped.state, stopped.done_count) == ("failed", 1)
    assert outcome_of(stopped) == "1 thread changed. There is no such tag any more."


@pytest.fixture
def waiting_threads(agent):
    """Five threads with a tag, and one without; the tag."""
    factories.thread(title="Not waiting")
    for number in range(5):
        thread = factories.thread(title=f"Waiting {number}")
        tag = tag_thread(thread=thread, name="waiting", actor=agent, may_create=True)
    return tag


def test_threads_of_many_steps_are_counted_and_searched_once_and_outside_of_them(
    start, waiting_threads, monkeypatch
):
    monkeypatch.setattr(bulk, "STEP", 2)
    operation = start(by_filters(factories.thread_filters(f"tag:{waiting_threads.name}")))

    with CaptureQueriesContext(connection) as queries:
        done = list(bulk.run_steps(operation=operation, threads=threads_of(operation)))[-1]

    assert (done.state, done.total, done.changed_count) == ("done", 5, 5)
    sql = [one["sql"] for one in queries.captured_queries]
    searches = [index for index, one in enumerate(sql) if f"LIMIT {bulk.SEARCH}" in one]
    first_step = next(index for index, one in enumerate(sql) if one.startswith("SAVEPOINT"))
    assert len(searches) == 1
    assert searches[0] < first_step
    assert not [one for one in sql[first_step:] if "COUNT(*)" in one]


def test_next_search_goes_on_after_the_last(start, waiting_threads, monkeypatch):
    monkeypatch.setattr(bulk, "STEP", 2)
    monkeypatch.setattr(bulk, "SEARCH", 3)
    operation = start(by_filters(factories.thread_filters(f"tag:{waiting_threads.name}")))

    steps = bulk.run_steps(operation=operation, threads=threads_of(operation))

    assert [step.done_count for step in steps] == [2, 3, 5]
    assert tagged() == {f"Waiting {number}" for number in range(5)}


def test_search_for_the_threads_of_a_tag_walks_them_by_number(start, waiting_threads):
    operation = start(by_filters(factories.thread_filters(f"tag:{waiting_threads.name}")))

    search = threads_of(operation).filter(pk__gt=0).order_by("pk")[: bulk.SEARCH]

    assert [thread.title for thread in search.all()] == [f"Waiting {number}" for number in range(5)]
    if connection.vendor == "sqlite":
        assert "TEMP B-TREE" not in search.explain()


def test_thread_that_matches_no_more_when_its_step_comes_is_left(
    start, waiting_threads, agent, monkeypatch
):
    monkeypatch.setattr(bulk, "STEP", 4)
    operation = start(by_filters(factories.thread_filters(f"tag:{waiting_threads.name}")))
    steps = bulk.run_steps(operation=operation, threads=threads_of(operation))
    next(steps)
    untag_thread(thread=Thread.objects.get(title="Waiting 4"), tag=waiting_threads, actor=agent)

    done = list(steps)[-1]

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
