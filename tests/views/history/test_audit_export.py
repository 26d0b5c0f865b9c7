"""The audit history as a file, and the stand-alone script that verifies it."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests import factories
from threadsui.models import AuditEvent
from threadsui.queries.history.audit_export import event_records

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).parents[3] / "docs/verify_audit.py"
URL = "/audit/export/"
WHY = "Yearly audit"  # auditors need one for what is not masked


@pytest.fixture
def reader(auditor, client_of):
    return client_of(auditor)


@pytest.fixture
def history():
    """Three events; the second is about a thread that was deleted by ana."""
    thread = factories.thread(title="Snapped pole")
    factories.event(target=thread)
    changes = {"state": {"old": "live", "new": "deleted"}, "weight": {"old": 1.0, "new": 1e22}}
    ana = factories.user(username="ana")
    factories.event("thread.deleted", actor=ana, target=thread, changes=changes, reason="Größe 🎈")
    factories.event(target=thread)


def exported(reader, format_name="jsonl", query=""):
    response = reader.post(URL, {"format": format_name, "query": query, "reason": WHY})
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def verified(tmp_path, content, key=None):
    """(exit code, what the script says)"""
    path = tmp_path / "audit.jsonl"
    path.write_bytes(content)
    environment = os.environ | {"AUDIT_KEY": key or ",".join(settings.AUDIT_KEY)}
    # -I: nothing of the console can be imported
    command = [sys.executable, "-I", str(SCRIPT), str(path)]
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_whole_history_is_verified_without_the_console(reader, history, tmp_path):
    code, words = verified(tmp_path, exported(reader))

    assert code == 0
    assert "They are the whole history up to event 4." in words
    assert "Exported by auditor" in words


def test_filtered_history_is_verified_and_said_not_to_be_whole(reader, history, tmp_path):
    content = exported(reader, query="actor=ana&action=")

    assert [json.loads(line).get("number") for line in content.splitlines()] == [2, None]
    code, words = verified(tmp_path, content)
    assert code == 0
    assert "filters: q=actor%3Aana" in words
    assert "They are not all" in words


def changed(content, number, **values):
    lines = content.decode().splitlines(keepends=True)
    event = json.loads(lines[number - 1]) | values
    lines[number - 1] = json.dumps(event) + "\n"
    return "".join(lines).encode()


def without(content, number):
    lines = content.splitlines(keepends=True)
    return b"".join(lines[: number - 1] + lines[number:])


@pytest.mark.parametrize(
    "spoil, words",
    [
        (lambda content: changed(content, 2, reason="Mine"), "Event 2 is not as it was written."),
        (lambda content: changed(content, 2, actor_name="mallory"), "Event 2 is not as"),
        (lambda content: without(content, 2), "has 3 events that are not the 4"),
        (lambda content: without(content, 5), "it was cut"),
        (lambda content: content + content, "something after the last line"),
        (lambda content: content.replace(b'"events": 4', b'"events": 3'), "The last line"),
    ],
)
def test_changed_file_is_found(reader, history, tmp_path, spoil, words):
    code, said = verified(tmp_path, spoil(exported(reader)))

    assert code == 3
    assert words in said


def test_file_with_another_key_is_not_verified(reader, history, tmp_path):
    content = exported(reader)
    code, said = verified(tmp_path, content, key="another-key-that-nobody-gave-us-here")

    sealed_with = json.loads(content.splitlines()[0])["key_id"]
    assert code == 1
    assert f"was sealed with the key {sealed_with}; the key given is " in said
    assert "NOT AS IT WAS WRITTEN" not in said


def test_without_a_key_nothing_is_verified(reader, history, tmp_path):
    assert verified(tmp_path, exported(reader), key=" ") == (
        1,
        "Not verified: No key was given. Set AUDIT_KEY to the key of the console.\n",
    )


def test_file_that_is_none_is_said_to_be_unreadable(reader, history, tmp_path):
    code, said = verified(tmp_path, exported(reader, "csv"))

    assert code == 2
    assert "Line 1 is not JSON. Only an export as JSONL can be verified; CSV has no proof." in said
    assert "Traceback" not in said


def test_file_that_is_missing_is_said_to_be(tmp_path):
    command = [sys.executable, "-I", str(SCRIPT), str(tmp_path / "none.jsonl")]
    environment = os.environ | {"AUDIT_KEY": "any"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert done.stderr.endswith("none.jsonl cannot be read: No such file or directory.\n")


def test_export_is_an_event_and_the_last_of_the_file(reader, history):
    lines = exported(reader).decode().splitlines()

    event = AuditEvent.objects.get(action="audit.exported")
    assert event.changes == {"export": {"old": None, "new": {"format": "jsonl", "filters": ""}}}
    assert json.loads(lines[-2])["number"] == event.pk


def test_spreadsheet_runs_no_formula(reader):
    factories.event(target_label='=HYPERLINK("https://evil.example")', reason="-1+1")

    text = exported(reader, "csv", "action=thread.created").decode("utf-8-sig")

    [row] = csv.DictReader(io.StringIO(text))
    assert row["target_label"].startswith("'=")
    assert row["reason"] == "'-1+1"
    assert row["number"] == "1"


@pytest.mark.parametrize("target", ["", "dialogs"])
def test_form_keeps_the_filters_of_the_list(reader, target):
    headers = {"HX-Request": "true", "HX-Target": target} if target else {}

    response = reader.get(URL, {"actor": "ana", "cursor": "x", "view": "all"}, headers=headers)

    assert response.status_code == 200
    assert 'name="query" value="q=actor%3Aana"' in response.text
    assert ("<h1" in response.text) is not bool(target)


@pytest.mark.parametrize(
    "posted", [{"format": "xml", "query": ""}, {}, {"format": "csv", "query": "created_from=never"}]
)
def test_export_that_cannot_be_is_refused_and_writes_nothing(reader, posted):
    response = reader.post(URL, posted)

    assert response.status_code == 422
    assert 'class="field-error"' in response.text
    assert not AuditEvent.objects.exists()


def test_batch_of_events_costs_two_queries_at_most(history, django_assert_num_queries):
    with django_assert_num_queries(3):  # the events, those before them, and that there are no more
        assert len(list(event_records(AuditEvent.objects.all(), until=3))) == 3


def test_address_is_the_one_of_the_product():
    assert reverse("threadsui:audit_export") == URL
