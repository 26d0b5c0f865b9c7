"""What the preview spells is copied out and run, against this console's own sandbox, and makes the same thread."""

import json
import subprocess
import sys

import pytest

from tests import payloads, shell
from tests.factories import connection
from tests.upstream import running_upstream
from threadsui.models import Submission
from threadsui.sandbox.models import Thread, VectorStore

from .shown import URL, fields, texts

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning"),
]

KEY = "sandbox-key-of-the-tests"
AWKWARD = {
    "messages": [
        {"role": "user", "content": text, "metadata": {text[:64]: text}}
        for text in (*payloads.WORDS_OF_THE_WORLD, 'it\'s $HOME `id` \\ "x" !! @file\n', "@etc")
    ],
    "metadata": {"o'clock": "$(exit 1)\\"},
}
BODIES = {
    "awkward texts": AWKWARD,
    "empty": {},
    "everything": payloads.P1_NEW_STORE,
    "parts": payloads.P8,
    "chunking": payloads.P10,
}


@pytest.fixture
def upstream():
    with running_upstream() as server:
        yield server


@pytest.fixture
def run_python(monkeypatch, tmp_path, capsys):
    """Run a program here, where the SDK is loaded already; returns what it prints."""

    def run(code, **variables):
        monkeypatch.chdir(tmp_path)
        for name, value in {"THREADS_API_KEY": KEY, **variables}.items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        exec(compile(code, "spelled", "exec"), {})
        return capsys.readouterr().out.strip()

    return run


@pytest.fixture
def shown(signed_in, live_server):
    """The spellings for a body, as a browser at the live server's address would see them."""
    host = live_server.url.removeprefix("http://")
    return lambda body: texts(signed_in.post(URL, fields(body), headers={"host": host}))


@pytest.fixture
def thread_by_console(signed_in):
    """The sandbox's thread for this body when the console itself creates it."""

    def create(body):
        response = signed_in.post("/threads/new/", fields(body))
        assert response.status_code == 302, response.text
        return Submission.objects.latest("pk").thread.remote_id

    return create


def made(thread_id):
    """All that the sandbox keeps of a thread, but ids and times."""
    thread = Thread.objects.get(pk=thread_id)
    tools = dict(thread.tool_resources)
    search = dict(tools.pop("file_search", {}))
    stores = VectorStore.objects.filter(pk__in=search.pop("vector_store_ids", []))
    return {
        "metadata": thread.metadata,
        "tools": tools,
        "stores": list(stores.values("file_ids", "chunking_strategy", "metadata")),
        "messages": list(
            thread.messages.order_by("position").values(
                "role", "content", "attachments", "metadata"
            )
        ),
    }


@pytest.mark.parametrize("name", BODIES)
def test_curl_line_in_a_shell_makes_the_same_thread(shown, thread_by_console, tmp_path, name):
    line = shown(BODIES[name])["spelled-curl"]

    answer = shell.run(line, folder=tmp_path, THREADS_API_KEY=KEY)

    assert made(json.loads(answer)["id"]) == made(thread_by_console(BODIES[name]))


def test_curl_line_with_a_large_body_reads_it_from_the_copied_file(
    shown, thread_by_console, tmp_path
):
    body = {"messages": [{"role": "user", "content": "é'" * 100_000}]}
    spelled = shown(body)
    (tmp_path / "body.json").write_text(spelled["spelled-json"], "utf-8")

    answer = shell.run(spelled["spelled-curl"], folder=tmp_path, THREADS_API_KEY=KEY)

    assert made(json.loads(answer)["id"]) == made(thread_by_console(body))


@pytest.mark.parametrize("name", BODIES)
def test_python_program_makes_the_same_thread(shown, thread_by_console, run_python, name):
    code = shown(BODIES[name])["spelled-python"]

    thread_id = run_python(code)

    assert made(thread_id) == made(thread_by_console(BODIES[name]))


def test_python_program_with_a_large_body_reads_it_from_the_copied_file(
    shown, thread_by_console, run_python, tmp_path
):
    body = {"messages": [{"role": "user", "content": "é'" * 100_000}]}
    spelled = shown(body)
    (tmp_path / "body.json").write_text(spelled["spelled-json"], "utf-8")

    thread_id = run_python(spelled["spelled-python"])

    assert made(thread_id) == made(thread_by_console(body))


@pytest.mark.parametrize(
    "style, sent", [("api_key", ("api-key", KEY)), ("header", ("x-own", KEY)), ("none", None)]
)
def test_python_program_sends_the_headers_and_query_of_the_connection(
    signed_in, upstream, run_python, style, sent
):
    connection(
        "azure",
        base_url=upstream.url,
        auth_style=style,
        auth_header="x-own" if style == "header" else "",
        secret=KEY,
        extra_headers={"X-Team": "north"},
        extra_query={"api-version": "2025-05-01"},
        beta_header="",
    )
    code = texts(signed_in.post(URL, fields(connection="azure")))["spelled-python"]

    run_python(code, HEADER_X_TEAM="north")

    path, headers = upstream.requests[-1]
    assert path == "/v1/threads?api-version=2025-05-01"
    assert headers["X-Team"] == "north"
    assert "Authorization" not in headers
    assert "OpenAI-Beta" not in headers
    assert sent is None or headers[sent[0]] == sent[1]


def test_python_program_sends_an_authorization_and_beta_header_of_the_connection_s_own(
    signed_in, upstream, run_python
):
    own = {"authorization": "Basic abc", "openai-beta": "assistants=v3"}
    connection("own", base_url=upstream.url, secret=KEY, extra_headers=own)
    code = texts(signed_in.post(URL, fields(connection="own")))["spelled-python"]

    run_python(code, HEADER_AUTHORIZATION="Basic abc", HEADER_OPENAI_BETA="assistants=v3")

    _path, headers = upstream.requests[-1]
    assert headers.get_all("Authorization") == ["Basic abc"]
    assert headers.get_all("OpenAI-Beta") == ["assistants=v3"]


def test_python_program_is_a_program(shown, tmp_path):
    code = shown(payloads.P7)["spelled-python"]

    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", code],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "THREADS_API_KEY": KEY},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert len(made(done.stdout.strip())["messages"]) == 3
