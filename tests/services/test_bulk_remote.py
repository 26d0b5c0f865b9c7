"""Operations that ask servers: each thread's result, politeness, outages, and what is said to whom."""

import pytest
from django.db import connection as database

from tests import factories
from threadsui.api.transport import Transport
from threadsui.audit.context import Context, bound_context
from threadsui.models import ApiCall, AuditEvent, Connection, Operation, Thread, ThreadCheck
from threadsui.queries.selections import by_filters, by_ids, newest_thread_id, threads_of
from threadsui.queries.threads import ThreadFilters
from threadsui.services import bulk, bulk_remote, thread_changes
from threadsui.services.errors import ServiceError
from threadsui.services.thread_changes import delete_thread, update_thread

Kind = Operation.Kind


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(bulk_remote, "PAUSE", 0)
    monkeypatch.setattr("threadsui.api.retries.backoff", lambda attempt: 0)


@pytest.fixture
def make(agent):
    """A thread that the sandbox really has."""
    return lambda **metadata: factories.created_thread(actor=agent, metadata=metadata)


@pytest.fixture
def start(lead):
    def press(kind=Kind.CHECK, *, actor=lead, selection=None, **parameters):
        with bound_context(Context("press-1", "192.0.2.7")):
            return bulk.start_operation(
                actor=actor,
                kind=kind,
                parameters=parameters,
                selection=selection or by_filters(ThreadFilters()),
                newest_id=newest_thread_id(),
            )

    return press


def steps(operation):
    return bulk_remote.run_remote_steps(operation=operation, threads=threads_of(operation))


def finish(operation):
    return [operation, *steps(operation)][-1]


def change_there(server, thread, **metadata):
    server.threads.update(thread.remote_id, {"metadata": metadata})


def metadata_of(thread):
    return Thread.objects.get(pk=thread.pk).metadata


def test_check_says_of_each_thread_what_it_came_to(make, start, server, lead):
    same, changed, gone, deleted = (make(order=str(number)) for number in range(4))
    change_there(server, changed, order="new")
    server.threads.delete(gone.remote_id)
    delete_thread(thread=deleted, actor=lead, reason="Made twice")
    off = factories.thread(connection=factories.connection(is_active=False))

    done = finish(start())

    expected = {"same": 1, "changed": 1, "gone": 1, "deleted": 1, "switched_off": 1}
    assert (done.state, done.done_count, done.changed_count) == ("done", 5, 1)
    assert done.counts == expected
    states = dict(ThreadCheck.objects.values_list("thread", "state"))
    assert states == {same.pk: "same", changed.pk: "changed", gone.pk: "gone"}
    assert not ThreadCheck.objects.filter(thread=off).exists()


def test_check_tells_of_what_it_found_and_not_of_what_is_the_same(make, start, server):
    make(order="1")
    change_there(server, make(order="2"), order="3")

    finish(start())

    events = AuditEvent.objects.filter(correlation_id="press-1").order_by("pk")
    assert [event.action for event in events] == [
        "operation.started",
        "thread.drift_found",
        "operation.finished",
    ]
    assert events[2].changes["results"]["new"] == {"same": 1, "changed": 1}
    assert set(ApiCall.objects.filter(method="GET").values_list("correlation_id", flat=True)) == {
        "press-1"
    }


def test_outage_marks_nothing_as_gone_and_stops_asking_after_a_few(make, start, misbehave):
    threads = [make(order=str(number)) for number in range(5)]
    misbehave(threads[0], "server_error")
    asked = ApiCall.objects.count()

    done = finish(start())

    assert done.counts == {"unreachable": 3, "not_asked": 2}
    assert ApiCall.objects.count() - asked == 3 * 3  # three threads, three tries each
    assert not Thread.objects.exclude(gone_at=None).exists()
    assert ThreadCheck.objects.count() == 3


def test_outage_of_one_server_leaves_the_others_alone(make, start, connection):
    for number in range(4):
        factories.thread(connection=connection, remote_id=f"thread_{number}")
    Connection.objects.filter(pk=connection.pk).update(base_url="http://127.0.0.1:1/v1")
    make(order="1")

    done = finish(start())

    assert done.counts == {"unreachable": 3, "not_asked": 1, "same": 1}


