"""What a create leaves in the ledger: the very bytes, the thread, the event, and no key."""

import pytest
from django.db import DatabaseError

from tests.upstream import answering, create, create_then_reset
from threadsui.models import AuditEvent, Submission, Thread
from threadsui.services.creating import submissions

from .bodies import State

pytestmark = pytest.mark.django_db


def test_accepted_create_records_everything_once(post, upstream, agent):
    submission = post()

    thread = Thread.objects.get()
    assert (submission.state, submission.thread) == (State.ACCEPTED, thread)
    assert (thread.remote_id, thread.creator, thread.title) == (
        "thread_0001",
        agent,
        "The pole snapped.",
    )
    assert list(thread.messages.order_by("position").values_list("role", "text")) == [
        ("user", "The pole snapped.\nPlease help."),
        ("assistant", "On it."),
    ]
    assert [str(pair) for pair in thread.pairs.all()] == ["ticket=4711"]
    assert thread.message_count == 2
    call = submission.calls.get()
    assert (call.status, call.request_id, call.thread) == (200, "req_upstream", thread)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.target_id) == ("thread.created", agent, str(thread.pk))


def test_the_ledger_holds_the_very_bytes_that_were_sent(post, upstream):
    submission = post({"metadata": {"naïve": "“quoted” \u2028 \N{PILE OF POO}"}})

    assert upstream.bodies == [submission.body.encode()]
    assert submission.body_sha256 == Submission.hash_of(submission.body)


@pytest.mark.django_db(transaction=True)
def test_submission_is_committed_before_the_call(post, upstream):
    seen = []

    def look(handler, body):
        seen.extend(Submission.objects.values_list("state", "body"))
        create(handler, body)

    upstream.script = [look]
    submission = post()

    assert seen == [("sending", submission.body)]


def test_typed_title_wins_over_the_first_message(post):
    assert post(title="Order 7").thread.title == "Order 7"


def test_doubtful_create_is_called_by_its_first_message(post, upstream):
    upstream.script = [create_then_reset]

    assert str(post()) == "The pole snapped."


def test_empty_body_is_a_thread(post, upstream):
    assert post({}).state == State.ACCEPTED
    assert upstream.bodies == [b"{}"]


def test_answer_with_values_that_no_database_takes_is_recorded_all_the_same(post, upstream):
    upstream.script = [
        answering(200, b'{"id": "thread_1", "metadata": {"a": NaN, "b": "\\u0000"}}')
    ]

    assert post().thread.metadata == {"a": None, "b": "\ufffd"}


def test_outcome_that_cannot_be_written_is_logged_with_the_id(post, monkeypatch, caplog):
    def fail(*_):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(submissions, "finish_submission", fail)

    with pytest.raises(DatabaseError):
        post()

    submission = Submission.objects.get()
    assert submission.state == State.SENDING
    assert f"Submission {submission.pk} is accepted (thread_0001)" in caplog.text


def test_key_is_nowhere_in_the_records(post, upstream):
    upstream.script = [answering(400, {"error": {"message": "Bad key sk-upstream-key"}})]

    submission = post()

    call = submission.calls.get()
    kept = [submission.error_message, submission.explanation, call.error, call.response_body]
    assert not any("sk-upstream-key" in text for text in kept)
    assert "[hidden]" in submission.error_message
