"""Somebody's threads on several of many connections: read from the index of each, however many others there are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.plans import explained
from threadsui.models import Thread
from threadsui.models.visibility import seen_by
from threadsui.queries.overview import recent_threads
from threadsui.queries.paging import parts
from threadsui.queries.paging.pagination import capped_count, newest_first, newest_first_in_batches
from threadsui.queries.threads.thread_list import ThreadFilters, threads_for_list

OF_A_CONNECTION = "thread_by_connection"


@pytest.fixture
def reader(db):
    """Sees two connections of four, with old threads; two at each moment, so that their order is that of their ids."""
    person, others = factories.user("lead"), factories.access_group("Others")
    connections = [factories.sandbox(), *(factories.connection() for _ in range(3))]
    connections[0].groups.add(factories.access_group("Own", person))
    for kept in connections[2:]:
        kept.groups.add(others)
    now = timezone.now()
    for number in range(40):
        age = timedelta(hours=number // 2 + (100 if number % 4 < 2 else 0))
        factories.thread(
            connection=connections[number % 4], creator=person, recorded_at=now - age, title=number
        )
    return person


def own():
    """In the order of the list."""
    seen = Thread.objects.exclude(connection__groups__name="Others")
    return list(seen.order_by("-recorded_at", "-pk").values_list("pk", flat=True))


def pages(size=3):
    """Back to the end, and up again from there."""
    page = newest_first(threads_for_list(ThreadFilters()), field="recorded_at", size=size)
    found = [page]
    while page.older:
        page = _at(page.older, size)
        found.append(page)
    way_back = [page]
    while page.newer:
        page = _at(page.newer, size)
        way_back.append(page)
    return found, way_back


def _at(cursor, size):
    threads = threads_for_list(ThreadFilters())
    return newest_first(threads, field="recorded_at", cursor=cursor, size=size)


def numbers(some):
    return [thread.pk for page in some for thread in page.rows]


def test_pages_have_each_thread_in_sight_once_in_the_order_of_the_list(reader):
    expected = own()
    with seen_by(reader):
        down, up = pages()
        batches = newest_first_in_batches(
            threads_for_list(ThreadFilters()), field="recorded_at", size=7
        )

        assert numbers(down) == expected
        assert numbers([newest_first(threads_for_list(ThreadFilters()), field="recorded_at")]) == (
            expected
        )
        assert [one.pk for batch in batches for one in batch] == expected
        assert {pk for page in up for pk in numbers([page])} == set(expected)
        assert [one.pk for one in recent_threads()] == expected[:4]
        assert capped_count(threads_for_list(ThreadFilters())) == len(expected)


def test_thread_with_a_tag_that_is_kept_for_others_is_left_out_of_each_part(reader):
    hidden = Thread.objects.get(pk=own()[0])
    factories.tag("secret", hidden, groups=[factories.access_group("Elsewhere")])

    with seen_by(reader):
        assert numbers(pages()[0]) == own()[1:]


@pytest.mark.parametrize("direction", ["older", "newer"])
def test_nothing_walks_over_threads_of_others(reader, direction):
    with seen_by(reader):
        _down, up = pages()
        cursor = getattr(up[1], direction)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            _at(cursor, 3)
            recent_threads()
    unions = [one["sql"] for one in asked if "UNION ALL" in one["sql"] and "part_1" in one["sql"]]

    assert len(unions) == 2
    for sql in unions:
        plan = explained(sql)
        assert "thread_newest" not in plan
        assert plan.count(OF_A_CONNECTION) == 2


def test_many_connections_in_sight_are_read_as_one_list(reader, monkeypatch):
    expected = own()
    monkeypatch.setattr(parts, "PARTS_MAX", 1)

    with seen_by(reader):
        assert numbers(pages()[0]) == expected
