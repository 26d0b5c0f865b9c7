"""What the preview shows is what is sent, to the byte, and its spellings say the same."""

import io
import json

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings

from tests import payloads, shell
from threadsui.api import schema

from .shown import URL, fields, texts

patient = settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def canonical(payload):
    return schema.canonical(schema.parse(schema.CreateThread, payload))


@patient
@given(payload=payloads.threads)
def test_json_shown_is_byte_for_byte_what_the_upstream_receives(signed_in, upstream, payload):
    data = fields(canonical(payload), connection="upstream")

    shown = texts(signed_in.post(URL, data))["spelled-json"]
    signed_in.post("/threads/new/", data)

    assert shown.encode() == upstream.bodies[-1]


@patient
@given(payload=payloads.threads)
def test_curl_line_posts_the_very_bytes(signed_in, upstream, payload):
    data = fields(canonical(payload), connection="upstream")

    shown = texts(signed_in.post(URL, data))
    call = shell.curl_call(shown["spelled-curl"], THREADS_API_KEY="k", HEADER_X_TEAM="t")

    assert call.url == f"{upstream.url}/threads"
    assert call.headers["Authorization"] == "Bearer k"
    assert call.headers["X-Team"] == "t"
    if not call.body.startswith("@"):
        assert call.body == shown["spelled-json"]


@patient
@given(payload=payloads.threads)
def test_cli_line_parses_back_to_the_same_body(signed_in, payload):
    body = canonical(payload)

    line = texts(signed_in.post(URL, fields(body)))["spelled-cli"]
    words = shell.words_of(line, "openai", THREADS_API_KEY="k")
    assert words[:2] == ["beta:threads", "create"]
    said = call_the_same(words[2:])

    assert as_openai_cli_reads(json.loads(said)) == as_openai_cli_reads(body)


def call_the_same(flags):
    """The body that our own command, which has the same flags, would send."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))
        call_command("create_thread", *flags, "--dry-run", stdout=out)
    return out.getvalue()


def as_openai_cli_reads(value):
    """openai-cli takes the backslash of a leading `\\@` away; our command has no need of it and does not."""
    if isinstance(value, dict):
        return {name: as_openai_cli_reads(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_openai_cli_reads(item) for item in value]
    if isinstance(value, str) and value.startswith("\\@"):
        return value[1:]
    return value
