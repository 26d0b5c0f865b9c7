"""Rules: set, changed, previewed and carried out by the command."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests import factories
from threadsui.models import AuditEvent, Draft, Message, RetentionRule
from threadsui.queries.retention import preview_of
from threadsui.services.errors import ChangedMeanwhile, ServiceError
from threadsui.services.safekeeping.retention import apply_rule, due_rules, set_retention_rule
from threadsui.services.safekeeping.text_removal import (
    Due,
    Removed,
    remove_loose_texts,
    remove_thread_texts,
)
from threadsui.services.threads.holds import place_hold

from .ages import BODY, WHY, WORD, aged, applied

pytestmark = pytest.mark.django_db


def test_preview_says_what_the_run_then_does(rule, old_thread, agent):
    aged(factories.thread(messages=["a", "b", "c"]))
    aged(factories.thread(messages=["soon"]), days=20)
    held = aged(factories.thread(messages=["held"]))
    place_hold(thread=held, actor=agent, reason=WHY)
    old = timezone.now() - timedelta(days=31)
    refused = factories.submission(state="refused", payload=BODY, created_at=old)
    factories.call(submission=refused, started_at=old)
    factories.call(started_at=old, path="/models")
    factories.submission(state="refused", payload=BODY)

    preview = preview_of(rule.connection, 30)
    removed = applied(rule)

    assert (preview.threads, preview.messages) == (removed.threads, removed.messages) == (2, 5)
    assert (preview.submissions, preview.calls) == (removed.submissions, removed.calls)
    assert (preview.submissions, preview.soon, preview.held) == (1, 1, 1)
    assert preview_of(rule.connection, 30).is_empty


def test_step_that_finds_its_rule_withdrawn_leaves_drafts_too(rule, agent):
    old = timezone.now() - timedelta(days=31)
    sent = factories.submission(state="refused", created_at=old, text_removed_at=old)
    Draft.objects.filter(pk=factories.draft(owner=agent, title=WORD).pk).update(
        token=sent.token, updated_at=old, created_at=old
    )
    due = Due.of(rule)
    RetentionRule.objects.all().delete()

    assert remove_loose_texts(due) == Removed()
    assert Draft.objects.exists()


def test_rule_that_is_changed_while_it_is_carried_out_stops(rule, old_thread):
    due = Due.of(rule)
    RetentionRule.objects.update(days=3_000)

    assert remove_thread_texts(due) == Removed()
    assert Message.objects.filter(text__contains=WORD).exists()


def test_setting_a_rule_is_an_event_and_acts_a_day_later(sandbox_connection, admin):
    facts = {"connection": sandbox_connection, "actor": admin, "reason": WHY}

    set_retention_rule(days=90, seen=None, **facts)
    set_retention_rule(days=90, seen=90, **facts)

    event = AuditEvent.objects.get(action="connection.retention_changed")
    assert (event.changes, event.reason) == ({"days": {"old": None, "new": 90}}, WHY)
    assert not due_rules().exists()
    RetentionRule.objects.update(saved_at=timezone.now() - timedelta(days=1))
    assert due_rules().get().days == 90
    list(apply_rule(due_rules().get()))
    assert not due_rules().exists()


@pytest.mark.parametrize("days", [0, -1, 36_501])
def test_rule_of_no_sensible_days_is_refused_at_its_field(sandbox_connection, admin, days):
    with pytest.raises(ServiceError) as raised:
        set_retention_rule(
            connection=sandbox_connection, days=days, seen=None, actor=admin, reason=WHY
        )

    assert raised.value.param == "days"


def test_rule_that_somebody_else_changed_is_not_overwritten(rule, admin):
    with pytest.raises(ChangedMeanwhile):
        set_retention_rule(connection=rule.connection, days=7, seen=None, actor=admin, reason=WHY)

    assert (
        set_retention_rule(connection=rule.connection, days=None, seen=30, actor=admin, reason=WHY)
        is None
    )
    assert not RetentionRule.objects.exists()


def test_command_previews_waits_and_then_removes_under_one_correlation_id(rule, old_thread, capsys):
    aged(factories.thread(messages=[WORD]))

    call_command("apply_retention", dry_run=True)
    assert "sandbox, 30 days: 2 threads with 3 messages" in capsys.readouterr().out
    call_command("apply_retention")
    assert "removed" not in capsys.readouterr().out
    call_command("apply_retention", now=True, connection="sandbox")

    assert "removed the text of 2 threads with 3 messages" in capsys.readouterr().out
    events = AuditEvent.objects.filter(action="thread.text_removed")
    assert events.count() == 2
    assert len({event.correlation_id for event in events} - {""}) == 1
