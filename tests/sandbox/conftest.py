"""Asking the engine by hand."""

import json
from dataclasses import dataclass

import pytest

from threadsui.sandbox import engine

HEADERS = {
    "Authorization": "Bearer any",
    "OpenAI-Beta": "assistants=v2",
    "Content-Type": "application/json",
}


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes
    delay: float
    is_cut: bool

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def error(self):
        return self.json["error"]


@pytest.fixture
def ask(db):
    """Ask the engine: `ask("POST", "/threads", {…})`. A header that is None is left out; bytes are sent as they are."""

    def send(method, path, body=None, *, query=None, headers=None):
        given = HEADERS | (headers or {})
        raw = (
            body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        )
        request = engine.Request(
            method,
            path,
            query or {},
            {name: value for name, value in given.items() if value is not None},
            raw,
        )
        response = engine.handle(request)
        return Answer(
            response.status, response.headers, response.body, response.delay, response.is_cut
        )

    return send


@pytest.fixture
def create(ask):
    """Create a thread: `create({…})` gives it as answered."""

    def make(body=None):
        answer = ask("POST", "/threads", body)
        assert answer.status == 200, answer.body
        return answer.json

    return make


@pytest.fixture
def thread_id(create):
    """A thread with three messages: first, second, third."""
    words = ("first", "second", "third")
    return create({"messages": [{"role": "user", "content": word} for word in words]})["id"]


@pytest.fixture
def listed(ask):
    """The messages of a thread, oldest first, or as `query` says."""

    def page(thread_id, **query):
        answer = ask(
            "GET",
            f"/threads/{thread_id}/messages",
            query={"order": "asc", "limit": "100"} | query,
        )
        assert answer.status == 200, answer.body
        return answer.json["data"]

    return page


@pytest.fixture
def assert_refused():
    """Check an answer for the service's envelope: `assert_refused(answer, 400, param=…, code=…)`."""

    def check(answer, status, *, param, code):
        assert answer.status == status
        assert set(answer.json) == {"error"}
        assert set(answer.error) == {"message", "type", "param", "code"}
        assert answer.error["type"] == "invalid_request_error"
        assert (answer.error["param"], answer.error["code"]) == (param, code)
        assert answer.error["message"]
        assert answer.headers["x-request-id"].startswith("req_")

    return check
