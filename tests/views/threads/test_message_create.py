import uuid

import pytest
from django.urls import reverse

from tests import factories


@pytest.fixture
def thread(agent):
    return factories.created_thread(actor=agent, messages=[{"role": "user", "content": "First"}])


def address(thread):
    return reverse("threadsui:message_create", args=[thread.pk])


def body(**fields):
    return {"token": str(uuid.uuid4()), "role": "user", "content": "Any news?"} | fields


WHOLE = {
    "role": "assistant",
    "attachments-TOTAL_FORMS": 1,
    "attachments-0-file_id": "file-1",
    "attachments-0-tools": ["file_search"],
    "metadata-TOTAL_FORMS": 1,
    "metadata-0-key": "ticket",
    "metadata-0-value": "SUP-1",
}


def test_message_with_everything_is_added_at_the_end(signed_in, thread):
    response = signed_in.post(address(thread), body(**WHOLE))

    assert response["Location"] == f"{thread.get_absolute_url()}#message-2"
    message = thread.messages.get(position=1)
    assert (message.role, message.text) == ("assistant", "Any news?")
    assert message.attachments == [{"file_id": "file-1", "tools": [{"type": "file_search"}]}]
    assert message.metadata == {"ticket": "SUP-1"}
    assert message.remote_id.startswith("msg_")


def test_htmx_is_sent_to_the_message(signed_in, thread):
    response = signed_in.post(address(thread), body(), headers={"HX-Request": "true"})

    assert response["HX-Redirect"] == f"{thread.get_absolute_url()}#message-2"


def test_second_press_of_the_same_form_adds_nothing(signed_in, thread):
    data = body()

    for _ in range(2):
        response = signed_in.post(address(thread), data)

    assert response["Location"] == thread.get_absolute_url()
    assert thread.messages.count() == 2
    assert "already sent" in signed_in.get(thread.get_absolute_url()).text


def test_page_gives_each_form_a_token_of_its_own(signed_in, thread):
    tokens = {signed_in.get(address(thread)).context["form"]["token"].value() for _ in range(2)}

    assert len(tokens) == 2


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"content": ""}, "This message is empty"),
        ({"role": "system"}, "Choose who speaks"),
        ({"token": ""}, "lost its token"),
        ({"attachments-TOTAL_FORMS": 1, "attachments-0-file_id": "two words"}, "is one word"),
    ],
)
def test_bad_input_comes_back_filled_and_is_not_sent(signed_in, thread, fields, words):
    calls = thread.calls.count()

    response = signed_in.post(address(thread), body(**WHOLE) | fields)

    assert response.status_code == 422
    assert words in response.text
    assert "SUP-1" in response.text
    assert thread.messages.count() == 1
    assert thread.calls.count() == calls


def test_rows_that_nobody_counted_are_not_lost_in_silence(signed_in, thread):
    response = signed_in.post(address(thread), body(**{"attachments-0-file_id": "file-1"}))

    assert response.status_code == 422
    assert "came without “attachments-TOTAL_FORMS”" in response.text


def test_server_that_cannot_be_reached_leaves_the_form_filled(signed_in, agent):
    connection = factories.connection("nowhere", base_url="http://127.0.0.1:1/v1")
    thread = factories.thread(creator=agent, connection=connection)
    data = body(**WHOLE)

    response = signed_in.post(address(thread), data)

    assert response.status_code == 422
    assert "Could not reach Nowhere" in response.text
    assert "Any news?" in response.text
    assert data["token"] in response.text


def test_row_button_adds_a_row_and_sends_nothing(signed_in, thread):
    response = signed_in.post(address(thread), body(**WHOLE, row="attachments:add"))

    assert response.status_code == 200
    assert "Any news?" in response.text
    assert 'name="attachments-1-file_id"' in response.text
    assert thread.messages.count() == 1


def test_agent_may_not_add_to_a_foreign_thread(signed_in):
    thread = factories.thread()

    assert signed_in.post(address(thread), body()).status_code == 403
    assert not thread.messages.exists()


def test_message_typed_when_the_session_has_ended_stays_in_the_page(client, thread):
    response = client.post(address(thread), body(), headers={"HX-Request": "true"})

    assert (response.status_code, response["HX-Reswap"]) == (401, "none")
    assert "You are signed out. Nothing was sent" in response.text
    assert "HX-Redirect" not in response
