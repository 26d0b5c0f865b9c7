"""The composer's form: its field names, its limits, and what it says when one is broken."""

import uuid

import pytest
from django.http import QueryDict

from threadsui.api import schema
from threadsui.api.schema import limits
from threadsui.forms.checklist import checklist
from threadsui.forms.composer import ComposerForm
from threadsui.forms.form_data import form_data
from threadsui.forms.places import problems

FIELD_NAMES = {
    "token": None,
    "connection": "sandbox",
    "title": "Ours",
    "messages-TOTAL_FORMS": "1",
    "messages-0-role": "user",
    "messages-0-content": "Look",
    "messages-0-parts-TOTAL_FORMS": "3",
    "messages-0-parts-0-type": "text",
    "messages-0-parts-0-text": "again",
    "messages-0-parts-1-type": "image_file",
    "messages-0-parts-1-file_id": "file-1",
    "messages-0-parts-1-detail": "low",
    "messages-0-parts-2-type": "image_url",
    "messages-0-parts-2-url": "https://example.org/a.png",
    "messages-0-attachments-TOTAL_FORMS": "1",
    "messages-0-attachments-0-file_id": "file-2",
    "messages-0-attachments-0-tools": ["code_interpreter", "file_search"],
    "messages-0-metadata-TOTAL_FORMS": "1",
    "messages-0-metadata-0-key": "a",
    "messages-0-metadata-0-value": "1",
    "metadata-TOTAL_FORMS": "1",
    "metadata-0-key": "order_id",
    "metadata-0-value": "7",
    "code_interpreter_file_ids": "file-3\r\n\r\n file-4 ",
    "file_search": "new",
    "vector_store-file_ids": "file-5",
    "vector_store-chunking": "static",
    "vector_store-max_chunk_size_tokens": "800",
    "vector_store-chunk_overlap_tokens": "400",
    "vector_store-metadata-TOTAL_FORMS": "1",
    "vector_store-metadata-0-key": "b",
    "vector_store-metadata-0-value": "",
}
BODY = {
    "messages": [
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "Look"},
                {"type": "text", "text": "again"},
                {"type": "image_file", "image_file": {"file_id": "file-1", "detail": "low"}},
                {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}},
            ],
            "attachments": [
                {
                    "file_id": "file-2",
                    "tools": [{"type": "code_interpreter"}, {"type": "file_search"}],
                }
            ],
            "metadata": {"a": "1"},
        }
    ],
    "metadata": {"order_id": "7"},
    "tool_resources": {
        "code_interpreter": {"file_ids": ["file-3", "file-4"]},
        "file_search": {
            "vector_stores": [
                {
                    "file_ids": ["file-5"],
                    "chunking_strategy": {
                        "type": "static",
                        "static": {"max_chunk_size_tokens": 800, "chunk_overlap_tokens": 400},
                    },
                    "metadata": {"b": ""},
                }
            ]
        },
    },
}


def posted(fields):
    data = QueryDict(mutable=True)
    for name, value in ({"token": str(uuid.uuid4())} | fields).items():
        if value is not None:
            data.setlist(name, value if isinstance(value, list) else [value])
    return ComposerForm(data, connections=[("sandbox", "Sandbox")], default_connection="sandbox")


def body_of(fields):
    form = posted(fields)
    assert form.is_valid(), problems(form)
    return schema.canonical(form.body)


def errors_of(fields):
    """{id of the control: the sentence}"""
    form = posted(fields)
    assert not form.is_valid()
    return {problem.target: problem.message for problem in problems(form)}


def filled(**values):
    return form_data(values).dict()


def test_every_public_field_name_reaches_the_body():
    assert body_of(FIELD_NAMES | {"token": str(uuid.uuid4())}) == BODY


def test_a_token_alone_is_the_empty_thread():
    form = posted({})

    assert form.is_valid()
    assert schema.canonical_json(form.body) == "{}"
    assert form.cleaned_data["connection"] == "sandbox"


def test_a_short_hand_written_post_works():
    short = {"messages-TOTAL_FORMS": "1", "messages-0-role": "user", "messages-0-content": "Hi"}

    assert body_of(short) == {"messages": [{"role": "user", "content": "Hi"}]}


