"""Renaming a key or a value in many threads, on their servers and in the records."""

import pytest

from threadsui.models import ApiCall, AuditEvent, Operation, Thread, ThreadCheck
from threadsui.queries.threads.selections import by_ids
from threadsui.services.errors import ServiceError
from threadsui.services.threads import thread_changes
from threadsui.services.threads.thread_changes import delete_thread, update_thread

from .operations import Kind, change_there, finish, metadata_of


def test_key_is_renamed_on_the_server_and_in_the_record(make, start, server):
    thread, other = make(env="prod", order="1"), make(order="2")

    done = finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    expected = {"stage": "prod", "order": "1"}
    assert metadata_of(thread) == expected
    assert dict(thread.pairs.values_list("key", "value")) == expected
    assert server.threads.retrieve(thread.remote_id).metadata == expected
    assert metadata_of(other) == {"order": "2"}
    assert done.counts == {"renamed": 1, "other": 1}
    event = AuditEvent.objects.get(action="thread.updated")
    assert (event.correlation_id, event.changes["metadata"]["new"]) == (
        "press-1",
        {"stage": "prod"},
    )


def test_value_is_renamed_where_the_key_has_it(make, start, server):
    thread, other = make(env="prod"), make(env="test")

    done = finish(start(Kind.RENAME_VALUE, key="env", value="prod", to="production"))

    assert metadata_of(thread) == {"env": "production"}
    assert server.threads.retrieve(thread.remote_id).metadata == {"env": "production"}
    assert metadata_of(other) == {"env": "test"}
    assert done.counts == {"renamed": 1, "other": 1}


def test_thread_that_has_both_keys_keeps_both(make, start, server):
    thread = make(env="prod", stage="test")

    done = finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert server.threads.retrieve(thread.remote_id).metadata == {"env": "prod", "stage": "test"}
    assert done.counts == {"already": 1}


def test_what_the_server_got_meanwhile_is_kept(make, start, server):
    thread = make(env="prod")
    change_there(server, thread, env="prod", vip="yes")

    finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert metadata_of(thread) == {"stage": "prod", "vip": "yes"}


def test_rename_overtaken_by_a_person_s_change_leaves_the_record_as_the_server_is(
    make, start, server, lead, overtake
):
    thread = make(env="prod")
    edit = {"metadata": {"env": "prod", "vip": "yes"}, "seen": {"env": "prod"}}
    overtake(lambda: update_thread(thread=thread, actor=lead, **edit))

    finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    expected = {"stage": "prod", "vip": "yes"}
    assert server.threads.retrieve(thread.remote_id).metadata == expected
    assert metadata_of(thread) == expected
    assert dict(thread.pairs.values_list("key", "value")) == expected


@pytest.mark.parametrize(
    "there", [{"env": "test"}, {"order": "1"}, {"env": "prod", "stage": "test"}]
)
def test_pair_that_is_another_on_the_server_is_left_and_shown_as_drift(make, start, server, there):
    thread = make(env="prod")
    change_there(server, thread, **there)

    done = finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert server.threads.retrieve(thread.remote_id).metadata == there
    assert metadata_of(thread) == {"env": "prod"}
    assert done.counts == {"conflict": 1}
    assert ThreadCheck.objects.get().metadata == there


def test_gone_and_deleted_threads_are_counted_and_left(make, start, server, lead):
    gone, known_gone, deleted = make(env="a"), make(env="b"), make(env="c")
    server.threads.delete(gone.remote_id)
    Thread.objects.filter(pk=known_gone.pk).update(gone_at=known_gone.recorded_at)
    delete_thread(thread=deleted, actor=lead, reason="Made twice")

    done = finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert done.counts == {"gone": 2, "deleted": 1}
    assert Thread.objects.get(pk=gone.pk).state == "gone"
    assert metadata_of(gone) == {"env": "a"}


def test_rename_that_is_not_confirmed_is_left_for_a_person_to_see(
    make, start, misbehave, monkeypatch
):
    thread = make(env="prod")
    post = thread_changes.post

    def cut_after(*arguments):
        misbehave(thread, "cut_after")
        asked = Thread.objects.select_related("connection").get(pk=thread.pk)
        try:
            return post(asked, *arguments[1:])
        finally:
            misbehave(thread, "")

    monkeypatch.setattr(thread_changes, "post", cut_after)

    done = finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert done.counts == {"unconfirmed": 1}
    assert metadata_of(thread) == {"env": "prod"}
    found = ThreadCheck.objects.get()
    assert (found.state, found.metadata) == ("changed", {"stage": "prod"})


def test_rename_that_was_done_there_before_the_worker_died_is_written_down(make, start, server):
    thread = make(env="prod")
    change_there(server, thread, stage="prod")  # sent, and then killed

    done = finish(start(Kind.RENAME_KEY, key="env", to="stage"))

    assert done.counts == {"renamed": 1}
    assert metadata_of(thread) == {"stage": "prod"}
    assert ApiCall.objects.filter(method="POST", path__contains=thread.remote_id).count() == 0


@pytest.mark.parametrize(
    "kind, parameters",
    [
        (Kind.RENAME_KEY, {"key": "env", "to": ""}),
        (Kind.RENAME_KEY, {"key": "env", "to": "env"}),
        (Kind.RENAME_KEY, {"key": "env", "to": "k" * 65}),
        (Kind.RENAME_KEY, {"key": "env", "to": "a\0b"}),
        (Kind.RENAME_VALUE, {"key": "env", "value": "prod", "to": "v" * 513}),
        (Kind.RENAME_VALUE, {"key": "env", "value": "prod", "to": "prod"}),
    ],
)
def test_name_that_no_thread_can_have_is_refused_before_anything_is_written(
    start, kind, parameters
):
    with pytest.raises(ServiceError) as caught:
        start(kind, **parameters)

    assert caught.value.param == "to"
    assert not Operation.objects.exists()


def test_agent_may_not_rename(make, start, agent):
    thread = make(env="prod")

    stopped = finish(start(Kind.RENAME_KEY, actor=agent, key="env", to="stage"))

    assert stopped.state == "failed"
    assert metadata_of(thread) == {"env": "prod"}


def test_only_what_is_selected_is_renamed(make, start):
    one, two = make(env="prod"), make(env="prod")

    finish(start(Kind.RENAME_KEY, selection=by_ids([one.pk]), key="env", to="stage"))

    assert (metadata_of(one), metadata_of(two)) == ({"stage": "prod"}, {"env": "prod"})
