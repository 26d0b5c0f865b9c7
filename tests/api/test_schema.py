"""The contract: what is refused, where and in which words; what is accepted, and in which one spelling."""

import json

import pytest
from hypothesis import given

from tests import payloads
from threadsui.api import schema

MESSAGE = {"role": "user", "content": "Hi"}


def store(**fields):
    return {"tool_resources": {"file_search": {"vector_stores": [fields]}}}


def chunks(size, overlap):
    numbers = {"max_chunk_size_tokens": size, "chunk_overlap_tokens": overlap}
    return store(chunking_strategy={"type": "static", "static": numbers})


STATIC = "tool_resources.file_search.vector_stores[0].chunking_strategy.static"

REFUSED = [
    ({"mesages": []}, "mesages", "unknown_parameter"),
    ([], "", "invalid_type"),
    (None, "", "invalid_type"),
    ({"messages": None}, "messages", "invalid_type"),
    ({"messages": [MESSAGE] * 33}, "messages", "array_above_max_length"),
    ({"messages": [{"content": "Hi"}]}, "messages[0].role", "missing_required_parameter"),
    ({"messages": [MESSAGE | {"role": "system"}]}, "messages[0].role", "invalid_value"),
    (
        {"messages": [MESSAGE, {"role": "user"}]},
        "messages[1].content",
        "missing_required_parameter",
    ),
    ({"messages": [MESSAGE | {"content": ""}]}, "messages[0].content", "string_below_min_length"),
    (
        {"messages": [MESSAGE | {"content": "x" * 256_001}]},
        "messages[0].content",
        "string_above_max_length",
    ),
    ({"messages": [MESSAGE | {"content": []}]}, "messages[0].content", "empty_array"),
    ({"messages": [MESSAGE | {"content": 5}]}, "messages[0].content", "invalid_type"),
    ({"messages": [MESSAGE | {"content": [7]}]}, "messages[0].content[0]", "invalid_type"),
    (
        {"messages": [MESSAGE | {"content": [{}]}]},
        "messages[0].content[0].type",
        "missing_required_parameter",
    ),
    (
        {"messages": [MESSAGE | {"content": [{"type": ["a"]}]}]},
        "messages[0].content[0].type",
        "invalid_value",
    ),
    (
        {
            "messages": [
                MESSAGE | {"content": [{"type": "image_url", "image_url": {"url": "ftp://a/b"}}]}
            ]
        },
        "messages[0].content[0].image_url.url",
        "invalid_value",
    ),
    (
        {"messages": [MESSAGE, MESSAGE | {"attachments": [{"tools": []}]}]},
        "messages[1].attachments[0].file_id",
        "missing_required_parameter",
    ),
    (
        {"messages": [MESSAGE | {"attachments": [{"file_id": "f", "tools": [{"type": "x"}]}]}]},
        "messages[0].attachments[0].tools[0].type",
        "invalid_value",
    ),
    ({"metadata": {str(n): "v" for n in range(17)}}, "metadata", "object_above_max_properties"),
    ({"metadata": {"k" * 65: "v"}}, "metadata", "string_above_max_length"),
    ({"metadata": {"a.b": "v" * 513}}, "metadata.a.b", "string_above_max_length"),
    ({"metadata": {"k": 7}}, "metadata.k", "invalid_type"),
    ({"metadata": {"": "v"}}, "metadata", "invalid_value"),
    ({"metadata": {"k": "a\x00b"}}, "metadata.k", "invalid_value"),
    ({"metadata": {"k": "\ud800"}}, "metadata.k", "invalid_type"),
    (
        {"tool_resources": {"code_interpreter": None}},
        "tool_resources.code_interpreter",
        "invalid_type",
    ),
    (
        {"tool_resources": {"code_interpreter": {"file_ids": ["f"] * 21}}},
        "tool_resources.code_interpreter.file_ids",
        "array_above_max_length",
    ),
    (
        {"tool_resources": {"file_search": {}}},
        "tool_resources.file_search",
        "missing_required_parameter",
    ),
    (payloads.P1, "tool_resources.file_search", "mutually_exclusive_parameters"),
    (store(chunking_strategy={"type": "auto", "static": {}}), f"{STATIC}", "unknown_parameter"),
    (chunks(99, 0), f"{STATIC}.max_chunk_size_tokens", "integer_below_min_value"),
    (chunks(4097, 0), f"{STATIC}.max_chunk_size_tokens", "integer_above_max_value"),
    (chunks(800, 401), f"{STATIC}.chunk_overlap_tokens", "integer_above_max_value"),
    (chunks(800, -1), f"{STATIC}.chunk_overlap_tokens", "integer_below_min_value"),
    (chunks("800", 400), f"{STATIC}.max_chunk_size_tokens", "invalid_type"),
    (chunks(800, True), f"{STATIC}.chunk_overlap_tokens", "invalid_type"),
]


