"""What stood in English among German words: parts of sentences, names of keys, what the history kept."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from tests import factories
from threadsui.audit import presenting
from threadsui.forms.documents.importing import ImportForm
from threadsui.models import AuditEvent
from threadsui.templatetags.code import diff_lines
from threadsui.views.connections.lifetimes import lifetime_notice
from threadsui.words import told


@pytest.fixture(autouse=True)
def german():
    with translation.override("de"):
        yield


def test_alternatives_of_the_contract_are_joined_in_german():
    said = "Invalid value for '%(param)s': expected %(expected)s."
    two = {"param": "role", "expected": "'user' or 'assistant'"}
    three = {"param": "detail", "expected": "'auto', 'low' or 'high'"}

    assert told(said, two).endswith("erwartet wird 'user' oder 'assistant'.")
    assert told(said, three).endswith("erwartet wird 'auto', 'low' oder 'high'.")


def test_parsers_complaint_is_said_in_german():
    form = ImportForm({"body": '{"messages": [}'}, {})

    assert form.non_field_errors() == [
        "Zeile 1, Spalte 15: Das ist kein JSON: hier gehört ein Wert hin. Korrigieren Sie es dort."
    ]


def test_subject_kept_in_english_is_named_in_german():
    export = {"target_type": "threadsui.operation", "target_label": "Export threads #4"}
    every = {"target_type": "threadsui.auditevent", "target_label": "Audit events"}

    assert presenting.target_label(AuditEvent(target_id="4", **export)) == "Threads exportieren #4"
    assert presenting.target_label(AuditEvent(target_id="", **every)) == "Prüfprotokoll"


def test_field_of_the_console_is_named_in_german_and_one_of_the_api_as_there():
    changes = {"assignee": {"old": None, "new": "ana"}, "metadata": {"old": {}, "new": {"a": "1"}}}

    headers = [line["before"] for line in diff_lines(changes) if line["kind"] == "header"]
    assert headers == ["zuständige Person", "metadata"]


@pytest.mark.django_db
def test_keys_have_the_names_of_a_german_keyboard(signed_in):
    page = signed_in.get("/keys/", HTTP_ACCEPT_LANGUAGE="de").text

    assert "<kbd data-command>Strg</kbd> <kbd>Eingabe</kbd>" in page
    assert "<kbd>Leertaste</kbd>" in page
    assert "<kbd>Ctrl" not in page


@pytest.mark.django_db
def test_sign_in_calls_the_name_as_its_field_does():
    factories.user("agent", "ana")

    posted = {"login": "ana", "password": "wrong"}
    page = Client().post("/accounts/login/", posted, HTTP_ACCEPT_LANGUAGE="de").text

    assert "Benutzername, E-Mail oder Passwort stimmt nicht." in page
    assert "Anmeldename" not in page


@pytest.mark.django_db
def test_end_of_a_server_is_a_german_date():
    foundry = factories.connection(name="Foundry", end_of_life=date(2026, 12, 10))

    with time_machine.travel("2026-11-22T12:00Z"):
        title = lifetime_notice(foundry)["title"]

    assert title == "Foundry endet in 18 Tagen, am 10. Dezember 2026."


@pytest.mark.django_db
def test_what_allauth_says_is_as_polite_as_the_rest(signed_in):
    passwords = {"oldpassword": "secret", "password1": "tent-pole-4711", "password2": "another"}

    page = signed_in.post("/accounts/password/change/", passwords, HTTP_ACCEPT_LANGUAGE="de").text

    assert "Geben Sie beide Male dasselbe Passwort ein." in page
    assert "Du musst" not in page
