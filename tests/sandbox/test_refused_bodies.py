"""Bodies that the service refused, the sandbox refuses: with the same envelope, and nothing is created."""

import json

import pytest

from tests import payloads
from threadsui.sandbox.models import Message, Thread

HELLO = {"role": "user", "content": "Hello"}


def message(**changes):
    return {"messages": [HELLO, HELLO | changes]}


def resources(**members):
    return {"tool_resources": members}


def store(**members):
    return resources(file_search={"vector_stores": [members]})


def static(size, overlap):
    sizes = {"max_chunk_size_tokens": size, "chunk_overlap_tokens": overlap}
    return store(chunking_strategy={"type": "static", "static": sizes})


IN_STORE = "tool_resources.file_search.vector_stores[0]"

BROKEN_RULES = {
    "unknown key": ({"model": "x"}, "model", "unknown_parameter"),
    "unknown key in a message": (message(name="x"), "messages[1].name", "unknown_parameter"),
    "17 pairs": (
        {"metadata": {str(number): "" for number in range(17)}},
        "metadata",
        "object_above_max_properties",
    ),
    "key of 65 characters": ({"metadata": {"k" * 65: ""}}, "metadata", "string_above_max_length"),
    "value of 513 characters": (
        {"metadata": {"key": "v" * 513}},
        "metadata.key",
        "string_above_max_length",
    ),
    "number as a value": ({"metadata": {"key": 1}}, "metadata.key", "invalid_type"),
    "17 pairs in a message": (
        message(metadata={str(number): "" for number in range(17)}),
        "messages[1].metadata",
        "object_above_max_properties",
    ),
    "33 messages": ({"messages": [HELLO] * 33}, "messages", "array_above_max_length"),
    "messages null": ({"messages": None}, "messages", "invalid_type"),
    "21 files": (
        resources(code_interpreter={"file_ids": [f"file-{number}" for number in range(21)]}),
        "tool_resources.code_interpreter.file_ids",
        "array_above_max_length",
    ),
    "both vector forms": (
        payloads.P1,
        "tool_resources.file_search",
        "mutually_exclusive_parameters",
    ),
    "neither vector form": (
        resources(file_search={}),
        "tool_resources.file_search",
        "missing_required_parameter",
    ),
    "two vector stores": (
        resources(file_search={"vector_store_ids": ["vs_1", "vs_2"]}),
        "tool_resources.file_search.vector_store_ids",
        "array_above_max_length",
    ),
    "unknown chunking": (
        store(chunking_strategy={"type": "clever"}),
        f"{IN_STORE}.chunking_strategy.type",
        "invalid_value",
    ),
    "chunks too small": (
        static(99, 0),
        f"{IN_STORE}.chunking_strategy.static.max_chunk_size_tokens",
        "integer_below_min_value",
    ),
    "chunks too large": (
        static(4097, 0),
        f"{IN_STORE}.chunking_strategy.static.max_chunk_size_tokens",
        "integer_above_max_value",
    ),
    "overlap above half": (
        static(800, 401),
        f"{IN_STORE}.chunking_strategy.static.chunk_overlap_tokens",
        "integer_above_max_value",
    ),
    "bad role": (message(role="system"), "messages[1].role", "invalid_value"),
    "no role": ({"messages": [{"content": "x"}]}, "messages[0].role", "missing_required_parameter"),
    "empty content": (message(content=""), "messages[1].content", "string_below_min_length"),
    "no parts": (message(content=[]), "messages[1].content", "empty_array"),
    "unknown part": (
        message(content=[{"type": "audio"}]),
        "messages[1].content[0].type",
        "invalid_value",
    ),
    "attachment without a file": (
        message(attachments=[{"tools": []}]),
        "messages[1].attachments[0].file_id",
        "missing_required_parameter",
    ),
    "half a surrogate pair": ({"metadata": {"key": "\ud800"}}, "metadata.key", "invalid_type"),
    "half a surrogate pair in an id": (
        resources(code_interpreter={"file_ids": ["\ud800"]}),
        "tool_resources.code_interpreter.file_ids[0]",
        "invalid_type",
    ),
    "NUL": ({"metadata": {"key": "\0"}}, "metadata.key", "invalid_value"),
    "white space in an id": (
        resources(code_interpreter={"file_ids": ["file 1"]}),
        "tool_resources.code_interpreter.file_ids[0]",
        "invalid_value",
    ),
}


@pytest.mark.parametrize("body, param, code", BROKEN_RULES.values(), ids=BROKEN_RULES)
def test_create_that_breaks_a_rule_is_refused(assert_refused, ask, body, param, code):
    assert_refused(ask("POST", "/threads", body), 400, param=param, code=code)
    assert not Thread.objects.exists()
    assert not Message.objects.exists()


def test_create_that_breaks_two_rules_names_the_first(ask):
    answer = ask("POST", "/threads", message(role="system") | {"metadata": {"key": 1}})

    assert answer.error["param"] == "messages[1].role"


@pytest.mark.parametrize(
    "body, param",
    [
        (
            message(attachments=[{"file_id": "file-missing-1", "tools": []}]),
            "messages[1].attachments[0].file_id",
        ),
        (
            message(content=[{"type": "image_file", "image_file": {"file_id": "file-missing"}}]),
            "messages[1].content[0].image_file.file_id",
        ),
        (
            resources(code_interpreter={"file_ids": ["file-1", "file-missing2"]}),
            "tool_resources.code_interpreter.file_ids[1]",
        ),
        (store(file_ids=["file-missing"]), f"{IN_STORE}.file_ids[0]"),
    ],
)
def test_create_with_a_missing_file_is_refused_at_that_file(assert_refused, ask, body, param):
    answer = ask("POST", "/threads", body)

    assert_refused(answer, 400, param=param, code=None)
    assert answer.error["message"].startswith("No such File object: file-missing")
    assert not Thread.objects.exists()


def test_create_with_a_missing_file_in_metadata_is_accepted(create):
    create({"metadata": {"file_id": "file-missing"}})


@pytest.mark.parametrize(
    "path, body, param",
    [
        ("", {"messages": []}, "messages"),
        ("", {"metadata": {"key": None}}, "metadata.key"),
        (
            "",
            resources(file_search={"vector_stores": []}),
            "tool_resources.file_search.vector_stores",
        ),
        ("/messages", {"role": "user"}, "content"),
        ("/messages", HELLO | {"thread_id": "x"}, "thread_id"),
    ],
)
def test_change_that_breaks_a_rule_is_refused(ask, thread_id, path, body, param):
    answer = ask("POST", f"/threads/{thread_id}{path}", body)

    assert (answer.status, answer.error["param"]) == (400, param)


def test_refused_key_with_half_a_surrogate_pair_is_told_in_valid_utf8(ask):
    answer = ask("POST", "/threads", b'{"metadata": {"\\ud800": ""}}')

    assert answer.status == 400
    assert json.loads(answer.body.decode())["error"]["param"] == "metadata.\ufffd\ufffd\ufffd"
