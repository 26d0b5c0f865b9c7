"""What the composer's fields become: the body that is sent."""

from threadsui.api import schema

from .posted import body_of, filled, posted

FIELD_NAMES = {
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


def test_every_public_field_name_reaches_the_body():
    assert body_of(FIELD_NAMES) == BODY


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
