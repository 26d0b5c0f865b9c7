"""What is past its date is found by the partial index of what still has its text, oldest first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from threadsui.models import ApiCall, Submission, Thread

DUE = {
    "thread": (Thread, "recorded_at"),
    "submission": (Submission, "created_at"),
    "apicall": (ApiCall, "started_at"),
}


@pytest.mark.parametrize("table", DUE)
def test_next_records_that_are_due_come_from_one_index(
    sandbox_connection, assert_reads_index, table
):
    model, age = DUE[table]
    before = timezone.now() - timedelta(days=30)
    due = model.objects.text_due(sandbox_connection, before).order_by(age, "pk")

    assert_reads_index(due.values_list("pk")[:50], table, f"{table}_with_text_oldest")
