"""What stops an adoption on its way."""

import pytest

from threadsui.models import AccessGroup, Thread
from threadsui.services.adopting import run_adoption_steps
from threadsui.services.cancelling import cancel_operation

from .operations import TICKET, turn

pytestmark = pytest.mark.django_db


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
