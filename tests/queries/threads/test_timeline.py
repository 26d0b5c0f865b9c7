from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests import factories
from threadsui.queries.threads.timeline import count_of, sends, timeline_of

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def at(seconds):
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def submission(agent):
    thread = factories.thread(creator=agent)
    return factories.submission(actor=agent, thread=thread, created_at=at(0), finished_at=at(3))


@pytest.fixture
def calls(submission):
    """A create in two attempts, then an edit."""
    of = {"thread": submission.thread, "correlation_id": "c-1", "duration_ms": 1000}
    return [
        factories.call(submission=submission, status=429, started_at=at(0.5), retry_in=0.5, **of),
        factories.call(submission=submission, attempt=2, started_at=at(2), **of),
        factories.call(path="/threads/thread_1", started_at=at(60), **of),
    ]


def lines(days):
    return [(item.kind, item.moment) for day in days for item in day.items]


def test_people_and_calls_are_joined_by_time_newest_first(submission, calls):
    factories.event(target=submission.thread, created_at=at(3))
    factories.event("submission.unknown", target=submission, created_at=at(2.5))
    factories.event(created_at=at(4))  # about something else

    days = timeline_of(submission.thread, submission).days

    assert lines(days) == [
        ("send", at(60)),
        ("event", at(3)),
        ("event", at(2.5)),
        ("send", at(0.5)),
        ("press", at(0)),
    ]
    assert count_of(submission.thread, submission) == 5


def test_attempts_of_one_call_are_one_line_with_the_waits_in_its_length(submission, calls):
    days = timeline_of(submission.thread, submission, show="calls").days

    edit, create = days[0].items
    assert [len(edit.attempts), len(create.attempts)] == [1, 2]
    assert create.total_ms == 2500


def test_two_sends_at_once_are_not_mixed_up(submission):
    of = {"thread": submission.thread}
    first = factories.call(correlation_id="c-1", **of)
    other = factories.call(correlation_id="c-2", **of)
    second = factories.call(correlation_id="c-1", attempt=2, **of)

    assert sends([first, other, second]) == [[first, second], [other]]


@pytest.mark.parametrize("show, kinds", [("people", {"press", "event"}), ("calls", {"send"})])
def test_show_keeps_one_kind(submission, calls, show, kinds):
    factories.event(target=submission.thread, created_at=at(3))

    days = timeline_of(submission.thread, submission, show=show).days

    assert {kind for kind, _moment in lines(days)} == kinds


def test_days_are_those_of_the_reader(agent):
    thread = factories.thread(creator=agent)
    for hour in (23, 25):
        factories.event(target=thread, created_at=NOON.replace(hour=0) + timedelta(hours=hour))

    utc = timeline_of(thread, None).days
    with timezone.override("Asia/Tokyo"):
        tokyo = timeline_of(thread, None).days

    assert [day.day.day for day in utc] == [21, 20]
    assert [day.day.day for day in tokyo] == [21]


def test_long_timeline_comes_in_parts_and_loses_no_line(submission):
    thread = submission.thread
    for second in range(5, 25):
        factories.event(target=thread, created_at=at(second))
        factories.call(thread=thread, started_at=at(second + 0.5))

    until, shown, parts = None, [], 0
    while parts == 0 or until:
        part = timeline_of(thread, submission, until=until, size=6)
        shown += lines(part.days)
        until, parts = part.older, parts + 1

    assert parts > 3
    assert shown == lines(timeline_of(thread, submission).days)
    assert len(shown) == 41


@pytest.mark.parametrize("crowded", [3, 5, 30])
def test_more_lines_of_one_moment_than_a_part_has_are_all_shown_once(submission, crowded):
    thread = submission.thread
    for second in [*range(3, 30, 3), *[crowded] * 8]:
        factories.event(target=thread, created_at=at(second))
        factories.call(thread=thread, started_at=at(second))

    until, shown = None, []
    for _part in range(40):
        part = timeline_of(thread, submission, until=until, size=6)
        assert part.days
        shown += lines(part.days)
        until = part.older
        if until is None:
            break

    assert until is None
    assert shown == lines(timeline_of(thread, submission).days)
    assert len(shown) == 2 * 17 + 1


def test_events_of_one_moment_stay_in_the_order_in_which_they_were_written(submission):
    events = [factories.event(target=submission.thread, created_at=at(5)) for _ in range(4)]

    days = timeline_of(submission.thread, submission).days

    shown = [item.event.pk for day in days for item in day.items if item.event]
    assert shown == [event.pk for event in reversed(events)]


def test_timeline_reads_as_much_for_many_lines_as_for_few(submission, django_assert_num_queries):
    for second in range(40):
        factories.event(target=submission.thread, created_at=at(second))
        factories.call(thread=submission.thread, started_at=at(second))

    with django_assert_num_queries(3):  # events, calls, people
        timeline_of(submission.thread, submission)
