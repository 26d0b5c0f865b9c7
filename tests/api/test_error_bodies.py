import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from threadsui import api
from threadsui.api.error_bodies import (
    MESSAGE_MAX_LENGTH,
    WORD_MAX_LENGTH,
    ErrorBody,
    read_error_body,
)

URL = "https://api.test/v1/threads"

WORDS = "error message detail details title type code param target loc location path msg errors validation request_id"
NAMES = st.sampled_from(sorted(WORDS.split()))
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=20,
)


def read(value):
    return read_error_body(json.dumps(value).encode())


def assert_storable(body):
    assert isinstance(body, ErrorBody)
    assert len(body.message) <= MESSAGE_MAX_LENGTH
    for word in (body.type, body.code, body.param, body.request_id):
        assert word is None or 0 < len(word) <= WORD_MAX_LENGTH
    for text in (body.message, body.type or "", body.code or "", body.param or ""):
        assert text.encode().decode() == text
        assert "\x00" not in text


@given(st.binary(max_size=300))
@example(b"[" * 200_000)
@example(b"9" * 10_000)
@example(b'{"error":' * 5_000)
@example(b"\xff\xfe{\x00")
@example(b'{"error":{"code":' + b"9" * 5_000 + b"}}")
@example(b"<title>" + b"<" * 50_000)
def test_any_bytes_are_read_without_raising(data):
    assert_storable(read_error_body(data))


@given(JSON_VALUES)
@example({"error": {"message": "\ud800", "code": float("nan"), "param": ["x"]}})
@example({"detail": [{"loc": {"a": 1}, "msg": None}, 3]})
def test_any_json_is_read_without_raising(value):
    assert_storable(read(value))


@pytest.mark.parametrize("body", [b"", b"  \r\n"])
def test_empty_body_says_nothing_and_is_known_as_empty(body):
    assert read_error_body(body) == ErrorBody(is_empty=True)


def test_openai_envelope_gives_all_its_fields():
    error = {
        "message": "Bad.",
        "type": "invalid_request_error",
        "param": "messages[0].role",
        "code": "invalid_value",
    }

    assert read({"error": error}) == ErrorBody(
        "Bad.", "invalid_request_error", "invalid_value", "messages[0].role"
    )


@pytest.mark.parametrize(
    "value, expected",
    [
        ({"error": "Validation failed"}, ErrorBody("Validation failed")),
        (
            {"message": "Denied", "code": "InvalidKey", "request_id": "r1"},
            ErrorBody("Denied", None, "InvalidKey", None, "r1"),
        ),
        ({"detail": "Not Found"}, ErrorBody("Not Found")),
        ({"title": "Conflict", "detail": "Busy."}, ErrorBody("Busy.")),
        ({"title": "Conflict", "status": 409}, ErrorBody("Conflict")),
        ({"error": {"code": 422, "message": ["a", "b"]}}, ErrorBody("a; b", None, "422")),
        (
            {"error": {"code": "BadArgument", "message": "m", "target": "metadata"}},
            ErrorBody("m", None, "BadArgument", "metadata"),
        ),
        ("Nope", ErrorBody("Nope")),
        ({"error": None}, ErrorBody()),
        (None, ErrorBody()),
    ],
)
def test_other_envelopes_give_what_they_have(value, expected):
    assert read(value) == expected


def test_fastapi_list_names_the_first_place_and_tells_all():
    detail = [
        {
            "loc": ["body", "messages", 0, "content"],
            "msg": "Field required",
            "type": "missing",
            "input": "what Ana wrote",
        },
        {"loc": ["body", "metadata"], "msg": "Not a dict", "type": "dict_type"},
    ]

    body = read({"detail": detail})

    assert body.message == "messages.0.content: Field required; metadata: Not a dict"
    assert (body.param, body.code) == ("messages.0.content", "missing")


def test_prism_problem_names_the_place_of_its_first_validation():
    problem = {
        "type": "https://stoplight.io/prism/errors#UNPROCESSABLE_ENTITY",
        "title": "Invalid request",
        "status": 422,
        "detail": "Your request is not valid",
        "validation": [
            {"location": ["body", "metadata"], "code": "type", "message": "must be object"}
        ],
    }

    body = read(problem)

    assert (body.message, body.param, body.code) == (
        "Your request is not valid",
        "metadata",
        "type",
    )


def test_html_gives_its_title_only():
    page = (
        b"<html><head><title>502 Bad &amp; Gateway</title></head><body><p>nginx</p></body></html>"
    )

    assert read_error_body(page).message == "502 Bad & Gateway"


def test_plain_text_is_the_message_on_one_bounded_line():
    message = read_error_body(b"upstream\nfailed\x00 " + b"x" * 5000).message

    assert message.startswith("upstream failed x")
    assert len(message) == MESSAGE_MAX_LENGTH


@pytest.mark.parametrize(
    "status, expected",
    [
        (302, api.APIStatusError),
        (400, api.BadRequestError),
        (401, api.AuthenticationError),
        (403, api.PermissionDeniedError),
        (404, api.NotFoundError),
        (409, api.ConflictError),
        (418, api.APIStatusError),
        (422, api.UnprocessableEntityError),
        (429, api.RateLimitError),
        (500, api.InternalServerError),
        (599, api.InternalServerError),
    ],
)
def test_status_chooses_the_exception(make_client, http, status, expected):
    http.post(URL, status=status, json={"error": {"message": "No."}})

    with pytest.raises(api.APIStatusError) as caught:
        make_client(max_attempts=1).threads.create()

    assert (type(caught.value), caught.value.status_code, str(caught.value)) == (
        expected,
        status,
        "No.",
    )


def test_empty_404_is_told_apart_from_a_missing_thread(client, http):
    http.post(URL, status=404)

    with pytest.raises(api.NotFoundError, match="HTTP 404 with an empty body") as caught:
        client.threads.create()

    assert caught.value.is_empty_body


@pytest.mark.parametrize("header", ["x-request-id", "apim-request-id", "X-MS-Request-ID"])
def test_request_id_is_found_in_the_headers(client, http, header):
    http.post(
        URL,
        status=400,
        json={"message": "No.", "request_id": "from-body"},
        headers={header: "req_1"},
    )

    with pytest.raises(api.BadRequestError) as caught:
        client.threads.create()

    assert caught.value.request_id == "req_1"


def test_request_id_is_found_in_the_body(client, http):
    http.post(URL, status=400, json={"message": "No.", "request_id": "from-body"})

    with pytest.raises(api.BadRequestError) as caught:
        client.threads.create()

    assert caught.value.request_id == "from-body"


@pytest.mark.parametrize(
    "said",
    [
        "a\r\nb",
        "a\x1b[2Jb",
        "a\x9bb",
        "a\u2028b",
        "a\x85b",
        "\u202ea b\u2066",
        "<b>a b</b>",
        "a\x00b",
    ],
)
def test_words_of_a_server_are_one_line_that_turns_nothing_around(said):
    found = read_error_body(json.dumps({"error": {"message": said, "code": said}}).encode())

    for text in (found.message, found.code):
        assert len(text.splitlines()) == 1
        assert text.isprintable()
