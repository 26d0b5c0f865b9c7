"""What comes along with an adopted thread, and that nothing but GETs is sent for it."""

import json
from datetime import UTC, datetime

import pytest

from tests import factories
from tests.personalities import SECONDS, running
from threadsui.models import ApiCall, AuditEvent, MetadataPair, Thread
from threadsui.services.bulk.adopting import start_adoption

from .operations import TICKET, turn

pytestmark = pytest.mark.django_db


def test_thread_comes_with_all_that_the_server_has_of_it(there, press, agent, desk):
    there.extra = {
        "status": "active",
        "empty": None,
        "tool_resources": {"azure_ai_search": {"a": 1}},
    }
    made = there.make(TICKET)
    there.messages[made["id"]][0] |= {
        "attachments": [{"file_id": "file-1", "tools": [{"type": "file_search"}]}],
        "metadata": {"channel": "mail"},
    }

    done = turn(press(made["id"]))

    assert (done.state, done.counts, done.changed_count) == ("done", {"adopted": 1}, 1)
    thread = Thread.objects.get()
    assert (thread.title, thread.creator, thread.connection) == ("Snapped pole", agent, desk)
    assert thread.adopted_at is not None
    assert thread.remote_created_at == datetime.fromtimestamp(made["created_at"], UTC)
    assert (thread.metadata, thread.extra) == ({"ticket": "4711"}, {"status": "active"})
    assert thread.tool_resources == {"azure_ai_search": {"a": 1}}
    assert MetadataPair.objects.get().value == "4711"
    first, second = thread.messages.order_by("position")
    assert (first.role, first.text, first.metadata) == ("user", "Snapped pole", {"channel": "mail"})
    assert first.attachments[0]["file_id"] == "file-1"
    assert (second.role, second.content) == ("assistant", "We send another.")
    assert second.extra == {"status": "completed", "run_id": "run_1"}


def test_adopting_sends_nothing_but_gets(there, press):
    ids = [there.make(TICKET)["id"] for _ in range(3)]

    turn(press(*ids, "thread_none"))

    assert set(there.methods) == {"GET"}
    assert there.posts == []


def test_event_says_who_adopted_and_never_that_they_created(there, press, agent):
    made = there.make(TICKET)

    turn(press(made["id"]))

    thread = Thread.objects.get()
    event = AuditEvent.objects.about(thread).get()
    assert (event.action, event.actor) == ("thread.adopted", agent)
    assert event.changes["messages"]["new"] == 2
    actions = AuditEvent.objects.filter(correlation_id="press-1").order_by("pk")
    assert [one.action for one in actions] == [
        "operation.started",
        "thread.adopted",
        "operation.finished",
    ]
    calls = ApiCall.objects.filter(thread=thread, correlation_id="press-1")
    assert calls.count() == 2


def test_adopted_thread_is_found_by_its_words_at_once(there, press, signed_in):
    turn(press(there.make(TICKET)["id"]))

    assert "Snapped pole" in signed_in.get("/threads/?q=another+metadata.ticket:4711").text


def test_milliseconds_are_read_as_what_they_are(agent):
    with running("astra") as server:
        made = server.make({})
        connection = factories.connection("astra", base_url=server.url, secret=server.key)
        turn(start_adoption(actor=agent, connection=connection, remote_ids=[made["id"]]))

    seconds = Thread.objects.get().remote_created_at.timestamp()
    assert SECONDS < seconds < SECONDS + 10


def test_messages_come_in_as_many_pages_as_there_are(there, press):
    made = there.make({"messages": [{"role": "user", "content": f"No. {n}"} for n in range(250)]})

    turn(press(made["id"]))

    texts = Thread.objects.get().messages.order_by("position").values_list("text", flat=True)
    assert list(texts) == [f"No. {number}" for number in range(250)]
    assert len([path for path in there.paths if "/messages" in path]) == 3


def test_server_that_lists_no_messages_gives_the_thread_alone(there, press):
    made = there.make(TICKET)
    there.instead[f"/threads/{made['id']}/messages"] = (405, {"detail": "Method Not Allowed"})

    assert turn(press(made["id"])).counts == {"adopted": 1}
    assert Thread.objects.get().message_count == 0


def test_role_that_the_console_does_not_know_is_kept_beside_the_message(there, press):
    made = there.make({"messages": [{"role": "system", "content": "Be kind."}]})

    turn(press(made["id"]))

    message = Thread.objects.get().messages.get()
    assert (message.role, message.extra["role"]) == ("assistant", "system")
    assert json.dumps(message.extra)
