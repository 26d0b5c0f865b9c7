"""Keys and headers: kept, replaced, removed, and never shown."""

import pytest
from cryptography.fernet import Fernet

from threadsui.models import AuditEvent, Connection

from .posted import CANARY, DESK, address, edited

pytestmark = pytest.mark.django_db


def test_an_edit_keeps_the_key_and_the_headers_that_nobody_is_shown(as_admin, desk):
    page = as_admin.get(address("update", desk)).text
    assert "x-team: ••••••••" in page
    assert CANARY not in page

    as_admin.post(address("update", desk), edited(desk, name="Help desk"))

    desk.refresh_from_db()
    assert (desk.name, desk.secret) == ("Help desk", CANARY)
    assert desk.extra_headers == {"x-team": "canary-header-0815"}
    assert AuditEvent.objects.latest("pk").changes == {"name": {"old": "Desk", "new": "Help desk"}}


def test_a_key_and_a_header_do_not_follow_to_another_host(as_admin, desk):
    moved = edited(desk, base_url="https://evil.example.com/v1")
    assert "Give it again" in as_admin.post(address("update", desk), moved).text
    assert (
        "Give it again"
        in as_admin.post(address("update", desk), moved | {"secret": "new-key-1"}).text
    )
    proxied = edited(desk, proxy="http://evil.example.com:3128")
    assert "by another proxy" in as_admin.post(address("update", desk), proxied).text

    desk.refresh_from_db()
    assert (desk.base_url, desk.proxy) == (DESK["base_url"], "")


def test_a_key_is_replaced_named_and_removed_with_events_that_do_not_hold_it(
    as_admin, desk, monkeypatch
):
    monkeypatch.setenv("CONNECTION_SECRET_DESK", "key-of-the-environment")

    as_admin.post(address("update", desk), edited(desk, secret="another-key-1"))
    as_admin.post(
        address("update", desk), edited(desk, secret_reference="env:CONNECTION_SECRET_DESK")
    )
    desk.refresh_from_db()
    assert (desk.secret, desk.secret_reference) == ("", "env:CONNECTION_SECRET_DESK")
    as_admin.post(address("update", desk), edited(desk, secret_reference=""))

    desk.refresh_from_db()
    assert (desk.secret_reference, desk.secret_set_at) == ("", None)
    events = AuditEvent.objects.order_by("pk")[1:]
    assert [event.changes.get("secret") for event in events] == [
        {"old": "set", "new": "changed"},
        {"old": "set", "new": None},
        None,
    ]
    assert events[1].changes["secret_reference"]["new"] == "env:CONNECTION_SECRET_DESK"


def test_a_stored_key_is_removed_by_its_box(as_admin, desk):
    as_admin.post(address("update", desk), edited(desk, remove_secret="on"))

    desk.refresh_from_db()
    assert (desk.secret, desk.secret_set_at) == ("", None)


def test_a_wrong_encryption_key_is_said_and_the_key_can_be_typed_anew(as_admin, desk, settings):
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    for page in (desk.get_absolute_url(), address("update", desk)):
        assert "cannot be read with the ENCRYPTION_KEYS" in as_admin.get(page).text
    assert ">\nregion=eu</textarea>" in as_admin.get(address("update", desk)).text
    assert "Cannot be read" in as_admin.get("/connections/").text
    refused = as_admin.post(address("update", desk), edited(desk, extra_headers=""))
    assert (refused.status_code, "Give it again" in refused.text) == (422, True)

    as_admin.post(address("update", desk), edited(desk, extra_headers="", secret="typed-anew-1"))
    assert Connection.objects.get(pk=desk.pk).secret == "typed-anew-1"


def test_connection_whose_key_is_lost_can_be_switched_off_with_its_event(as_admin, desk, settings):
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    answer = as_admin.post(address("disable", desk), follow=True)

    desk = Connection.objects.get(pk=desk.pk)
    assert "The connection was disabled." in answer.text
    assert (desk.is_active, AuditEvent.objects.latest("pk").changes) == (
        False,
        {"is_active": {"old": True, "new": False}},
    )
    assert "cannot be read" in as_admin.post(address("enable", desk), follow=True).text
    as_admin.post(address("update", desk), edited(desk, extra_headers="", secret="typed-anew-1"))
    as_admin.post(address("enable", desk))
    assert Connection.objects.get(pk=desk.pk).is_active
