"""The composer makes a thread, once."""

import json
import uuid

import pytest

from tests import payloads
from tests.factories import connection
from threadsui.api import schema
from threadsui.models import Submission, Thread

from .posted import ALL_OF_IT, HTMX, URL, fields, token_in


def test_create_leads_to_the_thread(signed_in, agent):
    response = signed_in.post(URL, fields(ALL_OF_IT, title="Snapped pole"))

    thread = Thread.objects.get()
    assert response.status_code == 302
    assert response.url == thread.get_absolute_url()
    assert (thread.title, thread.creator) == ("Snapped pole", agent)
    assert thread.submission.payload == schema.canonical(
        schema.parse(schema.CreateThread, ALL_OF_IT)
    )


def test_create_by_htmx_sends_the_browser_to_the_thread(signed_in):
    response = signed_in.post(URL, fields(payloads.P7), headers=HTMX)

    assert response["HX-Redirect"] == Thread.objects.get().get_absolute_url()


@pytest.mark.parametrize("name", payloads.VALID_THREADS)
def test_every_named_example_is_created(signed_in, name):
    payload = payloads.VALID_THREADS[name]

    assert signed_in.post(URL, fields(payload)).status_code == 302
    assert json.loads(Submission.objects.get().body) == schema.canonical(
        schema.parse(schema.CreateThread, payload)
    )


def test_a_token_alone_creates_the_empty_thread(signed_in):
    response = signed_in.post(URL, {"token": str(uuid.uuid4())})

    assert response.status_code == 302
    assert Submission.objects.get().body == "{}"


def test_the_same_form_sent_twice_creates_once_and_lands_on_the_same_thread(signed_in):
    form = fields(payloads.P7)

    first, second = signed_in.post(URL, form), signed_in.post(URL, form)

    assert first.url == second.url
    assert Thread.objects.count() == 1


def test_both_vector_forms_at_once_are_refused_by_name(signed_in):
    response = signed_in.post(URL, fields(payloads.P1))

    assert response.status_code == 422
    assert "mutually exclusive" in response.text
    assert not Submission.objects.exists()


def test_an_invalid_form_comes_back_filled_with_every_error_at_its_field(signed_in):
    form = fields({"metadata": {"k": "x" * 513}}, title="x" * 201)

    response = signed_in.post(URL, form, headers=HTMX)

    assert response.status_code == 422
    assert "<h1>" not in response.text
    assert "2 problems. Nothing has been sent." in response.text
    assert '<a href="#id_metadata-0-value">Thread metadata row 1</a>' in response.text
    assert 'name="metadata-0-value" aria-invalid="true"' in response.text
    assert "x" * 513 in response.text
    assert token_in(response) == form["token"][0]
    assert not Submission.objects.exists()


def test_the_focus_goes_to_the_first_wrong_field(signed_in):
    response = signed_in.post(URL, fields({"metadata": {"k" * 65: "v"}}))

    assert 'name="metadata-0-key" autofocus' in response.text


def test_a_switched_off_connection_is_an_error_at_its_field(signed_in):
    retired = connection("retired", is_active=False)

    response = signed_in.post(URL, fields(connection=retired.slug))

    assert response.status_code == 422
    assert 'id="id_connection_error"' in response.text


def test_what_people_type_is_escaped(signed_in):
    nasty = '"><script>alert(1)</script></textarea>'

    response = signed_in.post(
        URL, fields({"messages": [{"role": "user", "content": nasty}]}, connection=nasty)
    )

    assert "<script>alert" not in response.text
    assert "&lt;script&gt;alert(1)" in response.text
