"""Runs of retention beside other people's work, by the real worker, and what is left in the database's file."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tests import consoles, factories
from tests.at_once import at_once
from threadsui import tasks
from threadsui.audit.verifying import verify
from threadsui.models import AuditEvent, LegalHold, Message, RetentionRule, Thread
from threadsui.services import text_removal
from threadsui.services.holds import place_hold
from threadsui.services.retention import apply_rule
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
    call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)

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
from threadsui.services import text_removal
from threadsui.services.retention import apply_rule
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
