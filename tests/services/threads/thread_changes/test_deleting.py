"""Deleting a thread: on the server, never in the record."""

import functools

import pytest

from tests.history import actions_about
from threadsui.api import NotFoundError
from threadsui.models import ApiCall, AuditEvent
from threadsui.services.errors import ServiceError
from threadsui.services.threads.thread_changes import delete_thread, refresh_thread

pytestmark = pytest.mark.django_db


def test_delete_deletes_on_the_server_and_keeps_the_record(thread, server, lead):
    deleted = delete_thread(thread=thread, actor=lead, reason="Made twice")

    assert deleted.deleted_by == lead
    assert deleted.messages.count() == 1
    with pytest.raises(NotFoundError):
        server.threads.retrieve(thread.remote_id)
    event = AuditEvent.objects.get(action="thread.deleted")
    assert event.reason == "Made twice"
    assert event.changes == {"state": {"old": "created", "new": "deleted"}}


def test_delete_of_a_thread_the_server_does_not_have_is_done_and_said(thread, server, lead):
    server.threads.delete(thread.remote_id)

    assert delete_thread(thread=thread, actor=lead, reason="Made twice").deleted_at is not None
    event = AuditEvent.objects.get(action="thread.deleted")
    assert "404" in event.changes["server"]["new"]


@pytest.mark.parametrize(
    "fault, sentence",
    [("gone", "Nothing was changed"), ("server_error", "The thread may have been deleted")],
)
def test_delete_that_fails_leaves_the_thread_as_it_is(thread, lead, misbehave, fault, sentence):
    misbehave(thread, fault)

    with pytest.raises(ServiceError, match=sentence):
        delete_thread(thread=thread, actor=lead, reason="Made twice")

    thread.refresh_from_db()
    assert thread.deleted_at is None
    assert actions_about(thread) == []


@pytest.mark.parametrize(
    "press", [refresh_thread, functools.partial(delete_thread, reason="Made twice")]
)
def test_a_deleted_thread_is_not_touched_again(thread, lead, press):
    deleted = delete_thread(thread=thread, actor=lead, reason="Made twice")
    calls = ApiCall.objects.count()

    with pytest.raises(ServiceError, match="was deleted"):
        press(thread=deleted, actor=lead)

    assert ApiCall.objects.count() == calls
