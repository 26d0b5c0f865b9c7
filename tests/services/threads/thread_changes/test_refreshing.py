"""Refreshing a thread: the record becomes what the server has."""

import pytest

from tests.history import actions_about
from threadsui.models import AuditEvent
from threadsui.services.errors import ServiceError
from threadsui.services.threads import thread_changes
from threadsui.services.threads.thread_changes import refresh_thread, update_thread

pytestmark = pytest.mark.django_db


def test_refresh_takes_over_what_others_changed(thread, server, agent):
    server.threads.update(thread.remote_id, {"metadata": {"order": "A-2", "vip": "yes"}})
    server.messages.create(thread.remote_id, {"role": "assistant", "content": "On its way."})

    refreshed = refresh_thread(thread=thread, actor=agent)

    assert refreshed.metadata == {"order": "A-2", "vip": "yes"}
    assert dict(refreshed.pairs.values_list("key", "value")) == refreshed.metadata
    messages = refreshed.messages.order_by("position")
    assert [(m.role, m.text) for m in messages] == [
        ("user", "Where is my order?"),
        ("assistant", "On its way."),
    ]
    assert all(m.remote_id for m in messages)
    assert refreshed.message_count == 2
    event = AuditEvent.objects.get(action="thread.refreshed")
    assert event.changes["metadata"] == {
        "old": {"order": "A-1", "team": "north"},
        "new": {"order": "A-2", "vip": "yes"},
    }
    assert event.changes["messages"] == {"old": 1, "new": 2}


def test_refresh_of_an_unchanged_thread_notes_the_time_and_no_event(thread, agent):
    refreshed = refresh_thread(thread=thread, actor=agent)

    assert refreshed.refreshed_at is not None
    assert refreshed.message_count == 1
    assert actions_about(thread) == []


def test_refresh_of_a_thread_the_server_deleted_marks_it_gone_once(thread, server, agent):
    server.threads.delete(thread.remote_id)

    first = refresh_thread(thread=thread, actor=agent)
    second = refresh_thread(thread=thread, actor=agent)

    assert first.gone_at is not None
    assert second.gone_at == first.gone_at
    assert actions_about(thread) == ["thread.gone"]
    assert thread.messages.count() == 1


def test_refresh_of_a_thread_that_came_back_clears_gone(thread, agent):
    thread.gone_at = thread.recorded_at
    thread.save()

    assert refresh_thread(thread=thread, actor=agent).gone_at is None
    event = AuditEvent.objects.get(action="thread.refreshed")
    assert event.changes["state"] == {"old": "gone", "new": "created"}


@pytest.mark.parametrize(
    "fault, sentence",
    [
        ("gone", "no longer offers threads at"),
        ("server_error", r"The server failed \(HTTP 500\)"),
        ("quota", "quota of Sandbox is used up"),
        ("cut", "broke before the answer was complete"),
        ("not_json", r"answer of Sandbox \(HTTP 200\) could not be used"),
        ("redirect", "redirects to another address"),
    ],
)
def test_refresh_that_fails_changes_nothing_and_says_so(thread, agent, misbehave, fault, sentence):
    misbehave(thread, fault)

    with pytest.raises(ServiceError, match=sentence) as caught:
        refresh_thread(thread=thread, actor=agent)

    assert "Nothing was changed." in caught.value.message
    thread.refresh_from_db()
    assert (thread.gone_at, thread.refreshed_at) == (None, None)
    assert actions_about(thread) == []


def test_refresh_starts_anew_when_the_record_changes_while_it_reads(thread, agent, monkeypatch):
    """Else the older answer would overwrite what a colleague has just sent."""
    fetch_messages = thread_changes.fetched_messages
    edits = iter([{"order": "A-9"}])

    def edited_meanwhile(*read):
        for metadata in edits:
            update_thread(thread=thread, actor=agent, metadata=metadata, seen=thread.metadata)
        return fetch_messages(*read)

    monkeypatch.setattr(thread_changes, "fetched_messages", edited_meanwhile)

    assert refresh_thread(thread=thread, actor=agent).metadata == {"order": "A-9"}
