"""Outcomes that make no thread: each comes back with the form as it was typed."""

import json

from tests import payloads
from tests.factories import connection, submission
from threadsui.api import schema
from threadsui.models import Submission, Thread

from .posted import URL, fields, token_in


def test_a_refusal_stands_at_the_very_field(signed_in, fault):
    fault("detail")  # a 422 about messages.0.content
    form = fields(payloads.P7)

    response = signed_in.post(URL, form)

    refused = Submission.objects.get()
    assert response.status_code == 422
    assert "The server refused this thread. Nothing was created." in response.text
    assert '<a href="#id_messages-0-content">message 1</a>' in response.text
    assert "The server says: Field required." in response.text
    assert refused.request_id in response.text
    assert f'href="{refused.get_absolute_url()}"' in response.text
    assert "Where is my order?" in response.text
    assert token_in(response) != form["token"][0]


def test_a_lead_is_led_to_the_api_call_of_a_refusal(lead, client_of, fault):
    fault("string_error")

    response = client_of(lead).post(URL, fields(payloads.P7))

    call = Submission.objects.get().calls.get()
    assert "The server says: Validation failed." in response.text
    assert f'<a href="{call.get_absolute_url()}">View API call</a>' in response.text


def test_an_unsent_form_comes_back_filled(signed_in):
    unreachable = connection("nowhere", base_url="http://127.0.0.1:9/v1")

    response = signed_in.post(URL, fields(payloads.P7, connection=unreachable.slug))

    assert response.status_code == 422
    assert "Could not reach Nowhere." in response.text
    assert "Nothing was sent." in response.text
    assert "Where is my order?" in response.text


def test_an_unknown_outcome_leads_to_the_submission(signed_in, fault):
    fault("cut_after")

    response = signed_in.post(URL, fields(payloads.P7))

    unknown = Submission.objects.get()
    assert unknown.state == "unknown"
    assert response.url == unknown.get_absolute_url()


def test_a_create_that_is_still_under_way_is_followed(signed_in, agent):
    form = fields(payloads.P7)
    body = schema.canonical(schema.parse(schema.CreateThread, payloads.P7))
    under_way = submission(state="sending", actor=agent)
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    Submission.objects.filter(pk=under_way.pk).update(token=form["token"][0], body=text)

    response = signed_in.post(URL, form)

    assert response.url == f"{under_way.get_absolute_url()}?follow=1"


def test_a_used_token_with_other_content_names_what_the_first_press_made(signed_in):
    form = fields(payloads.P7)
    signed_in.post(URL, form)

    response = signed_in.post(URL, form | {"messages-0-content": ["Something else"]})

    assert response.status_code == 422
    assert "This form was sent before, with other content." in response.text
    assert Thread.objects.get().get_absolute_url() in response.text
    assert "Something else" in response.text
    assert token_in(response) != form["token"][0]
    assert Thread.objects.count() == 1


def test_somebody_elses_token_tells_nothing_about_their_thread(signed_in, lead, client_of):
    form = fields(payloads.P7)
    client_of(lead).post(URL, form)

    response = signed_in.post(URL, form)

    assert response.status_code == 422
    assert Thread.objects.get().get_absolute_url() not in response.text
