"""Legal holds: placed, shown, lifted, on one thread and on many."""

import pytest

from tests import factories
from threadsui.models import AuditEvent, Thread
from threadsui.services.threads.holds import place_hold

from .pages import WHY, threads_found

pytestmark = pytest.mark.django_db


def test_hold_is_placed_shown_found_and_lifted(client_of, auditor):
    thread, client = factories.thread(), client_of(auditor)
    address = thread.get_absolute_url()

    silent = client.post(f"{address}hold/", {"reason": ""})
    placed = client.post(f"{address}hold/", {"reason": "Case 12"})

    assert (silent.status_code, placed["Location"]) == (422, address)
    page = client.get(address).text
    assert "This thread is under legal hold" in page
    assert "Case 12" in page
    assert len(threads_found(client, "is:held")) == 1
    client.post(f"{address}hold/lift/", {"reason": "Closed"})
    assert "under legal hold" not in client.get(address).text
    assert threads_found(client, "is:held") == []


def test_held_thread_offers_no_deleting_and_says_why_when_asked(
    client_of, lead, sandbox_connection
):
    thread, client = factories.thread(), client_of(lead)
    place_hold(thread=thread, actor=lead, reason="Case 12")
    address = thread.get_absolute_url()

    assert "Delete thread" not in client.get(address).text
    refused = client.post(f"{address}delete/", {"reason": WHY})

    assert refused.status_code == 422
    assert "This thread is under legal hold" in refused.text
    form = client_of(lead).get(f"{thread.get_absolute_url()}edit/").text
    assert "readonly" in form
    assert "so its title stays as it is" in form


def test_many_threads_are_held_and_released_at_once(client_of, lead, agent):
    threads = [factories.thread() for _number in range(3)]
    press = {"ids": [one.pk for one in threads], "confirmed": "1", "reason": "Case 12"}

    assert client_of(agent).post("/threads/bulk/hold/", press).status_code == 403
    client_of(lead).post("/threads/bulk/hold/", press)

    assert Thread.objects.filter(held_at__isnull=False).count() == 3
    events = AuditEvent.objects.filter(action="thread.held", reason="Case 12")
    assert len({event.correlation_id for event in events}) == 1
    client_of(lead).post("/threads/bulk/release/", press)
    assert not Thread.objects.filter(held_at__isnull=False).exists()


def test_list_of_held_threads_offers_to_lift_many(client_of, lead):
    place_hold(thread=factories.thread(), actor=lead, reason="Case 12")
    release = 'formaction="/threads/bulk/release/"'

    assert release in client_of(lead).get("/threads/", {"q": "is:held"}).text
    assert release not in client_of(lead).get("/threads/", {"q": "-is:deleted"}).text
