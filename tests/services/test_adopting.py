"""Adopting threads from elsewhere: what comes of each id, what is kept, patience, and that nothing but GETs is sent."""

import json
import signal
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import consoles, factories
from tests.at_once import at_once
from tests.personalities import SECONDS, running
from threadsui import tasks
from threadsui.api import answers
from threadsui.audit.context import Context, bound_context
from threadsui.models import (
    AccessGroup,
    Adoption,
    ApiCall,
    AuditEvent,
    MetadataPair,
    Operation,
    Thread,
)
from threadsui.services import adopting, adoption_answers
from threadsui.services.adopting import adopt_again, run_adoption_steps, start_adoption
from threadsui.services.cancelling import cancel_operation
from threadsui.services.errors import ServiceError

pytestmark = pytest.mark.django_db
TICKET = {
    "metadata": {"ticket": "4711"},
    "messages": [
        {"role": "user", "content": [{"type": "text", "text": {"value": "Snapped pole"}}]},
        {"role": "assistant", "content": "We send another.", "run_id": "run_1"},
    ],
}


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    monkeypatch.setattr(adopting, "PAUSE", 0)
    monkeypatch.setattr("threadsui.api.retries.backoff", lambda attempt: 0)


@pytest.fixture
def there():
    with running("foundry") as server:
        yield server


@pytest.fixture
def desk(db, there):
    return factories.connection(
        "desk", base_url=there.url, secret=there.key, extra_query=there.query, read_timeout=2
    )


@pytest.fixture
def press(desk, agent):
    def start(*ids, actor=agent):
        with bound_context(Context("press-1", "192.0.2.7")):
            return start_adoption(actor=actor, connection=desk, remote_ids=ids)

    return start


def turn(operation):
    """To its end, or to its next pause."""
    return [operation, *run_adoption_steps(operation=operation)][-1]


def results(operation):
    return dict(operation.adoptions.order_by("pk").values_list("remote_id", "result"))


def test_thread_comes_with_all_that_the_server_has_of_it(there, press, agent, desk):
    there.extra = {
        "status": "active",
        "empty": None,
        "tool_resources": {"azure_ai_search": {"a": 1}},
    }
    made = there.make(TICKET)
    there.messages[made["id"]][0] |= {
        "attachments": [{"file_id": "file-1", "tools": [{"type": "file_search"}]}],
        "metadata": {"channel": "mail"},
    }

    done = turn(press(made["id"]))

    assert (done.state, done.counts, done.changed_count) == ("done", {"adopted": 1}, 1)
    thread = Thread.objects.get()
    assert (thread.title, thread.creator, thread.connection) == ("Snapped pole", agent, desk)
    assert thread.adopted_at is not None
    assert thread.remote_created_at == datetime.fromtimestamp(made["created_at"], UTC)
    assert (thread.metadata, thread.extra) == ({"ticket": "4711"}, {"status": "active"})
    assert thread.tool_resources == {"azure_ai_search": {"a": 1}}
    assert MetadataPair.objects.get().value == "4711"
    first, second = thread.messages.order_by("position")
    assert (first.role, first.text, first.metadata) == ("user", "Snapped pole", {"channel": "mail"})
    assert first.attachments[0]["file_id"] == "file-1"
    assert (second.role, second.content) == ("assistant", "We send another.")
    assert second.extra == {"status": "completed", "run_id": "run_1"}


def test_adopting_sends_nothing_but_gets(there, press):
    ids = [there.make(TICKET)["id"] for _ in range(3)]

    turn(press(*ids, "thread_none"))

    assert set(there.methods) == {"GET"}
    assert there.posts == []


