"""Checking many threads: each thread's result, and what is told of it."""

from tests import factories
from threadsui.models import ApiCall, AuditEvent, ThreadCheck
from threadsui.services.threads.thread_changes import delete_thread, update_thread

from .operations import change_there, finish, steps


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


def test_record_that_changes_while_its_server_is_asked_is_asked_about_again(
    make, start, lead, overtake
):
    thread = make(order="1")
    edit = {"metadata": {"order": "2"}, "seen": {"order": "1"}}
    overtake(lambda: update_thread(thread=thread, actor=lead, **edit), method="GET")

    assert finish(start()).counts == {"same": 1}


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
