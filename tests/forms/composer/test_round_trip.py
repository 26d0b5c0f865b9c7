"""Payload → form → payload is the same payload."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings

from tests import payloads
from threadsui.api import schema
from threadsui.forms.composer.thread_create import ComposerForm
from threadsui.forms.drafts.form_data import form_data


def form_for(payload):
    """The composer's form as a browser would post it after it was opened with this body."""
    opened = ComposerForm(initial=ComposerForm.values_of(payload), default_connection="sandbox")
    data = form_data(opened.values() | {"token": str(uuid.uuid4())})
    return ComposerForm(data, connections=[("sandbox", "Sandbox")], default_connection="sandbox")


def through_the_form(payload):
    form = form_for(payload)
    assert form.is_valid(), form.errors
    return schema.canonical(form.body)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no bug
@given(payload=payloads.threads)
def test_any_valid_body_comes_out_of_the_form_as_it_went_in(payload):
    body = schema.canonical(schema.parse(schema.CreateThread, payload))

    assert through_the_form(body) == body


@pytest.mark.parametrize("name", payloads.VALID_THREADS)
def test_every_named_example_comes_out_of_the_form_as_it_went_in(name):
    body = schema.canonical(schema.parse(schema.CreateThread, payloads.VALID_THREADS[name]))

    assert through_the_form(body) == body


def test_both_vector_forms_at_once_are_refused_by_the_rule():
    form = form_for(payloads.P1)

    assert not form.is_valid()
    assert "not both: they are mutually exclusive" in form.errors["file_search"][0]


def test_a_lone_text_part_stays_an_array():
    body = {"messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]}

    assert through_the_form(body) == body
