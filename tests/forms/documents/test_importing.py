"""Bodies as people paste them: JSON and YAML, and everything that can be wrong with them."""

import json

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings

from tests import payloads
from threadsui.api import schema
from threadsui.forms.documents import yaml_reader
from threadsui.forms.documents.importing import ImportForm

MIB = 1024 * 1024


def pasted(text):
    return ImportForm({"body": text}, {})


def uploaded(content, text=""):
    return ImportForm({"body": text}, {"file": SimpleUploadedFile("body.yaml", content)})


def errors_of(form):
    assert not form.is_valid()
    return form.non_field_errors()


def canonical(payload):
    return schema.canonical(schema.parse(schema.CreateThread, payload))


@pytest.mark.parametrize("write", [json.dumps, yaml.safe_dump])
@pytest.mark.parametrize("name", payloads.VALID_THREADS)
def test_every_named_example_is_read_from_json_and_yaml(name, write):
    form = pasted(write(payloads.VALID_THREADS[name]))

    assert form.is_valid(), form.errors
    assert schema.canonical(form.payload) == canonical(payloads.VALID_THREADS[name])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no bug
@given(payload=payloads.threads)
def test_any_valid_body_is_read_from_json(payload):
    form = pasted(json.dumps(payload))

    assert form.is_valid(), form.errors
    assert schema.canonical(form.payload) == canonical(payload)


@pytest.mark.parametrize(
    "content", [b'\xef\xbb\xbf{"metadata":{"k":"v"}}', b"metadata: {k: v}\r\n"]
)
def test_a_file_may_have_a_byte_order_mark_and_any_line_ends(content):
    form = uploaded(content)

    assert form.is_valid(), form.errors
    assert schema.canonical(form.payload) == {"metadata": {"k": "v"}}


LAUGHS = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"

