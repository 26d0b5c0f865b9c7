"""From the server's `param` to the field: blank rows were not sent, so they do not count."""

import uuid

import pytest

from threadsui.forms.composer.thread_create import ComposerForm
from threadsui.forms.drafts.form_data import form_data

VALUES = {
    "token": str(uuid.uuid4()),
    "messages": [
        {"role": "user"},
        {"role": "user", "content": "one"},
        {"role": "user"},
        {
            "role": "assistant",
            "content": "two",
            "parts": [
                {"type": "image_url"},
                {"type": "image_url", "url": "https://example.org/a.png"},
                {"type": "image_file", "file_id": "file-1"},
            ],
            "attachments": [{}, {"file_id": "file-2", "tools": ["file_search"]}],
            "metadata": [{"key": "", "value": ""}, {"key": "a.b[0]", "value": "1"}],
        },
        {"role": "user", "parts": [{"type": "text", "text": "alone"}]},
    ],
    "metadata": [{"key": ""}, {"key": "order.id", "value": "7"}, {"key": "7", "value": "x"}],
    "code_interpreter_file_ids": "file-1\n\nfile-2",
    "file_search": "new",
    "vector_store": {
        "file_ids": "file-3",
        "chunking": "static",
        "max_chunk_size_tokens": "800",
        "chunk_overlap_tokens": "400",
        "metadata": [{"key": "k", "value": "v"}],
    },
}

STORE = "tool_resources.file_search.vector_stores[0]"
PLACES = {
    "messages": ("messages", "Messages"),
    "messages[0].content": ("id_messages-1-content", "Message 2"),
    "messages.0.content": ("id_messages-1-content", "Message 2"),
    "body.messages.0.content": ("id_messages-1-content", "Message 2"),
    "messages[0].role": ("id_messages-1-role", "Message 2, role"),
    "messages[1]": ("id_messages-3-content", "Message 4"),
    "messages[9].content": ("messages", "Messages"),
    "messages[1].content[0].text": ("id_messages-3-content", "Message 4"),
    "messages[1].content[1].image_url.url": ("id_messages-3-parts-1-url", "Message 4, part 2"),
    "messages[1].content[1].image_url.detail": (
        "id_messages-3-parts-1-detail",
        "Message 4, part 2",
    ),
    "messages.1.content.2.image_file.file_id": (
        "id_messages-3-parts-2-file_id",
        "Message 4, part 3",
    ),
    "messages[2].content[0].text": ("id_messages-4-parts-0-text", "Message 5, part 1"),
    "messages[2].content[0].type": ("id_messages-4-parts-0-type", "Message 5, part 1"),
    "messages[1].attachments": ("messages-3-attachments", "Message 4, attachments"),
    "messages[1].attachments[0].file_id": (
        "id_messages-3-attachments-1-file_id",
        "Message 4, attachment 2",
    ),
    "messages[1].attachments[0].tools[0].type": (
        "id_messages-3-attachments-1-tools",
        "Message 4, attachment 2, tools",
    ),
    "messages[1].metadata": ("messages-3-metadata", "Message 4, metadata"),
    "messages[1].metadata.a.b[0]": (
        "id_messages-3-metadata-1-value",
        "Message 4, metadata row 2",
    ),
    "metadata": ("metadata", "Thread metadata"),
    "metadata.order.id": ("id_metadata-1-value", "Thread metadata row 2"),
    "metadata['order.id']": ("id_metadata-1-value", "Thread metadata row 2"),
    "metadata.7": ("id_metadata-2-value", "Thread metadata row 3"),
    "metadata.nowhere": ("metadata", "Thread metadata"),
    "tool_resources": ("", ""),
    "tool_resources.code_interpreter.file_ids[1]": (
        "id_code_interpreter_file_ids",
        "Code interpreter files, line 3",
    ),
    "tool_resources.file_search": ("id_file_search", "File search"),
    "tool_resources.file_search.vector_store_ids[0]": (
        "id_vector_store_ids",
        "Vector store id",
    ),
    f"{STORE}.file_ids[0]": ("id_vector_store-file_ids", "New vector store, files, line 1"),
    f"{STORE}.chunking_strategy": ("id_vector_store-chunking", "New vector store"),
    f"{STORE}.chunking_strategy.static.chunk_overlap_tokens": (
        "id_vector_store-chunk_overlap_tokens",
        "New vector store, chunk overlap",
    ),
    f"{STORE}.metadata.k": (
        "id_vector_store-metadata-0-value",
        "New vector store, metadata row 1",
    ),
    "": ("", ""),
    "limit": ("", ""),
    "messages[": ("messages", "Messages"),
    "..[[]]": ("", ""),
}


@pytest.fixture
def form():
    made = ComposerForm(form_data(VALUES), default_connection="s", connections=[("s", "S")])
    assert made.is_valid(), made.errors
    return made


@pytest.mark.parametrize("param", PLACES)
def test_a_param_leads_to_its_field_and_is_named_in_words(form, param):
    place = form.add_api_error(param, "No.")

    assert (place.target, place.label) == PLACES[param]
    assert not form.is_valid()


def test_the_error_stands_at_the_field(form):
    form.add_api_error("messages[1].attachments[0].file_id", "No such file.")

    assert form.messages.forms[3].attachments.forms[1].errors["file_id"] == ["No such file."]


def test_an_error_of_a_list_names_the_line(form):
    form.add_api_error("tool_resources.code_interpreter.file_ids[1]", "No such file.")

    assert form.errors["code_interpreter_file_ids"] == ["Line 3: No such file."]


def test_an_error_of_a_set_stands_above_its_rows(form):
    form.add_api_error("metadata", "Too many.")

    assert form.metadata.non_form_errors() == ["Too many."]


def test_an_unknown_param_is_an_error_of_the_form(form):
    form.add_api_error("OpenAI-Beta", "Missing.")

    assert form.non_field_errors() == ["Missing."]
