"""Requests that the service refused whatever their body."""

import pytest

HELLO = {"role": "user", "content": "Hello"}


@pytest.mark.parametrize("given", [None, "", "assistants=v1", "assistants=v22"])
def test_request_without_the_beta_header_is_refused(assert_refused, ask, given):
    answer = ask("POST", "/threads", headers={"OpenAI-Beta": given})

    assert_refused(answer, 400, param=None, code="invalid_beta")


def test_request_with_several_betas_is_accepted(ask):
    headers = {"OpenAI-Beta": "realtime=v1, assistants=v2"}

    assert ask("POST", "/threads", headers=headers).status == 200


@pytest.mark.parametrize("given", [None, "", "Bearer", "Bearer ", "Basic abc"])
def test_request_without_a_bearer_token_is_refused(assert_refused, ask, given):
    assert_refused(
        ask("POST", "/threads", headers={"Authorization": given}), 401, param=None, code=None
    )


def test_malformed_thread_id_is_refused(assert_refused, ask):
    answer = ask("GET", "/threads/abc")

    assert_refused(answer, 400, param="thread_id", code="invalid_value")
    assert "Expected an ID that begins with 'thread'" in answer.error["message"]


def test_malformed_message_id_is_refused(assert_refused, ask, thread_id):
    answer = ask("GET", f"/threads/{thread_id}/messages/abc")

    assert_refused(answer, 400, param="message_id", code="invalid_value")


@pytest.mark.parametrize(
    "method, path",
    [
        ("GET", ""),
        ("POST", ""),
        ("DELETE", ""),
        ("GET", "/messages"),
        ("POST", "/messages"),
        ("DELETE", "/messages/msg_1"),
    ],
)
def test_unknown_thread_is_not_found(assert_refused, ask, method, path):
    answer = ask(method, f"/threads/thread_unknown{path}", HELLO if method == "POST" else None)

    assert_refused(answer, 404, param=None, code=None)
    assert answer.error["message"] == "No thread found with id 'thread_unknown'."


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_unknown_message_is_not_found(assert_refused, ask, thread_id, method):
    answer = ask(method, f"/threads/{thread_id}/messages/msg_unknown", {})

    assert_refused(answer, 404, param=None, code=None)
    assert answer.error["message"] == "No message found with id 'msg_unknown'."


def test_update_without_a_body_is_refused(ask, thread_id):
    assert ask("POST", f"/threads/{thread_id}", b"").status == 400


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/thread",
        "/threads/",
        "/threads/thread_1/",
        "/threads/thread_1/runs",
        "/threads//messages",
    ],
)
def test_unknown_path_is_answered_with_an_envelope(assert_refused, ask, path):
    answer = ask("GET", path)

    assert_refused(answer, 404, param=None, code=None)
    assert answer.error["message"] == f"Invalid URL (GET /v1{path})"


@pytest.mark.parametrize(
    "method, path, allowed",
    [
        ("GET", "/threads", "POST"),
        ("PUT", "/threads/thread_1", "GET, POST, DELETE"),
        ("DELETE", "/threads/thread_1/messages", "GET, POST"),
        ("PATCH", "/threads/thread_1/messages/msg_1", "GET, POST, DELETE"),
    ],
)
def test_wrong_method_is_refused(assert_refused, ask, method, path, allowed):
    answer = ask(method, path)

    assert_refused(answer, 405, param=None, code="method_not_supported")
    assert answer.headers["allow"] == allowed
