import json

import pytest

from threadsui.sandbox.faults import FAULTS, is_fault
from threadsui.sandbox.models import Thread


@pytest.fixture
def create_with(ask):
    def send(fault, body=None):
        return ask("POST", "/threads", body, headers={"X-Sandbox-Fault": fault})

    return send


@pytest.mark.parametrize(
    "fault, status, code",
    [
        ("rate_limited", 429, "rate_limit_exceeded"),
        ("rate_limited_once", 429, "rate_limit_exceeded"),
        ("quota", 429, "insufficient_quota"),
        ("server_error", 500, "server_error"),
        ("overloaded", 503, "overloaded"),
    ],
)
def test_fault_with_an_envelope_refuses_and_creates_nothing(create_with, fault, status, code):
    answer = create_with(fault)

    assert (answer.status, answer.error["code"]) == (status, code)
    assert not Thread.objects.exists()


@pytest.mark.parametrize(
    "fault, status, content_type",
    [
        ("gone", 404, None),
        ("html", 502, "text/html"),
        ("redirect", 307, None),
        ("problem", 422, "application/problem+json"),
        ("detail", 422, "application/json"),
        ("string_error", 400, "application/json"),
    ],
)
def test_fault_of_another_shape_answers_so_and_creates_nothing(
    create_with, fault, status, content_type
):
    answer = create_with(fault)

    assert (answer.status, answer.headers.get("content-type")) == (status, content_type)
    assert not Thread.objects.exists()


def test_rate_limited_says_when_to_come_back(create_with):
    headers = create_with("rate_limited").headers

    assert (headers["retry-after"], headers["retry-after-ms"]) == ("1", "1000")


def test_rate_limited_once_lets_the_same_request_in_when_it_comes_again(create_with):
    statuses = [create_with("rate_limited_once", {"metadata": {"a": "1"}}).status for _ in range(4)]

    assert statuses == [429, 200, 429, 200]
    assert Thread.objects.count() == 2


def test_rate_limited_once_tells_requests_apart(create_with):
    bodies = [{"metadata": {"number": str(number)}} for number in range(3)]

    assert [create_with("rate_limited_once", body).status for body in bodies] == [429] * 3
    assert [create_with("rate_limited_once", body).status for body in bodies] == [200] * 3


def test_gone_has_an_empty_body(create_with):
    assert create_with("gone").body == b""


def test_redirect_leads_to_another_host(create_with):
    assert create_with("redirect").headers["location"].startswith("https://elsewhere.invalid/")


def test_string_error_and_detail_have_the_shapes_of_other_servers(create_with):
    assert isinstance(create_with("string_error").json["error"], str)
    assert create_with("detail").json["detail"][0]["loc"][0] == "body"
    assert create_with("problem").json["status"] == 422


def test_cut_answers_nothing_and_creates_nothing(create_with):
    assert create_with("cut").is_cut
    assert not Thread.objects.exists()


def test_cut_after_answers_nothing_but_the_thread_is_there(create_with):
    assert create_with("cut_after").is_cut
    assert Thread.objects.count() == 1


@pytest.mark.parametrize("fault, seconds", [("slow", 3), ("slow:12", 12), ("slow:0", 0)])
def test_slow_keeps_back_the_answer_to_a_thread_that_is_there(create_with, fault, seconds):
    answer = create_with(fault)

    assert (answer.status, answer.delay) == (200, seconds)
    assert Thread.objects.get().pk == answer.json["id"]


def test_not_json_creates_but_cannot_be_read(create_with):
    answer = create_with("not_json")

    assert answer.status == 200
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.body)
    assert Thread.objects.count() == 1


def test_no_id_creates_but_does_not_say_what(create_with):
    answer = create_with("no_id")

    assert answer.status == 200
    assert answer.json["object"] == "thread"
    assert "id" not in answer.json
    assert Thread.objects.count() == 1


def test_same_id_answers_with_a_thread_that_was_there_before(create, create_with):
    existing = create({"metadata": {"old": "1"}})

    assert create_with("same_id", {"metadata": {"new": "1"}}).json == existing
    assert Thread.objects.count() == 1


@pytest.mark.parametrize("fault", ["not_json", "no_id", "same_id", "slow:0"])
def test_fault_that_carries_out_still_refuses_what_breaks_a_rule(create_with, fault):
    answer = create_with(fault, {"model": "x"})

    assert (answer.status, answer.error["param"]) == (400, "model")


def test_fault_applies_to_every_verb(ask, thread_id):
    answer = ask("GET", f"/threads/{thread_id}", headers={"X-Sandbox-Fault": "gone"})

    assert (answer.status, answer.body) == (404, b"")


@pytest.mark.parametrize("fault", ["unknown", "slow:", "slow:61", "slow:-1", "slow:1.5", "cut:1"])
def test_unknown_fault_is_refused(create_with, fault):
    answer = create_with(fault)

    assert (answer.status, answer.error["param"]) == (400, "X-Sandbox-Fault")
    assert not is_fault(fault)


def test_every_fault_is_told_in_a_sentence_and_known():
    assert all(sentence.endswith(".") and is_fault(name) for name, sentence in FAULTS.items())
    assert is_fault("")


def test_every_fault_is_documented(settings):
    table = (settings.BASE_DIR / "docs/sandbox.md").read_text(encoding="utf-8")

    assert [name for name in FAULTS if f"| `{name}`" not in table] == []
