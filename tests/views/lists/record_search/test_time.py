"""A search whose time is over says how far it looked, and goes on; one for what is nowhere takes few statements."""

import re
from datetime import UTC, datetime
from html import unescape
from unittest.mock import patch

import pytest

from tests import factories
from threadsui.queries.paging import pagination, walking

from .asking import LISTS, ask, numbers

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def no_time():
    with (
        patch.object(walking, "WINDOW", 2),
        patch.object(walking, "WINDOW_MAX", 2),
        patch.object(pagination, "LOOK_SECONDS", 0),
        patch.object(pagination, "COUNT_SECONDS", 0),
    ):
        yield


def test_search_whose_time_is_over_says_how_far_it_looked_and_goes_on(lead_client, no_time):
    wanted = factories.call(path="/wanted", started_at=AT.replace(day=1))
    for day in range(2, 8):
        factories.call(path="/other", started_at=AT.replace(day=day))

    response, looks = ask(lead_client, "call_list", {"q": "wanted"}), 0
    assert "Nothing found so far" in response.text
    assert re.search(r"Looked back to\s+<time[^>]*>6 Nov 2026", response.text)
    assert response.context["count"] == "0+ calls"
    while not response.context["rows"]:
        further = re.search(r'rel="next" href="([^"]+)">Look further back', response.text)
        response, looks = lead_client.get(unescape(further[1])), looks + 1

    assert (numbers(response), looks) == ({wanted.pk}, 3)
    assert 'rel="prev"' in response.text


def test_end_of_the_list_is_said_to_be_the_end(lead_client, no_time):
    for day in range(1, 5):
        factories.call(path="/other", started_at=AT.replace(day=day))

    response = ask(lead_client, "call_list", {"q": "wanted"})
    while response.context["older_href"]:
        response = lead_client.get(response.context["older_href"])

    assert "Nothing older matches" in response.text
    assert response.context["newer_href"]


@pytest.mark.parametrize("name", LISTS)
def test_search_for_what_is_nowhere_takes_few_statements(
    lead_client, name, django_assert_max_num_queries
):
    for _ in range(3):
        factories.call()
        factories.event()
        factories.submission(state="refused")
    ask(lead_client, name)

    with django_assert_max_num_queries(20):
        response = ask(lead_client, name, {"q": "nowhere"})

    assert response.context["rows"] == []
