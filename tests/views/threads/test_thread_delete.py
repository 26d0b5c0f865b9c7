import pytest
from django.urls import reverse

from tests import factories
from threadsui.models import AuditEvent


def address(thread):
    return reverse("threadsui:thread_delete", args=[thread.pk])


def test_get_asks_first_and_deletes_nothing(lead_client, agent):
    thread = factories.created_thread(actor=agent)

    response = lead_client.get(address(thread))

    assert "Delete this thread on the server?" in response.text
    thread.refresh_from_db()
    assert thread.state == "created"


def test_post_deletes_on_the_server_and_keeps_the_record_and_the_reason(lead_client, lead, agent):
    thread = factories.created_thread(actor=agent)

    response = lead_client.post(address(thread), {"reason": "Made twice"})

    assert response["Location"] == thread.get_absolute_url()
    thread.refresh_from_db()
    assert (thread.state, thread.deleted_by) == ("deleted", lead)
    assert AuditEvent.objects.about(thread).get(action="thread.deleted").reason == "Made twice"
    page = lead_client.get(thread.get_absolute_url()).text
    assert "This thread was deleted" in page
    assert "Shown as sent on" in page
    assert "until the thread is refreshed" not in page


@pytest.mark.parametrize("reason", ["", "  no  ", "x" * 501])
def test_without_a_usable_reason_nothing_is_deleted_and_the_field_says_so(
    lead_client, agent, reason
):
    thread = factories.created_thread(actor=agent)

    response = lead_client.post(address(thread), {"reason": reason})

    assert response.status_code == 422
    assert "Nothing was done" in response.context["form"].errors["reason"][0]
    thread.refresh_from_db()
    assert thread.state == "created"


def test_server_that_cannot_be_reached_leaves_the_thread_and_says_so(lead_client):
    connection = factories.connection("nowhere", base_url="http://127.0.0.1:1/v1")
    thread = factories.thread(connection=connection)

    response = lead_client.post(address(thread), {"reason": "Made twice"})

    assert response.status_code == 422
    assert "The thread was not deleted" in response.text
    assert "Made twice" in response.text
    thread.refresh_from_db()
    assert thread.state == "created"


def test_agent_may_not_delete_even_their_own(signed_in, agent):
    thread = factories.created_thread(actor=agent)

    assert signed_in.post(address(thread)).status_code == 403
    thread.refresh_from_db()
    assert thread.state == "created"
