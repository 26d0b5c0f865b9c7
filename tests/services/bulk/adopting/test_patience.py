"""A server that asks for patience, or is away: pauses, and that one id does not hold up the others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from threadsui.services.bulk import adopting
from threadsui.services.bulk.adopting import adopt_again

from .operations import TICKET, turn

pytestmark = pytest.mark.django_db


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
