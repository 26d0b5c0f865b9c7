"""Events from before the chain: the migration numbers and seals them; and a dump of a chain stays one."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.audit import tampering
from threadsui.audit import content, triggers
from threadsui.audit.verifying import verify
from threadsui.models import AuditEvent, AuditHead

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(name):
    executor = MigrationExecutor(connection)
    executor.migrate([("threadsui", name)])
    return executor.loader.project_state([("threadsui", name)]).apps


@pytest.fixture
def latest():
    """Everything back at its newest, whatever the test did."""
    yield
    call_command("migrate", verbosity=0)


def test_earlier_events_are_numbered_without_gaps_and_chained(latest):
    apps = migrate("0014_explanation_parts")
    earlier = apps.get_model("threadsui", "AuditEvent").objects
    for number in (3, 4, 9):
        earlier.create(pk=number, action="thread.created", actor_name="ana", changes={"n": 1.50})
    call_command("migrate", verbosity=0)

    assert verify() == (3, None)
    assert list(AuditEvent.objects.order_by("pk").values_list("pk", flat=True)) == [1, 2, 3]
    assert AuditHead.objects.get().number == 3
    assert triggers.missing(connection) == []


def test_migration_of_that_day_does_not_follow_todays_code(latest, monkeypatch):
    """Once the events have one more field, a fresh install still has to get through the table without it."""
    apps = migrate("0014_explanation_parts")
    actor = apps.get_model("threadsui", "User").objects.create(username="ana")
    told = {
        "action": "thread.updated",
        "actor_id": actor.pk,
        "actor_name": "ana",
        "target_type": "threadsui.thread",
        "target_id": "7",
        "target_label": "Ünïcode – “quoted” 🙂",
        "changes": {"b": {"old": None, "new": [1e2, 0.1, {}]}, "a": "\u2028"},
        "reason": "a\nb",
        "correlation_id": "one",
        "address": "::1",
    }
    earlier = apps.get_model("threadsui", "AuditEvent").objects
    earlier.create(**told)
    earlier.create(action="thread.created", actor_name="system")
    with monkeypatch.context() as patch:
        patch.setattr(content, "COLUMNS", (*content.COLUMNS, "a_field_of_tomorrow"))
        patch.setattr(content, "canonical", lambda row: "tomorrow's text")
        patch.setattr(triggers, "KEPT", (*triggers.KEPT, "a_table_of_tomorrow"))
        migrate("0016_audit_sealed")
    call_command("migrate", verbosity=0)

    assert verify() == (2, None)
    assert triggers.missing(connection) == []
    kept = AuditEvent.objects.get(pk=1)
    assert {name: getattr(kept, name) for name in told} == told


def test_chain_that_was_dumped_and_loaded_is_whole(write, tmp_path):
    write(3)
    dump = tmp_path / "console.json"
    names = ["threadsui.auditevent", "threadsui.audithead", "threadsui.auditcheckpoint"]
    call_command("dumpdata", *names, output=str(dump), stdout=io.StringIO(), verbosity=0)
    empty = AuditHead.objects.get()
    empty.number, empty.mac = 0, ""
    for table in ("auditevent", "audithead"):
        tampering.run(f"DELETE FROM threadsui_{table}")
    empty.save(force_insert=True)

    call_command("loaddata", str(dump), verbosity=0)
    write(1)

    assert verify() == (4, None)
