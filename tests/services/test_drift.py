"""Comparing a thread with its server: what is found, what is kept of it, and what a person decides then."""

import pytest

from tests import factories
from threadsui.api import schema
from threadsui.api.transport import Transport
from threadsui.models import AuditEvent, Connection, Thread, ThreadCheck
from threadsui.services.drift import check_thread, put_ours_back, take_theirs
from threadsui.services.errors import ChangedMeanwhile, NotReached, ServiceError, ThreadIsGone
from threadsui.services.thread_changes import delete_thread, refresh_thread, update_thread

OURS = {"order": "A-1", "team": "north"}
THEIRS = {"order": "A-1", "team": "south", "vip": "yes"}


def change_there(server, thread, metadata=THEIRS):
    server.threads.update(thread.remote_id, {"metadata": metadata})


def add_there(server, thread, text="It came."):
    payload = schema.parse(schema.CreateMessage, {"role": "user", "content": text})
    return server.messages.create(thread.remote_id, payload)


def told(thread):
    events = AuditEvent.objects.about(thread).order_by("pk")
    return [event.action for event in events if event.action != "thread.created"]


def now(thread):
    return Thread.objects.get(pk=thread.pk)


@pytest.fixture
def changed(thread, server, lead):
    """The thread after a check found that its server has other metadata."""
    change_there(server, thread)
    return check_thread(thread=thread, actor=lead)


def test_thread_that_is_the_same_is_noted_as_that_and_by_whom(thread, lead):
    check = check_thread(thread=thread, actor=lead)

    assert (check.state, check.checked_by, check.metadata) == ("same", lead, None)
    assert (check.new_messages, check.removed_messages) == (0, 0)
    assert now(thread).drifted_at is None
    assert told(thread) == ["thread.checked"]


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
    assert told(thread) == ["thread.drift_found", "thread.checked"]

    change_there(server, thread, {"team": "west"})
    check_thread(thread=thread, actor=lead)
    assert told(thread)[2:] == ["thread.drift_found"]


def test_difference_that_is_undone_there_ends(changed, thread, server, lead):
    change_there(server, thread, OURS)

    check = check_thread(thread=thread, actor=lead)

    assert check.state == "same"
    assert now(thread).drifted_at is None
    assert told(thread) == ["thread.drift_found", "thread.drift_ended"]


def test_404_marks_the_thread_as_gone_and_keeps_its_record(thread, server, lead):
    server.threads.delete(thread.remote_id)

    check = check_thread(thread=thread, actor=lead)

    assert (check.state, now(thread).state) == ("gone", "gone")
    assert (now(thread).metadata, thread.messages.count()) == (OURS, 1)
    assert told(thread) == ["thread.gone"]


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


def test_taking_theirs_makes_the_record_what_the_server_has(changed, thread, server, lead):
    add_there(server, thread)
    check = check_thread(thread=thread, actor=lead)

    after = take_theirs(thread=thread, actor=lead, seen=check.version)

    assert after.metadata == THEIRS
    assert dict(after.pairs.values_list("key", "value")) == THEIRS
    assert after.messages.count() == 2
    assert (after.drifted_at, ThreadCheck.objects.get().state) == (None, "same")
    assert told(thread)[-1] == "thread.drift_taken"


def test_putting_ours_back_sends_the_record_and_leaves_it_as_it_is(changed, thread, server, lead):
    after = put_ours_back(thread=thread, actor=lead, seen=changed.version)

    assert server.threads.retrieve(thread.remote_id).metadata == OURS
    assert after.metadata == OURS
    assert (now(thread).drifted_at, ThreadCheck.objects.get().state) == (None, "same")
    event = AuditEvent.objects.get(action="thread.drift_reverted")
    assert event.changes["metadata"] == {
        "old": {"team": "south", "vip": "yes"},
        "new": {"team": "north"},
    }


