"""The list of threads: which come first, how each is called, what it costs."""

import re

from django.urls import reverse

from tests import factories

from .rows import titles

HOSTILE = "<img src=x onerror=alert(1)>"
ESCAPED = "&lt;img src=x onerror=alert(1)&gt;"


def test_newest_thread_comes_first(ask, agent):
    for title in ("First", "Second", "Third"):
        factories.thread(creator=agent, title=title)

    assert titles(ask()) == ["Third", "Second", "First"]


def test_pairs_that_a_filter_fixes_come_last(ask, agent):
    metadata = {"chn": "email", "ord": "7", "vip": "yes"}  # in the order that jsonb keeps as well
    factories.thread(creator=agent, metadata=metadata)

    row = ask({"metadata": "chn=email"}).context["rows"][0]

    assert re.findall(r'title="([^"]+)"', row["pairs"]) == ["ord = 7", "vip = yes"]
    assert '<span class="chip" data-more="wide">+1</span>' in row["pairs"]


def test_hostile_words_in_a_row_are_escaped(ask):
    creator = factories.user("agent", first_name=HOSTILE, last_name="")
    connection = factories.connection("bad", name=HOSTILE)
    factories.thread(
        creator=creator, connection=connection, title=HOSTILE, metadata={HOSTILE: HOSTILE}
    )

    response = ask()

    assert HOSTILE not in response.text
    assert response.text.count(ESCAPED) >= 6


def test_thread_without_a_title_is_called_by_its_id(ask, agent):
    thread = factories.thread(creator=agent, title="")

    assert titles(ask()) == [thread.remote_id]


def test_unknown_outcomes_are_one_click_away_when_there_are_some(ask, agent):
    address = f"{reverse('threadsui:submission_list')}?state=unknown"
    assert f'href="{address}"' not in ask().text

    factories.submission(state="unknown", actor=agent)

    assert f'href="{address}"' in ask().text


def test_whole_list_of_fifty_rows_asks_no_more_than_a_short_one(
    ask, agent, django_assert_num_queries, django_assert_max_num_queries
):
    for _ in range(2):
        factories.thread(creator=agent)
    with django_assert_max_num_queries(16) as short:
        ask()
    for _ in range(60):
        factories.thread(creator=agent)

    with django_assert_num_queries(len(short) + 1):  # the capped count, as there are two pages
        response = ask()

    assert len(response.context["rows"]) == 50
    assert "50 of 62, newest first" in response.text
