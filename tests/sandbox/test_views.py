"""Door 1: who is let in, and what leaves."""

import json

import pytest
from django.test import Client

from threadsui.sandbox.models import Thread

pytestmark = pytest.mark.django_db

THREADS = "/sandbox/v1/threads"
KEY = "sandbox-key-of-the-tests"


@pytest.fixture
def post():
    client = Client(enforce_csrf_checks=True)

    def send(body=b"{}", *, authorization=f"Bearer {KEY}", path=THREADS, **headers):
        if authorization is not None:
            headers["authorization"] = authorization
        headers["openai-beta"] = "assistants=v2"
        return client.post(path, body, content_type="application/json", headers=headers)

    return send


def test_right_key_creates_a_thread(post):
    response = post()

    assert response.status_code == 200
    assert Thread.objects.get().pk == response.json()["id"]
    assert response.headers["X-Request-ID"].startswith("req_")


@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer wrong", "Bearer schlüssel", f"Basic {KEY}", KEY]
)
def test_wrong_or_missing_key_is_refused_and_not_echoed(post, authorization):
    response = post(authorization=authorization)

    assert response.status_code == 401
    assert response.json()["error"]["type"] == "invalid_request_error"
    assert "wrong" not in response.content.decode()
    assert not Thread.objects.exists()


@pytest.mark.parametrize("authorization", [None, "Bearer ", "Bearer any"])
def test_sandbox_without_a_key_is_closed(post, settings, authorization):
    settings.SANDBOX_KEY = ""

    response = post(authorization=authorization)

    assert (response.status_code, response.json()["error"]["param"]) == (404, None)
    assert not Thread.objects.exists()


def test_demo_mode_lets_in_any_bearer_token_but_not_none(post, settings):
    settings.DEMO, settings.SANDBOX_KEY = True, ""

    assert post(authorization="Bearer any").status_code == 200
    assert post(authorization=None).status_code == 401


def test_signing_in_to_the_console_does_not_open_the_sandbox(signed_in):
    assert signed_in.post(THREADS, {}, content_type="application/json").status_code == 401


def test_body_above_the_limit_is_refused_with_an_envelope(post, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    response = post(json.dumps({"metadata": {"key": "v" * 100}}))

    assert response.status_code == 413
    assert response.json()["error"]["code"] == "request_too_large"


def test_wrong_key_with_a_body_above_the_limit_is_refused_for_its_key(post, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    assert post(b" " * 101, authorization="Bearer wrong").status_code == 401


def test_unknown_path_is_answered_with_an_envelope(post):
    response = post(path="/sandbox/v1/assistants")

    assert response.status_code == 404
    assert response.json()["error"]["message"] == "Invalid URL (POST /v1/assistants)"


def test_query_reaches_the_sandbox(post):
    messages = [{"role": "user", "content": "Hello"}] * 3
    thread_id = post(json.dumps({"messages": messages})).json()["id"]
    headers = {"authorization": f"Bearer {KEY}", "openai-beta": "assistants=v2"}

    response = Client().get(f"{THREADS}/{thread_id}/messages?limit=2", headers=headers)

    assert len(response.json()["data"]) == 2


def test_fault_reaches_the_sandbox(post):
    assert post(**{"x-sandbox-fault": "gone"}).content == b""


def test_slow_answer_is_kept_back(post, monkeypatch):
    waits = []
    monkeypatch.setattr("threadsui.sandbox.views.time.sleep", waits.append)

    assert post(**{"x-sandbox-fault": "slow:7"}).status_code == 200
    assert waits == [7]