def test_putting_ours_back_undoes_no_change_that_overtook_its_answer(
    changed, thread, server, lead, monkeypatch
):
    exchange, edits = Transport.exchange, iter([OURS | {"vip": "no"}])

    def edited_after_ours_was_sent(self, request):
        answer = exchange(self, request)
        for metadata in edits if request.method == "POST" else ():
            update_thread(thread=thread, actor=lead, metadata=metadata, seen=OURS)
        return answer

    monkeypatch.setattr(Transport, "exchange", edited_after_ours_was_sent)

    after = put_ours_back(thread=thread, actor=lead, seen=changed.version)

    assert server.threads.retrieve(thread.remote_id).metadata == OURS | {"vip": "no"}
    assert after.metadata == OURS | {"vip": "no"}
    assert "thread.drift_reverted" in told(thread)


def test_putting_ours_back_leaves_messages_that_differ_to_be_seen(changed, thread, server, lead):
    add_there(server, thread)
    check = check_thread(thread=thread, actor=lead)

    put_ours_back(thread=thread, actor=lead, seen=check.version)

    left = ThreadCheck.objects.get()
    assert (left.state, left.new_messages) == ("changed", 1)
    assert now(thread).drifted_at


@pytest.mark.parametrize("decide", [take_theirs, put_ours_back])
def test_what_changed_again_is_a_conflict_and_the_new_difference_is_kept(
    changed, thread, server, lead, decide
):
    change_there(server, thread, {"team": "west"})

    with pytest.raises(ChangedMeanwhile, match="Nothing was changed"):
        decide(thread=thread, actor=lead, seen=changed.version)

    assert server.threads.retrieve(thread.remote_id).metadata == {"team": "west"}
    assert now(thread).metadata == OURS
    assert ThreadCheck.objects.get().metadata == {"team": "west"}


@pytest.mark.parametrize("decide", [take_theirs, put_ours_back])
def test_decision_about_an_older_check_is_a_conflict(changed, thread, server, lead, decide):
    with pytest.raises(ChangedMeanwhile):
        decide(thread=thread, actor=lead, seen="of another check")

    assert now(thread).metadata == OURS


@pytest.mark.parametrize("decide", [take_theirs, put_ours_back])
def test_decision_while_the_server_is_away_changes_nothing(
    changed, thread, misbehave, lead, decide
):
    misbehave(thread, "server_error")

    with pytest.raises(NotReached):
        decide(thread=thread, actor=lead, seen=changed.version)

    assert (now(thread).metadata, now(thread).gone_at) == (OURS, None)


@pytest.mark.parametrize("decide", [take_theirs, put_ours_back])
def test_decision_about_a_thread_that_went_meanwhile_marks_it(
    changed, thread, server, lead, decide
):
    server.threads.delete(thread.remote_id)

    with pytest.raises(ThreadIsGone):
        decide(thread=thread, actor=lead, seen=changed.version)

    assert now(thread).state == "gone"


def test_connection_that_is_switched_off_is_not_written_to(changed, thread, server, lead):
    Connection.objects.update(is_active=False, is_default=False)

    with pytest.raises(ServiceError, match="switched off"):
        put_ours_back(thread=now(thread), actor=lead, seen=changed.version)

    assert server.threads.retrieve(thread.remote_id).metadata == THEIRS


def test_refresh_and_edit_end_a_difference_too(changed, thread, lead):
    refresh_thread(thread=thread, actor=lead)

    assert (now(thread).drifted_at, ThreadCheck.objects.get().state) == (None, "same")


def test_edit_of_the_key_that_differs_is_a_conflict_still(changed, thread, lead):
    with pytest.raises(ChangedMeanwhile):
        update_thread(thread=thread, actor=lead, metadata={"team": "east"}, seen=OURS)


def test_no_call_is_made_in_a_transaction(changed, thread, lead, monkeypatch):
    from django.db import connection

    from threadsui.api.transport import Transport

    depths = []
    exchange = Transport.exchange
    before = len(connection.savepoint_ids)

    def watch(self, request):
        depths.append(len(connection.savepoint_ids) - before)
        return exchange(self, request)

    monkeypatch.setattr(Transport, "exchange", watch)
    check_thread(thread=thread, actor=lead)
    put_ours_back(thread=thread, actor=lead, seen=changed.version)

    assert depths == [0] * 5
