"""Retention rules: what they remove, what stays as proof, and what keeps a record from them."""

import hashlib
import json
import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection as database
from django.utils import timezone

from tests import factories
from threadsui.api import schema
from threadsui.api.transport import Transport
from threadsui.audit.verifying import verify
from threadsui.models import (
    ApiCall,
    AuditEvent,
    Draft,
    Message,
    RetentionRule,
    Submission,
    Thread,
)
from threadsui.queries.retention import preview_of
from threadsui.services.cloning import clone_thread
from threadsui.services.drift import check_thread, take_theirs
from threadsui.services.errors import ChangedMeanwhile, ServiceError
from threadsui.services.holds import lift_hold, place_hold
from threadsui.services.messages import create_message
from threadsui.services.resolutions import resend_submission
from threadsui.services.retention import apply_rule, due_rules, set_retention_rule
from threadsui.services.text_removal import (
    Due,
    Removed,
    remove_loose_texts,
    remove_thread_texts,
)
from threadsui.services.thread_changes import delete_thread, refresh_thread, update_thread

pytestmark = pytest.mark.django_db
WORD = "kanarienvogel"
WHY = "Agreed with the customer"
BODY = {
    "messages": [
        {"role": "user", "content": f"Where is my {WORD}?"},
        {"role": "assistant", "content": [{"type": "text", "text": f"The {WORD} is on its way"}]},
    ],
    "metadata": {"order": "7"},
}


@pytest.fixture
def rule(sandbox_connection, admin):
    """Thirty days for the sandbox."""
    return RetentionRule.objects.create(connection=sandbox_connection, days=30, saved_by=admin)


@pytest.fixture
def old_thread(agent):
    """Made as a person makes one, retitled, and forty days old."""
    thread = factories.created_thread(actor=agent, title="", **BODY)
    refresh_thread(thread=thread, actor=agent)
    update_thread(
        thread=thread,
        actor=agent,
        metadata=BODY["metadata"],
        seen=BODY["metadata"],
        title=f"My {WORD}",
    )
    return aged(thread)


def aged(thread, days=40):
    then = timezone.now() - timedelta(days=days)
    Thread.objects.filter(pk=thread.pk).update(recorded_at=then)
    Submission.objects.filter(thread=thread).update(created_at=then)
    ApiCall.objects.filter(thread=thread).update(started_at=then)
    thread.refresh_from_db()
    return thread


def applied(rule):
    return sum(apply_rule(rule), Removed())


def tables_with(word):
    """The console's tables of which a row holds `word`, whatever its column."""
    found = set()
    with database.cursor() as cursor:
        for table in database.introspection.table_names(cursor):
            if table.startswith("sandbox_"):
                continue
            columns = [
                one.name for one in database.introspection.get_table_description(cursor, table)
            ]
            each = " OR ".join(f'lower(CAST("{one}" AS text)) LIKE %s' for one in columns)
            cursor.execute(
                f'SELECT 1 FROM "{table}" WHERE {each} LIMIT 1', [f"%{word}%"] * len(columns)
            )
            if cursor.fetchone():
                found.add(table)
    return found


def test_word_of_a_thread_past_its_date_is_in_no_table_and_the_chain_is_whole(rule, old_thread):
    assert {"threadsui_message", "threadsui_submission", "threadsui_apicall"} <= tables_with(WORD)
    assert "threadsui_auditevent" not in tables_with(WORD)

    removed = applied(rule)

    assert removed == Removed(threads=1, messages=2, calls=removed.calls)
    assert removed.calls == ApiCall.objects.filter(thread=old_thread).count() > 0
    assert tables_with(WORD) == set()
    assert verify()[1] is None