def test_server_is_asked_with_a_pause_after_each_thread(make, start, monkeypatch):
    pauses = []
    monkeypatch.setattr(bulk_remote, "PAUSE", 0.2)
    monkeypatch.setattr(bulk_remote.time, "sleep", pauses.append)
    make(order="1")
    make(order="2")

    finish(start())

    assert [one for one in pauses if one] == [0.2, 0.2]


def test_thread_whose_server_is_not_asked_costs_no_pause(make, start, monkeypatch):
    pauses = []
    make(order="1")
    make(env="x", stage="y")
    monkeypatch.setattr(bulk_remote.time, "sleep", pauses.append)

    done = finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert done.counts == {"other": 1, "already": 1}
    assert pauses == []


def test_record_that_changes_while_its_server_is_asked_is_asked_about_again(
    make, start, lead, monkeypatch
):
    thread = make(order="1")
    exchange, edits = Transport.exchange, iter([{"order": "2"}])

    def edited_meanwhile(self, request):
        answer = exchange(self, request)
        for metadata in edits:
            update_thread(thread=thread, actor=lead, metadata=metadata, seen={"order": "1"})
        return answer

    monkeypatch.setattr(Transport, "exchange", edited_meanwhile)

    assert finish(start()).counts == {"same": 1}


def test_no_call_is_made_in_a_transaction(make, start, monkeypatch):
    make(env="prod")
    outside, exchange, depths = len(database.savepoint_ids), Transport.exchange, []

    def watch(self, request):
        depths.append(len(database.savepoint_ids) - outside)
        return exchange(self, request)

    monkeypatch.setattr(Transport, "exchange", watch)
    finish(start())
    finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert depths == [0] * 4


def test_stale_worker_repeats_nothing_that_another_has_written(make, start):
    make(order="1")
    make(order="2")
    stale = start()
    finish(stale)

    finish(stale)

    stale.refresh_from_db()
    assert (stale.done_count, stale.counts) == (2, {"same": 2})


def test_person_who_loses_the_role_stops_it(make, start, lead):
    make(order="1")
    make(order="2")
    going = steps(start())
    next(going)
    lead.groups.clear()

    stopped = list(going)[-1]

    assert (stopped.state, stopped.done_count) == ("failed", 1)


# -- Renaming ---------------------------------------------------------------------------------------------------------


def test_key_is_renamed_on_the_server_and_in_the_record(make, start, server):
    thread, other = make(env="prod", order="1"), make(order="2")

    done = finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    expected = {"stage": "prod", "order": "1"}
    assert metadata_of(thread) == expected
    assert dict(thread.pairs.values_list("key", "value")) == expected
    assert server.threads.retrieve(thread.remote_id).metadata == expected
    assert metadata_of(other) == {"order": "2"}
    assert done.counts == {"renamed": 1, "other": 1}
    event = AuditEvent.objects.get(action="thread.updated")
    assert (event.correlation_id, event.changes["metadata"]["new"]) == (
        "press-1",
        {"stage": "prod"},
    )


def test_value_is_renamed_where_the_key_has_it(make, start, server):
    thread, other = make(env="prod"), make(env="test")

    done = finish(start(Kind.RENAME_VALUE, key="env", value="prod", to="production"))

    assert metadata_of(thread) == {"env": "production"}
    assert server.threads.retrieve(thread.remote_id).metadata == {"env": "production"}
    assert metadata_of(other) == {"env": "test"}
    assert done.counts == {"renamed": 1, "other": 1}


def test_thread_that_has_both_keys_keeps_both(make, start, server):
    thread = make(env="prod", stage="test")

    done = finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert server.threads.retrieve(thread.remote_id).metadata == {"env": "prod", "stage": "test"}
    assert done.counts == {"already": 1}


def test_what_the_server_got_meanwhile_is_kept(make, start, server):
    thread = make(env="prod")
    change_there(server, thread, env="prod", vip="yes")

    finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert metadata_of(thread) == {"stage": "prod", "vip": "yes"}


def test_rename_overtaken_by_a_person_s_change_leaves_the_record_as_the_server_is(
    make, start, server, lead, monkeypatch
):
    thread = make(env="prod")
    exchange, edits = Transport.exchange, iter([{"env": "prod", "vip": "yes"}])

    def edited_after_the_rename_was_sent(self, request):
        answer = exchange(self, request)
        for metadata in edits if request.method == "POST" else ():
            update_thread(thread=thread, actor=lead, metadata=metadata, seen={"env": "prod"})
        return answer

    monkeypatch.setattr(Transport, "exchange", edited_after_the_rename_was_sent)

    finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    expected = {"stage": "prod", "vip": "yes"}
    assert server.threads.retrieve(thread.remote_id).metadata == expected
    assert metadata_of(thread) == expected
    assert dict(thread.pairs.values_list("key", "value")) == expected


