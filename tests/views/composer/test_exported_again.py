"""What was exported as JSONL opens in the composer, and makes the same thread once more."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from threadsui.forms.documents.importing import ImportForm
from threadsui.models import Thread
from threadsui.services.threads.thread_changes import refresh_thread

EXPORT = "/threads/export/"
IMPORT = "/threads/import/"
BODY = {
    "messages": [
        {"role": "user", "content": "=1+1\nWhere is it?"},
        {
            "role": "assistant",
            "content": [
                {"type": "text", "text": "There."},
                {"type": "image_file", "image_file": {"file_id": "file-9", "detail": "low"}},
            ],
            "attachments": [{"file_id": "file-1", "tools": [{"type": "file_search"}]}],
            "metadata": {"seen": "yes"},
        },
    ],
    "metadata": {"order": "A-1"},
    "tool_resources": {"code_interpreter": {"file_ids": ["file-2"]}},
}


@pytest.fixture
def exported(signed_in):
    """The lines of an export of all threads."""

    def read():
        data = {"format": "jsonl", "confirmed": "1", "all": "1"}
        return b"".join(signed_in.post(EXPORT, data).streaming_content).decode()

    return read


def form_of(text):
    form = ImportForm({"body": text})
    assert form.is_valid(), form.errors
    return form


@pytest.mark.parametrize("is_refreshed", [False, True])
def test_exported_thread_has_the_body_that_made_it(exported, agent, is_refreshed):
    thread = factories.created_thread(actor=agent, title="Snapped pole", **BODY)
    if is_refreshed:  # its messages are as the server answers them then
        refresh_thread(thread=thread, actor=agent)

    form = form_of(exported())

    made = form.payload.model_dump(exclude_none=True)
    assert made["metadata"] == BODY["metadata"]
    assert [one["role"] for one in made["messages"]] == ["user", "assistant"]
    assert made["messages"][1]["attachments"] == BODY["messages"][1]["attachments"]
    assert made["tool_resources"]["code_interpreter"] == {"file_ids": ["file-2"]}
    text = json.dumps(made)
    assert "=1+1\\nWhere is it?" in text
    assert thread.remote_id not in text
    assert form.values["title"] == "Snapped pole"


def test_uploaded_line_opens_the_composer_with_its_title(exported, signed_in, agent):
    factories.created_thread(actor=agent, title="Snapped pole", **BODY)
    file = SimpleUploadedFile("threads.jsonl", exported().encode())

    response = signed_in.post(IMPORT, {"body": "", "file": file})

    assert response.status_code == 200
    assert 'value="Snapped pole"' in response.text
    assert "Where is it?" in response.text
    assert Thread.objects.count() == 1


def test_export_of_several_threads_is_told_from_one(exported, signed_in, agent):
    for _ in range(3):
        factories.created_thread(actor=agent)

    response = signed_in.post(IMPORT, {"body": exported()})

    assert response.status_code == 422
    assert "This is an export of 3 threads." in response.text


def test_thread_as_a_server_answers_it_is_still_explained(signed_in):
    body = json.dumps({"id": "thread_1", "object": "thread", "created_at": 1, "metadata": {}})

    response = signed_in.post(IMPORT, {"body": body})

    assert response.status_code == 422
    assert "This is a thread as a server answers it" in response.text
