"""Comparing a thread with its server: what is found, and what is kept of it."""

import pytest

from tests import factories
from tests.history import actions_about
from threadsui.models import AuditEvent, Thread
from threadsui.services.errors import ServiceError
from threadsui.services.threads.drift import check_thread
from threadsui.services.threads.thread_changes import delete_thread, refresh_thread

from .differences import OURS, THEIRS, add_there, change_there, now


def test_thread_that_is_the_same_is_noted_as_that_and_by_whom(thread, lead):
    check = check_thread(thread=thread, actor=lead)

    assert (check.state, check.checked_by, check.metadata) == ("same", lead, None)
    assert (check.new_messages, check.removed_messages) == (0, 0)
    assert now(thread).drifted_at is None
    assert actions_about(thread) == ["thread.checked"]


def test_metadata_changed_on_the_server_is_found_and_the_record_left_as_it_is(changed, thread):
    assert (changed.state, changed.metadata) == ("changed", THEIRS)
    assert now(thread).metadata == OURS
    assert now(thread).drifted_at
    event = AuditEvent.objects.get(action="thread.drift_found")
    assert event.changes["metadata"] == {
        "old": {"team": "north"},
        "new": {"team": "south", "vip": "yes"},
    }


def test_files_changed_on_the_server_are_found(thread, server, lead):
    resources = {"code_interpreter": {"file_ids": ["file-1"]}}
    server.threads.update(thread.remote_id, {"tool_resources": resources})

    check = check_thread(thread=thread, actor=lead)

    assert check.state == "changed"
    event = AuditEvent.objects.get(action="thread.drift_found")
    assert event.changes == {"tool_resources": {"old": {}, "new": {"code_interpreter": ["file-1"]}}}


def test_empty_tool_spelled_out_is_no_difference(thread, server, lead):
    server.threads.update(
        thread.remote_id, {"tool_resources": {"code_interpreter": {"file_ids": []}}}
    )

    assert check_thread(thread=thread, actor=lead).state == "same"


def test_message_added_on_the_server_is_counted(thread, server, lead):
    add_there(server, thread)

    check = check_thread(thread=thread, actor=lead)

    assert (check.state, check.new_messages, check.removed_messages) == ("changed", 1, 0)
    assert now(thread).message_count == 1


def test_message_removed_and_another_added_are_told_apart_once_their_ids_are_known(
    thread, server, lead
):
    refresh_thread(thread=thread, actor=lead)
    server.messages.delete(thread.remote_id, thread.messages.get().remote_id)
    add_there(server, thread)

    check = check_thread(thread=thread, actor=lead)

    assert (check.new_messages, check.removed_messages) == (1, 1)


def test_same_difference_found_twice_is_told_once_and_another_one_again(
    changed, thread, server, lead
):
    check_thread(thread=thread, actor=lead)
    assert actions_about(thread) == ["thread.drift_found", "thread.checked"]

    change_there(server, thread, {"team": "west"})
    check_thread(thread=thread, actor=lead)
    assert actions_about(thread)[2:] == ["thread.drift_found"]


def test_difference_that_is_undone_there_ends(changed, thread, server, lead):
    change_there(server, thread, OURS)

    check = check_thread(thread=thread, actor=lead)

    assert check.state == "same"
    assert now(thread).drifted_at is None
    assert actions_about(thread) == ["thread.drift_found", "thread.drift_ended"]


def test_404_marks_the_thread_as_gone_and_keeps_its_record(thread, server, lead):
    server.threads.delete(thread.remote_id)

    check = check_thread(thread=thread, actor=lead)

    assert (check.state, now(thread).state) == ("gone", "gone")
    assert (now(thread).metadata, thread.messages.count()) == (OURS, 1)
    assert actions_about(thread) == ["thread.gone"]


@pytest.mark.parametrize("fault", ["server_error", "gone", "cut", "quota", "html"])
def test_outage_is_not_gone(thread, misbehave, lead, fault):
    misbehave(thread, fault)

    check = check_thread(thread=thread, actor=lead)

    assert check.state == "unreachable"
    assert "Nothing was changed." in check.reason
    assert now(thread).state == "created"


def test_outage_keeps_what_is_known_of_the_differences(changed, thread, misbehave, lead):
    misbehave(thread, "server_error")

    check = check_thread(thread=thread, actor=lead)

    assert (check.state, check.metadata) == ("unreachable", THEIRS)
    assert check.version == changed.version
    assert now(thread).drifted_at


def test_thread_that_is_there_again_loses_its_mark(thread, lead):
    Thread.objects.filter(pk=thread.pk).update(gone_at=thread.recorded_at)

    check_thread(thread=thread, actor=lead)

    assert now(thread).state == "created"
    event = AuditEvent.objects.get(action="thread.drift_ended")
    assert event.changes == {"state": {"old": "gone", "new": "created"}}


def test_deleted_thread_is_not_asked_for(thread, lead):
    delete_thread(thread=thread, actor=lead, reason="Made twice")

    with pytest.raises(ServiceError, match="was deleted"):
        check_thread(thread=thread, actor=lead)


def test_server_that_lists_no_messages_is_compared_without_them(connection, upstream, lead):
    made = upstream.make_thread(b'{"metadata": {"order": "A-1"}}')
    del upstream.messages[made["id"]]
    thread = factories.thread(
        connection=connection, remote_id=made["id"], metadata={"order": "A-1"}, messages=["Hello"]
    )
    upstream.lists_messages = False

    check = check_thread(thread=thread, actor=lead)

    assert (check.state, check.new_messages) == ("same", None)
