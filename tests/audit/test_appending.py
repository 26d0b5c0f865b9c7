"""Writing to the chain: gap-free, in the caller's transaction, and by nobody else."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.core.management.commands import flush
from django.db import IntegrityError, connection, transaction

from tests import consoles
from tests.audit import tampering
from threadsui.audit import triggers
from threadsui.audit.appending import HeadMissing
from threadsui.audit.recording import record
from threadsui.audit.verifying import verify
from threadsui.models import AuditCheckpoint, AuditEvent, AuditHead

pytestmark = pytest.mark.django_db
PROCESSES = 8
SECONDS = int(os.environ.get("WRITING_SECONDS", "3"))

WRITER = f"""
import time
from django.db import transaction
from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Connection
target = Connection.objects.get(is_sandbox=True)
end, number = time.monotonic() + {SECONDS}, 0
while time.monotonic() < end:
    with transaction.atomic():
        Connection.objects.filter(slug="none").update(name="x")
        record(AuditEvent.Action.CONNECTION_UPDATED, actor=None, target=target, reason=str(number))
    number += 1
print(number)
"""


def test_events_are_numbered_without_gaps_though_a_transaction_was_undone(write):
    write(2)
    with transaction.atomic():
        write(1)
        transaction.set_rollback(True)
    write(1)

    assert list(AuditEvent.objects.order_by("pk").values_list("pk", flat=True)) == [1, 2, 3]
    assert verify() == (3, None)


def test_no_two_events_that_say_the_same_have_one_mac(write):
    write(1)
    write(1)

    assert AuditEvent.objects.values("mac").distinct().count() == 2


def test_event_costs_three_queries(write, django_assert_num_queries, sandbox_connection):
    with django_assert_num_queries(3):
        record(AuditEvent.Action.CONNECTION_UPDATED, actor=None, target=sandbox_connection)


def test_nothing_is_recorded_when_the_head_is_gone(write):
    tampering.run("DELETE FROM threadsui_audithead")

    with pytest.raises(HeadMissing):
        write(1)


def test_event_is_written_by_record_alone():
    with pytest.raises(FieldError):
        AuditEvent.objects.create(action="thread.created", actor_name="mallory")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE threadsui_auditevent SET reason = 'mine'",
        "DELETE FROM threadsui_auditevent",
        "UPDATE threadsui_auditcheckpoint SET number = 0",
        "DELETE FROM threadsui_auditcheckpoint",
        "UPDATE threadsui_audithead SET number = 0",
        "DELETE FROM threadsui_audithead",
    ],
)
def test_database_refuses(write, statement):
    write(2)
    AuditCheckpoint.objects.create(number=2, mac="ab", key_id="k", seal="s")

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEvent.objects.filter(reason="mine").count() == 0
    assert AuditEvent.objects.count() == AuditHead.objects.get().number == 2


@pytest.mark.parametrize("table", [AuditEvent, AuditCheckpoint, AuditHead])
def test_sqlite_refuses_to_replace(write, table):
    if connection.vendor != "sqlite":
        return  # PostgreSQL has no such statement
    write(2)
    AuditCheckpoint.objects.create(number=2, mac="ab", key_id="k", seal="s")
    row = table.objects.values().get(pk=1)
    names, name = ", ".join(row), table._meta.db_table

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"REPLACE INTO {name} ({names}) SELECT {names} FROM {name} WHERE id = 1")

    assert table.objects.values().get(pk=1) == row


@pytest.mark.parametrize("table", ["auditevent", "auditcheckpoint", "audithead"])
def test_postgresql_refuses_to_truncate(write, table):
    if connection.vendor != "postgresql":
        return  # SQLite has no such statement
    write(1)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE threadsui_{table}")

    assert AuditEvent.objects.count() == 1


def test_flush_does_not_empty_the_history(write):
    write(1)

    with pytest.raises(CommandError), transaction.atomic():
        call_command(flush.Command(), interactive=False, verbosity=0)

    assert AuditEvent.objects.count() == 1


def test_migrations_leave_every_trigger_in_its_place():
    assert triggers.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_processes_that_write_at_once_never_fork_the_chain():
    command = [sys.executable, "-c", f"import django; django.setup()\n{WRITER}"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    writers = [
        subprocess.Popen(command, env=consoles.environment(), **pipes) for _ in range(PROCESSES)
    ]
    ended = [writer.communicate(timeout=SECONDS + 240) for writer in writers]

    assert [errors for _, errors in ended] == [""] * PROCESSES
    written = [int(output) for output, _ in ended]
    assert min(written) > 0
    assert verify() == (sum(written), None)
