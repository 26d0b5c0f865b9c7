"""Exports of an auditor: masked, and whole for a reason."""

import io
import zipfile

import pytest
from django.urls import reverse

from tests.access.addresses import NAMES
from tests.views.walking import WORD
from threadsui.models import AuditEvent


@pytest.mark.parametrize("chosen", ["csv", "jsonl", "markdown"])
def test_auditor_exports_threads_without_a_word_unless_there_is_a_reason(
    canary, auditor, client_of, chosen
):
    client = client_of(auditor)
    press = {"all": "1", "confirmed": "1", "format": chosen}

    masked = client.post("/threads/export/", press).getvalue().decode()
    whole = client.post("/threads/export/", press | {"reason": "Case 12"}).getvalue().decode()

    assert WORD not in masked
    assert canary["thread"].remote_id in masked
    assert WORD in whole
    told = AuditEvent.objects.filter(action="threads.export_started").order_by("pk")
    assert [event.reason for event in told] == ["", "Case 12"]


def test_reason_of_an_export_that_is_none_exports_nothing(canary, auditor, client_of):
    press = {"all": "1", "confirmed": "1", "format": "csv", "reason": "x"}

    response = client_of(auditor).post("/threads/export/", press)

    assert response.status_code == 422
    assert not AuditEvent.objects.filter(action="threads.export_started").exists()


def test_auditor_exports_the_history_masked_as_csv_and_whole_for_a_reason(
    canary, auditor, client_of
):
    client = client_of(auditor)

    masked = client.post("/audit/export/", {"format": "csv"}).getvalue().decode()
    refused = client.post("/audit/export/", {"format": "jsonl"})
    whole = client.post("/audit/export/", {"format": "jsonl", "reason": "Case 12"}).getvalue()

    assert WORD not in masked
    assert f"thread,{canary['thread'].pk}," in masked
    assert refused.status_code == 422
    assert "The proof needs" in refused.content.decode()
    assert WORD in whole.decode()
    told = AuditEvent.objects.filter(action="audit.exported").order_by("pk")
    assert [event.reason for event in told] == ["", "Case 12"]


EXPORTS = [name for name in NAMES if "export" in name or name.endswith("download")]
FORMATS = ("csv", "xlsx", "jsonl", "markdown", "json")


@pytest.mark.parametrize("name", EXPORTS)
def test_no_export_has_a_written_word_without_a_reason(canary, auditor, client_of, name):
    client, press = client_of(auditor), {"all": "1", "confirmed": "1", "query": ""}

    files = [client.post(reverse(name), press | {"format": one}) for one in FORMATS]

    told = [one.getvalue() for one in files]
    assert [one for one in told if WORD.encode() in one or WORD.encode() in unpacked(one)] == []
    assert any(one.streaming for one in files)


def unpacked(content):
    if not content.startswith(b"PK"):
        return b""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return b"".join(book.read(one) for one in book.namelist())


def test_every_kind_of_export_is_among_these():
    assert {name.rpartition(":")[2] for name in EXPORTS} >= {
        "thread_export",
        "submission_export",
        "call_export",
        "audit_export",
    }
