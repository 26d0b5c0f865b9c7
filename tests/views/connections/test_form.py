"""The form of a connection: what is added, and what it says of a mistake."""

import pytest

from tests import factories
from tests.personalities import running
from threadsui.models import AuditEvent, Connection

from .posted import CANARY, DESK, NEW, address, edited

pytestmark = pytest.mark.django_db


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
    assert "Set just now by admin" in response.text
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


def test_form_says_at_its_field_what_the_test_found(as_admin):
    with running("openai") as server:
        tested = factories.connection("tested", base_url=server.url, secret="sk-another")
        as_admin.post(address("test", tested))

    form = as_admin.get(address("update", tested)).context["form"]
    assert form["secret"].help_text == (
        "The last test: The key was refused (401). Give another key, and check how it is sent."
    )
    assert form["base_url"].help_text == "Up to and without /threads."


def test_the_sandbox_misbehaves_by_its_page_and_has_no_key(as_admin, sandbox_connection):
    page = as_admin.get(address("update", sandbox_connection)).text
    assert "Has no threads any more" in page
    assert "id_secret" not in page

    fields = {"name": "Sandbox", "connect_timeout": 5, "read_timeout": 30, "max_attempts": 3}
    as_admin.post(address("update", sandbox_connection), fields | {"sandbox_fault": "slow:12"})

    sandbox_connection.refresh_from_db()
    assert sandbox_connection.sandbox_fault == "slow:12"
    assert "Misbehaves" in as_admin.get("/connections/").text


def test_form_that_was_opened_before_somebody_elses_change_overwrites_nothing(as_admin, desk):
    form = address("update", desk)
    opened = edited(desk, version=as_admin.get(form).context["version"])
    assert as_admin.post(form, opened | {"read_timeout": "60"}).status_code == 302
    answer = as_admin.post(form, opened | {"name": "Help desk"})
    desk.refresh_from_db()

    assert answer.status_code == 422
    assert "Somebody else changed this connection" in answer.text
    assert (desk.name, desk.read_timeout) == ("Desk", 60)
    again = {"version": as_admin.get(form).context["version"]}
    anew = opened | again | {"name": "Help desk", "read_timeout": "60"}
    assert as_admin.post(form, anew).status_code == 302