def test_what_proves_the_text_and_what_is_no_text_stay(rule, old_thread, agent):
    submission = Submission.objects.get()
    body, facts = submission.body, (old_thread.metadata, old_thread.message_count)

    applied(rule)

    thread, submission = Thread.objects.get(), Submission.objects.get()
    assert (thread.metadata, thread.message_count) == facts
    assert (thread.title, thread.text_kept_days) == ("", 30)
    assert thread.text_removed_at == pytest.approx(timezone.now(), abs=timedelta(minutes=1))
    assert [message.role for message in thread.messages.order_by("position")] == [
        "user",
        "assistant",
    ]
    assert submission.body_sha256 == hashlib.sha256(body.encode()).hexdigest()
    said = hashlib.sha256(BODY["messages"][0]["content"].encode()).hexdigest()
    assert thread.removed_text.digests["0"] == said
    event = AuditEvent.objects.get(action="thread.text_removed")
    assert (event.actor_name, event.target_id, event.target_label) == (
        "system",
        str(thread.pk),
        thread.remote_id,
    )
    old = event.changes["text"]["old"]
    assert (old["messages"], old["body_sha256"]) == (2, submission.body_sha256)
    assert event.changes["rule"]["new"] == {"connection": "sandbox", "days": 30}


def test_thread_younger_than_the_rule_keeps_its_text(rule, old_thread):
    aged(old_thread, days=29)

    assert applied(rule) == Removed()
    assert tables_with(WORD)


def test_removing_twice_removes_once(rule, old_thread):
    applied(rule)

    assert applied(rule) == Removed()
    assert AuditEvent.objects.filter(action="thread.text_removed").count() == 1


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


def test_refused_submission_past_its_date_keeps_its_hash_alone(rule, agent):
    old = timezone.now() - timedelta(days=31)
    payload = {"messages": [{"role": "user", "content": WORD}]}
    refused = factories.submission(
        state="refused", payload=payload, title=WORD, error_message=f"No {WORD}.", created_at=old
    )
    Draft.objects.filter(pk=factories.draft(owner=agent, title=WORD).pk).update(
        token=refused.token, updated_at=old, created_at=old
    )

    removed = applied(rule)

    assert removed == Removed(submissions=1, drafts=1)
    assert tables_with(WORD) == set()
    assert str(Submission.objects.get()) == f"Submission {refused.pk}"
    event = AuditEvent.objects.get(action="submission.text_removed")
    assert event.changes["text"]["old"] == {"body_sha256": refused.body_sha256}
    assert AuditEvent.objects.filter(action="connection.text_removed").count() == 1


def test_what_a_server_said_of_a_call_goes_and_why_none_answered_stays(rule):
    old = timezone.now() - timedelta(days=31)
    refused = factories.submission(state="refused", created_at=old)
    told = factories.call(submission=refused, status=400, error=f"“{WORD}” is too long.")
    unheard = factories.call(submission=refused, status=None, error="No answer in time.")
    loose = factories.call(status=404, error=f"No {WORD}.", started_at=old)

    applied(rule)

    assert tables_with(WORD) == set()
    assert [ApiCall.objects.get(pk=one.pk).error for one in (told, unheard, loose)] == [
        "",
        "No answer in time.",
        "",
    ]


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


def test_draft_that_was_never_sent_is_kept(rule, agent):
    draft = factories.draft(owner=agent)
    then = timezone.now() - timedelta(days=90)
    Draft.objects.filter(pk=draft.pk).update(updated_at=then, created_at=then)

    assert applied(rule) == Removed()


def test_held_thread_keeps_its_text_with_all_that_led_to_it(rule, old_thread, lead, agent):
    old = timezone.now() - timedelta(days=50)
    first = factories.submission(state="refused", payload=BODY, created_at=old)
    second = factories.submission(state="refused", payload=BODY, created_at=old, parent=first)
    Submission.objects.filter(thread=old_thread).update(parent=second)
    place_hold(thread=old_thread, actor=lead, reason=WHY)

    assert applied(rule) == Removed()
    lift_hold(thread=old_thread, actor=lead, reason="The case is closed")
    removed = applied(rule)

    assert (removed.threads, removed.submissions) == (1, 2)
    held, released = AuditEvent.objects.filter(
        action__in=["thread.held", "thread.released"]
    ).order_by("pk")
    assert (held.action, held.reason, held.actor) == ("thread.held", WHY, lead)
    assert (released.action, released.reason) == ("thread.released", "The case is closed")


