"""Each thing that somebody without the key can do to the history is found, and named."""

import pytest

from tests.audit import tampering
from tests.audit.tampering import TABLE
from threadsui.models import AuditEvent

from .finding import Problem, found

pytestmark = pytest.mark.usefixtures("history")

FIELDS = "created_at, action, actor_id, actor_name, target_type, target_id, target_label, changes, reason"
FIELDS += ", correlation_id, address, key_id, mac"


def number_anew(move, since):
    """Give the events from number `since` on numbers that are `move` higher."""
    away = 1_000_000  # so that no two have one number on the way
    tampering.run(f"UPDATE {TABLE} SET id = id + %s WHERE id >= %s", away, since)
    tampering.run(f"UPDATE {TABLE} SET id = id - %s WHERE id >= %s", away - move, away)


def insert(number, mac):
    tampering.run(
        f"INSERT INTO {TABLE} (id, {FIELDS}) SELECT %s, created_at, action, actor_id, 'mallory', target_type, "
        f"target_id, target_label, changes, reason, correlation_id, address, key_id, %s FROM {TABLE} WHERE id = 7",
        number,
        mac,
    )


def swap(one, other):
    number = 1_000_000
    for old, new in ((one, number), (other, one), (number, other)):
        tampering.run(f"UPDATE {TABLE} SET id = %s WHERE id = %s", new, old)


def test_chain_that_nobody_touched_is_whole():
    assert found() == (8, "")


@pytest.mark.parametrize(
    "column, value",
    [
        ("created_at", "2020-01-01 00:00:00+00:00"),
        ("action", "thread.deleted"),
        ("actor_id", 4711),
        ("actor_name", "mallory"),
        ("target_type", "threadsui.user"),
        ("target_id", "4711"),
        ("target_label", "Another"),
        ("changes", '{"title": {"old": "Title 3", "new": "Never"}}'),
        ("reason", ""),
        ("correlation_id", "c-1"),
        ("address", "10.0.0.1"),
    ],
)
def test_edited_event_is_found_whatever_was_edited(column, value):
    tampering.run(f"UPDATE {TABLE} SET {column} = %s WHERE id = 4", value)

    assert found() == (3, Problem.EDITED, 4, 4)


@pytest.mark.parametrize("number", [1, 8])
def test_edited_event_is_found_at_either_end(number):
    tampering.run(f"UPDATE {TABLE} SET reason = 'mine' WHERE id = %s", number)

    assert found() == (number - 1, Problem.EDITED, number, number)


def test_edited_event_with_the_mac_of_another_is_found():
    tampering.run(f"UPDATE {TABLE} SET reason = 'mine', mac = 'ab' WHERE id = 4")

    assert found() == (3, Problem.EDITED, 4, 4)


@pytest.mark.parametrize("first, last", [(1, 1), (4, 4), (3, 6)])
def test_deleted_events_are_found(first, last):
    tampering.run(f"DELETE FROM {TABLE} WHERE id BETWEEN %s AND %s", first, last)

    assert found() == (first - 1, Problem.MISSING, first, last)


@pytest.mark.parametrize("first, last", [(1, 1), (4, 4), (3, 6), (7, 7)])
def test_deleted_events_are_found_when_the_others_were_numbered_anew(first, last):
    tampering.run(f"DELETE FROM {TABLE} WHERE id BETWEEN %s AND %s", first, last)
    number_anew(first - last - 1, since=last)

    assert found() == (first - 1, Problem.MISSING, first, last)


@pytest.mark.parametrize("number", [1, 4, 8])
def test_inserted_event_is_found_when_the_others_were_numbered_anew(number):
    number_anew(1, since=number)
    insert(number, mac="f" * 64)

    assert found() == (number - 1, Problem.INSERTED, number, number)


def test_event_appended_without_the_key_is_found():
    insert(9, mac="f" * 64)

    assert found() == (8, Problem.INSERTED, 9, 9)


@pytest.mark.parametrize("one, other", [(4, 5), (2, 6), (1, 8), (7, 8)])
def test_swapped_events_are_found(one, other):
    swap(one, other)

    assert found() == (one - 1, Problem.SWAPPED, one, other)


@pytest.mark.parametrize("last", [7, 5, 0])
def test_cut_tail_is_found_by_the_head(last):
    tampering.run(f"DELETE FROM {TABLE} WHERE id > %s", last)

    assert found() == (last, Problem.TRUNCATED, last + 1, 8)


def test_cut_tail_is_found_after_others_were_written(write):
    tampering.run(f"DELETE FROM {TABLE} WHERE id > 5")
    write(2)

    assert found() == (5, Problem.MISSING, 6, 8)


def test_head_that_somebody_moved_back_is_found():
    mac = AuditEvent.objects.values_list("mac", flat=True).get(pk=5)
    tampering.run(f"DELETE FROM {TABLE} WHERE id > 5")
    tampering.run("UPDATE threadsui_audithead SET number = 5, mac = %s", mac)

    assert found() == (5, Problem.HEAD, None, None)


def test_head_that_is_gone_is_found():
    tampering.run("DELETE FROM threadsui_audithead")

    assert found() == (8, Problem.HEAD, None, None)


def test_events_sealed_with_an_earlier_key_are_verified_with_it(settings, write):
    earlier = settings.AUDIT_KEY[0]
    settings.AUDIT_KEY = ["another-key-that-is-long-enough-to-be-one", earlier]
    write(2)

    assert found() == (10, "")

    settings.AUDIT_KEY = settings.AUDIT_KEY[:1]
    assert found() == (0, Problem.KEY, 1, None)


def test_missing_trigger_is_found():
    from django.db import connection

    from threadsui.audit import triggers

    triggers.drop(connection)

    assert found() == (8, Problem.TRIGGERS, None, None)
