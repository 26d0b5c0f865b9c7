"""What a rule removes, and what stays as proof."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from threadsui.audit.verifying import verify
from threadsui.models import ApiCall, AuditEvent, Draft, Submission, Thread
from threadsui.services.safekeeping.text_removal import Removed

from .ages import BODY, WORD, aged, applied, tables_with

pytestmark = pytest.mark.django_db


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


def test_draft_that_was_never_sent_is_kept(rule, agent):
    draft = factories.draft(owner=agent)
    then = timezone.now() - timedelta(days=90)
    Draft.objects.filter(pk=draft.pk).update(updated_at=then, created_at=then)

    assert applied(rule) == Removed()
