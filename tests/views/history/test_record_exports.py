"""Submissions and API calls as files: what the lists show, and nothing of what was sent."""

import csv
import io
import json

import pytest

from tests import factories
from threadsui.models import AuditEvent
from threadsui.queries.history import record_export

SUBMISSIONS = "/submissions/export/"
CALLS = "/calls/export/"


def text_of(response):
    return b"".join(response.streaming_content).decode()


def rows_of(response):
    return list(csv.DictReader(io.StringIO(text_of(response).removeprefix("\ufeff"))))


def test_submissions_are_exported_newest_first_without_their_bodies(lead_client, agent):
    for title in ("Old", "New"):
        factories.submission(actor=agent, title=title, state="unknown")

    response = lead_client.post(SUBMISSIONS, {"format": "csv"})

    rows = rows_of(response)
    assert [row["title"] for row in rows] == ["New", "Old"]
    assert list(rows[0]) == record_export.SUBMISSION_HEADER
    assert (rows[0]["pressed_by"], rows[0]["state"]) == ("agent", "unknown")
    assert len(rows[0]["body_sha256"]) == 64
    assert "submissions-" in response["Content-Disposition"]


def test_filters_of_the_list_are_those_of_the_file(lead_client):
    factories.submission(title="Refused", state="refused")
    factories.submission(title="Unknown", state="unknown")

    response = lead_client.post(SUBMISSIONS, {"format": "jsonl", "query": "state=refused"})

    lines = [json.loads(line) for line in text_of(response).splitlines()]
    assert [line["title"] for line in lines] == ["Refused"]
    event = AuditEvent.objects.get(action="submissions.exported")
    assert event.changes["export"]["new"] == {"format": "jsonl", "filters": "q=state%3Arefused"}


def test_agent_exports_their_own_submissions_alone(signed_in, agent):
    factories.submission(actor=agent, title="Mine")
    factories.submission(title="Somebody else's")

    rows = rows_of(signed_in.post(SUBMISSIONS, {"format": "csv"}))

    assert [row["title"] for row in rows] == ["Mine"]


def test_calls_are_exported_without_what_was_sent_and_answered(lead_client, agent):
    thread = factories.thread()
    factories.call(thread=thread, actor=agent, request_body='{"private": 1}', path="/threads/x")
    factories.call(status=None)

    rows = rows_of(lead_client.post(CALLS, {"format": "csv", "query": "status=2xx"}))

    assert list(rows[0]) == record_export.CALL_HEADER
    assert [(row["path"], row["called_by"], row["thread"]) for row in rows] == [
        ("/threads/x", "agent", str(thread.pk))
    ]
    assert "private" not in str(rows)
    assert AuditEvent.objects.filter(action="calls.exported").count() == 1


def test_text_that_a_spreadsheet_would_run_is_marked(lead_client):
    factories.submission(title="=1+1", state="unknown")

    assert rows_of(lead_client.post(SUBMISSIONS, {"format": "csv"}))[0]["title"] == "'=1+1"


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_records(lead_client, count, django_assert_max_num_queries):
    for _ in range(count):
        factories.submission(state="unknown")

    with django_assert_max_num_queries(17):
        text_of(lead_client.post(SUBMISSIONS, {"format": "csv"}))


@pytest.mark.parametrize("url", [SUBMISSIONS, CALLS])
def test_form_is_a_page_or_a_dialog_and_says_what_is_wrong(lead_client, url):
    dialog = lead_client.get(url, headers={"HX-Request": "true", "HX-Target": "dialogs"})
    page = lead_client.get(url)
    wrong = lead_client.post(url, {"format": "csv", "query": "connection=never-there"})
    odd = lead_client.post(url, {"format": "pdf"})

    assert "<h1" not in dialog.text
    assert "<h1>Export</h1>" in page.text
    assert "The filters of the list cannot be used." in wrong.text
    assert (wrong.status_code, odd.status_code) == (422, 422)
    assert not AuditEvent.objects.filter(action__endswith=".exported").exists()
