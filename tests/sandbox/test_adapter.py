"""Door 2: the engine behind a requests session, without a socket or a key."""

import json

import pytest
import requests
from django.test import Client

from tests import payloads
from threadsui.sandbox.adapter import SandboxAdapter
from threadsui.sandbox.models import Thread

pytestmark = pytest.mark.django_db

BASE = "http://sandbox.localhost/v1"
HEADERS = {"OpenAI-Beta": "assistants=v2"}


def session(fault=""):
    made = requests.Session()
    made.mount("http://sandbox.localhost", SandboxAdapter(fault))
    made.headers.update(HEADERS)
    return made


def test_create_needs_no_key_and_answers_as_over_http():
    response = session().post(f"{BASE}/threads", json=payloads.P7)

    assert response.status_code == 200
    assert response.ok
    assert response.json()["id"] == Thread.objects.get().pk
    assert response.headers["X-Request-Id"].startswith("req_")
    assert response.headers["Content-Length"] == str(len(response.content))
    assert response.encoding == "utf-8"


@pytest.mark.parametrize("body", [None, "{}", b"{}"])
def test_body_may_be_text_bytes_or_nothing(body):
    headers = {"Content-Type": "application/json"}

    assert session().post(f"{BASE}/threads", data=body, headers=headers).status_code == 200


def test_streamed_answer_can_be_read_in_pieces():
    with session().post(f"{BASE}/threads", json={}, stream=True) as response:
        pieces = list(response.iter_content(10))

    assert all(len(piece) <= 10 for piece in pieces)
    assert json.loads(b"".join(pieces))["object"] == "thread"


def test_streamed_answer_can_be_read_raw():
    with session().post(f"{BASE}/threads", json={}, stream=True) as response:
        assert response.raw.read(5) == b'{"id"'
        assert response.raw.read().endswith(b"}")


def test_query_and_quoted_path_reach_the_sandbox():
    asked = session()
    thread_id = asked.post(f"{BASE}/threads", json=payloads.P7).json()["id"]

    listed = asked.get(f"{BASE}/threads/{thread_id}/messages", params={"limit": 2})
    missing = asked.get(f"{BASE}/threads/thread%20%C3%A9")

    assert len(listed.json()["data"]) == 2
    assert missing.json()["error"]["message"] == "No thread found with id 'thread é'."


def test_base_url_may_have_a_path_before_its_version():
    asked = session()

    assert asked.post("http://sandbox.localhost/some/v1/threads", json={}).status_code == 200


def test_fault_of_the_adapter_applies_to_its_requests():
    assert session("gone").post(f"{BASE}/threads", json={}).content == b""


def test_fault_of_the_request_outranks_that_of_the_adapter():
    headers = {"X-Sandbox-Fault": "html"}

    assert session("gone").post(f"{BASE}/threads", json={}, headers=headers).status_code == 502


@pytest.mark.parametrize("fault, made", [("cut", 0), ("cut_after", 1)])
def test_cut_is_a_connection_error_with_a_reset_inside(fault, made):
    with pytest.raises(requests.ConnectionError) as caught:
        session(fault).post(f"{BASE}/threads", json={})

    [protocol_error] = caught.value.args
    assert isinstance(protocol_error.args[1], ConnectionResetError)
    assert Thread.objects.count() == made


@pytest.mark.parametrize("timeout", [0.02, (5, 0.02)])
def test_slow_answer_beyond_the_read_timeout_is_a_timeout_after_the_thread_was_made(timeout):
    with pytest.raises(requests.ReadTimeout):
        session("slow").post(f"{BASE}/threads", json={}, timeout=timeout)

    assert Thread.objects.count() == 1


@pytest.mark.parametrize("timeout", [None, 10, (5, 10), (5, None)])
def test_slow_answer_within_the_read_timeout_arrives(timeout, monkeypatch):
    waits = []
    monkeypatch.setattr("threadsui.sandbox.adapter.time.sleep", waits.append)

    response = session("slow").post(f"{BASE}/threads", json={}, timeout=timeout)

    assert (response.status_code, waits) == (200, [3])


@pytest.mark.parametrize(
    "method, path, body",
    [
        ("POST", "/threads", payloads.P1),
        ("POST", "/threads", {"metadata": {"ключ": "v" * 513}}),
        ("GET", "/threads/thread_unknown", None),
        ("GET", "/threads/thread_unknown/messages?limit=0", None),
        ("GET", "/threads", None),
        ("POST", "/runs", {}),
    ],
)
def test_both_doors_give_the_same_bytes(method, path, body):
    headers = HEADERS | {"Content-Type": "application/json"}
    data = None if body is None else json.dumps(body)
    key = {"Authorization": "Bearer sandbox-key-of-the-tests"}

    inside = session().request(method, f"{BASE}{path}", data=data, headers=headers)
    outside = Client().generic(method, f"/sandbox/v1{path}", data or "", headers=headers | key)

    assert (outside.status_code, outside.content) == (inside.status_code, inside.content)


def test_both_doors_create_the_same_thread():
    headers = HEADERS | {"Content-Type": "application/json"}
    key = {"Authorization": "Bearer sandbox-key-of-the-tests"}
    body = json.dumps(payloads.P7 | payloads.P13)

    inside = session().post(f"{BASE}/threads", data=body, headers=headers).json()
    outside = Client().generic("POST", "/sandbox/v1/threads", body, headers=headers | key).json()

    different = {"id": "", "created_at": 0}
    assert inside | different == outside | different