def test_threads_that_are_not_asked_about_do_not_end_an_outage(make, start, misbehave):
    threads = [make(**{key: "1"}) for key in ("env", "order", "env", "order", "env", "env")]
    misbehave(threads[0], "server_error")

    done = finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert done.counts == {"unreachable": 3, "other": 2, "not_asked": 1}


@pytest.mark.parametrize(
    "there", [{"env": "test"}, {"order": "1"}, {"env": "prod", "stage": "test"}]
)
def test_pair_that_is_another_on_the_server_is_left_and_shown_as_drift(make, start, server, there):
    thread = make(env="prod")
    change_there(server, thread, **there)

    done = finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert server.threads.retrieve(thread.remote_id).metadata == there
    assert metadata_of(thread) == {"env": "prod"}
    assert done.counts == {"conflict": 1}
    assert ThreadCheck.objects.get().metadata == there


def test_gone_and_deleted_threads_are_counted_and_left(make, start, server, lead):
    gone, known_gone, deleted = make(env="a"), make(env="b"), make(env="c")
    server.threads.delete(gone.remote_id)
    Thread.objects.filter(pk=known_gone.pk).update(gone_at=known_gone.recorded_at)
    delete_thread(thread=deleted, actor=lead, reason="Made twice")

    done = finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert done.counts == {"gone": 2, "deleted": 1}
    assert Thread.objects.get(pk=gone.pk).state == "gone"
    assert metadata_of(gone) == {"env": "a"}


def test_rename_that_is_not_confirmed_is_left_for_a_person_to_see(
    make, start, misbehave, monkeypatch
):
    thread = make(env="prod")
    post = thread_changes.post

    def cut_after(*arguments):
        misbehave(thread, "cut_after")
        asked = Thread.objects.select_related("connection").get(pk=thread.pk)
        try:
            return post(asked, *arguments[1:])
        finally:
            misbehave(thread, "")

    monkeypatch.setattr(thread_changes, "post", cut_after)

    done = finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert done.counts == {"unconfirmed": 1}
    assert metadata_of(thread) == {"env": "prod"}
    found = ThreadCheck.objects.get()
    assert (found.state, found.metadata) == ("changed", {"stage": "prod"})


def test_rename_that_was_done_there_before_the_worker_died_is_written_down(make, start, server):
    thread = make(env="prod")
    change_there(server, thread, stage="prod")  # sent, and then killed

    done = finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert done.counts == {"renamed": 1}
    assert metadata_of(thread) == {"stage": "prod"}
    assert ApiCall.objects.filter(method="POST", path__contains=thread.remote_id).count() == 0


@pytest.mark.parametrize(
    "kind, parameters",
    [
        (Kind.RENAME_KEY, {"key": "env", "to": ""}),
        (Kind.RENAME_KEY, {"key": "env", "to": "env"}),
        (Kind.RENAME_KEY, {"key": "env", "to": "k" * 65}),
        (Kind.RENAME_KEY, {"key": "env", "to": "a\0b"}),
        (Kind.RENAME_VALUE, {"key": "env", "value": "prod", "to": "v" * 513}),
        (Kind.RENAME_VALUE, {"key": "env", "value": "prod", "to": "prod"}),
    ],
)
def test_name_that_no_thread_can_have_is_refused_before_anything_is_written(
    start, kind, parameters
):
    with pytest.raises(ServiceError) as caught:
        start(kind, **parameters)

    assert caught.value.param == "to"
    assert not Operation.objects.exists()


def test_agent_may_not_rename(make, start, agent):
    thread = make(env="prod")

    stopped = finish(start(Kind.RENAME_KEY, actor=agent, key="env", to="stage"))

    assert stopped.state == "failed"
    assert metadata_of(thread) == {"env": "prod"}


def test_only_what_is_selected_is_renamed(make, start):
    one, two = make(env="prod"), make(env="prod")

    finish(start(Kind.RENAME_KEY, selection=by_ids([one.pk]), key="env", to="stage"))

    assert (metadata_of(one), metadata_of(two)) == ({"stage": "prod"}, {"env": "prod"})
