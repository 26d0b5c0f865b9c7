"""The worker seals the chain every hour, and verifies it every day."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from threadsui import tasks
from threadsui.models import AuditCheckpoint, AuditVerification

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
