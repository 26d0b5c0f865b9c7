"""A person's word on an unknown outcome: given once, recorded, and never a cause of a second thread by itself."""

import uuid

import pytest

from tests.upstream import answering, create_then_reset
from threadsui.api import schema
from threadsui.models import ApiCall, AuditEvent, Submission, Thread
from threadsui.services.creating.resolutions import (
    adopt_submission,
    dismiss_submission,
    resend_submission,
)
from threadsui.services.creating.threads import create_thread
from threadsui.services.errors import ServiceError, TokenReused

pytestmark = pytest.mark.django_db

BODY = {"messages": [{"role": "user", "content": "Hello"}], "metadata": {"ticket": "4711"}}


def create(connection, actor, body=BODY):
    payload = schema.parse(schema.CreateThread, body)
    return create_thread(connection=connection, payload=payload, actor=actor, token=uuid.uuid4())


@pytest.fixture
def unknown(connection, upstream, agent):
    upstream.script = [create_then_reset]
    return create(connection, agent)


def test_adopting_records_the_thread_as_the_server_has_it(unknown, lead, agent, upstream):
    upstream.threads["thread_0001"]["metadata"] = {"ticket": "4711", "added": "by the server"}

    thread = adopt_submission(submission=unknown, remote_id="thread_0001", actor=lead)

    assert thread.metadata == {"ticket": "4711", "added": "by the server"}
    assert [(message.remote_id, message.text) for message in thread.messages.all()] == [
        ("msg_0001_0", "Hello")
    ]
    assert thread.message_count == 1
    unknown.refresh_from_db()
    assert (unknown.thread, unknown.resolved_by, unknown.resolution) == (thread, lead, "adopted")
    event = AuditEvent.objects.about(thread).get()
    assert (event.action, event.actor) == ("thread.adopted", lead)


def test_adopting_an_id_that_the_server_does_not_have_changes_nothing(unknown, lead):
    with pytest.raises(ServiceError, match="Upstream has no thread thread_none") as caught:
        adopt_submission(submission=unknown, remote_id="thread_none", actor=lead)

    assert caught.value.param == "remote_id"
    assert Submission.objects.open_unknown().get() == unknown
    assert not Thread.objects.exists()


def test_adopting_a_thread_that_the_console_has_changes_nothing_and_fetches_no_word_of_it(
    unknown, connection, agent, lead
):
    known = create(connection, agent).thread
    calls = ApiCall.objects.count()

    with pytest.raises(ServiceError, match="already has"):
        adopt_submission(submission=unknown, remote_id=known.remote_id, actor=lead)

    assert Submission.objects.open_unknown().get() == unknown
    assert (
        ApiCall.objects.count() == calls
    )  # else their bodies would tell of one that is kept for others


def test_resending_twice_with_one_token_sends_once(unknown, lead, upstream):
    token = uuid.uuid4()

    first = resend_submission(submission=unknown, actor=lead, token=token, reason="Not found there")
    second = resend_submission(
        submission=unknown, actor=lead, token=token, reason="Not found there"
    )

    assert first == second
    assert len(upstream.bodies) == 2  # the unknown one, and its child


def test_resending_what_another_lead_resent_is_refused(unknown, lead, upstream):
    resend_submission(submission=unknown, actor=lead, token=uuid.uuid4(), reason="Not found there")

    with pytest.raises(ServiceError, match="has its outcome already"):
        resend_submission(
            submission=unknown, actor=lead, token=uuid.uuid4(), reason="Not found there"
        )

    assert len(upstream.bodies) == 2


def test_resending_with_its_own_token_sends_nothing(unknown, lead, agent, upstream):
    for actor in (lead, agent):
        with pytest.raises(TokenReused):
            resend_submission(
                submission=unknown, actor=actor, token=unknown.token, reason="Not found there"
            )

    assert len(upstream.bodies) == 1
    assert Submission.objects.open_unknown().get() == unknown


def test_resending_with_the_token_of_an_equal_create_sends_nothing(
    unknown, connection, agent, upstream
):
    accepted = create(connection, agent)

    with pytest.raises(TokenReused):
        resend_submission(
            submission=unknown, actor=agent, token=accepted.token, reason="Not found there"
        )

    assert len(upstream.bodies) == 2
    assert Submission.objects.open_unknown().get() == unknown


def test_child_that_is_unknown_again_waits_for_its_own_word(unknown, lead, upstream):
    upstream.script = [answering(500, b"")]

    child = resend_submission(
        submission=unknown, actor=lead, token=uuid.uuid4(), reason="Not found there"
    )

    assert list(Submission.objects.open_unknown()) == [child]


def test_dismissing_keeps_the_reason(unknown, lead):
    dismiss_submission(submission=unknown, actor=lead, reason="Made by hand.")

    unknown.refresh_from_db()
    assert (unknown.resolution, unknown.resolution_reason) == ("dismissed", "Made by hand.")
    event = AuditEvent.objects.get(action="submission.dismissed")
    assert (event.actor, event.reason) == (lead, "Made by hand.")


def test_accepted_submission_cannot_be_resolved(connection, agent, lead):
    accepted = create(connection, agent)

    with pytest.raises(ServiceError, match="has its outcome already"):
        dismiss_submission(submission=accepted, actor=lead, reason="Why not")
