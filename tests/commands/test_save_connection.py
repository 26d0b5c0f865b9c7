"""`manage.py save_connection`."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tests import factories
from threadsui.models import AuditEvent, Connection

pytestmark = pytest.mark.django_db


def save(*arguments):
    call_command("save_connection", *arguments, stdout=io.StringIO())


def test_foundry_agent_service_is_one_command(monkeypatch):
    monkeypatch.setenv("FOUNDRY_TOKEN", "entra-token")
    url = "https://res.services.ai.azure.com/api/projects/desk"

    save(
        *("foundry", "--name", "Foundry", "--base-url", url, "--secret-env", "FOUNDRY_TOKEN"),
        *("--query", "api-version=2025-05-01", "--beta-header", "", "--end-of-life", "2027-03-31"),
        "--default",
    )

    connection = Connection.objects.get(slug="foundry")
    assert (connection.auth_style, connection.secret) == ("bearer", "entra-token")
    assert connection.extra_query == {"api-version": "2025-05-01"}
    assert (connection.beta_header, connection.end_of_life) == ("", date(2027, 3, 31))
    assert Connection.objects.get(is_default=True) == connection


def test_secret_and_headers_stay_out_of_the_command_line(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("key-of-astra\n"))
    monkeypatch.setenv("ASTRA_TOKEN", "token-of-astra")

    save(
        *("astra", "--base-url", "http://astra:8000/v1", "--secret-stdin"),
        *("--header", "astra-api-token=ASTRA_TOKEN"),
    )

    connection = Connection.objects.get(slug="astra")
    assert connection.name == "astra"
    assert connection.secret == "key-of-astra"
    assert connection.extra_headers == {"astra-api-token": "token-of-astra"}


def test_what_is_not_given_stays(admin, sandbox_connection):
    save("sandbox", "--fault", "rate_limited", "--actor", "admin")

    sandbox_connection.refresh_from_db()
    assert (sandbox_connection.sandbox_fault, sandbox_connection.name) == (
        "rate_limited",
        "Sandbox",
    )
    assert AuditEvent.objects.get().actor == admin


def test_connection_is_switched_off_and_on():
    save("astra", "--base-url", "http://astra:8000/v1", "--auth-style", "none")

    save("astra", "--disable")
    assert not Connection.objects.get(slug="astra").is_active
    save("astra", "--enable")
    assert Connection.objects.get(slug="astra").is_active


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["--base-url", "astra"], "must start with http"),
        (["--base-url", "http://a/v1", "--secret-env", "NOT_SET_HERE"], "NOT_SET_HERE is empty"),
        (["--base-url", "http://a/v1", "--fault", "cut"], "Only the sandbox"),
        (["--base-url", "http://a/v1", "--actor", "nobody"], "no active person 'nobody'"),
    ],
)
def test_connection_that_is_wrong_is_said_and_not_saved(arguments, sentence):
    with pytest.raises(CommandError, match=sentence) as caught:
        save("astra", *arguments)

    assert caught.value.returncode == 2
    assert not Connection.objects.filter(slug="astra").exists()


def test_token_of_foundry_is_fetched_by_the_console_itself(monkeypatch):
    monkeypatch.setenv("CONNECTION_SECRET_FOUNDRY", "client-secret")

    save(
        *("foundry", "--base-url", "https://res.services.ai.azure.com/api/projects/desk"),
        *("--auth-style", "oauth", "--client-id", "console", "--max-attempts", "2"),
        *("--token-url", "https://login.microsoftonline.com/t/oauth2/v2.0/token"),
        *("--secret-reference", "env:CONNECTION_SECRET_FOUNDRY"),
    )

    connection = Connection.objects.get(slug="foundry")
    assert (connection.auth_style, connection.client_id) == ("oauth", "console")
    assert (connection.secret_reference, connection.secret) == (
        "env:CONNECTION_SECRET_FOUNDRY",
        "",
    )
    assert "client-secret" not in str(AuditEvent.objects.get().changes)


def test_ca_bundle_is_read_from_a_file(tmp_path):
    bundle = tmp_path / "ca.pem"
    bundle.write_text("no certificate")

    with pytest.raises(CommandError, match="no certificate in PEM"):
        save("desk", "--base-url", "https://desk/v1", "--ca-bundle", str(bundle))
    with pytest.raises(CommandError, match="cannot be read"):
        save("desk", "--base-url", "https://desk/v1", "--ca-bundle", str(tmp_path))


def groups_of(slug):
    return set(Connection.objects.get(slug=slug).groups.values_list("name", flat=True))


def test_connection_is_kept_for_groups_from_its_first_moment_and_for_everybody_again(agent):
    factories.access_group("Billing")
    factories.access_group("Legal")

    save("desk", "--base-url", "http://desk/v1", "--group", "Billing", "--group", "Legal")
    assert groups_of("desk") == {"Billing", "Legal"}
    assert not Connection.objects.visible_to(agent).filter(slug="desk").exists()
    made = AuditEvent.objects.get(action="connection.created")
    assert made.changes["groups"]["new"] == ["Billing", "Legal"]

    save("desk", "--name", "Desk")
    assert groups_of("desk") == {"Billing", "Legal"}
    save("desk", "--group", "Legal")
    assert groups_of("desk") == {"Legal"}
    save("desk", "--everybody")
    assert groups_of("desk") == set()


def test_group_that_is_not_there_is_named_and_nothing_is_saved():
    factories.access_group("Billing")

    with pytest.raises(CommandError, match="There is no group “Biling”") as caught:
        save("desk", "--base-url", "http://desk/v1", "--group", "Billing", "--group", "Biling")

    assert caught.value.returncode == 2
    assert not Connection.objects.filter(slug="desk").exists()
