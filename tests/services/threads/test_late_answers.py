"""An answer that comes after its deadline: the thread is never lost, and a person's word stands."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.upstream import answering
from threadsui.api import schema
from threadsui.models import AuditEvent, Submission, Thread
from threadsui.services.creating.resolutions import (
    adopt_submission,
    dismiss_submission,
    resend_submission,
)
from threadsui.services.creating.submissions import settle_overdue_submissions
from threadsui.services.creating.threads import create_thread

pytestmark = pytest.mark.django_db(transaction=True)

REFUSED = answering(400, {"error": {"message": "No."}})


@pytest.fixture
def create_late(connection, agent, upstream):
    """Create a thread. Before it is answered by `answer`, its deadline passes and `meanwhile(submission)` happens."""

    def send(meanwhile, answer=None):
        def late(handler, body):
            thread = None if answer else handler.server.make_thread(body)
            Submission.objects.update(deadline_at=timezone.now() - timedelta(seconds=1))
            meanwhile(Submission.objects.get())
            if answer:
                answer(handler, body)
            else:
                handler.answer(200, thread)

        upstream.script = [late]
        create_thread(
            connection=connection,
            payload=schema.parse(schema.CreateThread, {"metadata": {"ticket": "4711"}}),
            actor=agent,
            token=uuid.uuid4(),
        )
        return Submission.objects.order_by("pk").first()

    connection.read_timeout = 10  # seconds: the answer is late for the ledger, not for the call
    connection.save()
    return send


def settle(_):
    assert settle_overdue_submissions() == 1


def test_thread_that_comes_after_the_sweep_is_accepted(create_late):
    submission = create_late(settle)

    assert (submission.state, submission.thread.remote_id) == ("accepted", "thread_0001")
    assert not submission.explanation
    assert not Submission.objects.open_unknown().exists()


def test_refusal_that_comes_after_the_sweep_is_a_refusal(create_late):
    assert create_late(settle, answer=REFUSED).state == Submission.State.REFUSED
    assert not Thread.objects.exists()


def test_thread_that_comes_after_a_dismissal_is_recorded_and_the_word_stands(create_late, lead):
    submission = create_late(
        lambda found: dismiss_submission(submission=found, actor=lead, reason="Not needed.")
    )

    assert (submission.state, submission.resolution) == ("unknown", "dismissed")
    thread = Thread.objects.get(remote_id="thread_0001")
    assert [event.action for event in AuditEvent.objects.about(thread)] == ["thread.created"]
    assert submission.calls.get().thread == thread


def test_thread_that_comes_after_a_resend_is_recorded_beside_the_second(create_late, lead):
    submission = create_late(
        lambda found: resend_submission(
            submission=found, actor=lead, token=uuid.uuid4(), reason="Not found there"
        )
    )

    assert (submission.state, submission.resolution) == ("unknown", "resent")
    assert submission.children.get().thread.remote_id == "thread_0002"
    assert Thread.objects.filter(remote_id="thread_0001").exists()


def test_thread_that_was_adopted_before_its_answer_came_is_recorded_once(create_late, lead):
    submission = create_late(
        lambda found: adopt_submission(submission=found, remote_id="thread_0001", actor=lead)
    )

    assert (submission.state, submission.resolution) == ("accepted", "adopted")
    assert submission.thread == Thread.objects.get()