@pytest.mark.parametrize("body, param, code", REFUSED)
def test_broken_body_is_refused_at_its_place(body, param, code):
    with pytest.raises(schema.SchemaError) as caught:
        schema.parse(schema.CreateThread, body)

    assert (param, code) in [(problem.param, problem.code) for problem in caught.value.problems]


def test_all_problems_are_told_at_once():
    body = {"messages": [{"role": "system", "content": ""}], "metadata": {"k": 1}}

    with pytest.raises(schema.SchemaError) as caught:
        schema.parse(schema.CreateThread, body)

    assert [problem.param for problem in caught.value.problems] == [
        "messages[0].role",
        "messages[0].content",
        "metadata.k",
    ]


def test_sentence_names_the_limit_and_the_excess():
    with pytest.raises(
        schema.SchemaError, match="at most 16 properties, but got an object with 17"
    ):
        schema.parse(schema.CreateThread, {"metadata": {str(n): "v" for n in range(17)}})


def test_update_takes_no_new_vector_store():
    body = {"tool_resources": {"file_search": {"vector_stores": [{}]}}}

    with pytest.raises(schema.SchemaError, match="Unknown parameter"):
        schema.parse(schema.UpdateThread, body)


@given(payloads.threads)
def test_canonical_body_is_its_own_canonical_body(body):
    first = schema.canonical(schema.parse(schema.CreateThread, body))

    assert schema.canonical(schema.parse(schema.CreateThread, first)) == first


def test_absent_null_and_empty_are_one_spelling():
    spellings = [{}, {"metadata": None, "messages": []}, {"metadata": {}, "tool_resources": None}]

    assert {
        schema.canonical_json(schema.parse(schema.CreateThread, body)) for body in spellings
    } == {"{}"}


def test_new_vector_store_without_anything_stays():
    assert schema.canonical(schema.parse(schema.CreateThread, store())) == store()


def test_canonical_json_is_compact_and_keeps_every_character():
    body = {"messages": [MESSAGE | {"content": "Zażółć\u2028"}]}

    text = schema.canonical_json(schema.parse(schema.CreateThread, body))

    assert text == '{"messages":[{"role":"user","content":"Zażółć\u2028"}]}'
    assert json.loads(text) == body


@pytest.mark.parametrize("created_at", [1_790_000_000, 1_790_000_000_000])
def test_creation_time_may_be_seconds_or_milliseconds(created_at):
    thread = schema.Thread.model_validate({"id": "thread_1", "created_at": created_at})

    assert thread.created_at.isoformat() == "2026-09-21T14:13:20+00:00"


def test_answer_needs_no_more_than_an_id_and_keeps_the_unknown():
    thread = schema.Thread.model_validate({"id": "thread_1", "metadata": None, "owner": "ana"})

    assert (thread.metadata, thread.tool_resources, thread.owner) == ({}, {}, "ana")


def test_answer_holds_only_what_every_database_takes():
    body = rb'{"id": "thread_1", "metadata": {"a": [NaN, 1e999, 0.5], "b\u0000": "c\u0000"}}'

    assert schema.Thread.model_validate_json(body).metadata == {
        "a": [None, None, 0.5],
        "b\ufffd": "c\ufffd",
    }
    assert (
        schema.Message.model_validate_json(rb'{"id": "m", "content": "\u0000"}').content == "\ufffd"
    )
