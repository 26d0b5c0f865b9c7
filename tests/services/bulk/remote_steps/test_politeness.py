"""How servers are asked: with pauses, outside of transactions, and no more once they are away."""

from tests import factories
from threadsui.models import ApiCall, Connection, Thread, ThreadCheck
from threadsui.services.bulk import remote_steps

from .operations import Kind, finish


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
    monkeypatch.setattr(remote_steps, "PAUSE", 0.2)
    monkeypatch.setattr(remote_steps.time, "sleep", pauses.append)
    make(order="1")
    make(order="2")

    finish(start())

    assert [one for one in pauses if one] == [0.2, 0.2]


def test_thread_whose_server_is_not_asked_costs_no_pause(make, start, monkeypatch):
    pauses = []
    make(order="1")
    make(env="x", stage="y")
    monkeypatch.setattr(remote_steps.time, "sleep", pauses.append)

    done = finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert done.counts == {"other": 1, "already": 1}
    assert pauses == []


def test_no_call_is_made_in_a_transaction(make, start, watch_depths):
    make(env="prod")
    depths = watch_depths()

    finish(start())
    finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert depths == [0] * 4


def test_threads_that_are_not_asked_about_do_not_end_an_outage(make, start, misbehave):
    threads = [make(**{key: "1"}) for key in ("env", "order", "env", "order", "env", "env")]
    misbehave(threads[0], "server_error")

    done = finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert done.counts == {"unreachable": 3, "other": 2, "not_asked": 1}
