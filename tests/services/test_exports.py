"""What is written down about an export, however it ends."""

import pytest

from threadsui.audit.context import Context, bound_context
from threadsui.models import AuditEvent
from threadsui.services.exports import operations
from threadsui.services.exports.csv_lines import csv_lines


@pytest.fixture
def started(agent):
    with bound_context(Context("press-1", "192.0.2.7")):
        return operations.start_export(
            actor=agent,
            parameters={"format": "csv"},
            selection={"criteria": {}},
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


def test_error_on_the_way_is_told_as_well(started):
    def fail():
        yield "One\n"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        b"".join(operations.exported(started, fail(), language="en"))

    started.refresh_from_db()
    assert started.state == "failed"
