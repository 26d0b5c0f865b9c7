"""Bodies that are no JSON, no object or too much are refused before any rule is asked."""

import time

import pytest

from threadsui.sandbox import bodies


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff",
        b'{"metadata": {"a": NaN}}',
        b'{"metadata": {"a": "1", "a": "2"}}',
        b"[" * 100_000,
        b'{"a": %s}' % (b"1" * 5000),
        b'"\x00"',
    ],
    ids=["cut off", "not UTF-8", "NaN", "a key twice", "deep", "endless number", "control"],
)
def test_create_with_a_body_that_is_not_json_is_refused(assert_refused, ask, body):
    answer = ask("POST", "/threads", body)

    assert_refused(answer, 400, param=None, code=None)
    assert "could not parse the JSON body" in answer.error["message"]


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"1"])
def test_create_with_a_body_that_is_no_object_is_refused(assert_refused, ask, body):
    assert_refused(ask("POST", "/threads", body), 400, param=None, code="invalid_type")


def test_create_with_a_form_as_body_is_refused(assert_refused, ask):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    answer = ask("POST", "/threads", b"a=1", headers=headers)

    assert_refused(answer, 400, param=None, code="unsupported_content_type")


def test_create_with_a_body_above_the_limit_is_refused(assert_refused, ask, monkeypatch):
    monkeypatch.setattr(bodies, "MAX_BYTES", 10)

    assert ask("POST", "/threads", b" " * 10).status == 200
    assert_refused(ask("POST", "/threads", b" " * 11), 413, param=None, code="request_too_large")


@pytest.mark.parametrize("body", [{"messages": [0] * 101}, dict.fromkeys(map(str, range(101)))])
def test_create_with_too_many_values_is_refused_before_each_is_judged(
    assert_refused, ask, monkeypatch, body
):
    monkeypatch.setattr(bodies, "VALUES_MAX", 100)

    assert_refused(ask("POST", "/threads", body), 413, param=None, code="request_too_large")


def test_key_twice_among_very_many_is_found_at_once(ask):
    keys = ",".join(f'"{number}":0' for number in range(100_000))
    start = time.perf_counter()

    answer = ask("POST", "/threads", f'{{{keys},"twice":0,"twice":0}}'.encode())

    assert "the key 'twice' is in one object twice" in answer.error["message"]
    assert time.perf_counter() - start < 10  # seconds; comparing each with each takes minutes
