"""What a person decides about a difference: to take theirs, or to put ours back."""

import pytest

from tests.history import actions_about
from threadsui.models import AuditEvent, Connection, ThreadCheck
from threadsui.services.errors import ChangedMeanwhile, NotReached, ServiceError, ThreadIsGone
from threadsui.services.threads.drift import check_thread, put_ours_back, take_theirs
from threadsui.services.threads.thread_changes import refresh_thread, update_thread

from .differences import OURS, THEIRS, add_there, change_there, now


def test_taking_theirs_makes_the_record_what_the_server_has(changed, thread, server, lead):
    add_there(server, thread)
    check = check_thread(thread=thread, actor=lead)

    after = take_theirs(thread=thread, actor=lead, seen=check.version)

    assert after.metadata == THEIRS
    assert dict(after.pairs.values_list("key", "value")) == THEIRS
    assert after.messages.count() == 2
    assert (after.drifted_at, ThreadCheck.objects.get().state) == (None, "same")
    assert actions_about(thread)[-1] == "thread.drift_taken"


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
    changed, thread, server, lead, overtake
):
    edit = {"metadata": OURS | {"vip": "no"}, "seen": OURS}
    overtake(lambda: update_thread(thread=thread, actor=lead, **edit))

    after = put_ours_back(thread=thread, actor=lead, seen=changed.version)

    assert server.threads.retrieve(thread.remote_id).metadata == OURS | {"vip": "no"}
    assert after.metadata == OURS | {"vip": "no"}
    assert "thread.drift_reverted" in actions_about(thread)


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


def test_no_call_is_made_in_a_transaction(changed, thread, lead, watch_depths):
    depths = watch_depths()

    check_thread(thread=thread, actor=lead)
    put_ours_back(thread=thread, actor=lead, seen=changed.version)

    assert depths == [0] * 5
