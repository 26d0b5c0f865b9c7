"""Signing in and out, and being refused: each is an event, whose address is that of the request."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.audit import tampering
from threadsui.models import AuditEvent

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery staple"


@pytest.fixture
def ana():
    person = factories.user("agent", "ana")
    person.email = "ana@example.com"
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def visitor():
    cache.clear()  # of the tries of other tests
    return Client(REMOTE_ADDR="192.0.2.7")


def sign_in(visitor, login, password):
    return visitor.post(reverse("account_login"), {"login": login, "password": password})


def told():
    return [(one.action, one.actor_name) for one in AuditEvent.objects.order_by("pk")]


def test_signing_in_and_out_are_events_of_the_person(visitor, ana):
    sign_in(visitor, "ana", PASSWORD)
    visitor.post(reverse("account_logout"))

    assert told() == [("user.signed_in", "ana"), ("user.signed_out", "ana")]
    event = AuditEvent.objects.get(action="user.signed_in")
    assert (event.actor, event.target_id, event.address) == (ana, str(ana.pk), "192.0.2.7")
    assert event.correlation_id


@pytest.mark.parametrize("login", ["ana", "ana@example.com"])
def test_refused_sign_in_is_an_event_with_the_person_and_without_the_password(visitor, ana, login):
    sign_in(visitor, login, "a wrong secret")

    event = AuditEvent.objects.get()
    assert (event.action, event.actor) == ("user.sign_in_refused", None)
    assert event.target_id == str(ana.pk)
    assert event.changes == {"username": {"old": None, "new": "ana"}}
    assert event.address == "192.0.2.7"
    assert "a wrong secret" not in str(vars(event))


@pytest.mark.parametrize("login", ["my-password-in-the-wrong-field", "x" * 5_000])
def test_refused_sign_in_keeps_nothing_of_what_is_nobodys_name(visitor, ana, login):
    sign_in(visitor, login, "a wrong secret")

    event = AuditEvent.objects.get()
    assert event.changes == {}
    assert login[:10] not in str(vars(event))


def test_number_of_refused_sign_ins_is_bounded(visitor, ana):
    for _try in range(20):
        sign_in(visitor, "ana", "a wrong secret")

    assert 0 < AuditEvent.objects.count() <= 10


def test_signing_out_without_being_signed_in_is_no_event(visitor):
    visitor.post(reverse("account_logout"))

    assert not AuditEvent.objects.exists()


def test_audit_page_tells_of_sign_ins(visitor, ana, auditor, client_of):
    sign_in(visitor, "ana", "a wrong secret")
    sign_in(visitor, "ana", PASSWORD)
    page = client_of(auditor).get("/audit/?filters=open").text

    assert "Refused a sign-in as “ana”" in page
    assert "Signed in" in page
    assert 'value="user.sign_in_refused"' in page
    refused = AuditEvent.objects.get(action="user.sign_in_refused")
    assert "ana" in client_of(auditor).get(refused.get_absolute_url()).text


def test_person_is_not_signed_in_when_it_cannot_be_recorded(visitor, ana):
    tampering.run("DELETE FROM threadsui_audithead")
    visitor.raise_request_exception = False

    assert sign_in(visitor, "ana", PASSWORD).status_code == 500
    assert visitor.get(reverse("threadsui:thread_list")).status_code == 302
