"""The worker seals the chain every hour, and verifies it every day."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.audit import tampering
from threadsui import tasks
from threadsui.audit import verifying
from threadsui.audit.seals import is_genuine_verification
from threadsui.models import AuditCheckpoint, AuditVerification
from threadsui.services.safekeeping import audit_chain

pytestmark = pytest.mark.django_db


def due():
    """The names of the tasks that a sweep puts into the queue; each is then done at once."""
    before = set(DBTaskResult.objects.values_list("pk", flat=True))
    tasks.keep_audit_chain()
    new = DBTaskResult.objects.exclude(pk__in=before)
    names = sorted(path.rpartition(".")[2] for path in new.values_list("task_path", flat=True))
    for name in names:
        getattr(tasks, name).func()
    return names


def test_chain_without_events_needs_nothing():
    assert due() == []


def test_first_events_are_sealed_and_verified_and_then_not_again_at_once(write):
    write(1)

    assert due() == ["seal_audit", "verify_audit"]
    assert due() == []
    assert AuditCheckpoint.objects.get().number == AuditVerification.objects.get().number == 1


def test_chain_is_sealed_every_hour_that_has_events_and_verified_every_day(write):
    write(1)
    due()

    with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=1)):
        assert due() == []
        write(1)
        assert due() == ["seal_audit"]
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert due() == ["verify_audit"]


@pytest.fixture
def small_turns(monkeypatch):
    monkeypatch.setattr(audit_chain, "TURN", 2)
    monkeypatch.setattr(verifying, "BATCH", 1)


def waiting():
    """What waits in the queue, in the order in which the worker takes it."""
    return [run.task_path.rpartition(".")[2] for run in DBTaskResult.objects.ready()]


def work_one():
    """What the worker does next."""
    run = DBTaskResult.objects.ready().first()
    run.delete()
    run.task.func(*run.args_kwargs["args"])
    return run


@pytest.mark.usefixtures("small_turns")
def test_chain_is_verified_in_turns_and_what_waits_comes_between(write):
    write(5)
    tasks.verify_audit.enqueue()
    tasks.seal_audit.enqueue()

    work_one()

    assert waiting() == ["seal_audit", "verify_audit"]
    assert not AuditVerification.objects.exists()
    for _turn in range(3):
        work_one()
    result = AuditVerification.objects.get()
    assert (result.number, result.problem, waiting()) == (5, "", [])
    assert is_genuine_verification(result)


@pytest.mark.usefixtures("small_turns")
def test_event_that_is_bad_in_a_later_turn_is_named(write):
    write(5)
    tampering.run("UPDATE threadsui_auditevent SET reason = 'mine' WHERE id = 4")
    tasks.verify_audit.enqueue()
    while waiting():
        work_one()

    result = AuditVerification.objects.get()
    assert (result.number, result.problem, result.bad_number) == (3, "edited", 4)


@pytest.mark.usefixtures("small_turns")
@pytest.mark.parametrize(
    "forge",
    [
        lambda turn: turn | {"number": 3},
        lambda turn: turn | {"key_id": "another", "seal": ""},
        lambda turn: {},
    ],
)
def test_turn_that_somebody_made_up_skips_no_event(write, forge):
    write(5)
    given = audit_chain.verify_turn()
    tampering.run("UPDATE threadsui_auditevent SET reason = 'mine' WHERE id = 1")

    assert audit_chain.verify_turn(forge(given)) is None
    assert AuditVerification.objects.get().bad_number == 1


@pytest.mark.usefixtures("small_turns")
def test_turn_of_an_earlier_look_skips_no_event(write):
    write(5)
    given = audit_chain.verify_turn()
    tampering.run("UPDATE threadsui_auditevent SET reason = 'mine' WHERE id = 1")

    with time_machine.travel(timezone.now() + timedelta(hours=7)):
        audit_chain.verify_turn(given)

    assert AuditVerification.objects.get().bad_number == 1
