"""Import: a pasted or uploaded body opens the composer filled in."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import payloads
from threadsui.models import Submission

URL = "/threads/import/"


def test_the_page_asks_for_a_body(signed_in):
    response = signed_in.get(URL)

    assert response.status_code == 200
    assert 'name="body"' in response.text
    assert 'name="file"' in response.text


@pytest.mark.parametrize("role,status", [("viewer", 403), ("auditor", 403), ("agent", 200)])
def test_only_people_who_may_create_can_import(person, client_of, role, status):
    client = client_of(person(role))

    assert client.get(URL).status_code == status
    assert client.post(URL, {"body": "{}"}).status_code == status


def test_a_pasted_body_opens_the_composer_filled_in(signed_in):
    response = signed_in.post(URL, {"body": json.dumps(payloads.P9)})

    assert response.status_code == 200
    assert 'action="/threads/new/"' in response.text
    assert "Compare the two invoices." in response.text
    assert 'name="messages-0-attachments-1-file_id" value="file-2"' in response.text
    assert "Filled in from the imported body. Nothing has been sent." in response.text
    assert not Submission.objects.exists()


def test_an_uploaded_file_opens_the_composer_filled_in(signed_in):
    file = SimpleUploadedFile("thread.yaml", b"metadata: {order_id: 'NV-1'}")

    response = signed_in.post(URL, {"body": "", "file": file})

    assert 'name="metadata-0-key" value="order_id"' in response.text


def test_a_file_of_almost_4_mib_is_taken(signed_in):
    text = {"messages": [{"role": "user", "content": "x" * 250_000}] * 16}
    file = SimpleUploadedFile("thread.json", json.dumps(text).encode())

    response = signed_in.post(URL, {"file": file})

    assert response.status_code == 200
    assert 'name="messages-15-content"' in response.text


def test_a_body_that_cannot_be_imported_comes_back_with_its_errors(signed_in):
    response = signed_in.post(URL, {"body": "metadata: {vip: yes}\n<b>: 1"})

    assert response.status_code == 422
    assert "This cannot be imported. Nothing was kept or sent." in response.text
    assert "&lt;b&gt;: 1" in response.text
    assert 'role="alert"' in response.text


def test_the_text_of_a_wrong_file_can_be_mended_in_place(signed_in):
    file = SimpleUploadedFile("thread.yaml", b"metadata: {vip: yes}")

    response = signed_in.post(URL, {"file": file})

    assert "metadata: {vip: yes}</textarea>" in response.text


def test_a_file_beyond_the_limit_of_uploads_is_answered_with_a_sentence(signed_in, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    file = SimpleUploadedFile("thread.json", b" " * 2000 + b"{}")

    response = signed_in.post(URL, {"file": file})

    assert response.status_code == 422
    assert "Make it smaller than 4 MiB." in response.text
