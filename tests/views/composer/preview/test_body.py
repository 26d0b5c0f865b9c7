"""The body that is shown, whatever is in the form, and where it would go."""

import json

import pytest

from tests import payloads
from tests.factories import connection
from threadsui.api import schema
from threadsui.models import Connection, Submission

from .shown import SECRETS, URL, Texts, fields, texts


def test_page_shows_the_body_that_it_was_opened_with(signed_in):
    body = schema.canonical_json(schema.parse(schema.CreateThread, payloads.P1_NEW_STORE))

    page = signed_in.post("/threads/import/", {"body": body})

    assert texts(page)["spelled-json"] == body


def test_an_empty_form_shows_an_empty_body(signed_in):
    shown = texts(signed_in.get("/threads/new/"))

    assert shown["spelled-json"] == "{}"
    assert "2\xa0bytes" in shown["request-foot"]


def test_foot_counts_bytes_not_characters(preview):
    shown = preview(fields({"metadata": {"ü": "é"}}))

    assert f"{len(shown['spelled-json'].encode())}\xa0bytes" in shown["request-foot"]
    assert "POST /sandbox/v1/threads" in shown["request-foot"]


def test_a_body_too_long_to_draw_is_copied_whole(preview):
    long = {"messages": [{"role": "user", "content": f"{'x' * 250_000}&<"}]}

    shown = preview(fields(long))

    assert json.loads(shown["spelled-json"]) == long
    assert "@body.json" in shown["spelled-curl"]


def test_the_chosen_spelling_stays_chosen(signed_in):
    page = signed_in.post("/threads/new/", fields(title="x" * 201, spelling="python"))

    assert 'value="python" checked' in page.text
    assert 'value="json" checked' not in page.text


def test_no_secret_of_the_connection_is_in_the_answer(signed_in, upstream):
    response = signed_in.post(URL, fields(payloads.P1_NEW_STORE, connection="upstream"))

    assert not [secret for secret in SECRETS if secret in response.text]
    shown = texts(response)
    assert all("THREADS_API_KEY" in shown[f"spelled-{name}"] for name in ("curl", "cli", "python"))
    assert "HEADER_X_TEAM" in shown["spelled-curl"]


def test_the_sandbox_is_called_where_this_console_answers(preview):
    shown = preview(fields())

    for name in ("curl", "cli", "python"):
        assert "http://testserver/sandbox/v1" in shown[f"spelled-{name}"]


@pytest.mark.parametrize("chosen", ["nowhere", "broken"])
def test_without_a_connection_that_can_be_called_there_is_json_alone(preview, chosen):
    broken = connection("broken")
    Connection.objects.filter(pk=broken.pk).update(base_url="https://user:pass@example.org/v1")

    shown = preview(fields(payloads.P7, connection=chosen))

    assert json.loads(shown["spelled-json"]) == payloads.P7
    assert "Choose a connection" in shown["spelled-curl"]
    assert "user:pass" not in "".join(shown.values())


def test_what_was_refused_is_still_shown_exactly(signed_in, sandbox_connection):
    Connection.objects.filter(pk=sandbox_connection.pk).update(sandbox_fault="string_error")
    data = fields(payloads.P1_NEW_STORE)

    page = signed_in.post("/threads/new/", data)

    assert page.status_code == 422
    assert Texts(page.text).by_id["spelled-json"] == Submission.objects.get().body
