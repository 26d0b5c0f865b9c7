"""The list's filters, each compared with the same question put to plain Python."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import factories
from threadsui.models import Thread
from threadsui.queries import threads as queries
from threadsui.queries.threads import ThreadFilters, threads_for_list

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TITLES = ["Snapped pole", "SNAPPED tent", "100% wool", "寝袋のサイズ交換", ""]
PAIRS = [
    {},
    {"order": "7"},
    {"order": "8", "vip": "yes"},
    {"vip": "yes"},
    {"order": "7", "vip": ""},
]


@pytest.fixture
def people(person):
    return [person("agent", username="ana"), person("agent", username="bo")]


@pytest.fixture
def connections(sandbox_connection):
    return [sandbox_connection, factories.connection("eu")]


@pytest.fixture
def threads(people, connections):
    return [
        factories.thread(
            creator=people[number % 2],
            connection=connections[number % 3 % 2],
            title=TITLES[number % 5],
            metadata=PAIRS[number // 2 % 5],
            recorded_at=NOON + timedelta(hours=number),
            gone_at=NOON if number % 4 == 1 else None,
            deleted_at=NOON if number % 7 == 3 else None,
            deleted_by=people[0] if number % 7 == 3 else None,
        )
        for number in range(20)
    ]


def found(**criteria):
    return set(threads_for_list(ThreadFilters(**criteria)))


def test_no_filter_finds_everything(threads):
    assert found() == set(threads)


@pytest.mark.parametrize("text", ["pole", "snapped", "100%", "%", "_", "袋", "zzz"])
def test_text_finds_a_part_of_the_title_or_id(threads, text):
    assert found(text=text) == {
        thread
        for thread in threads
        if text.lower() in thread.title.lower() or text.lower() in thread.remote_id.lower()
    }


def test_whole_id_finds_that_thread_alone(threads, people):
    about_it = factories.thread(creator=people[0], title=f"Copy of {threads[3].remote_id}")

    assert found(text=threads[3].remote_id) == {threads[3]}
    assert about_it in found(text="Copy of")


def test_creator_and_connection_narrow_together(threads, people, connections):
    assert found(creator=people[1], connection=connections[1]) == {
        thread
        for thread in threads
        if thread.creator == people[1] and thread.connection == connections[1]
    }


@pytest.mark.parametrize("state", Thread.State.values)
def test_state_finds_what_the_pill_says(threads, state):
    assert found(state=state) == {thread for thread in threads if thread.state == state}


def test_dates_hold_their_start_and_not_their_end(threads):
    start, end = NOON + timedelta(hours=3), NOON + timedelta(hours=9)

    assert found(created_from=start, created_before=end) == {
        thread for thread in threads if start <= thread.recorded_at < end
    }


@pytest.mark.parametrize("rare_max", [1_000, 0], ids=["rare", "common"])
@pytest.mark.parametrize(
    "pairs",
    [
        [("order", "7")],
        [("order", None)],
        [("order", None), ("vip", "yes")],
        [("vip", "")],
        [("vip", "no")],
        [("nothing", None)],
    ],
)
def test_metadata_finds_every_condition_whether_rare_or_common(
    threads, pairs, rare_max, monkeypatch
):
    monkeypatch.setattr(queries, "RARE_PAIR_MAX", rare_max)

    assert found(metadata=pairs) == {
        thread
        for thread in threads
        if all(
            key in thread.metadata and value in (None, thread.metadata[key]) for key, value in pairs
        )
    }
