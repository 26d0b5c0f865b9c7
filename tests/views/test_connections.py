"""Connections: who sees which page, what a form says, that a key never comes back, and what the buttons do."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.personalities import running
from threadsui.models import AuditEvent, Connection

pytestmark = pytest.mark.django_db

NEW = "/connections/new/"
CANARY = "sk-canary-4711-never-shown"
DESK = {
    "name": "Desk",
    "profile": "openai",
    "base_url": "https://desk.example.com/v1",
    "auth_style": "bearer",
    "secret": CANARY,
    "extra_headers": "x-team: canary-header-0815",
    "extra_query": "region=eu",
    "beta_header": "assistants=v2",
    "connect_timeout": "5",
    "read_timeout": "30",
    "max_attempts": "3",
}


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def desk(as_admin):
    as_admin.post(NEW, DESK)
    return Connection.objects.get(slug="desk")


def address(name, connection):
    return reverse(f"threadsui:connection_{name}", args=[connection.pk])


def edited(desk, **changes):
    """What the browser posts when nothing else was touched."""
    kept = {name: DESK[name] for name in DESK if name not in {"secret", "profile"}}
    return kept | {"extra_headers": "x-team: ••••••••"} | changes


def test_a_connection_is_added_with_its_event_and_the_key_encrypted(as_admin, admin):
    response = as_admin.post(NEW, DESK, follow=True)

    desk = Connection.objects.get(slug="desk")
    assert (desk.secret, desk.extra_headers) == (CANARY, {"x-team": "canary-header-0815"})
    assert (desk.profile, desk.extra_query, desk.secret_set_by) == (
        "openai",
        {"region": "eu"},
        admin,
    )
    assert response.redirect_chain == [(desk.get_absolute_url(), 302)]
    assert AuditEvent.objects.get().action == "connection.created"
    assert "Set 0\xa0minutes ago by admin" in response.text
    assert CANARY not in response.text


@pytest.mark.parametrize("profile, said", [("foundry", "2025-05-01"), ("astra", "astra-api-token")])
def test_a_kind_of_server_begins_with_what_is_known_of_it(as_admin, profile, said):
    assert f"?profile={profile}" in as_admin.get(NEW).text

    assert said in as_admin.get(NEW, {"profile": profile}).text


def test_a_placeholder_left_in_an_address_is_told(as_admin):
    response = as_admin.post(NEW, DESK | {"base_url": "https://HOST/v1"})

    assert response.status_code == 422
    assert "Put your own in place of HOST" in response.text


@pytest.mark.parametrize(
    "field, value, said",
    [
        ("name", "", "Enter a name"),
        ("base_url", "ftp://desk/v1", "http:// or https://"),
        ("base_url", "https://me:pw@desk/v1", "user name or password"),
        ("base_url", "https://desk/v1?key=1", "query or fragment"),
        ("base_url", "http://169.254.169.254/v1", "link-local or metadata"),
        ("base_url", "http://[fe80::1]/v1", "link-local or metadata"),
        ("base_url", "https://desk/v1\r\nHost: evil", "line breaks"),
        ("extra_headers", "no colon here", "Line 1"),
        ("extra_headers", "bad name: x", "is not a header name"),
        ("extra_headers", "Content-Length: 3", "set by the client itself"),
        ("extra_headers", "x-a: 1\nX-A: 2", "is there already"),
        ("extra_query", "region", "Line 1"),
        ("beta_header", "v2\x7f", "cannot be sent"),
        ("organization", "ümlaut-€", "cannot be sent"),
        ("secret", "two\nlines", "cannot be sent"),
        ("secret_reference", "env:SECRET_KEY", "CONNECTION_SECRET_"),
        ("secret_reference", "file:/etc/passwd", "SECRETS_DIR"),
        ("secret_reference", "SECRET", "env:NAME"),
        ("proxy", "socks5://proxy:1080", "http:// or https://"),
        ("proxy", "http://me:pw@proxy:3128", "user name or password"),
        ("ca_bundle", "no certificate", "no certificate"),
        ("ca_bundle", "-----BEGIN PRIVATE KEY-----", "private key"),
        ("read_timeout", "0", "greater than or equal"),
        ("read_timeout", "nan", "Enter a number"),
        ("max_attempts", "99", "less than or equal"),
        ("end_of_life", "soon", "valid date"),
        ("auth_style", "magic", "valid choice"),
        ("auth_style", "header", "name of the header"),
        ("auth_style", "oauth", "tokens are asked for"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays_but_the_secrets(
    as_admin, field, value, said
):
    response = as_admin.post(
        NEW, DESK | {"secret": "" if "reference" in field else CANARY, field: value}
    )

    assert response.status_code == 422
    assert said in response.text
    assert "region=eu" in response.text or field == "extra_query"
    assert CANARY not in response.text
    assert "canary-header-0815" not in response.text
    assert not Connection.objects.filter(is_sandbox=False).exists()


def test_a_short_name_that_is_taken_changes_nothing(as_admin, desk):
    response = as_admin.post(NEW, DESK | {"base_url": "https://other.example.com/v1"})

    assert (response.status_code, "with this short name" in response.text) == (422, True)
    desk.refresh_from_db()
    assert desk.base_url == DESK["base_url"]


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


@pytest.mark.parametrize("name", ["test", "disable", "enable", "default", "update"])
def test_whatever_is_done_with_a_connection_asks_to_confirm_who_one_is(
    as_admin, desk, settings, name
):
    settings.REAUTHENTICATION_REQUIRED = True
    before = Connection.objects.values().get(pk=desk.pk)

    answer = as_admin.post(address(name, desk), {"write": "yes"})

    assert "/accounts/reauthenticate/" in answer.url
    assert Connection.objects.values().get(pk=desk.pk) == before


def test_test_button_shows_what_was_found_and_who_asked(as_admin):
    with running("openai") as server:
        tested = factories.connection("tested", base_url=server.url, secret=server.key)
        response = as_admin.post(address("test", tested), follow=True)
        assert server.posts == []
        as_admin.post(address("test", tested), {"write": "yes"})
        assert len(server.posts) == 1

    for said in ("The test passed.", "The key was accepted.", "does not list threads", "admin"):
        assert said in response.text
    assert server.key not in response.text


def test_test_of_a_server_without_threads_says_what_ended_and_when(as_admin):
    with running("gone") as server:
        tested = factories.connection("tested", base_url=server.url, secret=server.key)
        response = as_admin.post(address("test", tested), follow=True)

    for said in ("The test found a problem.", "no longer offers threads", "2026-08-26"):
        assert said in response.text


def test_form_says_at_its_field_what_the_test_found(as_admin):
    with running("openai") as server:
        tested = factories.connection("tested", base_url=server.url, secret="sk-another")
        as_admin.post(address("test", tested))

    form = as_admin.get(address("update", tested)).context["form"]
    assert form["secret"].help_text == (
        "The last test: The key was refused (401). Give another key, and check how it is sent."
    )
    assert form["base_url"].help_text == "Up to and without /threads."


def test_a_connection_is_disabled_enabled_and_made_the_default(as_admin, desk, sandbox_connection):
    as_admin.post(address("disable", desk))
    desk.refresh_from_db()
    assert not desk.is_active
    assert "Desk" not in as_admin.get("/threads/new/").text

    as_admin.post(address("enable", desk))
    as_admin.post(address("default", desk))
    assert Connection.objects.get(is_default=True) == desk
    refused = as_admin.post(address("disable", desk), follow=True)
    assert "default connection cannot be switched off" in refused.text


def test_the_sandbox_misbehaves_by_its_page_and_has_no_key(as_admin, sandbox_connection):
    page = as_admin.get(address("update", sandbox_connection)).text
    assert "Has no threads any more" in page
    assert "id_secret" not in page

    fields = {"name": "Sandbox", "connect_timeout": 5, "read_timeout": 30, "max_attempts": 3}
    as_admin.post(address("update", sandbox_connection), fields | {"sandbox_fault": "slow:12"})

    sandbox_connection.refresh_from_db()
    assert sandbox_connection.sandbox_fault == "slow:12"
    assert "Misbehaves" in as_admin.get("/connections/").text


def test_buttons_follow_what_the_test_found(as_admin, admin, lead, client_of):
    with running("litellm") as server:
        gateway = factories.connection("gateway", base_url=server.url, secret=server.key)
        thread = factories.thread(creator=lead, connection=gateway)
        page = client_of(lead).get(thread.get_absolute_url()).text
        assert "Delete thread" in page
        as_admin.post(address("test", gateway), {"write": "yes"})

    page = client_of(lead).get(thread.get_absolute_url()).text
    assert "Delete thread" not in page
    assert "Edit" in page


@pytest.mark.parametrize(
    "days, said",
    [(129, "Desk ends in 129 days"), (1, "ends tomorrow"), (-3, "Desk ended on"), (400, None)],
)
def test_end_of_life_is_counted_down_where_the_connection_is_used(as_admin, desk, days, said):
    desk.end_of_life = timezone.localdate() + timedelta(days=days)
    desk.save()

    pages = [as_admin.get(desk.get_absolute_url()), as_admin.get("/threads/new/?connection=desk")]
    preview = as_admin.post("/threads/new/preview/", {"connection": "desk", "token": ""})

    for page in [*pages, preview]:
        assert (said or "Desk end") in page.text or said is None
        assert said is not None or "Desk end" not in page.text


def test_lead_and_auditor_read_without_buttons(client, desk, lead, auditor):
    for person in (lead, auditor):
        client.force_login(person)
        page = client.get(desk.get_absolute_url()).text
        assert "https://desk.example.com/v1" in page
        assert "Test connection" not in page
        assert "New connection" not in client.get("/connections/").text


def test_agent_has_no_way_to_the_connections(client, agent):
    client.force_login(agent)

    assert "/connections/" not in client.get("/").text


def test_history_is_on_the_page_and_leads_to_the_audit_history(as_admin, desk):
    page = as_admin.get(desk.get_absolute_url()).text

    assert "added the connection" in page
    assert f"?target_type=threadsui.connection&amp;target_id={desk.pk}" in page


def test_number_of_queries_of_the_list_does_not_grow(as_admin, admin):
    from django.db import connection as database

    def queries():
        with CaptureQueriesContext(
            database,
        ) as captured:
            assert as_admin.get("/connections/").status_code == 200
        return len(captured)

    factories.connection(secret_set_by=admin, secret="a-key-0815", secret_set_at=timezone.now())
    first = queries()
    for _ in range(3):
        factories.connection(secret_set_by=admin, secret="a-key-0815", secret_set_at=timezone.now())

    assert queries() == first


def test_form_that_was_opened_before_somebody_elses_change_overwrites_nothing(as_admin, desk):
    address = reverse("threadsui:connection_update", args=[desk.pk])
    seen = as_admin.get(address).context["version"]
    posted = DESK | {"secret": "", "extra_headers": "x-team: ••••••••", "version": seen}
    assert as_admin.post(address, posted | {"read_timeout": "60"}).status_code == 302
    answer = as_admin.post(address, posted | {"name": "Help desk"})
    desk.refresh_from_db()

    assert answer.status_code == 422
    assert "Somebody else changed this connection" in answer.text
    assert (desk.name, desk.read_timeout) == ("Desk", 60)
    again = as_admin.get(address).context["version"]
    values = posted | {"name": "Help desk", "read_timeout": "60", "version": again}
    assert as_admin.post(address, values).status_code == 302