def test_event_says_who_adopted_and_never_that_they_created(there, press, agent):
    made = there.make(TICKET)

    turn(press(made["id"]))

    thread = Thread.objects.get()
    event = AuditEvent.objects.about(thread).get()
    assert (event.action, event.actor) == ("thread.adopted", agent)
    assert event.changes["messages"]["new"] == 2
    actions = AuditEvent.objects.filter(correlation_id="press-1").order_by("pk")
    assert [one.action for one in actions] == [
        "operation.started",
        "thread.adopted",
        "operation.finished",
    ]
    calls = ApiCall.objects.filter(thread=thread, correlation_id="press-1")
    assert calls.count() == 2


def test_adopted_thread_is_found_by_its_words_at_once(there, press, signed_in):
    turn(press(there.make(TICKET)["id"]))

    assert "Snapped pole" in signed_in.get("/threads/?q=another+metadata.ticket:4711").text


def test_milliseconds_are_read_as_what_they_are(agent):
    with running("astra") as server:
        made = server.make({})
        connection = factories.connection("astra", base_url=server.url, secret=server.key)
        turn(start_adoption(actor=agent, connection=connection, remote_ids=[made["id"]]))

    seconds = Thread.objects.get().remote_created_at.timestamp()
    assert SECONDS < seconds < SECONDS + 10


def test_messages_come_in_as_many_pages_as_there_are(there, press):
    made = there.make({"messages": [{"role": "user", "content": f"No. {n}"} for n in range(250)]})

    turn(press(made["id"]))

    texts = Thread.objects.get().messages.order_by("position").values_list("text", flat=True)
    assert list(texts) == [f"No. {number}" for number in range(250)]
    assert len([path for path in there.paths if "/messages" in path]) == 3


def test_server_that_lists_no_messages_gives_the_thread_alone(there, press):
    made = there.make(TICKET)
    there.instead[f"/threads/{made['id']}/messages"] = (405, {"detail": "Method Not Allowed"})

    assert turn(press(made["id"])).counts == {"adopted": 1}
    assert Thread.objects.get().message_count == 0


def test_each_id_has_a_result_of_its_own(there, press, desk, monkeypatch):
    monkeypatch.setattr(answers, "MAX_BYTES", 2_000)
    ids = [there.make({})["id"] for _ in range(7)]
    good, large, odd, other, denied, bad, here = ids
    factories.thread(connection=desk, remote_id=here)
    there.instead |= {
        f"/threads/{large}": (200, {"id": large, "metadata": {"a": "x" * 3_000}}),
        f"/threads/{odd}": (200, "nothing of the kind"),
        f"/threads/{other}": (200, {"id": good}),
        f"/threads/{denied}": (403, {"error": {"message": "Not yours."}}),
        f"/threads/{bad}": (400, {"error": {"message": "Expected an id that begins so."}}),
    }

    done = turn(press(*ids, "thread_none"))

    assert results(done) == {
        good: "adopted",
        large: "too_large",
        odd: "odd",
        other: "odd",
        denied: "forbidden",
        bad: "refused",
        here: "already",
        "thread_none": "gone",
    }
    assert done.done_count == 8
    assert not any(here in path for path in there.paths)  # it is here: nobody is asked
    assert "Expected an id that begins so" in Adoption.objects.get(remote_id=bad).reason
    assert Adoption.objects.get(remote_id=here).thread is not None


def test_thread_with_more_messages_than_fit_is_left_there(there, press, monkeypatch):
    monkeypatch.setattr(adoption_answers, "MESSAGES_MAX", 1)

    assert turn(press(there.make(TICKET)["id"])).counts == {"too_large": 1}
    assert not Thread.objects.exists()


def test_server_that_asks_for_patience_gets_it(there, press):
    made = there.make(TICKET)
    there.instead[f"/threads/{made['id']}"] = [(429, {}, {"Retry-After": "1"})]
    started = timezone.now()

    assert turn(press(made["id"])).counts == {"adopted": 1}
    assert timezone.now() - started > timedelta(seconds=0.9)


