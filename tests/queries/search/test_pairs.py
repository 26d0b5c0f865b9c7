"""Searches for several pairs of metadata, each of which many threads have."""

from functools import partial
from unittest.mock import patch

import pytest
from django.db import connection

from tests import factories
from tests.plans import plan_of
from threadsui.queries.paging.pagination import newest_first
from threadsui.queries.search import narrowing
from threadsui.queries.search.pairs import rarest_first
from threadsui.queries.threads.thread_list import threads_for_list


@pytest.fixture
def threads(db):
    """All of them of one environment, every third one of a tier, one with a ticket."""
    for number in range(9):
        pairs = {"env": "prod"} | ({"tier": "gold"} if number % 3 == 0 else {})
        factories.thread(metadata=pairs | ({"ticket": "4711"} if number == 6 else {}))


def pairs_of(text):
    return factories.thread_filters(text).conditions


@pytest.mark.parametrize("telling", [(1, 2, 100), (100,)], ids=["step by step", "at once"])
def test_pair_of_the_fewest_threads_comes_first(threads, telling):
    with patch("threadsui.queries.search.pairs.TELLING", telling):
        found = rarest_first(pairs_of("metadata.env:prod metadata.tier:gold metadata.ticket:4711"))
        without = rarest_first(pairs_of("metadata.env:prod metadata.tier:gold"))

    assert found[0].name == "ticket"
    assert [one.name for one in without] == ["tier", "env"]


def test_pairs_of_very_many_threads_each_stay_as_they_were_asked(threads):
    pairs = pairs_of("metadata.env:prod metadata.tier:gold")

    with patch("threadsui.queries.search.pairs.TELLING", (1, 2)):
        assert rarest_first(pairs) == list(pairs)


def test_page_of_pairs_that_many_threads_have_asks_the_newest_one_by_one(threads):
    with patch.object(narrowing, "RARE_MAX", 1):
        both = threads_for_list(factories.thread_filters("metadata.env:prod metadata.tier:gold"))

    plan = plan_of(partial(newest_first, both, field="recorded_at"))

    assert "thread_newest" in plan
    if connection.vendor == "postgresql":
        assert plan.count("SubPlan") >= 2, (
            plan
        )  # and no join, whatever it takes the number of threads to be
