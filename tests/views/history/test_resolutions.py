import uuid

import pytest
from django.urls import reverse

from tests import factories
from threadsui.models import AuditEvent

BODY = {"messages": [{"role": "user", "content": "Snapped pole"}]}


@pytest.fixture
def unknown(agent):
    return factories.submission(state="unknown", actor=agent, payload=BODY, title="Snapped pole")


def press(client, verb, submission, data):
    return client.post(reverse(f"threadsui:submission_{verb}", args=[submission.pk]), data)


def test_adopt_fetches_the_thread_and_leads_to_it(lead_client, agent, unknown):
    made = factories.created_thread(actor=agent, **BODY)
    remote_id = made.remote_id
    type(made).objects.filter(pk=made.pk).update(remote_id="thread_another")  # as if not recorded

    response = press(lead_client, "adopt", unknown, {"remote_id": remote_id})

    unknown.refresh_from_db()
    assert (unknown.state, unknown.resolution) == ("accepted", "adopted")
    assert unknown.thread.remote_id == remote_id
    assert unknown.thread.creator == agent
    assert response["Location"] == unknown.thread.get_absolute_url()


def test_adopt_of_a_thread_that_the_server_does_not_have_is_said_at_the_field(lead_client, unknown):
    response = press(lead_client, "adopt", unknown, {"remote_id": "thread_nowhere"})

    assert response.status_code == 422
    assert "thread_nowhere" in response.context["form"].errors["remote_id"][0]
    unknown.refresh_from_db()
    assert unknown.state == "unknown"


@pytest.mark.parametrize("remote_id", ["", "two words", "x" * 201])
def test_adopt_without_a_usable_id_asks_nobody(lead_client, unknown, remote_id):
    response = press(lead_client, "adopt", unknown, {"remote_id": remote_id})

    assert response.status_code == 422
    assert not unknown.calls.exists()


def test_resend_warns_and_then_sends_once_per_token(lead_client, unknown):
    form = lead_client.get(reverse("threadsui:submission_resend", args=[unknown.pk]))
    token = form.context["form"]["token"].value()
    assert "Resending can create a second thread" in form.text

    answers = [
        press(lead_client, "resend", unknown, {"token": token, "reason": "Not found"})
        for _ in range(2)
    ]

    child = unknown.children.get()
    assert child.state == "accepted"
    assert {answer["Location"] for answer in answers} == {f"{child.get_absolute_url()}?follow=1"}


def test_resend_without_its_token_sends_nothing(lead_client, unknown):
    response = press(lead_client, "resend", unknown, {"token": ""})

    assert response.status_code == 422
    assert "Nothing was sent" in response.text
    assert not unknown.children.exists()


def test_dismiss_keeps_the_reason(lead_client, lead, unknown):
    response = press(lead_client, "dismiss", unknown, {"reason": "Found nothing"})

    unknown.refresh_from_db()
    assert (unknown.resolution, unknown.resolved_by) == ("dismissed", lead)
    assert response["Location"] == unknown.get_absolute_url()
    assert "Found nothing" in lead_client.get(unknown.get_absolute_url()).text


@pytest.mark.parametrize("verb", ["adopt", "resend", "dismiss"])
def test_what_is_wrong_is_said_by_the_page_and_not_by_the_browser(lead_client, unknown, verb):
    page = lead_client.get(reverse(f"threadsui:submission_{verb}", args=[unknown.pk])).text

    assert '<form class="form" method="post" novalidate' in page


def test_dismiss_without_a_reason_changes_nothing(lead_client, unknown):
    response = press(lead_client, "dismiss", unknown, {"reason": " no "})

    assert response.status_code == 422
    assert "Say why" in response.text
    unknown.refresh_from_db()
    assert not unknown.resolution


def test_resend_without_a_reason_sends_nothing_and_says_so_at_the_field(lead_client, unknown):
    response = press(lead_client, "resend", unknown, {"token": str(uuid.uuid4()), "reason": ""})

    assert response.status_code == 422
    assert "Nothing was sent" in response.context["form"].errors["reason"][0]
    assert not unknown.children.exists()


def test_resend_keeps_its_reason_in_the_history_and_the_page_shows_it(lead_client, unknown):
    given = {"token": str(uuid.uuid4()), "reason": "Looked in vain for it"}

    press(lead_client, "resend", unknown, given)

    event = AuditEvent.objects.about(unknown).get(action="submission.resent")
    assert event.reason == "Looked in vain for it"
    assert "Looked in vain for it" in lead_client.get(event.get_absolute_url()).text


@pytest.mark.parametrize("verb", ["adopt", "resend", "dismiss"])
def test_what_is_resolved_is_not_resolved_again(lead_client, verb):
    done = factories.submission(state="unknown", resolution="resent")
    address = reverse(f"threadsui:submission_{verb}", args=[done.pk])
    data = {"remote_id": "thread_1", "token": str(uuid.uuid4()), "reason": "Late"}

    assert lead_client.get(address)["Location"] == done.get_absolute_url()
    assert lead_client.post(address, data).status_code == 422
    done.refresh_from_db()
    assert done.resolution == "resent"
