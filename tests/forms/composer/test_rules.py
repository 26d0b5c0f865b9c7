"""What the composer says when a rule is broken, and where."""

import pytest

from threadsui.api.schema import limits

from .posted import ONE, OVERLAP, PAIR, SIZE, STATIC, errors_of, filled, posted

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
