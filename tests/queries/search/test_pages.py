"""A search that many threads answer: page after page, and counted, as if each thread had been asked."""

from unittest.mock import patch

import pytest

from tests.factories import thread_filters
from threadsui.models import Thread, User
from threadsui.queries.paging import walking
from threadsui.queries.paging.hints import all_fields_but, hints_of
from threadsui.queries.paging.pagination import (
    capped_count,
    counted_so_far,
    newest_first,
    newest_first_in_batches,
)
from threadsui.queries.paging.walking import Counted
from threadsui.queries.search import narrowing
from threadsui.queries.threads.thread_list import threads_for_list

from .conftest import KEYS, VALUES

PAIR, OTHER = (f"metadata.{key}:{value}" for key, value in zip(KEYS[:2], VALUES[:2], strict=True))
SEARCHES = [
    "",
    "refund",
    "-refund",
    "refund late",
    "refund creator:ana",
    "refund -creator:ana",
    "refund connection:eu state:created",
    "refund created:2026-11",
    "refund tag:vip",
    PAIR,
    f"{PAIR} {OTHER}",
    f"{PAIR} -{OTHER}",
    f"{PAIR} refund",
    f"{PAIR} creator:ana",
]


@pytest.fixture(params=[5_000, 0], ids=["few", "many"], autouse=True)
def windows(request):
    """What is found counts as little or as much; much is walked in windows of two threads, then three."""
    with (
        patch.object(narrowing, "RARE_MAX", request.param),
        patch.object(walking, "WINDOW", 2),
        patch.object(walking, "WINDOW_MAX", 3),
    ):
        yield


def pages(threads, field):
    page = newest_first(threads(), field=field, size=4)
    while True:
        yield page
        if not page.older:
            return
        page = newest_first(threads(), field=field, cursor=page.older, size=4)


@pytest.mark.parametrize("text", SEARCHES)
def test_pages_and_count_are_those_of_the_plain_question(facts, text):
    filters = thread_filters(text, reader=User.objects.get(username="ana"))

    def threads():
        return threads_for_list(filters)

    listed = sorted(threads(), key=lambda one: (one.recorded_at, one.pk), reverse=True)
    walked = list(pages(threads, filters.moment))
    batches = newest_first_in_batches(threads(), field=filters.moment, size=3)

    assert [one for page in walked for one in page.rows] == listed
    assert [one for batch in batches for one in batch] == listed
    assert capped_count(threads()) == len(listed)
    if len(walked) > 2:
        back = newest_first(threads(), field=filters.moment, cursor=walked[2].newer, size=4)
        assert back.rows == walked[1].rows


def test_what_is_known_of_a_list_does_not_outlive_a_further_filter(facts, monkeypatch):
    monkeypatch.setattr(narrowing, "RARE_MAX", 0)
    ana = User.objects.get(username="ana")
    threads = threads_for_list(thread_filters(PAIR, reader=ana))

    assert hints_of(threads).count(100) == capped_count(threads) == threads.count() > 0
    assert hints_of(threads.filter(creator=ana)).count is None
    assert capped_count(threads.filter(creator=ana)) == threads.filter(creator=ana).count()


def test_page_of_several_pairs_tells_only_how_many_were_looked_up(facts, monkeypatch):
    monkeypatch.setattr(narrowing, "RARE_MAX", 1)
    keys = [f"metadata.{key}:*" for key in KEYS[:2]]
    one, both = (threads_for_list(thread_filters(text)) for text in (PAIR, " ".join(keys)))

    assert counted_so_far(one) == Counted(one.count())
    assert counted_so_far(both) == Counted(1, is_least=True)
    assert capped_count(both) == both.count() > 1


def test_page_of_a_tag_and_several_pairs_counts_those_of_the_tag(facts, monkeypatch):
    monkeypatch.setattr(narrowing, "RARE_MAX", 1)
    keys = " ".join(f"metadata.{key}:*" for key in KEYS[:2])
    tagged = threads_for_list(thread_filters(f"tag:vip {keys}"))

    assert counted_so_far(tagged) == Counted(tagged.count())


def test_whole_threads_of_a_search_have_the_fields_that_lists_leave_out(facts):
    threads = all_fields_but(threads_for_list(thread_filters("refund")), "title")

    found = newest_first(threads, field="recorded_at").rows

    assert found
    assert all(one.get_deferred_fields() == {"title"} for one in found)
    assert all(isinstance(one, Thread) for one in found)