REFUSED = {
    "empty": (" \n", "There is nothing to import."),
    "neither": ("a: b: c", "Line 1, column 5: this is neither JSON nor YAML"),
    "broken JSON": (
        '{"messages": [}',
        "Line 1, column 15: this is not JSON: a value belongs here. Correct it there.",
    ),
    "single quotes": ("{'a: 1}", "Line 1, column 2: this is not JSON: a key in double quotes"),
    "key twice in JSON": (
        '{"metadata":\n {"k": "1", "k": "2"}}',
        "Line 2, column 13: the key “k” is there twice.",
    ),
    "key twice in JSON that is no YAML": (
        '{"a": "\\ud83d\\ude00", "k": 1, "k": 2}',
        "The key “k” is there twice",
    ),
    "key twice in YAML": ("a: 1\na: 2", "Line 2, column 1: the key “a” is there twice."),
    "billion laughs": (LAUGHS, "Line 1, column 4: anchors and aliases (& and *) are not read."),
    "alias": ("a: *b", "anchors and aliases"),
    "merge": ("a: {<<: {b: c}}", "merging (<<) is not read"),
    "python tag": ("!!python/object/apply:os.system [ls]", "the tag"),
    "other tag": ("a: !secret x", "the tag !secret is not read."),
    "two documents": ("a: 1\n---\nb: 2", "Line 2, column 1: a second document starts."),
    "deep JSON": ("[" * 60 + "]" * 60, "nested deeper than 50 levels"),
    "very deep JSON": ("[" * 100_000, "nested deeper than 50 levels"),
    "deep YAML": ("{a: " * 60 + "}" * 60, "nested deeper than 50 levels"),
    "very deep YAML": ("- " * 100_000, "nested deeper than 50 levels"),
    "NaN": ('{"NaN": 1,\n"a": NaN}', "Line 2: NaN is no number in JSON."),
    "Infinity": ('{"a": -Infinity}', "Line 1: -Infinity is no number in JSON."),
    "endless number": ('{"a": ' + "1" * 5000 + "}", "thousands of digits"),
    "many values": ("[" + "1," * 30_001 + "1]", "more than 30,000 values"),
    "many values in YAML": ("- a\n" * 30_001, "more than 30,000 values"),
    "NUL": ('{"metadata": {"k": "a\\u0000"}}', "metadata.k holds an invisible NUL character"),
    "lone surrogate": ('{"metadata": {"k": "\\ud800"}}', "metadata.k holds half a character"),
    "lone surrogate as a key": ('{"metadata": {"\\ud800": "v"}}', "metadata.\\ud800 holds half"),
    "list": ("[]", "This is a list."),
    "single value": ("hello", "This is a single value."),
    "answer of a server": (
        '{"id": "thread_1", "object": "thread", "created_at": 1, "metadata": {}}',
        "This is a thread as a server answers it",
    ),
    "too large": (" " * (4 * MIB) + "{}", "more than 4 MiB"),
    "more rows than the form has": (
        json.dumps(
            {"messages": [{"role": "user", "content": [{"type": "text", "text": "x"}] * 2100}]}
        ),
        "The form can show 2,000 rows",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_with_one_clear_sentence(case):
    text, sentence = REFUSED[case]

    [error] = errors_of(pasted(text))

    assert sentence in error
    error.encode()  # can be shown, whatever was in the text


WRONG = {
    "number": ('{"metadata": {"k": 7}}', 'metadata.k: must be text; put it in quotes: "7".'),
    "truth": ('{"metadata": {"k": true}}', 'metadata.k: must be text; put it in quotes: "true".'),
    "number in YAML": ("metadata: {a.b: 7}", 'metadata.a.b: must be text; put it in quotes: "7".'),
    "truth in YAML": (
        "metadata: {vip: yes}",
        'metadata.vip: must be text, but YAML reads yes as true or false; put it in quotes: "yes".',
    ),
    "date in YAML": (
        "metadata: {day: 2026-11-22}",
        "metadata.day: must be text, but YAML reads 2026-11-22 as a date; "
        'put it in quotes: "2026-11-22".',
    ),
    "octal in YAML": (
        "metadata: {code: 010}",
        'metadata.code: must be text, but YAML reads 010 as a number; put it in quotes: "010".',
    ),
    "unknown key": ("{foo: 1}", "foo: no request has this. Remove it."),
    "missing role": (
        "messages: [{content: x}]",
        "messages[0].role: this is required, and missing.",
    ),
    "both vector forms": (
        json.dumps(payloads.P1),
        "tool_resources.file_search: A thread takes an existing vector store (vector_store_ids) or "
        "a new one (vector_stores), not both: they are mutually exclusive.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_breaks_the_contract_is_named_by_its_path(case):
    text, sentence = WRONG[case]

    [error] = errors_of(pasted(text))

    assert error.startswith(sentence)


def test_every_problem_is_listed():
    assert len(errors_of(pasted("{a: 1, b: 2, metadata: {k: 1}}"))) == 3


def test_a_yaml_number_may_be_a_number_where_one_is_due():
    chunking = "{type: static, static: {max_chunk_size_tokens: 800, chunk_overlap_tokens: 0}}"

    form = pasted(
        f"tool_resources: {{file_search: {{vector_stores: [{{chunking_strategy: {chunking}}}]}}}}"
    )

    assert form.is_valid(), form.errors


def test_a_quoted_word_is_text():
    form = pasted(
        "metadata: {a: 'yes', b: !!str 7, c: |\n  two\n  lines\n}".replace(
            "|\n  two\n  lines\n", '"x"'
        )
    )

    assert form.is_valid(), form.errors
    assert form.payload.metadata == {"a": "yes", "b": "7", "c": "x"}


@pytest.mark.parametrize(
    "content,sentence",
    [
        (b"metadata:\n  k: caf\xe9", "not in UTF-8: see line 2, byte 19"),
        ("{}".encode("utf-16"), "This file is in UTF-16."),
        (b"", "There is nothing to import."),
        (b" " * (4 * MIB + 1), "This file is 4.0 MiB; the limit is 4 MiB."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(content, sentence):
    [error] = errors_of(uploaded(content))

    assert sentence in error


def test_text_and_file_at_once_are_refused():
    [error] = errors_of(uploaded(b"{}", text="{}"))

    assert "one at a time" in error


def test_yaml_is_read_without_the_c_library_as_well(monkeypatch):
    monkeypatch.setattr(yaml_reader, "LOADER", yaml.SafeLoader)

    assert pasted("metadata: {k: v}").is_valid()
    assert "anchors" in errors_of(pasted(LAUGHS))[0]
