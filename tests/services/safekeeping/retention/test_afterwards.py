"""What was removed stays removed: nothing that is done with the thread later brings text back."""

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from threadsui.api import schema
from threadsui.models import ApiCall, AuditEvent
from threadsui.services.creating.cloning import clone_thread
from threadsui.services.creating.resolutions import resend_submission
from threadsui.services.errors import ServiceError
from threadsui.services.safekeeping.text_removal import Removed
from threadsui.services.threads.drift import check_thread
from threadsui.services.threads.messages import create_message
from threadsui.services.threads.thread_changes import refresh_thread, update_thread

from .ages import BODY, WHY, WORD, applied, tables_with

pytestmark = pytest.mark.django_db


def test_removing_twice_removes_once(rule, old_thread):
    applied(rule)

    assert applied(rule) == Removed()
    assert AuditEvent.objects.filter(action="thread.text_removed").count() == 1


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
