"""Runs of retention beside other people's work, by the real worker, and what is left in the database's file."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from tests import consoles, factories
from tests.at_once import at_once
from tests.workers import work
from threadsui import tasks
from threadsui.audit.verifying import verify
from threadsui.models import (
    AuditEvent,
    LegalHold,
    Message,
    RemovedText,
    RetentionRule,
    Thread,
)
from threadsui.services.safekeeping import text_removal
from threadsui.services.safekeeping.retention import apply_rule, due_rules
from threadsui.services.threads.holds import place_hold
from threadsui.textindex.upkeep import index_agrees, wrong_threads

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "tintenfischring"
REMOVED, HELD = "thread.text_removed", "thread.held"


@pytest.fixture
def rule():
    long_ago = timezone.now() - timedelta(days=2)
    return RetentionRule.objects.create(
        connection=factories.sandbox(), days=30, saved_by=factories.user("admin"), saved_at=long_ago
    )


def old_threads(count):
    then = timezone.now() - timedelta(days=40)
    return [
        factories.thread(title=WORD, messages=[f"The {WORD} {n}"], recorded_at=then)
        for n in range(count)
    ]


def with_text():
    return set(Message.objects.exclude(text="").values_list("thread", flat=True))


def test_hold_that_is_placed_while_a_run_goes_on_keeps_the_text_or_came_after_it(rule, monkeypatch):
    monkeypatch.setattr(text_removal, "STEP", 1)
    threads, lead = old_threads(12), factories.user("lead")

    def hold_all():
        for thread in reversed(threads):
            place_hold(thread=thread, actor=lead, reason="Case 12")

    assert at_once(hold_all, lambda: list(apply_rule(rule))) == ["done", "done"]

    order = {
        (event.target_id, event.action): event.pk
        for event in AuditEvent.objects.filter(action__in=[REMOVED, HELD])
    }
    for thread in threads:
        removed = order.get((str(thread.pk), REMOVED))
        assert (removed is None) == (thread.pk in with_text())
        assert removed is None or removed < order[str(thread.pk), HELD]
    assert LegalHold.objects.count() == 12
    assert verify()[1] is None


def test_two_runs_at_once_remove_each_text_once(rule, monkeypatch):
    monkeypatch.setattr(text_removal, "STEP", 2)
    old_threads(7)

    assert at_once(*[lambda: list(apply_rule(rule))] * 2) == ["done", "done"]

    assert AuditEvent.objects.filter(action=REMOVED).count() == 7
    assert with_text() == set()
    assert (wrong_threads(), index_agrees()) == ([], True)


def test_worker_carries_a_due_rule_out_in_turns_under_one_correlation_id(rule, monkeypatch):
    monkeypatch.setattr(text_removal, "STEP", 2)
    monkeypatch.setattr(tasks, "TURN", -1)
    old_threads(5)

    tasks.keep_retention()
    tasks.keep_retention()  # one run is waited for
    work()

    events = AuditEvent.objects.filter(action=REMOVED)
    assert events.count() == 5
    assert len({event.correlation_id for event in events} - {""}) == 1
    rule.refresh_from_db()
    assert rule.applied_at is not None


def test_run_that_is_killed_in_a_step_leaves_whole_steps_and_the_next_goes_on(rule):
    old_threads(4)
    code = """
import os
from threadsui.models import RetentionRule
from threadsui.services.safekeeping import text_removal
from threadsui.services.safekeeping.retention import apply_rule
text_removal.STEP = 2
seen = []
append = text_removal.append
def kill(events):
    append(events)
    seen.append(events)
    if len(seen) == 2:
        os._exit(9)
text_removal.append = kill
list(apply_rule(RetentionRule.objects.select_related("connection").get()))
"""
    assert consoles.run_python(code).returncode == 9
    assert (len(with_text()), AuditEvent.objects.filter(action=REMOVED).count()) == (2, 2)

    list(apply_rule(rule))

    assert AuditEvent.objects.filter(action=REMOVED).count() == 4
    assert (with_text(), verify()[1]) == (set(), None)


@pytest.fixture
def spoilt(rule):
    """The first rule fails at its second thread; the other one, which comes after it, has a thread as well."""
    _good, bad = old_threads(2)
    RemovedText.objects.create(thread=bad, digests={})  # what proves its text would be there twice
    second = RetentionRule.objects.create(
        connection=factories.connection(),
        days=30,
        saved_by=rule.saved_by,
        saved_at=rule.saved_at,
    )
    then = timezone.now() - timedelta(days=40)
    factories.thread(connection=second.connection, messages=["x"], recorded_at=then)
    return bad


def test_rule_that_ends_in_an_error_holds_up_no_other_and_is_tried_again(
    rule, spoilt, monkeypatch, time_machine, caplog
):
    monkeypatch.setattr(text_removal, "STEP", 1)

    tasks.keep_retention()
    work()

    assert with_text() == {spoilt.pk}
    failed, second = RetentionRule.objects.order_by("pk")
    assert (failed.applied_at, second.failed_at) == (None, None)
    assert failed.failed_at is not None
    assert second.applied_at is not None
    assert "Retention of sandbox ended in an error" in caplog.text
    assert not due_rules().exists()
    RemovedText.objects.filter(thread=spoilt).delete()  # mended
    time_machine.move_to(timezone.now() + timedelta(minutes=16))
    tasks.keep_retention()
    work()

    assert with_text() == set()
    failed.refresh_from_db()
    assert (failed.failed_at, verify()[1]) == (None, None)


def test_command_carries_out_the_others_and_ends_with_the_one_that_failed(rule, spoilt, capsys):
    with pytest.raises(CommandError, match="Ended in an error: sandbox"):
        call_command("apply_retention")

    assert "removed the text of 1 threads" in capsys.readouterr().out
    assert not RetentionRule.objects.exclude(connection=rule.connection).get().failed_at


def test_compacted_database_file_holds_no_byte_of_the_word(rule):
    old_threads(3)
    Thread.objects.filter(title=WORD).update(title=f"About {WORD}")

    call_command("apply_retention", now=True, compact=True, verbosity=0)

    assert Thread.objects.filter(text_removed_at__isnull=False).count() == 3
    assert (wrong_threads(), index_agrees()) == ([], True)
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        beside = [Path(f"{file}-wal"), Path(f"{file}-journal")]
        for one in (file, *beside):
            assert not one.exists() or WORD.encode() not in consoles.bytes_of(one).lower()


def test_command_that_finds_no_rule_due_says_so(rule, capsys):
    RetentionRule.objects.update(saved_at=timezone.now())

    call_command("apply_retention")

    assert capsys.readouterr().out == "No rule is due.\n"
