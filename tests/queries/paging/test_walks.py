"""A search that no index answers: looked for in windows of the list, for a while, and on from there."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest

from tests import factories
from threadsui.models import ApiCall
from threadsui.queries.paging import pagination, walking
from threadsui.queries.paging.hints import Hints, Walk, with_hints
from threadsui.queries.paging.pagination import (
    counted_so_far,
    newest_first,
    newest_first_in_batches,
)

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
FIELD = "started_at"


@pytest.fixture(autouse=True)
def no_time():
    """A page has time for one window of four calls."""
    with (
        patch.object(walking, "WINDOW", 4),
        patch.object(walking, "WINDOW_MAX", 4),
        patch.object(pagination, "LOOK_SECONDS", 0),
        patch.object(pagination, "COUNT_SECONDS", 0),
    ):
        yield


@pytest.fixture
def wanted(db, sandbox_connection):
    """Of 60 calls, some of which share their moment, those with the word; the newest first."""
    ApiCall.objects.bulk_create(
        ApiCall(
            connection=sandbox_connection,
            method="GET",
            path="/wanted" if number in {0, 1, 2, 25, 26, 40, 59} else "/other",
            status=200,
            duration_ms=1,
            started_at=NOON - timedelta(minutes=number // 3),
        )
        for number in range(60)
    )
    found = ApiCall.objects.filter(path="/wanted")
    return list(found.order_by(f"-{FIELD}", "-pk"))


def calls():
    found = ApiCall.objects.filter(path__icontains="WANTED")
    return with_hints(found, Hints(walk=Walk(ApiCall.objects.all(), FIELD)))


def pages(size, cursor="", way="older"):
    page = newest_first(calls(), field=FIELD, cursor=cursor, size=size)
    on = getattr(page, way)
    return [page, *(pages(size, on, way) if on else [])]


@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_looking_further_back_finds_every_row_once_and_in_order(wanted, size):
    walk = pages(size)

    assert [row for page in walk for row in page.rows] == wanted
    assert len(walk) > 5
    assert any(page.looked_to and not page.rows for page in walk)


@pytest.mark.parametrize("size", [1, 2, 50])
def test_way_back_finds_every_row_as_well(wanted, size):
    way = pages(size)
    back = pages(size, way[-1].newer, "newer")

    for page in back:
        assert page.rows == sorted(page.rows, key=lambda row: (row.started_at, row.pk))[::-1]
    found = {row.pk for page in [way[-1], *back] for row in page.rows}
    assert found == {row.pk for row in wanted}
    assert back[-1].rows == way[0].rows


def test_page_that_found_nothing_upwards_leads_down_again_to_what_was_there(wanted):
    last = next(page for page in pages(1) if page.rows == wanted[-1:])
    up = newest_first(calls(), field=FIELD, cursor=last.newer, size=1)

    assert (up.rows, up.is_upwards) == ([], True)
    assert [row for page in pages(1, up.older) for row in page.rows] == wanted[-1:]


def test_each_look_says_how_far_it_came(wanted):
    first, second = pages(50)[:2]

    assert first.looked_to == NOON - timedelta(minutes=1)
    assert second.looked_to < first.looked_to
    assert pages(50)[-1].looked_to is None


def test_statements_of_a_look_are_as_many_for_a_word_that_is_nowhere(
    wanted, django_assert_num_queries
):
    found = with_hints(
        ApiCall.objects.filter(path__icontains="nowhere"),
        Hints(walk=Walk(ApiCall.objects.all(), FIELD)),
    )

    with django_assert_num_queries(2):
        page = newest_first(found, field=FIELD)

    assert page.rows == []
    assert page.older


def test_count_is_of_what_there_was_time_for(wanted):
    assert counted_so_far(calls()) == walking.Counted(3, is_least=True)
    with patch.object(pagination, "COUNT_SECONDS", 60):
        assert counted_so_far(calls()) == walking.Counted(len(wanted))
    with patch.object(pagination, "COUNT_SECONDS", 60), patch.object(pagination, "COUNT_MAX", 4):
        assert counted_so_far(calls()) == walking.Counted(5, is_least=True)


def test_with_time_enough_a_page_is_as_any_other(wanted):
    with patch.object(pagination, "LOOK_SECONDS", 60):
        first = newest_first(calls(), field=FIELD, size=5)
        second = newest_first(calls(), field=FIELD, cursor=first.older, size=5)
        back = newest_first(calls(), field=FIELD, cursor=second.newer, size=5)

    assert first.rows + second.rows == wanted
    assert back.rows == first.rows
    assert (first.looked_to, second.older) == (None, "")


def test_export_has_all_of_them_whatever_time_it_takes(wanted):
    batches = list(newest_first_in_batches(calls(), field=FIELD, size=2))

    assert [row for batch in batches for row in batch] == wanted


def test_history_of_one_moment_is_one_window(db, sandbox_connection):
    for _ in range(9):
        factories.call(path="/wanted", started_at=NOON)

    assert len(newest_first(calls(), field=FIELD, size=20).rows) == 9
