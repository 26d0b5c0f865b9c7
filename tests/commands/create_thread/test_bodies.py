"""`manage.py create_thread`: the body that flags and standard input make."""

import json

import pytest
import yaml

from tests import payloads
from threadsui.models import Submission, Thread

from .spelled import flags, spelled

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", payloads.VALID_THREADS)
def test_payload_as_flags_creates_the_thread_and_is_recorded(run, agent, name):
    body = payloads.VALID_THREADS[name]

    result = run(*flags(body))

    assert (result.code, result.error) == (0, "")
    submission = Submission.objects.get()
    assert submission.body == spelled(body)
    assert (submission.source, submission.actor, submission.state) == ("command", agent, "accepted")
    assert result.thread["id"] == submission.thread.remote_id
    assert result.thread["metadata"] == (body.get("metadata") or {})


@pytest.mark.parametrize("name", payloads.VALID_THREADS)
@pytest.mark.parametrize("dump", [json.dumps, yaml.safe_dump], ids=["json", "yaml"])
def test_payload_on_standard_input_is_sent_the_same(run, dump, name):
    body = payloads.VALID_THREADS[name]

    result = run("-", stdin=dump(body))

    assert (result.code, result.error) == (0, "")
    assert Submission.objects.get().body == spelled(body)


def test_p1_with_both_vector_forms_is_refused_with_the_rule(run):
    result = run(*flags(payloads.P1))

    assert result.code == 2
    assert "tool_resources.file_search" in result.error
    assert "Nothing was sent." in result.error
    assert not Submission.objects.exists()


INNER_FLAGS = (
    *("--message.content", "string", "--message.role", "user"),
    *("--message.attachments", "[{file_id: file_id, tools: [{type: code_interpreter}]}]"),
    *("--message.metadata", "{foo: string}", "--metadata", "{foo: string}"),
    *("--tool-resources.code-interpreter", "{file_ids: [string]}"),
)


def test_p2_inner_flags_say_the_same_as_whole_ones(run):
    result = run(*INNER_FLAGS, "--tool-resources.file-search", "{vector_store_ids: [string]}")

    assert result.code == 0
    assert Submission.objects.get().body == spelled(payloads.P1_EXISTING_STORE)


def test_p2_inner_flags_with_both_vector_forms_are_refused(run):
    both = payloads.P2["tool_resources"]["file_search"]

    result = run(*INNER_FLAGS, "--tool-resources.file-search", json.dumps(both))

    assert result.code == 2
    assert not Submission.objects.exists()


def test_p3_with_both_vector_forms_is_refused_from_standard_input(run):
    result = run(stdin=yaml.safe_dump(payloads.P3))

    assert result.code == 2
    assert not Submission.objects.exists()


def test_p4_is_a_thread_without_messages(run):
    assert run(*flags(payloads.P4)).code == 0
    assert Submission.objects.get().body == spelled(payloads.P4)


def test_p5_no_body_at_all_is_an_empty_thread(run):
    assert run().code == 0
    assert Submission.objects.get().body == "{}"


def test_p6_is_one_message(run):
    assert run("--message", json.dumps(payloads.P6)).code == 0
    assert Thread.objects.get().messages.get().attachments == payloads.P6["attachments"]


def test_p6_as_a_whole_body_is_refused(run):
    result = run("-", stdin=json.dumps(payloads.P6))

    assert result.code == 2
    assert "content" in result.error


def test_inner_flag_begins_a_new_message_when_the_last_one_has_it(run):
    result = run(
        *("--message.role", "user", "--message.content", "Where: here?"),
        *("--message.role", "assistant", "--message.content", "Yes"),
        *("--message", "{role: user, content: Thanks}", "--message.metadata", "{seen: 'no'}"),
        "--dry-run",
    )

    assert json.loads(result.out)["messages"] == [
        {"role": "user", "content": "Where: here?"},
        {"role": "assistant", "content": "Yes"},
        {"role": "user", "content": "Thanks", "metadata": {"seen": "no"}},
    ]


def test_inner_content_in_brackets_is_an_array_of_parts(run):
    parts = payloads.P8["messages"][0]["content"]

    result = run("--message.role", "user", "--message.content", json.dumps(parts), "--dry-run")

    assert json.loads(result.out) == payloads.P8


def test_flags_replace_keys_of_the_body_on_standard_input(run):
    result = run(
        *("-", "--metadata", "{a: mine}", "--tool-resources.code-interpreter", "{file_ids: [f]}"),
        "--dry-run",
        stdin="{metadata: {a: theirs, b: theirs}, messages: [{role: user, content: Hi}]}",
    )

    assert json.loads(result.out) == {
        "messages": [{"role": "user", "content": "Hi"}],
        "metadata": {"a": "mine"},
        "tool_resources": {"code_interpreter": {"file_ids": ["f"]}},
    }


@pytest.mark.parametrize("value", ["a text", "[1]", "false"])
def test_tool_flag_beside_tool_resources_that_are_no_object_sends_nothing(run, value):
    flag = ("--tool-resources.code-interpreter", "{file_ids: [file-1]}")

    result = run("-", *flag, stdin=f"tool_resources: {value}")

    assert result.code == 2
    assert "tool_resources: expected an object" in result.error
    assert not Submission.objects.exists()


def test_value_with_an_at_sign_is_not_read_from_a_file(run, tmp_path):
    secret = tmp_path / "secret.json"
    secret.write_text('{"role": "user", "content": "secret"}')

    assert run("--message.role", "user", "--message.content", f"@{secret}").code == 0
    assert Thread.objects.get().messages.get().text == f"@{secret}"
    assert "neither JSON nor YAML" in run("--message", f"@{secret}").error
