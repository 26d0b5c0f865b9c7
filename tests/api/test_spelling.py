"""A request as other tools spell it: right whatever it holds, and without a secret."""

import ast
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import payloads, shell
from threadsui.api import Auth, ClientCredentials, schema
from threadsui.api.configuration import ClientConfig
from threadsui.api.spelling import THE_KEY, Target, cli_line, curl_line, python_code

BODY = {"messages": [{"role": "user", "content": "Hello"}]}
AWKWARD = 'it\'s "$HOME" `id` \\ %s !! {a,b} *\t@x\n\u2028\u200f\x7f\x1b👩\u200d👧'
KEY = "sk-very-secret-key"


def target(base_url="https://api.example.org/v1", **options):
    return Target.of(ClientConfig(base_url=base_url, **options))


def compact(body):
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def canonical(payload):
    return schema.canonical(schema.parse(schema.CreateThread, payload))


def created_by(code):
    """The keyword arguments of the `create` in a program."""
    tree = ast.parse(code)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    create = next(call for call in calls if ast.unparse(call.func).endswith("threads.create"))
    body = [word for word in create.keywords if word.arg != "extra_headers"]
    return {word.arg: ast.literal_eval(word.value) for word in body}


# -- Whatever the text holds -------------------------------------------------------------------------------------------

texts = st.text(payloads.characters) | st.just(AWKWARD) | st.text("'\"\\$`@!\n #&", min_size=1)


@settings(deadline=None, max_examples=60)
@given(text=texts)
def test_a_shell_reads_the_curl_line_back_as_the_very_body(text):
    body = compact({"metadata": {"key": text}})

    call = shell.curl_call(curl_line(target(auth=Auth("bearer", KEY)), body), THREADS_API_KEY="k")

    assert call.body == body
    assert call.headers["Authorization"] == "Bearer k"
    assert call.headers["Content-Type"] == "application/json"


@given(payload=payloads.threads)
@settings(deadline=None)
def test_python_code_creates_the_very_body(payload):
    body = canonical(payload)

    assert created_by(python_code(target(auth=Auth("bearer", KEY)), body)) == body


def test_python_code_shows_no_character_that_nobody_sees():
    code = python_code(target(), {"metadata": {"key": "a\u202eb\u200f\ue000\U000e0001"}})

    assert code.replace("\n", "").isprintable()
    assert created_by(code)["metadata"]["key"] == "a\u202eb\u200f\ue000\U000e0001"


@pytest.mark.parametrize(
    "text, written",
    [("@file.txt", "\\@file.txt"), ("mail@example.org", "mail@example.org"), ("@", "\\@")],
)
def test_cli_takes_no_text_for_a_file(text, written):
    line = cli_line(target(), {"messages": [{"role": "user", "content": text}]})

    words = shell.words_of(line, "openai")

    assert words[:3] == ["beta:threads", "create", "--message"]
    assert json.loads(words[3])["content"] == written


def test_cli_warns_of_a_text_that_it_cannot_say():
    assert "use cURL" in cli_line(target(), {"metadata": {"key": "\\@x"}})


@pytest.mark.parametrize("spell", [cli_line, python_code])
def test_an_empty_body_needs_no_arguments(spell):
    spelled = spell(target(auth=Auth("bearer", KEY)), {})

    assert "--message" not in spelled
    assert "threads create" in spelled or "threads.create()" in spelled


def test_a_body_too_large_for_a_command_line_is_read_from_a_file():
    body = {"messages": [{"role": "user", "content": "é" * 60_000}]}

    assert shell.curl_call(curl_line(target(), compact(body))).body == "@body.json"
    assert cli_line(target(), body).endswith("openai beta:threads create < body.json")
    assert "body.json" in python_code(target(), body)
    assert max(len(spell(target(), body)) for spell in (cli_line, python_code)) < 1_000


# -- Where it goes -----------------------------------------------------------------------------------------------------


def test_query_and_headers_of_the_connection_go_along():
    config = target(
        "https://example.org/api/projects/a b/",
        auth=Auth("api_key", KEY),
        query={"api-version": "2025-05-01", "q": "a&b '$x'"},
        headers={"x-team": "north-secret", "$id'`": "odd-secret"},
        beta_header="",
    )

    call = shell.curl_call(
        curl_line(config, "{}"), THREADS_API_KEY="k", HEADER_X_TEAM="t", HEADER__ID__="o"
    )

    assert call.url == (
        "https://example.org/api/projects/a%20b/threads?api-version=2025-05-01&q=a%26b+%27%24x%27"
    )
    assert call.headers == {
        "api-key": "k",
        "x-team": "t",
        "$id'`": "o",
        "Content-Type": "application/json",
    }


def test_an_extra_header_replaces_the_clients_own():
    headers = {"authorization": "Basic secret", "openai-beta": "other-secret"}

    call = shell.curl_call(
        curl_line(target(auth=Auth("bearer", KEY), headers=headers), "{}"),
        HEADER_AUTHORIZATION="Basic x",
        HEADER_OPENAI_BETA="other",
    )

    assert call.headers["authorization"] == "Basic x"
    assert call.headers["openai-beta"] == "other"
    assert not {"Authorization", "OpenAI-Beta"} & set(call.headers)


def test_headers_that_differ_in_punctuation_have_variables_of_their_own():
    spelled = target(headers={"a-b": "secret-1", "a.b": "secret-2"})

    assert [header.variable for header in spelled.headers[1:]] == ["HEADER_A_B", "HEADER_A_B_2"]


def test_cli_says_what_it_cannot_send():
    line = cli_line(target(auth=Auth("api_key", KEY), query={"api-version": "1"}), BODY)

    assert line.startswith("# This tool cannot send the header api-key or the query api-version=…")
    assert THE_KEY not in line


def test_cli_comment_cannot_become_a_command():
    line = cli_line(target(query={"a\nrm -rf ~": "1"}), BODY)

    assert "\nrm" not in line


@pytest.mark.parametrize("style", ["bearer", "api_key", "header"])
def test_no_secret_gets_into_a_spelling(style):
    secrets = {"x-token": "token-very-secret", "authorization-2": "other-very-secret"}
    spelled = target(
        auth=Auth(style, KEY, "x-key"), headers=secrets, query={"key": KEY, "safe": "1"}
    )

    text = "".join(
        [curl_line(spelled, compact(BODY)), cli_line(spelled, BODY), python_code(spelled, BODY)]
    )

    assert "very-secret" not in text
    assert "very-secret" not in repr(spelled)


def test_organization_and_token_are_spelled_without_the_client_s_secret():
    credentials = ClientCredentials(
        token_url="https://login.example.org/t", client_id="console", client_secret=KEY
    )
    aim = target(organization="org-1", project="proj_1", credentials=credentials)

    call = shell.curl_call(curl_line(aim, "{}"), THREADS_API_KEY="token-1")

    assert call.headers["Authorization"] == "Bearer token-1"
    assert call.headers["OpenAI-Organization"] == "org-1"
    assert call.headers["OpenAI-Project"] == "proj_1"
    for spelled in (curl_line(aim, "{}"), cli_line(aim, BODY), python_code(aim, BODY)):
        assert KEY not in spelled
        assert THE_KEY in spelled
