"""What is written down about an export, however it ends."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests import factories
from threadsui.audit.context import Context, bound_context
from threadsui.models import AuditEvent, Message, Snippet, Thread
from threadsui.queries.threads import thread_export
from threadsui.services.exports import operations
from threadsui.services.exports.csv_lines import csv_lines
from threadsui.services.exports.json_lines import json_lines


@pytest.fixture
def started(agent):
    with bound_context(Context("press-1", "192.0.2.7")):
        return operations.start_export(
            actor=agent,
            parameters={"format": "csv"},
            selection={"conditions": []},
            query="state=gone",
        )


@pytest.fixture
def pieces(started, monkeypatch):
    """The file of three records, in a piece a line."""
    monkeypatch.setattr(operations, "PIECE", 1)
    records = operations.counted_export(started, [["One"], ["Two"], ["Three"]])
    return operations.exported(started, csv_lines(["title"], records), language="en")


def test_whole_file_ends_in_an_event_with_its_count(started, pieces):
    assert b"".join(pieces).decode() == "\ufefftitle\r\nOne\r\nTwo\r\nThree\r\n"

    event = AuditEvent.objects.get(action="threads.exported")
    assert event.changes == {"threads": {"old": None, "new": 3}}
    assert (event.correlation_id, event.address) == ("press-1", "192.0.2.7")
    started.refresh_from_db()
    assert started.state == "done"


def test_download_that_is_broken_off_says_how_far_it_came(started, pieces):
    for _ in range(4):  # the mark, the header, two records
        next(pieces)

    pieces.close()

    event = AuditEvent.objects.get(action="threads.exported")
    assert event.changes["threads"]["new"] == 2
    assert "ended before its last row" in event.reason
    started.refresh_from_db()
    assert (started.state, started.done_count) == ("failed", 2)


def test_history_is_kept_in_english_whoever_broke_the_download_off(started, pieces):
    next(pieces)

    with override("de"):
        pieces.close()

    event = AuditEvent.objects.get(action="threads.exported")
    started.refresh_from_db()
    assert event.reason == started.error == "The download ended before its last row."
    with override("de"):
        assert started.told_error == "Der Download endete vor seiner letzten Zeile."


def test_error_on_the_way_is_told_as_well(started):
    def fail():
        yield "One\n"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        b"".join(operations.exported(started, fail(), language="en"))

    started.refresh_from_db()
    assert started.state == "failed"


@pytest.fixture
def whole_threads(started, monkeypatch):
    """The file of thirty threads with three messages each, in a piece a line."""
    monkeypatch.setattr(operations, "PIECE", 1)
    for _ in range(30):
        factories.thread(messages=["One " * 500, "Two " * 500, "Three " * 500])
    records = thread_export.thread_records(Thread.objects.all(), with_messages=True)
    counted = operations.counted_export(started, records)
    return operations.exported(started, json_lines(counted), language="en")


def somebody_else_saves(owner):
    """In another thread, with a connection of its own."""

    def save():
        Snippet.objects.create(owner=owner, name="Meanwhile", text="Thank you.")
        connection.close()

    thread = threading.Thread(target=save)
    thread.start()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_signs_of_life_are_written_although_others_write(
    started, whole_threads, agent, monkeypatch
):
    monkeypatch.setattr(operations, "SIGN_OF_LIFE", 0)
    lines = [next(whole_threads) for _ in range(5)]
    somebody_else_saves(agent)
    lines.extend(whole_threads)

    started.refresh_from_db()
    assert (started.state, started.done_count, len(lines)) == ("done", 30, 30)


@pytest.mark.django_db(transaction=True)
def test_download_that_is_broken_off_while_others_write_is_told(started, whole_threads, agent):
    for _ in range(5):
        next(whole_threads)
    somebody_else_saves(agent)

    whole_threads.close()

    started.refresh_from_db()
    assert (started.state, started.done_count) == ("failed", 5)
    assert AuditEvent.objects.filter(action="threads.exported").exists()


def test_messages_are_read_in_the_order_of_their_index(db):
    for _ in range(3):
        factories.thread(messages=["One", "Two"])

    with CaptureQueriesContext(connection) as queries:
        records = list(thread_export.thread_records(Thread.objects.all(), with_messages=True))

    assert [len(record["messages"]) for record in records] == [2, 2, 2]
    read = [one["sql"] for one in queries.captured_queries if Message._meta.db_table in one["sql"]]
    assert len(read) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {read[0]}")
            assert "TEMP B-TREE" not in str(cursor.fetchall())
