"""Adding a message: once per form, whatever the server does."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from tests.payloads import P6
from threadsui.api import schema
from threadsui.models import ApiCall, AuditEvent, SpentToken
from threadsui.services.errors import ServiceError
from threadsui.services.threads.messages import MessageAlreadySent, create_message
from threadsui.services.threads.thread_changes import delete_thread, refresh_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(thread, agent):
    def send(body=None, token=None):
        payload = schema.parse(schema.CreateMessage, body or {"role": "user", "content": "Hello?"})
        token = token or uuid.uuid4()
        return create_message(thread=thread, payload=payload, actor=agent, token=token)

    return send


def texts_on(server, thread):
    return [
        message.content[0]["text"]["value"] for message in server.messages.iterate(thread.remote_id)
    ]


def test_message_is_added_on_the_server_and_at_the_end_of_the_record(send, server, thread, agent):
    message = send(P6)

    thread.refresh_from_db()
    assert texts_on(server, thread) == ["Where is my order?", "string"]
    assert (message.position, message.text, thread.message_count) == (1, "string", 2)
    assert message.attachments == P6["attachments"]
    assert message.metadata == {"foo": "string"}
    assert message.remote_id == list(server.messages.iterate(thread.remote_id))[1].id
    event = AuditEvent.objects.get(action="message.created")
    assert (event.actor, event.target_id) == (agent, str(thread.pk))
    assert event.changes == {"message": {"old": None, "new": message.remote_id}}


def test_second_press_of_one_form_sends_nothing(send, server, thread):
    token = uuid.uuid4()
    send(token=token)

    with pytest.raises(MessageAlreadySent, match="already sent once"):
        send(token=token)

    assert texts_on(server, thread) == ["Where is my order?", "Hello?"]


@pytest.mark.django_db(transaction=True)
def test_eight_presses_at_once_send_one_message(send, server, thread):
    token = uuid.uuid4()

    def press(_):
        try:
            return send(token=token)
        except MessageAlreadySent:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(press, range(8)))

    assert len([message for message in results if message]) == 1
    assert texts_on(server, thread) == ["Where is my order?", "Hello?"]


def test_refused_message_gives_the_form_back_with_the_servers_param(send, thread):
    token = uuid.uuid4()
    attachment = {"file_id": "file-missing", "tools": [{"type": "file_search"}]}

    with pytest.raises(ServiceError, match="Nothing was changed") as caught:
        send({"role": "user", "content": "See this", "attachments": [attachment]}, token)

    assert caught.value.param == "attachments[0].file_id"
    assert send({"role": "user", "content": "Without it"}, token).position == 1


@pytest.mark.parametrize("fault", ["quota", "gone"])
def test_message_that_was_surely_not_added_may_be_sent_again(send, thread, misbehave, fault):
    token = uuid.uuid4()
    misbehave(thread, fault)
    with pytest.raises(ServiceError, match="Nothing was changed"):
        send(token=token)

    misbehave(thread, "")

    assert send(token=token).position == 1


@pytest.mark.parametrize("fault", ["server_error", "cut_after", "not_json"])
def test_message_nobody_confirmed_is_not_sent_again_by_the_same_form(
    send, server, thread, misbehave, fault
):
    token = uuid.uuid4()
    misbehave(thread, fault)

    with pytest.raises(ServiceError, match="may have been added: refresh the thread"):
        send(token=token)
    with pytest.raises(MessageAlreadySent):
        send(token=token)

    assert ApiCall.objects.filter(method="POST", thread=thread, submission=None).count() == 1
    assert thread.messages.count() == 1


def test_message_that_a_refresh_fetched_first_is_not_recorded_twice(
    send, thread, agent, monkeypatch
):
    from threadsui.services.threads import messages

    post = messages._post

    def refreshed_meanwhile(*args):
        answer = post(*args)
        refresh_thread(thread=thread, actor=agent)
        return answer

    monkeypatch.setattr(messages, "_post", refreshed_meanwhile)

    assert send().position == 1
    assert thread.messages.count() == 2


def test_message_to_a_thread_that_is_gone_marks_it(send, server, thread):
    server.threads.delete(thread.remote_id)

    with pytest.raises(ServiceError, match="does not have this thread any more"):
        send()

    thread.refresh_from_db()
    assert thread.gone_at is not None
    assert not SpentToken.objects.exists()


def test_message_to_a_deleted_thread_is_not_sent(send, thread, lead):
    delete_thread(thread=thread, actor=lead, reason="Made twice")
    thread.refresh_from_db()

    with pytest.raises(ServiceError, match="was deleted"):
        send()
