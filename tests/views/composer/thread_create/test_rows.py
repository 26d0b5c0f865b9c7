"""Rows come and go by the server, and nothing that is typed is lost."""

import re
import uuid

import pytest

from tests import payloads
from threadsui.models import Submission

from .posted import HTMX, URL, fields, token_in

VERBS = (
    "messages:add",
    "messages:up:1",
    "messages:remove:3",
    "messages-3-parts:add:image_url",
    "messages-0-attachments:add",
    "messages-0-metadata:add",
    "metadata:add",
    "metadata:remove:0",
    "vector_store-metadata:add",
    "nonsense:add",
)


def typed_in(text, name):
    found = re.search(rf'name="{name}"[^>]*>\n?([^<]*)</textarea>', text)
    return found and found[1]


@pytest.mark.parametrize("verb", VERBS)
def test_a_rows_button_loses_nothing_and_judges_nothing(signed_in, verb):
    form = fields(
        {"messages": [{"role": "user", "content": f"text {n}"} for n in range(4)]},
        title="x" * 300,
        code_interpreter_file_ids="not one word",
        metadata=[{"key": "k", "value": "v"}, {"key": "k", "value": "w"}],
        file_search="none",
        vector_store={"file_ids": "left here", "metadata": [{"key": "s", "value": "t"}]},
    )

    response = signed_in.post(URL, form | {"row": [verb]})

    assert response.status_code == 200
    assert "aria-invalid" not in response.text
    for kept in ("text 0", "text 1", "text 2", "x" * 300, "not one word", "left here"):
        assert kept in response.text
    assert token_in(response) == form["token"][0]
    assert not Submission.objects.exists()


def test_a_moved_message_takes_everything_with_it(signed_in):
    form = fields({"messages": [*payloads.P9["messages"], {"role": "user", "content": "last"}]})

    text = signed_in.post(URL, form | {"row": ["messages:down:0"]}).text

    assert typed_in(text, "messages-0-content") == "last"
    assert typed_in(text, "messages-1-content") == "Compare the two invoices."
    assert 'name="messages-1-attachments-1-file_id" value="file-2"' in text
    assert "Message 1 moved to position 2 of 2." in text


@pytest.mark.parametrize(
    "verb,section",
    [
        ("messages:add", "messages"),
        ("messages-0-attachments:add", "messages-0-attachments"),
        ("messages-0-parts:add:text", "messages-0-parts"),
        ("messages-0-metadata:add", "messages-0-metadata"),
        ("metadata:add", "metadata"),
        ("vector_store-metadata:add", "vector_store-metadata"),
    ],
)
def test_htmx_gets_only_the_section_that_changed(signed_in, verb, section):
    form = fields(payloads.P7) | {"row": [verb]}

    response = signed_in.post(URL, form, headers=HTMX)

    assert response["HX-Retarget"] == f"#{section}"
    assert response["HX-Reswap"].startswith("outerHTML")
    assert f'id="{section}"' in response.text
    assert 'name="token"' not in response.text
    assert "autofocus" in response.text
    assert 'hx-swap-oob="innerHTML:#live"' in response.text


def test_an_attachment_without_a_tool_is_a_warning(signed_in):
    message = {"role": "user", "content": "x", "attachments": [{"file_id": "f", "tools": []}]}

    text = signed_in.post(URL, fields({"messages": [message]}) | {"row": ["metadata:add"]}).text

    assert "No tool selected. The file will be attached, but no tool can read it." in text
    assert "1 warning" in text


def test_what_was_typed_for_another_kind_of_part_rides_along(signed_in):
    part = {"type": "image_url", "url": "https://a/b", "text": "left here"}
    form = fields(messages=[{"role": "user", "content": "x", "parts": [part]}])

    text = signed_in.post(URL, form | {"row": ["metadata:add"]}).text

    assert '<input type="hidden" name="messages-0-parts-0-text" value="left here">' in text


@pytest.mark.parametrize("row", ["messages:add", None])
def test_a_hostile_number_of_rows_is_answered_with_a_sentence(signed_in, row):
    form = {"token": str(uuid.uuid4()), "messages-TOTAL_FORMS": "99999999"}

    response = signed_in.post(URL, form | ({"row": row} if row else {}))

    assert response.status_code == 422
    assert "Nothing has been sent." in response.text
