"""A reason shows the text: of this record, in this session, for a while."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from tests import factories
from tests.views.walking import WORD
from threadsui.models import AuditEvent


@pytest.mark.parametrize("key", ["thread", "submission", "call"])
def test_reason_shows_this_record_alone_for_a_while_and_in_this_session(
    canary, auditor, client_of, key, monkeypatch
):
    record, client = canary[key], client_of(auditor)
    address = record.get_absolute_url()
    other = factories.thread(title="Else", messages=[f"another {WORD}"])

    answer = client.post(f"{address}reveal/", {"reason": "Complaint 12 of the customer"})

    assert answer["Location"] == address
    assert WORD in client.get(address).text
    assert WORD not in client.get(other.get_absolute_url()).text
    assert WORD not in client_of(auditor).get(address).text  # another session
    event = AuditEvent.objects.get(action="transcript.revealed")
    assert (event.actor, event.target_id) == (auditor, str(record.pk))
    assert event.reason == "Complaint 12 of the customer"
    later = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr("threadsui.views.history.revealed._now", later.timestamp)
    assert WORD not in client.get(address).text


def test_revealed_thread_shows_its_notes_and_calls_as_well(canary, auditor, client_of):
    address, client = canary["thread"].get_absolute_url(), client_of(auditor)

    client.post(f"{address}reveal/", {"reason": "Complaint 12"})

    for tab in ("transcript", "notes", "timeline", "raw"):
        assert WORD in client.get(address, {"tab": tab}).text


@pytest.mark.parametrize("reason", ["", "  a ", "x" * 501])
def test_without_a_usable_reason_nothing_is_shown_and_nothing_is_told(
    canary, auditor, client_of, reason
):
    address, client = canary["thread"].get_absolute_url(), client_of(auditor)

    answer = client.post(f"{address}reveal/", {"reason": reason})

    assert answer.status_code == 422
    assert "Nothing was shown" in answer.text
    assert WORD not in client.get(address).text
    assert not AuditEvent.objects.filter(action="transcript.revealed").exists()


@pytest.mark.parametrize("role", ["viewer", "agent", "lead", "admin"])
def test_others_see_as_before_and_are_not_asked(canary, client_of, role):
    client, address = client_of(factories.user(role)), canary["thread"].get_absolute_url()

    assert WORD in client.get(address).text
    assert "Text is masked" not in client.get(address).text
    assert client.post(f"{address}reveal/", {"reason": "Case 12"}).status_code == 403


def test_reveal_ends_with_the_permission(canary, auditor, client_of):
    """Whoever is no auditor any more does not read on for the rest of the half hour."""
    address, client = canary["thread"].get_absolute_url(), client_of(auditor)
    client.post(f"{address}reveal/", {"reason": "Complaint 12"})
    assert WORD in client.get(address).text

    auditor.groups.set(Group.objects.filter(name="viewer"))
    Group.objects.get(name="viewer").permissions.remove(
        Permission.objects.get(codename="read_message")
    )

    assert client.get(address).status_code == 200
    assert WORD not in client.get(address).text
