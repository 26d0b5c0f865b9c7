"""What stops an adoption on its way."""

import pytest

from threadsui.models import AccessGroup, Adoption, AuditEvent, Operation, Thread
from threadsui.services.bulk import adopting
from threadsui.services.bulk.adopting import run_adoption_steps
from threadsui.services.bulk.cancelling import cancel_operation

from .operations import TICKET, results, turn

pytestmark = pytest.mark.django_db


def test_person_who_loses_the_role_stops_it(there, press, agent):
    ids = [there.make(TICKET)["id"] for _ in range(2)]
    steps = run_adoption_steps(operation=press(*ids))
    next(steps)
    agent.groups.clear()

    stopped = list(steps)[-1]

    assert (stopped.state, stopped.changed_count) == ("failed", 1)
    assert stopped.counts == {"adopted": 1, "not_asked": 1}


def test_connection_that_is_switched_off_meanwhile_stops_it(there, press, desk):
    operation = press(there.make(TICKET)["id"])
    type(desk).objects.filter(pk=desk.pk).update(is_active=False)

    stopped = turn(operation)

    assert (stopped.state, there.paths) == ("failed", [])
    assert "switched off" in stopped.error


def test_connection_that_is_kept_for_others_meanwhile_stops_it(there, press, desk):
    operation = press(there.make(TICKET)["id"])
    desk.groups.add(AccessGroup.objects.create(name="Others"))

    stopped = turn(operation)

    assert (stopped.state, there.paths) == ("failed", [])
    assert "kept for other people" in stopped.error


def test_cancelled_operation_adopts_no_more(there, press, lead):
    ids = [there.make(TICKET)["id"] for _ in range(3)]
    steps = run_adoption_steps(operation=press(*ids))
    running = next(steps)
    cancel_operation(operation=running, actor=lead)

    ended = list(steps)[-1]

    assert (ended.state, ended.changed_count, Thread.objects.count()) == ("cancelled", 1, 1)
    assert results(ended) == dict(zip(ids, ("adopted", "not_asked", "not_asked"), strict=True))
    assert (ended.counts, ended.done_count) == ({"adopted": 1, "not_asked": 2}, 1)
    assert AuditEvent.objects.latest("pk").action == "operation.cancelled"


def test_cancelled_before_its_first_id_it_says_of_each_that_it_was_not_asked(there, press, lead):
    ids = [there.make(TICKET)["id"] for _ in range(2)]

    ended = cancel_operation(operation=press(*ids), actor=lead)

    assert (ended.state, ended.counts) == ("cancelled", {"not_asked": 2})
    assert set(results(ended).values()) == {"not_asked"}
    assert there.paths == []


def test_cancelled_while_paused_what_was_tried_was_not_reached(there, press, lead):
    ids = [there.make(TICKET)["id"] for _ in range(3)]
    there.key = "another"
    paused = turn(press(*ids))

    ended = cancel_operation(operation=paused, actor=lead)

    assert list(results(ended).values()) == ["unreachable", "not_asked", "not_asked"]
    assert "refused (401)" in Adoption.objects.get(result="unreachable").reason


@pytest.mark.parametrize("number", [1, 2])
def test_cancelled_while_an_id_is_asked_for_its_answer_counts(
    there, press, lead, monkeypatch, number
):
    """All others are settled at the press. Where the last one was under way, everything was done."""
    ids = [there.make(TICKET)["id"] for _ in range(number)]
    ask = adopting.ask_for

    def pressed_meanwhile(remote_id, **options):
        cancel_operation(operation=Operation.objects.get(), actor=lead)
        assert list(results(Operation.objects.get()).values()) == ["", "not_asked"][:number]
        return ask(remote_id, **options)

    monkeypatch.setattr(adopting, "ask_for", pressed_meanwhile)
    ended = turn(press(*ids))

    assert ended.state == ("done" if number == 1 else "cancelled")
    assert list(results(ended).values()) == ["adopted", "not_asked"][:number]
    assert (ended.done_count, ended.total) == (1, number)
