"""Median and 95th percentile, each against plain Python over the same calls."""

import random
from datetime import timedelta
from math import ceil

import pytest
from django.utils import timezone

from tests import factories
from threadsui.models import ApiCall
from threadsui.queries import latency as queries
from threadsui.queries.latency import Latency


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def connections(sandbox_connection):
    return [factories.connection("eu", name="EU"), factories.connection("us", name="US")]


def write(connection, durations, moment, *, step=timedelta(seconds=1), status=200):
    """One call after the other, the last one at `moment`; each took the next of `durations`."""
    moments = [moment - step * back for back in reversed(range(len(durations)))]
    return ApiCall.objects.bulk_create(
        ApiCall(
            connection=connection,
            method="POST",
            path="/threads",
            status=status,
            error="" if status else "No answer in time.",
            duration_ms=duration,
            started_at=started_at,
        )
        for duration, started_at in zip(durations, moments, strict=True)
    )


def rank(durations, part):
    """By nearest rank: the smallest one that `part` of them are not above."""
    return sorted(durations)[ceil(part * len(durations)) - 1]


def figures(connection, durations):
    return Latency(connection, len(durations), rank(durations, 0.5), rank(durations, 0.95))


def asked(now):
    return queries.latencies(queries.connections_with_samples(now), now)


@pytest.mark.parametrize("number", [1, 2, 3, 19, 20, 21, 100, 101])
def test_figures_are_the_nearest_ranks(connections, now, number):
    chance = random.Random(number)
    eu, us = ([chance.choice([5.0, 7.5, 400.0, 90.25]) for _ in range(number)] for _ in range(2))
    write(connections[0], eu, now)
    write(connections[1], us[: number // 2], now)

    found = asked(now)

    each = [figures(connections[0], eu), figures(connections[1], us[: number // 2] or [0])]
    assert found == [figures(None, eu + us[: number // 2]), *each[: len(found) - 1]]
    assert len(found) == (3 if number > 1 else 2)


def test_calls_of_another_day_or_without_an_answer_do_not_count(connections, now):
    write(connections[0], [10.0], now - timedelta(hours=23, minutes=59))
    write(connections[0], [9_000.0], now - timedelta(hours=24, seconds=1))
    write(connections[0], [30_000.0], now, status=None)
    write(connections[1], [30_000.0], now, status=None)

    assert asked(now) == [figures(None, [10.0]), figures(connections[0], [10.0])]


def test_nothing_called_gives_no_figures(connections, now):
    assert asked(now) == []


def test_no_connection_gives_no_figures(now, sandbox_connection):
    assert queries.latencies([], now) == []


def test_busy_connection_is_sampled_by_its_newest_calls_and_a_quiet_one_is_not(
    connections, now, monkeypatch
):
    monkeypatch.setattr(queries, "SAMPLE", 5)
    busy = [float(number) for number in range(40, 0, -1)]
    write(connections[0], busy, now)
    write(connections[1], [100.0, 200.0], now, step=timedelta(hours=10))

    found = asked(now)

    assert found[1:] == [
        figures(connections[0], busy[-5:]),
        figures(connections[1], [100.0, 200.0]),
    ]
    assert found[0] == figures(None, [*busy[-5:], 100.0, 200.0])


def test_connection_that_is_switched_off_is_left_out(connections, now):
    write(connections[0], [10.0], now)
    connections[0].is_active = False
    connections[0].save()

    assert asked(now) == []


def test_figures_are_two_statements_that_read_the_index_alone(
    connections, now, django_assert_num_queries, assert_reads_index
):
    with django_assert_num_queries(2) as statements:
        asked(now)

    for statement in statements:
        assert_reads_index(statement["sql"], "apicall", "apicall_latency", alone=True)
