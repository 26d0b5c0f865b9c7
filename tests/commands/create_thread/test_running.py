"""`manage.py create_thread`: what comes of it, for whom, and how often."""

import json
import uuid

import pytest

from tests import payloads
from threadsui.models import AuditEvent, Connection, Submission, Thread

from .spelled import flags, spelled

pytestmark = pytest.mark.django_db


def test_flags_alone_leave_standard_input_to_others(run):
    result = run("--metadata", "{a: mine}", "--dry-run", stdin="the next lines of a shell's loop")

    assert json.loads(result.out) == {"metadata": {"a": "mine"}}


def test_dry_run_prints_the_exact_body_and_sends_nothing(run):
    result = run(*flags(payloads.P8), "--dry-run", actor=())

    assert (result.code, result.out) == (0, spelled(payloads.P8) + "\n")
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    "fault, code, sentence",
    [
        ("", 0, ""),
        ("detail", 3, "The server refused this thread. Nothing was created."),
        ("server_error", 4, "A thread may exist."),
        ("cut_after", 4, "A thread may exist."),
        ("quota", 5, "Nothing was created."),
    ],
)
def test_exit_code_tells_what_came_of_it(run, fault, code, sentence):
    Connection.objects.update(sandbox_fault=fault)

    result = run("--message", "{role: user, content: Hello}")

    assert result.code == code
    assert sentence in result.error
    submission = Submission.objects.get()
    if code:
        assert f"submission: /submissions/{submission.pk}/" in result.error
        assert result.out == ""


def test_refusal_names_the_servers_param(run):
    result = run(
        "--message",
        "{role: user, content: Hi, attachments: [{file_id: file-missing, tools: [{type: file_search}]}]}",
    )

    assert result.code == 3
    assert "param: messages[0].attachments[0].file_id" in result.error


def test_same_token_prints_the_same_thread_and_creates_no_second(run):
    token = str(uuid.uuid4())

    first = run("--metadata", "{a: b}", "--token", token)
    second = run("--metadata", "{a: b}", "--token", token)

    assert first.code == second.code == 0
    assert first.thread == second.thread
    assert Thread.objects.count() == 1


def test_same_token_with_another_body_sends_nothing(run):
    token = str(uuid.uuid4())
    run("--metadata", "{a: b}", "--token", token)

    result = run("--metadata", "{a: c}", "--token", token)

    assert result.code == 2
    assert "Nothing was sent" in result.error
    assert Thread.objects.count() == 1


def test_thread_is_printed_as_the_server_has_it_and_with_the_consoles_address(run):
    result = run("--metadata", "{a: b}", "--title", "From a script")

    thread = Thread.objects.get()
    printed = result.thread
    assert thread.title == "From a script"
    assert printed.pop("console") == {
        "thread": f"/threads/{thread.pk}/",
        "submission": f"/submissions/{thread.submission.pk}/",
        "token": str(thread.submission.token),
    }
    assert printed == {
        "id": thread.remote_id,
        "object": "thread",
        "created_at": int(thread.remote_created_at.timestamp()),
        "metadata": {"a": "b"},
        "tool_resources": thread.tool_resources,
    }
    assert AuditEvent.objects.get(action="thread.created").correlation_id


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["--connection", "nowhere"], "no active connection 'nowhere'. Those there are: sandbox."),
        (["--actor", "nobody"], "no active person 'nobody'"),
        (["--metadata", "{a: 1}"], "metadata.a"),
        (["--message", "{role: system, content: Hi}"], "messages[0].role"),
    ],
)
def test_argument_that_is_wrong_sends_nothing(run, arguments, sentence):
    result = run(*arguments) if "--actor" not in arguments else run(actor=arguments)

    assert result.code == 2
    assert sentence in result.error
    assert not Submission.objects.exists()


@pytest.mark.parametrize("actor, sentence", [((), "--actor"), (("--actor", "viewer"), "may not")])
def test_only_somebody_who_may_create_threads_does(run, viewer, actor, sentence):
    result = run(actor=actor)

    assert result.code == 2
    assert sentence in result.error
    assert not Submission.objects.exists()


def test_connection_that_is_switched_off_is_not_used(run):
    Connection.objects.update(is_default=False, is_active=False)

    assert "no default connection" in run().error
