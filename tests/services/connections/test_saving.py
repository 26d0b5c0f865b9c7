"""Connections: what cannot be called is not saved, and no secret reaches the audit trail."""

import json
from datetime import date

import pytest
from cryptography.fernet import Fernet
from django.utils import translation

from tests.at_once import at_once
from tests.pseudo import LANGUAGE, marked, pseudo_language
from threadsui.models import AuditEvent, Connection
from threadsui.services.connections.saving import add_connection, save_connection
from threadsui.services.errors import ServiceError

pytestmark = pytest.mark.django_db

FOUNDRY = {
    "name": "Foundry",
    "base_url": "https://res.services.ai.azure.com/api/projects/desk",
    "secret": "entra-token-4711",
    "extra_query": {"api-version": "2025-05-01"},
    "beta_header": "",
}


def last_event():
    return AuditEvent.objects.order_by("-id").first()


def test_new_connection_is_saved_with_its_event_and_without_its_secret(admin):
    connection = save_connection(
        actor=admin, slug="foundry", extra_headers={"x-team": "north-secret"}, **FOUNDRY
    )

    connection.refresh_from_db()
    assert connection.secret == "entra-token-4711"
    assert connection.extra_query == {"api-version": "2025-05-01"}
    event = last_event()
    assert (event.action, event.actor, event.target_label) == (
        "connection.created",
        admin,
        "Foundry",
    )
    assert event.changes["secret"] == {"old": None, "new": "set"}
    assert event.changes["extra_headers.x-team"] == {"old": None, "new": "set"}
    assert "4711" not in json.dumps(event.changes)
    assert "north-secret" not in json.dumps(event.changes)


def test_change_records_what_differs_and_keeps_the_rest(admin):
    save_connection(actor=admin, slug="foundry", **FOUNDRY)

    changed = save_connection(
        actor=admin,
        slug="foundry",
        read_timeout=60.0,
        secret="another-token",
        end_of_life=date(2027, 3, 31),
    )

    assert changed.base_url == FOUNDRY["base_url"]
    assert last_event().action == "connection.updated"
    assert last_event().changes == {
        "read_timeout": {"old": 30.0, "new": 60.0},
        "end_of_life": {"old": None, "new": "2027-03-31"},
        "secret": {"old": "set", "new": "changed"},
    }


def test_saving_what_is_there_already_makes_no_event(admin):
    save_connection(actor=admin, slug="foundry", **FOUNDRY)
    save_connection(actor=admin, slug="foundry", **FOUNDRY)

    assert AuditEvent.objects.count() == 1


def test_new_default_takes_the_place_of_the_old_one(admin, sandbox_connection):
    connection = save_connection(actor=admin, slug="foundry", is_default=True, **FOUNDRY)

    assert Connection.objects.get(is_default=True) == connection


@pytest.mark.parametrize(
    "fields, param, sentence",
    [
        ({"base_url": "ftp://host/v1"}, "base_url", "http:// or https://"),
        ({"base_url": "https://me:secret@host/v1"}, "base_url", "user name or password"),
        ({"base_url": "https://host/v1?key=1"}, "base_url", "query"),
        ({"secret": "two\nlines"}, "secret", "Authorization cannot be sent"),
        ({"extra_headers": {"bad name": "x"}}, "extra_headers", "is not a header name"),
        ({"extra_query": {"limit": 5}}, "extra_query", "all of them text"),
        ({"auth_style": "header"}, "auth_header", "name of the header"),
        ({"auth_style": "magic"}, "auth_style", "not a valid choice"),
        ({"read_timeout": 0.0}, "read_timeout", "above 0"),
        ({"connect_timeout": float("nan")}, "connect_timeout", "above 0"),
        ({"sandbox_fault": "cut"}, "sandbox_fault", "Only the sandbox"),
        ({"is_default": True, "is_active": False}, "is_active", "cannot be switched off"),
        ({"name": ""}, "name", "blank"),
    ],
)
def test_connection_that_cannot_be_called_is_not_saved(admin, fields, param, sentence):
    with pytest.raises(ServiceError, match=sentence) as caught:
        save_connection(actor=admin, slug="foundry", **FOUNDRY | fields)

    assert caught.value.param == param
    assert caught.value.message.endswith("Nothing was saved.")
    assert "lines" not in caught.value.message
    assert not Connection.objects.filter(slug="foundry").exists()
    assert not AuditEvent.objects.exists()