def test_held_thread_is_neither_deleted_nor_overwritten(old_thread, lead):
    place_hold(thread=old_thread, actor=lead, reason=WHY)
    calls = ApiCall.objects.count()
    deeds = [
        lambda: delete_thread(thread=old_thread, actor=lead, reason=WHY),
        lambda: refresh_thread(thread=old_thread, actor=lead),
        lambda: take_theirs(thread=old_thread, actor=lead, seen=""),
    ]

    for deed in deeds:
        with pytest.raises(ServiceError, match="under legal hold"):
            deed()

    assert ApiCall.objects.count() == calls
    assert not Thread.objects.get(pk=old_thread.pk).deleted_at


def test_title_of_a_held_thread_stays_and_its_metadata_may_change(old_thread, lead):
    place_hold(thread=old_thread, actor=lead, reason=WHY)
    calls, seen = ApiCall.objects.count(), BODY["metadata"]

    with pytest.raises(ServiceError, match="legal hold") as raised:
        update_thread(thread=old_thread, actor=lead, metadata=seen, seen=seen, title="")
    assert (raised.value.param, ApiCall.objects.count()) == ("title", calls)

    kept = {"metadata": {"order": "8"}, "seen": seen, "title": old_thread.title}
    changed = update_thread(thread=old_thread, actor=lead, **kept)
    assert (changed.metadata, changed.title) == ({"order": "8"}, f"My {WORD}")


@pytest.mark.parametrize("meanwhile", ["hold", "removal"])
def test_title_does_not_change_when_a_hold_or_a_run_was_quicker(
    rule, old_thread, lead, monkeypatch, meanwhile
):
    seen, exchange = BODY["metadata"], Transport.exchange

    def overtaken(self, request):
        if request.method == "POST":
            if meanwhile == "hold":
                place_hold(thread=old_thread, actor=lead, reason=WHY)
            else:
                applied(rule)
        return exchange(self, request)

    monkeypatch.setattr(Transport, "exchange", overtaken)
    update_thread(
        thread=old_thread, actor=lead, metadata={"order": "8"}, seen=seen, title=f"Your {WORD}"
    )

    thread = Thread.objects.get(pk=old_thread.pk)
    kept = f"My {WORD}" if meanwhile == "hold" else ""
    assert (thread.metadata, thread.title) == ({"order": "8"}, kept)


def test_second_hold_changes_nothing(old_thread, lead):
    assert place_hold(thread=old_thread, actor=lead, reason=WHY)
    assert not place_hold(thread=old_thread, actor=lead, reason="Another")
    assert old_thread.legal_hold.reason == WHY
    with pytest.raises(ServiceError) as raised:
        lift_hold(thread=old_thread, actor=lead, reason=" ")
    assert raised.value.param == "reason"


def test_refresh_check_and_message_bring_no_text_back(rule, old_thread, agent):
    applied(rule)
    thread = refresh_thread(thread=old_thread, actor=agent)
    check = check_thread(thread=thread, actor=agent)

    assert (thread.message_count, check.state, check.new_messages) == (2, "same", None)
    with pytest.raises(ServiceError, match="retention rule"):
        create_message(
            thread=thread,
            payload=schema.parse(schema.CreateMessage, {"role": "user", "content": "More"}),
            actor=agent,
            token=uuid.uuid4(),
        )
    with pytest.raises(ServiceError) as raised:
        update_thread(thread=thread, actor=agent, metadata={}, seen={}, title="Anew")
    assert raised.value.param == "title"
    assert tables_with(WORD) == set()


def test_copy_and_resend_of_what_was_removed_have_no_text(rule, old_thread, lead):
    unknown = factories.submission(
        state="unknown", payload=BODY, created_at=timezone.now() - timedelta(days=31)
    )
    applied(rule)

    old_thread.refresh_from_db()
    assert WORD not in json.dumps(clone_thread(thread=old_thread).payload)
    with pytest.raises(ServiceError, match="retention rule"):
        resend_submission(submission=unknown, actor=lead, token=uuid.uuid4(), reason=WHY)


def test_body_that_came_after_the_removal_goes_at_its_own_date(rule, old_thread, agent):
    applied(rule)
    late = factories.call(thread=old_thread, response_body=WORD)
    assert applied(rule) == Removed()

    ApiCall.objects.filter(pk=late.pk).update(started_at=timezone.now() - timedelta(days=31))

    assert applied(rule) == Removed(calls=1)
    assert tables_with(WORD) == set()


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
