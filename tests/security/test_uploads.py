"""Files and bodies that are made to hurt: too large, too deep, too many, or with names that lead somewhere."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler

pytestmark = pytest.mark.django_db
URL = "/threads/import/"
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(9)
)
BOMBS = {
    "a billion laughs": LAUGHS,
    "an alias": "metadata: &m {a: b}\nmessages: *m",
    "a merge": "metadata:\n  <<: {a: b}",
    "a python object": "!!python/object/apply:os.system ['touch /tmp/owned']",
    "a tag of its own": "metadata: !evil {a: b}",
    "deep json lists": "[" * 200_000,
    "deep json objects": '{"a":' * 100_000,
    "deep yaml": "- " * 50_000 + "x",
    "deep flow": "{a: " * 20_000,
    "many values": "[" + "1," * 1_900_000 + "1]",
    "a number of many digits": '{"metadata": {"a": ' + "9" * 100_000 + "}}",
    "a number beyond any": '{"metadata": {"a": 1e999999}}',
    "twin keys": '{"metadata": {"a": "1", "a": "2"}}',
    "no number": '{"metadata": {"a": NaN}}',
    "a key of objects": '{"__proto__": {"x": 1}}',
    "a long anchor": "&" + "a" * 1_000_000 + " x",
    "nul": '{"metadata": {"a": "\\u0000"}}',
    "half a pair": '{"metadata": {"a": "\\ud800"}}',
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_refused_in_a_moment(signed_in, name):
    began = time.process_time()

    answer = signed_in.post(URL, {"body": BOMBS[name]})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert time.process_time() - began < 15  # seconds of the processor; the machine may be slow
    assert not os.path.exists("/tmp/owned")


def test_bomb_in_a_file_is_refused_as_well(signed_in):
    file = SimpleUploadedFile("bomb.yaml", LAUGHS.encode())

    assert signed_in.post(URL, {"file": file}).status_code == 422


NAMES = ["../../owned.json", "/tmp/owned.json", "a\0b.json", "..\\owned.json", "x" * 5000, '";x="y']


@pytest.mark.parametrize("name", NAMES)
def test_name_of_a_file_leads_nowhere(signed_in, name):
    """Written by hand: a browser, and Django's client, would send the last part of it alone."""
    head = f'--xx\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + b'{"metadata": {"a": "b"}}\r\n--xx--\r\n'

    answer = signed_in.generic("POST", URL, body, content_type="multipart/form-data; boundary=xx")

    assert answer.status_code in {200, 400, 422}  # 400: a head that is too long
    assert not list(Path("/tmp").glob("*owned.json"))
    assert "owned.json" not in os.listdir(".")


def test_files_never_touch_the_disk(settings):
    assert [
        f"django.core.files.uploadhandler.{MemoryFileUploadHandler.__name__}"
    ] == settings.FILE_UPLOAD_HANDLERS
    assert settings.DATA_UPLOAD_MAX_NUMBER_FILES == 1


def test_request_that_is_too_much_is_answered_with_a_page(signed_in, settings):
    fields = {f"f{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    files = {f"f{number}": SimpleUploadedFile("x.json", b"{}") for number in range(3)}
    kind = "application/x-www-form-urlencoded"

    assert signed_in.post(URL, fields).status_code == 413
    assert signed_in.post(URL, files).status_code == 413
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert signed_in.post(URL, "body=" + "x" * 2000, content_type=kind).status_code == 413
