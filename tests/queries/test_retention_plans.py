"""What is past its date is found by the partial index of what still has its text, oldest first."""

from datetime import timedelta

import pytest
from django.db import connection
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


def test_what_came_of_a_submission_is_looked_for_by_its_own_children(
    sandbox_connection, assert_reads_index, django_assert_num_queries
):
    """However many threads are held: neither they nor the submissions are walked through."""
    due = Submission.objects.text_due(sandbox_connection, timezone.now()).order_by("created_at")

    with django_assert_num_queries(1):
        list(due.values_list("pk")[:50])
    assert_reads_index(due.values_list("pk")[:50], "submission", "threadsui_submission_parent_id")
    assert_reads_index(due.values_list("pk")[:50], "thread", "threadsui_submission_parent_id")
    if connection.vendor == "sqlite":
        plan = due.explain()
        assert "SEARCH came USING INTEGER PRIMARY KEY" in plan
        assert "SCAN child" not in plan