def test_blank_rows_are_no_rows():
    blank = {
        "messages-TOTAL_FORMS": "3",
        "messages-0-role": "user",
        "messages-1-role": "assistant",
        "messages-1-content": "Hi",
        "messages-1-parts-TOTAL_FORMS": "1",
        "messages-1-parts-0-type": "image_url",
        "messages-1-attachments-TOTAL_FORMS": "1",
        "messages-1-metadata-TOTAL_FORMS": "2",
        "metadata-TOTAL_FORMS": "16",
    }

    assert body_of(blank) == {"messages": [{"role": "assistant", "content": "Hi"}]}


def test_rows_without_their_management_form_are_refused_and_not_lost():
    form = posted({"messages-0-role": "user", "messages-0-content": "Hi"})

    assert not form.is_valid()
    assert "came without “messages-TOTAL_FORMS”" in form.non_field_errors()[0]


def test_white_space_counts_and_a_browsers_line_breaks_become_newlines():
    text = {
        "messages-TOTAL_FORMS": "1",
        "messages-0-role": "user",
        "messages-0-content": " a\r\nb ",
    }

    assert body_of(text)["messages"][0]["content"] == " a\nb "


def test_a_branch_that_is_not_chosen_is_not_sent_and_not_judged():
    left = {
        "file_search": "none",
        "vector_store_ids": "vs 1",
        "vector_store-chunking": "static",
        "vector_store-max_chunk_size_tokens": "many",
        "vector_store-metadata-TOTAL_FORMS": "1",
        "vector_store-metadata-0-value": "no key",
    }

    assert body_of(left) == {}


def test_without_a_choice_the_branch_that_is_filled_in_counts():
    assert body_of({"vector_store_ids": "vs_1"}) == {
        "tool_resources": {"file_search": {"vector_store_ids": ["vs_1"]}}
    }


def test_an_attachment_without_a_tool_is_sent_with_none():
    message = {"role": "user", "content": "Hi", "attachments": [{"file_id": "file-1"}]}

    [sent] = body_of(filled(messages=[message]))["messages"]

    assert sent["attachments"] == [{"file_id": "file-1", "tools": []}]


ONE = {"messages-TOTAL_FORMS": "1", "messages-0-role": "user", "messages-0-content": "Hi"}
PAIR = {"metadata-TOTAL_FORMS": "1", "metadata-0-key": "k", "metadata-0-value": "v"}
STATIC = {"file_search": "new", "vector_store-chunking": "static"}
SIZE = "vector_store-max_chunk_size_tokens"
OVERLAP = "vector_store-chunk_overlap_tokens"

