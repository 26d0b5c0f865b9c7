"""Refreshing, changing and deleting threads that exist, on the sandbox with its faults."""

import functools

import pytest

from threadsui.api import NotFoundError
from threadsui.api.transport import Transport
from threadsui.models import ApiCall, AuditEvent, Thread
from threadsui.services import thread_changes
from threadsui.services.changes import title_changes
from threadsui.services.errors import ServiceError
from threadsui.services.thread_changes import delete_thread, refresh_thread, update_thread

pytestmark = pytest.mark.django_db

METADATA = {"order": "A-1", "team": "north"}


def actions(thread):
    events = AuditEvent.objects.about(thread).order_by("id")
    return [event.action for event in events if event.action != "thread.created"]


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
    assert actions(thread) == []


def test_refresh_of_a_thread_the_server_deleted_marks_it_gone_once(thread, server, agent):
    server.threads.delete(thread.remote_id)

    first = refresh_thread(thread=thread, actor=agent)
    second = refresh_thread(thread=thread, actor=agent)

    assert first.gone_at is not None
    assert second.gone_at == first.gone_at
    assert actions(thread) == ["thread.gone"]
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
    assert actions(thread) == []


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
    assert actions(thread) == ["thread.refreshed", "thread.updated"]
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
    assert actions(thread) == ["thread.refreshed"]


@pytest.fixture
def after_the_next_post(monkeypatch):
    """Do something while the answer of the next POST is on its way."""
    exchange = Transport.exchange

    def prepare(act):
        acts = iter([act])

        def overtaken(self, request):
            answer = exchange(self, request)
            for one in acts if request.method == "POST" else ():
                one()
            return answer

        monkeypatch.setattr(Transport, "exchange", overtaken)

    return prepare


def test_update_whose_answer_is_overtaken_by_another_leaves_the_newer_one(
    thread, server, agent, lead, after_the_next_post
):
    other = METADATA | {"vip": "yes"}
    after_the_next_post(
        lambda: update_thread(thread=thread, actor=lead, metadata=other, seen=METADATA)
    )

    mine = METADATA | {"team": "south"}
    updated = update_thread(thread=thread, actor=agent, metadata=mine, seen=METADATA, title="Tent")

    both = {"order": "A-1", "team": "south", "vip": "yes"}
    assert server.threads.retrieve(thread.remote_id).metadata == both
    assert (updated.metadata, updated.title) == (both, "Tent")
    assert dict(thread.pairs.values_list("key", "value")) == both


def test_update_whose_overtaken_answer_cannot_be_asked_for_again_says_that_it_may_have_been_made(
    thread, agent, lead, misbehave, after_the_next_post
):
    def change_and_break():
        other = METADATA | {"vip": "yes"}
        update_thread(thread=thread, actor=lead, metadata=other, seen=METADATA)
        misbehave(thread, "server_error")

    after_the_next_post(change_and_break)

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
    assert actions(thread) == []


@pytest.mark.parametrize(
    "press", [refresh_thread, functools.partial(delete_thread, reason="Made twice")]
)
def test_a_deleted_thread_is_not_touched_again(thread, lead, press):
    deleted = delete_thread(thread=thread, actor=lead, reason="Made twice")
    calls = ApiCall.objects.count()

    with pytest.raises(ServiceError, match="was deleted"):
        press(thread=deleted, actor=lead)

    assert ApiCall.objects.count() == calls
