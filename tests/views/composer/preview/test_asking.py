"""Asking for a preview: who may, what it costs, and that nothing else happens."""

import json

from django.urls import reverse

from tests import payloads
from threadsui.models import Submission

from .shown import URL, fields


def test_a_preview_keeps_and_sends_nothing(preview, upstream):
    preview(fields(payloads.P7, connection="upstream"))

    assert upstream.bodies == []
    assert not Submission.objects.exists()


def test_it_answers_post_alone(signed_in):
    assert signed_in.get(URL).status_code == 405


def test_a_viewer_gets_none(client_of, viewer):
    assert client_of(viewer).post(URL, fields()).status_code == 403


def test_it_takes_few_queries_however_long_the_form(signed_in, django_assert_max_num_queries):
    long = {"messages": [payloads.P6] * 32, "metadata": payloads.P13["metadata"]}
    for body in ({}, long):
        with django_assert_max_num_queries(6):
            signed_in.post(reverse("threadsui:thread_preview"), fields(body))


def test_a_row_button_asks_the_preview_to_follow(signed_in):
    response = signed_in.post(
        "/threads/new/",
        fields(payloads.P7, row="messages:remove:0"),
        headers={"HX-Request": "true", "HX-Target": "composer"},
    )

    assert "rows" in json.loads(response.headers["HX-Trigger-After-Settle"])