WRONG = {
    "value too long": (
        PAIR | {"metadata-0-value": "x" * 530},
        "id_metadata-0-value",
        "This value is 530 characters; the limit is 512. Shorten it by 18. Nothing has been sent.",
    ),
    "key too long": (
        PAIR | {"metadata-0-key": "x" * 65},
        "id_metadata-0-key",
        "This key is 65 characters; the limit is 64. Shorten it by 1. Nothing has been sent.",
    ),
    "value without a key": (PAIR | {"metadata-0-key": ""}, "id_metadata-0-key", "no key"),
    "key twice": (
        PAIR | {"metadata-TOTAL_FORMS": "2", "metadata-1-key": "k"},
        "id_metadata-1-key",
        "“k” is already used in row 1. Rename this key or remove the row.",
    ),
    "17 pairs": (
        filled(metadata=[{"key": f"k{n}", "value": "v"} for n in range(17)]),
        "metadata",
        "There are 17 pairs; the limit is 16. Remove 1. Nothing has been sent.",
    ),
    "33 messages": (
        filled(messages=[{"role": "user", "content": "Hi"}] * 33),
        "messages",
        "There are 33 messages; the limit is 32. Remove 1. Nothing has been sent.",
    ),
    "message too long": (
        ONE | {"messages-0-content": "x" * 256_010},
        "id_messages-0-content",
        "This message is 256,010 characters; the limit is 256,000. Shorten it by 10. "
        "Nothing has been sent.",
    ),
    "message without text": (
        ONE
        | {
            "messages-0-content": "",
            "messages-0-metadata-TOTAL_FORMS": "1",
            "messages-0-metadata-0-key": "k",
        },
        "id_messages-0-content",
        "This message is empty.",
    ),
    "unknown role": (
        ONE | {"messages-0-role": "system"},
        "id_messages-0-role",
        "user or assistant",
    ),
    "image without address": (
        ONE
        | {
            "messages-0-parts-TOTAL_FORMS": "1",
            "messages-0-parts-0-type": "image_url",
            "messages-0-parts-0-detail": "low",
        },
        "id_messages-0-parts-0-url",
        "no address",
    ),
    "image address is none": (
        ONE
        | {
            "messages-0-parts-TOTAL_FORMS": "1",
            "messages-0-parts-0-type": "image_url",
            "messages-0-parts-0-url": "ftp://a/b.png",
        },
        "id_messages-0-parts-0-url",
        "starts with http:// or https://",
    ),
    "part of no kind": (
        ONE | {"messages-0-parts-TOTAL_FORMS": "1", "messages-0-parts-0-text": "x"},
        "id_messages-0-parts-0-type",
        "Choose what this part is.",
    ),
    "tool without a file": (
        ONE
        | {
            "messages-0-attachments-TOTAL_FORMS": "1",
            "messages-0-attachments-0-tools": "file_search",
        },
        "id_messages-0-attachments-0-file_id",
        "no file id",
    ),
    "unknown tool": (
        ONE
        | {
            "messages-0-attachments-TOTAL_FORMS": "1",
            "messages-0-attachments-0-file_id": "file-1",
            "messages-0-attachments-0-tools": "browser",
        },
        "id_messages-0-attachments-0-tools",
        "code interpreter or file search",
    ),
    "21 files": (
        {"code_interpreter_file_ids": "\n".join(f"file-{n}" for n in range(21))},
        "id_code_interpreter_file_ids",
        "There are 21 files; the limit is 20. Remove 1. Nothing has been sent.",
    ),
    "file id with a space": (
        {"code_interpreter_file_ids": "file-1\n\nfile 2"},
        "id_code_interpreter_file_ids",
        "Line 3: a file id is one word, without spaces.",
    ),
    "two vector stores": (
        {"file_search": "existing", "vector_store_ids": "vs_1\nvs_2"},
        "id_vector_store_ids",
        "There are 2 vector stores; the limit is 1.",
    ),
    "no vector store": (
        {"file_search": "existing", "vector_store_ids": " \n"},
        "id_vector_store_ids",
        "No vector store is named.",
    ),
    "both vector forms": (
        {"file_search": "new", "vector_store_ids": "vs_1", "vector_store-file_ids": "file-1"},
        "id_file_search",
        "mutually exclusive",
    ),
    "chunk too small": (STATIC | {SIZE: "99", OVERLAP: "0"}, f"id_{SIZE}", "from 100 to 4096"),
    "chunk too large": (STATIC | {SIZE: "4097", OVERLAP: "0"}, f"id_{SIZE}", "is 4,097 tokens"),
    "overlap too large": (
        STATIC | {SIZE: "800", OVERLAP: "401"},
        f"id_{OVERLAP}",
        "The overlap is 401 tokens; at most half the chunk size, 400, is allowed. Lower it by 1.",
    ),
    "overlap below 0": (
        STATIC | {SIZE: "800", OVERLAP: "-1"},
        f"id_{OVERLAP}",
        "cannot be below 0",
    ),
    "no chunk size": (STATIC | {OVERLAP: "0"}, f"id_{SIZE}", "needs this number"),
    "title too long": (
        {"title": "x" * 201},
        "id_title",
        "This title is 201 characters; the limit is 200. Shorten it by 1. Nothing has been sent.",
    ),
    "unknown connection": ({"connection": "elsewhere"}, "id_connection", "Choose another."),
    "NUL": (ONE | {"messages-0-content": "a\x00b"}, "id_messages-0-content", "NUL"),
    "no token": ({"token": None}, "", "lost its token"),
    "bad token": ({"token": "7"}, "", "lost its token"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_broken_rule_is_said_at_its_field_and_nowhere_else(case):
    fields, target, sentence = WRONG[case]

    errors = errors_of(fields)

    assert list(errors) == [target]
    assert sentence in errors[target]


def test_all_errors_are_said_at_once():
    fields = PAIR | {"metadata-0-value": "x" * 513} | ONE | {"messages-0-role": ""} | STATIC

    assert set(errors_of(fields)) == {
        "id_metadata-0-value",
        "id_messages-0-role",
        f"id_{SIZE}",
        f"id_{OVERLAP}",
    }


def test_limits_that_are_reached_and_not_passed_are_fine():
    edge = filled(
        messages=[{"role": "user", "content": "é" * limits.MESSAGE_TEXT_MAX_LENGTH}],
        metadata=[{"key": "k" * 64, "value": "v" * 512}],
    )

    assert posted(edge).is_valid()


def test_what_only_the_contract_refuses_lands_at_its_field_too():
    assert (
        "Unicode" in errors_of(ONE | {"messages-0-content": "half \ud83d"})["id_messages-0-content"]
    )


@pytest.mark.parametrize("count", ["-1", "1e9", "many", "", "9" * 5000, "1001", "999999999"])
@pytest.mark.parametrize("formset", ["messages", "metadata", "messages-0-parts"])
def test_a_hostile_number_of_rows_is_an_error_and_no_trace(formset, count):
    form = posted(ONE | {f"{formset}-TOTAL_FORMS": count})

    assert not form.is_valid()
    assert problems(form)


def test_management_forms_that_add_up_to_too_many_rows_are_refused_before_any_is_made():
    counts = {f"messages-{n}-parts-TOTAL_FORMS": "1000" for n in range(100)}
    form = posted({"messages-TOTAL_FORMS": "100"} | counts)

    assert not form.is_valid()
    assert "more than 2,000 rows" in form.non_field_errors()[0]
    assert form.messages.forms == []


def test_errors_of_one_row_come_in_the_order_of_the_page():
    order = {"metadata-TOTAL_FORMS": "2", "metadata-INITIAL_FORMS": "0"}
    first = {"metadata-0-key": "order", "metadata-0-value": "7"}
    second = {"metadata-1-key": "order", "metadata-1-value": "x" * 513}

    errors = errors_of(order | first | second)

    assert list(errors) == ["id_metadata-1-key", "id_metadata-1-value"]


def test_problems_of_all_sections_come_in_the_order_of_the_page():
    fields = {
        "code_interpreter_file_ids": "\n".join(f"file-{number}" for number in range(21)),
        "title": "x" * 201,
        "connection": "elsewhere",
        "file_search": "existing",
    }

    errors = errors_of(
        fields | PAIR | {"metadata-0-value": "x" * 513} | ONE | {"messages-0-role": ""}
    )

    assert list(errors) == [
        "id_connection",
        "id_title",
        "id_messages-0-role",
        "id_metadata-0-value",
        "id_code_interpreter_file_ids",
        "id_vector_store_ids",
    ]


def test_every_field_and_section_of_the_composer_has_its_place_in_the_order_of_the_page():
    form = posted({})

    assert sorted(form.page_order) == sorted([*form.fields, *form.children])


def test_empty_thread_is_a_warning_and_no_error():
    form = posted({})

    assert form.is_valid()
    assert [item.label for item in checklist(form).items if item.tone] == [
        "No messages: an empty thread"
    ]


def test_placeholder_that_is_left_is_a_warning_at_its_place_once():
    fields = ONE | PAIR | {"messages-0-content": "{{order_id}} {{name=Ana}} {{ user.name }} {{"}

    form = posted(fields | {"metadata-0-value": "{{order_id}}"})

    assert form.is_valid()
    warnings = checklist(form).warnings
    assert [(item.label, item.count, item.target) for item in warnings] == [
        ("Placeholder left: {{order_id}}", "message 1", "id_messages-0-content"),
        ("Placeholder left: {{name}}", "message 1", "id_messages-0-content"),
    ]
