"""The checklist: problems first, then what is used of each limit."""

import json
import uuid

import pytest

from tests import payloads

from .shown import URL, fields, texts


def test_problems_come_first_with_a_link_and_the_body_is_shown_as_typed(signed_in):
    data = fields({"messages": [{"role": "user", "content": "Hello"}], "metadata": {"a": "1"}})
    data |= {"metadata-TOTAL_FORMS": "2", "metadata-1-key": "a", "metadata-1-value": "2"}
    data |= {"messages-0-attachments-TOTAL_FORMS": "1"}
    data |= {"messages-0-attachments-0-file_id": "file-1"}

    response = signed_in.post(URL, data)

    assert '<a href="#id_metadata-1-key">“a” is already used in row 1</a>' in response.text
    assert '<a href="#id_messages-0-attachments-0-file_id">Attachment without a tool' in (
        response.text
    )
    shown = texts(response)
    order = ["already used in row 1", "thread metadata row 2", "without a tool", "1/32", "2/16"]
    places = [shown["checklist"].index(words) for words in order]
    assert places == sorted(places)
    assert "1 problem" in shown["checklist"]
    assert "1 problem" in shown["send-summary"]
    assert "Not valid yet" in shown["request-foot"]
    assert json.loads(shown["spelled-json"])["metadata"] == {"a": "2"}


def test_limits_that_are_kept_are_listed_with_what_is_used(preview):
    body = {
        "messages": [{"role": "user", "content": "Hello", "metadata": {"note": "v" * 310}}] * 3,
        "metadata": {"a": "1"},
        "tool_resources": {"code_interpreter": {"file_ids": ["file-1", "file-2"]}},
    }

    said = preview(fields(body))["checklist"]

    for used in ("3/32", "5/256,000", "1/16", "310/512", "2/20"):
        assert used in said
    assert "problem" not in said


def test_counts_beside_the_sections_follow(preview):
    shown = preview(fields(payloads.P7 | {"metadata": {"a": "1"}}))

    assert (shown["messages-used"], shown["metadata-used"]) == ("3/32", "1/16")


def test_a_limit_that_is_broken_is_one_problem(preview):
    said = preview(fields({"messages": [{"role": "user", "content": "x" * 256_001}]}))["checklist"]

    assert "1 problem" in said
    assert "This message is 256,001 characters; the limit is 256,000" in said


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"token": "no-token", "connection": "nowhere", "spelling": "klingon"},
        {"messages-TOTAL_FORMS": "-1"},
        {"messages-TOTAL_FORMS": "99999"},
        {"messages-0-content": "lost"},
        {"messages-TOTAL_FORMS": "1", "messages-0-role": "system", "messages-0-content": "\x00"},
        {
            "messages-TOTAL_FORMS": "1",
            "messages-0-parts-TOTAL_FORMS": "2",
            "messages-0-parts-0-type": "video",
            "messages-0-parts-0-url": "x",
            "messages-0-parts-1-type": "image_url",
            "messages-0-parts-1-url": "not an address",
            "messages-0-attachments-TOTAL_FORMS": "1",
            "messages-0-attachments-0-tools": ["hammer"],
        },
        {"metadata-TOTAL_FORMS": "1", "metadata-0-value": "no key"},
        {"file_search": "elsewhere", "vector_store_ids": "a\nb c"},
        {"file_search": "existing"},
        {
            "file_search": "new",
            "vector_store-chunking": "static",
            "vector_store-max_chunk_size_tokens": "many",
            "vector_store-file_ids": "a b",
        },
        {"file_search": "new", "vector_store-chunking": "odd", "vector_store_ids": "vs_1"},
        {"code_interpreter_file_ids": "a b\nfile-1", "title": "x" * 300},
    ],
)
def test_any_form_has_an_answer_and_its_problems_are_counted(preview, data):
    shown = preview({"token": str(uuid.uuid4())} | data)

    assert isinstance(json.loads(shown["spelled-json"]), dict)
    if data:
        assert "problem" in shown["checklist"]