def test_longer_patience_than_a_call_has_pauses_the_operation_for_as_long(there, press):
    made = there.make(TICKET)
    there.instead[f"/threads/{made['id']}"] = [(429, {}, {"Retry-After": "400"})]

    paused = turn(press(made["id"]))

    assert not paused.is_finished
    left = paused.resumes_at - timezone.now()
    assert timedelta(seconds=390) < left <= timedelta(seconds=400)


def test_outage_pauses_it_for_longer_each_time_and_then_it_goes_on(there, press):
    ids = [there.make(TICKET)["id"] for _ in range(3)]
    key, there.key = there.key, "another"  # every id is refused alike

    first = turn(press(*ids))
    second = turn(first)
    there.key = key
    done = turn(second)

    assert (first.pauses, second.pauses, done.pauses) == (1, 2, 0)
    assert first.resumes_at < second.resumes_at
    assert (done.state, done.resumes_at, done.counts) == ("done", None, {"adopted": 3})


def test_server_that_stays_away_is_given_up_and_its_ids_can_be_tried_again(
    there, press, agent, monkeypatch
):
    monkeypatch.setattr(adopting, "PAUSES", (1,))
    ids = [there.make(TICKET)["id"] for _ in range(3)]
    for one in ids:
        there.instead[f"/threads/{one}"] = (503, {"detail": "Overloaded"})

    given_up = turn(turn(press(*ids)))

    assert given_up.state == "done"
    assert given_up.counts == {"unreachable": 2, "not_asked": 1}
    assert given_up.done_count == 3
    there.instead.clear()
    assert turn(adopt_again(operation=given_up, actor=agent)).counts == {"adopted": 3}


def test_id_that_always_fails_does_not_hold_up_the_others(there, press):
    poison, *others = [there.make(TICKET)["id"] for _ in range(3)]
    there.instead[f"/threads/{poison}"] = (500, {"detail": "Crashed"})
    operation = press(poison, *others)

    for _turn in range(4):
        operation = turn(operation)

    assert operation.counts == {"adopted": 2, "unreachable": 1}


@pytest.mark.django_db(transaction=True)
def test_worker_comes_back_when_the_pause_is_over(there, press):
    made = there.make(TICKET)
    key, there.key = there.key, "another"
    operation = press(made["id"])
    tasks.run_operation.enqueue(operation.pk)

    call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)
    [waiting] = DBTaskResult.objects.filter(status="READY")
    operation.refresh_from_db()
    assert waiting.run_after == operation.resumes_at
    tasks.resume_operations()  # it is waited for, not left behind
    assert DBTaskResult.objects.filter(status="READY").count() == 1

    there.key = key
    DBTaskResult.objects.filter(pk=waiting.pk).update(run_after=timezone.now())
    call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)
    operation.refresh_from_db()
    assert operation.counts == {"adopted": 1}


def test_adopting_twice_makes_one_record(there, press):
    made = there.make(TICKET)
    first, second = press(made["id"]), press(made["id"])

    assert turn(first).counts == {"adopted": 1}
    assert turn(second).counts == {"already": 1}
    assert Thread.objects.count() == 1
    assert second.adoptions.get().thread == Thread.objects.get()


@pytest.mark.django_db(transaction=True)
def test_adopting_from_two_windows_at_once_makes_one_record(there, press):
    ids = [there.make(TICKET)["id"] for _ in range(4)]
    operations = [press(*ids), press(*ids)]

    at_once(*[lambda one=one: turn(one) for one in operations])

    assert Thread.objects.count() == 4
    counts = [Operation.objects.get(pk=one.pk).counts for one in operations]
    assert sum(one.get("adopted", 0) for one in counts) == 4
    assert sum(one.get("already", 0) for one in counts) == 4
    assert AuditEvent.objects.filter(action="thread.adopted").count() == 4


