"""A rule of thirty days, and a thread with all that is written of it, older than that."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.views.masking.canary import BODY
from tests.views.walking import TEXT
from threadsui.models import ApiCall, AuditEvent, RetentionRule, Submission, Thread


@pytest.fixture
def rule(sandbox_connection, admin):
    return RetentionRule.objects.create(connection=sandbox_connection, days=30, saved_by=admin)


def age_everything():
    then = timezone.now() - timedelta(days=40)
    Thread.objects.update(recorded_at=then)
    Submission.objects.update(created_at=then)
    ApiCall.objects.update(started_at=then)


@pytest.fixture
def written(agent):
    """A thread with its submission and call, an unknown outcome and a loose call: each with the word, and old."""
    thread = factories.created_thread(actor=agent, title=TEXT, **BODY)
    submission = Submission.objects.get(thread=thread)
    unknown = factories.submission(
        state="unknown",
        title=TEXT,
        payload=BODY,
        actor=agent,
        error_message=TEXT,
        error_status=500,
    )
    loose = factories.call(request_body=TEXT, response_body=TEXT)
    age_everything()
    return {
        "thread": thread,
        "message": thread,
        "submission": unknown,
        "call": loose,
        "made": submission,
        "made_call": ApiCall.objects.filter(thread=thread).first(),
        "connection": thread.connection,
        "audit": AuditEvent.objects.get(action="thread.created"),
    }
