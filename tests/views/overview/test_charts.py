"""The geometry of the charts, and the numbers beside them."""

import pytest

from threadsui.queries.latency import Latency
from threadsui.queries.overview import Reason
from threadsui.views.overview import charts, reasons, stats


def day(created=0, failed=0):
    return charts.DayNumbers("Friday 20 November", "20", created, failed, 0, 0, is_today=False)


def pixels(value):
    return float(value)


@pytest.mark.parametrize("highest", [0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 41, 99, 101, 250, 268, 99_999])
@pytest.mark.parametrize("steps", [3, 4])
def test_scale_is_round_numbers_that_reach_the_highest(highest, steps):
    ticks = charts.scale(highest, steps=steps)

    step = ticks[1]
    assert ticks == [step * number for number in range(len(ticks))]
    assert ticks[-2] < max(highest, 1) <= ticks[-1]
    assert len(ticks) <= steps + 1
    assert str(step).rstrip("0") in {"1", "2", "5"}


def test_bars_are_as_high_as_their_numbers_and_failures_stand_on_top():
    bar, other = charts.day_chart([day(created=100, failed=50), day(created=200)])["bars"]

    assert pixels(other["created_height"]) == pytest.approx(2 * pixels(bar["created_height"]))
    assert pixels(bar["failed_height"]) == pytest.approx(pixels(bar["created_height"]) / 2, abs=0.1)
    top = pixels(bar["failed_y"]) + pixels(bar["failed_height"])
    assert top == pytest.approx(pixels(bar["created_y"]) - charts.GAP, abs=0.11)
    assert pixels(other["created_y"]) + pixels(other["created_height"]) == pytest.approx(
        charts.BOTTOM
    )


def test_one_failure_among_a_thousand_is_still_seen():
    (bar,) = charts.day_chart([day(created=1_000, failed=1)])["bars"]

    assert pixels(bar["failed_height"]) == charts.THINNEST


def test_bars_of_fourteen_days_stay_inside_the_plot():
    bars = charts.day_chart([day(created=1)] * 14)["bars"]

    ends = [float(bar["x"][:-1]) + float(bar["width"][:-1]) for bar in bars]
    assert float(bars[0]["x"][:-1]) > charts.GUTTER
    assert ends == sorted(ends)
    assert ends[-1] < 100


def test_latency_lines_are_in_proportion():
    connection = type("Named", (), {"name": "EU"})()
    chart = charts.latency_chart([Latency(connection, 20, 500.0, 1_500.0)])

    (row,) = chart["rows"]
    assert (row["median"], row["p95"]) == ("500 ms", "1,500 ms")
    assert float(row["p95_x"][:-1]) == pytest.approx(3 * float(row["median_x"][:-1]), abs=0.02)
    assert [tick["label"] for tick in chart["ticks"]] == ["0", "500 ms", "1 s", "1.5 s"]


@pytest.mark.parametrize(
    "today, before, said",
    [
        (42, 40, "5 % more than last Friday by this time"),
        (30, 40, "25 % fewer than last Friday by this time"),
        (12, 10, "2 more than last Friday by this time"),
        (0, 3, "3 fewer than last Friday by this time"),
        (3, 3, "as many as last Friday by this time"),
        (3, 0, "none last Friday by this time"),
        (0, 0, "none last Friday by this time either"),
    ],
)
def test_comparison_is_in_per_cent_only_when_there_is_enough_to_compare(today, before, said):
    assert stats.compared(today, before, "Friday") == said


@pytest.mark.parametrize(
    "reason, said",
    [
        (Reason("not_sent", 429, ""), "Rate limited by the server"),
        (Reason("not_sent", 429, "insufficient_quota"), "Quota of the key used up"),
        (Reason("not_sent", None, ""), "Could not reach the server"),
        (Reason("unknown", None, ""), "No answer, or one cut short"),
        (Reason("unknown", 200, ""), "Answered with something else than a thread"),
        (Reason("unknown", 502, ""), "Server failed"),
        (Reason("refused", 302, ""), "Redirected to another address"),
        (Reason("refused", 401, ""), "Key refused by the server"),
        (Reason("refused", 422, ""), "Request not accepted"),
        (Reason("refused", None, ""), "Refused by the server"),
    ],
)
def test_reason_is_told_in_plain_words(reason, said):
    assert reasons.words(reason) == said