def test_person_who_loses_the_role_stops_it(there, press, agent):
    ids = [there.make(TICKET)["id"] for _ in range(2)]
    steps = run_adoption_steps(operation=press(*ids))
    next(steps)
    agent.groups.clear()

    stopped = list(steps)[-1]

    assert (stopped.state, stopped.changed_count) == ("failed", 1)


def test_connection_that_is_switched_off_meanwhile_stops_it(there, press, desk):
    operation = press(there.make(TICKET)["id"])
    type(desk).objects.filter(pk=desk.pk).update(is_active=False)

    stopped = turn(operation)

    assert (stopped.state, there.paths) == ("failed", [])
    assert "switched off" in stopped.error


def test_too_many_ids_are_refused_before_anything_is_written(press):
    with pytest.raises(ServiceError, match="1,001 ids; the limit is 1,000") as caught:
        press(*(f"thread_{number}" for number in range(1_001)))

    assert caught.value.param == "ids"
    assert not Operation.objects.exists()


def test_nothing_is_tried_again_when_all_is_said(there, press, agent):
    done = turn(press(there.make(TICKET)["id"]))

    with pytest.raises(ServiceError, match="nothing to try again"):
        adopt_again(operation=done, actor=agent)


def test_role_that_the_console_does_not_know_is_kept_beside_the_message(there, press):
    made = there.make({"messages": [{"role": "system", "content": "Be kind."}]})

    turn(press(made["id"]))

    message = Thread.objects.get().messages.get()
    assert (message.role, message.extra["role"]) == ("assistant", "system")
    assert json.dumps(message.extra)


def test_connection_that_is_kept_for_others_meanwhile_stops_it(there, press, desk):
    operation = press(there.make(TICKET)["id"])
    desk.groups.add(AccessGroup.objects.create(name="Others"))

    stopped = turn(operation)

    assert (stopped.state, there.paths) == ("failed", [])
    assert "kept for other people" in stopped.error


def test_ids_of_a_connection_that_is_kept_for_others_by_now_are_not_tried_again(
    there, press, agent, desk
):
    operation = press(there.make(TICKET)["id"])
    desk.groups.add(AccessGroup.objects.create(name="Others"))
    stopped = turn(operation)

    with pytest.raises(ServiceError, match="no such connection"):
        adopt_again(operation=stopped, actor=agent)

    assert Operation.objects.count() == 1


def test_cancelled_operation_adopts_no_more(there, press, lead):
    ids = [there.make(TICKET)["id"] for _ in range(3)]
    steps = run_adoption_steps(operation=press(*ids))
    running = next(steps)
    cancel_operation(operation=running, actor=lead)

    ended = list(steps)[-1]

    assert (ended.state, ended.changed_count, Thread.objects.count()) == ("cancelled", 1, 1)


# The worker is killed when the third thread was fetched and is not written yet.
KILLED_IN_THE_MIDDLE = """
import os, signal
from threadsui.services import adopting
adopting.PAUSE = 0
settle, steps = adopting._settle, []
def killed(*arguments):
    steps.append(1)
    if len(steps) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return settle(*arguments)
adopting._settle = killed
from django.core.management import call_command
call_command('db_worker', batch=True, startup_delay=False, interval=0, verbosity=0)
"""


@pytest.mark.django_db(transaction=True)
def test_it_goes_on_after_its_worker_was_killed(there, press):
    operation = press(*(there.make(TICKET)["id"] for _ in range(6)))
    tasks.run_operation.enqueue(operation.pk)

    assert consoles.run_python(KILLED_IN_THE_MIDDLE).returncode == -signal.SIGKILL
    operation.refresh_from_db()
    assert (operation.state, operation.done_count) == ("running", 2)
    Operation.objects.update(updated_at=timezone.now() - timedelta(hours=1))
    tasks.resume_operations()
    call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)

    operation.refresh_from_db()
    assert (operation.state, operation.counts) == ("done", {"adopted": 6})
    assert Thread.objects.count() == 6
    assert AuditEvent.objects.filter(action="thread.adopted").count() == 6
