"""Changing a thread's metadata, files and title, onto what the server has."""

import pytest

from tests.history import actions_about
from threadsui.models import ApiCall, AuditEvent, Thread
from threadsui.services.errors import ServiceError
from threadsui.services.threads import thread_changes
from threadsui.services.threads.changes import title_changes
from threadsui.services.threads.thread_changes import refresh_thread, update_thread

pytestmark = pytest.mark.django_db
METADATA = {"order": "A-1", "team": "north"}


def test_update_sends_the_edit_onto_what_the_server_has_now(thread, server, agent):
    server.threads.update(thread.remote_id, {"metadata": {**METADATA, "vip": "yes"}})

    updated = update_thread(
        thread=thread,
        actor=agent,
        metadata={"order": "A-2", "note": "called"},
        seen=thread.metadata,
    )

    expected = {"order": "A-2", "vip": "yes", "note": "called"}
    assert updated.metadata == expected
    assert server.threads.retrieve(thread.remote_id).metadata == expected
    assert dict(updated.pairs.values_list("key", "value")) == expected
    assert actions_about(thread) == ["thread.refreshed", "thread.updated"]
    event = AuditEvent.objects.get(action="thread.updated")
    assert event.changes == {
        "metadata": {
            "old": {"order": "A-1", "team": "north"},
            "new": {"order": "A-2", "note": "called"},
        }
    }


def test_update_of_a_key_that_was_changed_on_the_server_sends_nothing(thread, server, agent):
    server.threads.update(thread.remote_id, {"metadata": {"order": "A-7", "team": "north"}})

    with pytest.raises(ServiceError, match=r"“order” .* is now “A-7”.*Nothing was sent") as caught:
        update_thread(thread=thread, actor=agent, metadata={"order": "A-2"}, seen=thread.metadata)

    assert caught.value.param == "metadata.order"
    assert server.threads.retrieve(thread.remote_id).metadata["order"] == "A-7"
    assert not ApiCall.objects.filter(thread=thread, method="POST", submission=None).exists()


def test_update_to_what_the_server_has_already_is_no_conflict(thread, server, agent):
    server.threads.update(thread.remote_id, {"metadata": {"order": "A-2", "team": "north"}})

    updated = update_thread(
        thread=thread,
        actor=agent,
        metadata={"order": "A-2", "team": "north"},
        seen=thread.metadata,
    )

    assert updated.metadata == {"order": "A-2", "team": "north"}
    assert actions_about(thread) == ["thread.refreshed"]


def test_update_whose_answer_is_overtaken_by_another_leaves_the_newer_one(
    thread, server, agent, lead, overtake
):
    other = METADATA | {"vip": "yes"}
    overtake(lambda: update_thread(thread=thread, actor=lead, metadata=other, seen=METADATA))

    mine = METADATA | {"team": "south"}
    updated = update_thread(thread=thread, actor=agent, metadata=mine, seen=METADATA, title="Tent")

    both = {"order": "A-1", "team": "south", "vip": "yes"}
    assert server.threads.retrieve(thread.remote_id).metadata == both
    assert (updated.metadata, updated.title) == (both, "Tent")
    assert dict(thread.pairs.values_list("key", "value")) == both


def test_update_whose_overtaken_answer_cannot_be_asked_for_again_says_that_it_may_have_been_made(
    thread, agent, lead, misbehave, overtake
):
    def change_and_break():
        other = METADATA | {"vip": "yes"}
        update_thread(thread=thread, actor=lead, metadata=other, seen=METADATA)
        misbehave(thread, "server_error")

    overtake(change_and_break)

    with pytest.raises(ServiceError, match="may have been made"):
        update_thread(
            thread=thread, actor=agent, metadata=METADATA | {"team": "south"}, seen=METADATA
        )

    assert Thread.objects.get(pk=thread.pk).metadata["vip"] == "yes"


def test_update_that_would_break_a_limit_together_with_the_server_sends_nothing(
    thread, server, agent
):
    server.threads.update(thread.remote_id, {"metadata": {f"k{n}": "v" for n in range(16)}})

    with pytest.raises(ServiceError, match="Nothing was sent") as caught:
        update_thread(
            thread=thread,
            actor=agent,
            metadata=thread.metadata | {"one": "more"},
            seen=thread.metadata,
        )

    assert caught.value.param == "metadata"


def test_update_changes_one_tool_and_leaves_the_other(thread, server, agent):
    both = {
        "code_interpreter": {"file_ids": ["file-1"]},
        "file_search": {"vector_store_ids": ["vs_1"]},
    }
    server.threads.update(thread.remote_id, {"tool_resources": both})
    thread = refresh_thread(thread=thread, actor=agent)

    updated = update_thread(
        thread=thread,
        actor=agent,
        metadata=thread.metadata,
        seen=thread.metadata,
        tool_resources={"file_search": {"vector_store_ids": ["vs_1"]}},
        seen_tool_resources=thread.tool_resources,
    )

    remote = server.threads.retrieve(thread.remote_id).tool_resources
    assert remote["file_search"] == {"vector_store_ids": ["vs_1"]}
    assert remote.get("code_interpreter", {}).get("file_ids", []) == []
    assert updated.tool_resources == remote
    assert updated.metadata == METADATA


def test_update_of_the_title_alone_calls_nobody(thread, agent, misbehave):
    misbehave(thread, "gone")
    calls = ApiCall.objects.count()

    updated = update_thread(
        thread=thread,
        actor=agent,
        metadata=thread.metadata,
        seen=thread.metadata,
        title="Lost order",
    )

    assert updated.title == "Lost order"
    assert ApiCall.objects.count() == calls
    event = AuditEvent.objects.get(action="thread.updated")
    assert event.changes == title_changes("Where is my order?", "Lost order")
    assert "order" not in str(event.changes)


@pytest.mark.parametrize("fault", ["server_error", "not_json", "cut_after"])
def test_update_without_a_trustworthy_answer_says_that_it_may_have_been_made(
    thread, agent, misbehave, monkeypatch, fault
):
    post = thread_changes.post

    def misbehave_and_post(*args):
        misbehave(thread, fault)  # only now: the GET before it is answered
        return post(*args)

    monkeypatch.setattr(thread_changes, "post", misbehave_and_post)

    with pytest.raises(ServiceError) as caught:
        update_thread(thread=thread, actor=agent, metadata={}, seen=thread.metadata)

    assert caught.value.message == (
        "The server did not confirm. The change may have been made: "
        "refresh the thread before you try again."
    )
    thread.refresh_from_db()
    assert thread.metadata == METADATA
    assert ApiCall.objects.filter(thread=thread, method="POST", submission=None).count() == 1


def test_update_of_a_thread_that_is_gone_marks_it_and_says_so(thread, server, agent):
    server.threads.delete(thread.remote_id)

    with pytest.raises(ServiceError, match="does not have this thread any more"):
        update_thread(thread=thread, actor=agent, metadata={}, seen=thread.metadata)

    thread.refresh_from_db()
    assert thread.gone_at is not None
