from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing

from tests import factories
from threadsui.models import Thread
from threadsui.queries.paging import pagination
from threadsui.queries.paging.pagination import InvalidCursor, capped_count, newest_first

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def threads(agent):
    """Ten threads: pairs that share their very moment, made out of order."""
    minutes = [3, 0, 4, 1, 2, 3, 0, 4, 1, 2]
    return [
        factories.thread(creator=agent, recorded_at=NOON + timedelta(minutes=minute))
        for minute in minutes
    ]


def expected(threads):
    return sorted(threads, key=lambda thread: (thread.recorded_at, thread.pk), reverse=True)


def pages(size, cursor=""):
    page = newest_first(Thread.objects.all(), field="recorded_at", cursor=cursor, size=size)
    return [page, *(pages(size, page.older) if page.older else [])]


@pytest.mark.parametrize("size", [1, 2, 3, 9, 10, 11])
def test_pages_in_order_hold_every_row_once(threads, size):
    assert [row for page in pages(size) for row in page.rows] == expected(threads)


def test_first_page_has_no_newer_and_last_no_older(threads):
    walked = pages(4)

    assert [bool(page.newer) for page in walked] == [False, True, True]
    assert [bool(page.older) for page in walked] == [True, True, False]


def test_newer_leads_back_the_way_one_came(threads):
    _first, second, third = pages(3)[:3]

    back = newest_first(Thread.objects.all(), field="recorded_at", cursor=third.newer, size=3)

    assert back.rows == second.rows


def test_newer_near_the_top_is_the_whole_first_page(threads):
    first, second = pages(3)[:2]

    back = newest_first(Thread.objects.all(), field="recorded_at", cursor=second.newer, size=3)

    assert (back.rows, back.newer) == (first.rows, "")


def test_older_page_stays_the_same_while_rows_arrive(threads, agent):
    first = newest_first(Thread.objects.all(), field="recorded_at", size=4)
    factories.thread(creator=agent, recorded_at=NOON + timedelta(hours=1))

    second = newest_first(Thread.objects.all(), field="recorded_at", cursor=first.older, size=4)

    assert second.rows == expected(threads)[4:8]


def test_page_is_one_query_without_offset_or_join(threads, django_assert_num_queries):
    cursor = pages(3)[0].older
    with django_assert_num_queries(1) as queries:
        newest_first(Thread.objects.all(), field="recorded_at", cursor=cursor, size=3)

    statement = queries.captured_queries[0]["sql"]
    assert "OFFSET" not in statement
    assert "JOIN" not in statement


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "older:2026",
        signing.Signer(salt="another.list").sign_object(["older", NOON.isoformat(), 1]),
        signing.Signer(salt="threadsui.thread.recorded_at").sign_object(["older", "never", 1]),
        signing.Signer(salt="threadsui.thread.recorded_at").sign_object({}),
    ],
)
def test_cursor_of_another_hand_is_refused(db, cursor):
    with pytest.raises(InvalidCursor):
        newest_first(Thread.objects.all(), field="recorded_at", cursor=cursor)


def test_changed_cursor_is_refused(threads):
    cursor = pages(3)[0].older
    changed = ("A" if cursor[0] != "A" else "B") + cursor[1:]

    with pytest.raises(InvalidCursor):
        newest_first(Thread.objects.all(), field="recorded_at", cursor=changed)


def test_capped_count_stops_at_the_cap(threads, monkeypatch):
    monkeypatch.setattr(pagination, "COUNT_MAX", 5)

    assert capped_count(Thread.objects.all()) == 6


def test_capped_count_of_few_rows_is_exact(threads):
    assert capped_count(Thread.objects.all()) == 10