def test_single_word_host_is_an_address():
    connection = save_connection(
        actor=None, slug="astra", name="Astra", base_url="http://astra:8000/v1"
    )

    assert connection.pk
    assert last_event().actor_name == "system"


@pytest.mark.parametrize(
    "base_url",
    ["https://elsewhere.example/v1", FOUNDRY["base_url"].replace("https://", "http://")],
    ids=["another host", "without TLS"],
)
def test_key_does_not_follow_to_another_address_unasked(admin, base_url):
    save_connection(actor=admin, slug="foundry", **FOUNDRY)

    with pytest.raises(ServiceError, match="Give it again") as caught:
        save_connection(actor=admin, slug="foundry", base_url=base_url)

    assert caught.value.param == "secret"


def test_client_secret_does_not_become_a_key_for_the_api_unasked_nor_the_other_way_round(admin):
    oauth = {
        "auth_style": "oauth",
        "token_url": "https://login.example.com/token",
        "client_id": "console",
    }
    save_connection(actor=admin, slug="foundry", **FOUNDRY | oauth)
    with pytest.raises(
        ServiceError, match=r"given for https://login\.example\.com\. Give it again"
    ):
        save_connection(actor=admin, slug="foundry", auth_style="bearer")

    save_connection(actor=admin, slug="foundry", auth_style="bearer", secret="a-key-0815")
    with pytest.raises(ServiceError, match=r"given for https://res\.services.*Give it again"):
        save_connection(actor=admin, slug="foundry", auth_style="oauth")


def test_sandbox_may_misbehave_on_demand_but_not_move(admin, sandbox_connection):
    assert save_connection(actor=admin, slug="sandbox", sandbox_fault="slow:12").pk

    with pytest.raises(ServiceError, match="knows no fault"):
        save_connection(actor=admin, slug="sandbox", sandbox_fault="explode")
    with pytest.raises(ServiceError, match="part of this console"):
        save_connection(actor=admin, slug="sandbox", base_url="https://elsewhere.example/v1")

    sandbox_connection.refresh_from_db()
    assert sandbox_connection.sandbox_fault == "slow:12"


def test_default_is_not_given_up_without_a_new_one(admin, sandbox_connection):
    with pytest.raises(ServiceError, match="new default"):
        save_connection(actor=admin, slug="sandbox", is_default=False)


def test_secret_that_cannot_be_read_is_asked_for_again_and_can_be_given(admin, settings):
    save_connection(actor=admin, slug="foundry", **FOUNDRY)
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(ServiceError, match="Give it again") as caught:
        save_connection(actor=admin, slug="foundry", name="Renamed")
    assert caught.value.param == "secret"

    save_connection(actor=admin, slug="foundry", secret="entra-token-new")
    assert Connection.objects.get(slug="foundry").secret == "entra-token-new"


def test_of_two_who_add_the_same_connection_at_once_one_is_refused(transactional_db):
    outcomes = at_once(
        lambda: add_connection(actor=None, slug="foundry", **FOUNDRY | {"name": "Mine"}),
        lambda: add_connection(actor=None, slug="foundry", **FOUNDRY | {"name": "Theirs"}),
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert AuditEvent.objects.get().action == "connection.created"


def test_of_two_new_defaults_at_once_the_later_takes_over(transactional_db):
    for slug in ("one", "other"):
        save_connection(actor=None, slug=slug, **FOUNDRY)
    outcomes = at_once(
        lambda: save_connection(actor=None, slug="one", is_default=True),
        lambda: save_connection(actor=None, slug="other", is_default=True),
    )

    assert outcomes == ["done", "done"]
    assert Connection.objects.filter(is_default=True).count() == 1


@pytest.mark.parametrize(
    "fields, said",
    [
        ({"base_url": "ftp://desk"}, marked("The base URL")),
        ({"proxy": "desk:3128"}, marked("The proxy")),
        ({"beta_header": "a\nb"}, "OpenAI-Beta"),
    ],
)
def test_what_the_client_refuses_is_said_in_the_reader_s_language(fields, said):
    """It speaks English, as it knows no other language; its sentences are translated where they are shown."""
    given = FOUNDRY | fields
    with pseudo_language(), translation.override(LANGUAGE), pytest.raises(ServiceError) as caught:
        save_connection(actor=None, slug="desk", **given)

    assert said in caught.value.message
    assert "must" not in caught.value.message
    assert "cannot" not in caught.value.message
