"""The overview's reads, each against plain Python over the same rows; and by which index SQLite answers them."""

import random
import uuid
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests import factories
from threadsui.models import Submission, Thread
from threadsui.queries import overview as queries

FAILED = ("refused", "not_sent", "unknown")
ANSWERS = [(None, ""), (429, "rate_limit_exceeded"), (400, "string_above_max_length"), (503, "x")]
# With a change of the clocks inside the two weeks, without one, and far from Greenwich.
MOMENTS = [
    ("Europe/Berlin", datetime(2026, 10, 29, 7, 30, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 15, 3, 59, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2026, 6, 1, 18, 16, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2026, 1, 2, 10, 0, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2026, 4, 29, 9, 0, tzinfo=UTC)),
]


@pytest.fixture(params=MOMENTS, ids=lambda moment: moment[0])
def span(request):
    name, now = request.param
    with timezone.override(ZoneInfo(name)):
        yield queries.window(now)


@pytest.fixture
def people(person):
    return [person("agent", username="ana"), person("lead", username="bo")]


@pytest.fixture
def submissions(people, span):
    """Two hundred at any time of three weeks, and some at the very instants where the counting changes."""
    chance = random.Random(str(span.now))
    edges = [*span.starts, span.week_ago, span.now - timedelta(hours=1), span.now]
    moments = [edge + timedelta(microseconds=step) for edge in edges for step in (-1, 0, 1)]
    moments += [span.now - timedelta(seconds=chance.randrange(21 * 86_400)) for _ in range(200)]
    return write([random_fields(chance, people, moment) for moment in moments])


def random_fields(chance, people, moment):
    state = chance.choice(["accepted", "accepted", "sending", *FAILED])
    status, code = chance.choice(ANSWERS) if state in FAILED else (None, "")
    return {
        "actor": chance.choice(people),
        "state": state,
        "error_status": status,
        "error_code": code,
        "created_at": moment,
    }


def write(rows):
    """Submissions with these fields, by two statements; an accepted one with its thread."""
    sandbox = factories.sandbox()
    made = []
    for fields in rows:
        ended = None if fields["state"] == "sending" else fields["created_at"]
        deadline = fields["created_at"] + timedelta(minutes=1)
        made.append(
            Submission(
                token=uuid.uuid4(),
                connection=sandbox,
                body="{}",
                deadline_at=deadline,
                finished_at=ended,
                **fields,
            )
        )
        if fields["state"] == "accepted":
            remote_id = f"thread_{uuid.uuid4().hex}"
            made[-1].thread = Thread(
                connection=sandbox, creator=fields["actor"], remote_id=remote_id
            )
    Thread.objects.bulk_create(item.thread for item in made if item.thread)
    for item in made:
        item.thread = item.thread
    return Submission.objects.bulk_create(made)


def counted(submissions, span):
    """The same by looking at the date of each, as a person with a calendar would."""
    zone = timezone.get_current_timezone()
    now = span.now.astimezone(zone)
    numbers, recent = Counter(), Counter()
    for item in submissions:
        local = item.created_at.astimezone(zone)
        ago = (now.date() - local.date()).days
        if ago >= 14:
            continue
        is_later = ago == 7 and local.replace(tzinfo=None).time() >= now.replace(tzinfo=None).time()
        code = item.error_code if item.error_code in queries.TOLD_CODES else ""
        key = (13 - ago, is_later, item.state, item.error_status, code)
        numbers[key] += 1
        recent[key] += span.now - item.created_at < timedelta(hours=1)
    return {key: (number, recent[key]) for key, number in numbers.items()}


def told(tallies):
    found = {}
    for tally in tallies:
        reason = tally.reason or queries.Reason(tally.state, None, "")
        key = (tally.day, tally.is_later, tally.state, reason.status, reason.code)
        assert key not in found
        found[key] = (tally.number, tally.in_last_hour)
    return found


def test_window_is_fourteen_days_of_the_readers_calendar():
    with timezone.override(ZoneInfo("Pacific/Auckland")):
        span = queries.window(datetime(2026, 11, 20, 12, tzinfo=UTC))

    assert (span.days[0], span.days[-1]) == (date(2026, 11, 8), date(2026, 11, 21))
    assert span.starts[-1] == datetime(2026, 11, 20, 11, tzinfo=UTC)
    assert span.week_ago == datetime(2026, 11, 13, 12, tzinfo=UTC)


def test_tallies_are_what_a_calendar_says(submissions, span):
    assert told(queries.tallies(span)) == counted(submissions, span)


def test_tallies_of_one_person_leave_others_out(submissions, span, people):
    own = [item for item in submissions if item.actor_id == people[0].pk]

    assert told(queries.tallies(span, actor=people[0])) == counted(own, span)


def test_tallies_name_a_reason_only_for_what_failed(submissions, span):
    for tally in queries.tallies(span):
        assert (tally.reason is not None) == (tally.state in FAILED)


def test_waiting_counts_unknown_and_overdue_ones_and_shows_the_newest(people):
    now = timezone.now()
    old, older, new = (
        factories.submission(state="unknown", created_at=now - timedelta(hours=hours))
        for hours in (2, 9, 1)
    )
    lost = factories.overdue_submission(created_at=now - timedelta(minutes=6))
    factories.submission(state="unknown", resolution="dismissed", resolution_reason="Seen")
    factories.submission(state="sending")
    factories.submission(state="refused")

    waiting = queries.waiting(shown=3)

    assert (waiting.count, waiting.oldest) == (4, older.created_at)
    assert waiting.newest == [lost, new, old]


def test_waiting_of_one_person_leaves_others_out(people):
    mine = factories.submission(state="unknown", actor=people[0])
    factories.submission(state="unknown", actor=people[1])
    factories.overdue_submission(actor=people[1])

    assert queries.waiting(actor=people[0]).newest == [mine]
    assert queries.waiting(actor=people[0]).count == 1


def test_recent_threads_are_the_newest_of_everybody_or_of_one(people):
    now = timezone.now()
    threads = [
        factories.thread(creator=people[number % 2], recorded_at=now - timedelta(hours=number))
        for number in range(6)
    ]

    assert queries.recent_threads() == threads[:4]
    assert queries.recent_threads(creator=people[1], shown=2) == [threads[1], threads[3]]


@pytest.mark.django_db
def test_connections_that_end_within_sixty_days_are_told_the_soonest_first():
    today = date(2026, 11, 20)
    days_left = {"beyond": 61, "edge": 60, "today": 0, "past": -3}
    made = [
        factories.connection(slug, end_of_life=today + timedelta(days=days))
        for slug, days in days_left.items()
    ]
    made.append(factories.connection("for-ever"))

    assert [item.slug for item in queries.ending(made, today)] == ["past", "today", "edge"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "username, index", [("", "submission_newest"), ("ana", "submission_by_actor")]
)
def test_tallies_are_one_statement_answered_by_an_index_alone(
    person, django_assert_num_queries, assert_reads_index, username, index
):
    actor = person("agent", username=username) if username else None

    with django_assert_num_queries(1) as statements:
        queries.tallies(queries.window(), actor=actor)

    assert_reads_index(statements[0]["sql"], "submission", index, alone=True)


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["", "ana"])
def test_open_outcomes_are_two_statements_answered_by_their_index(
    person, django_assert_num_queries, assert_reads_index, username
):
    actor = person("agent", username=username) if username else None
    factories.submission(state="unknown", actor=actor)

    with django_assert_num_queries(2):
        queries.waiting(actor=actor)

    # As a queryset: SQLite plans otherwise when the actor stands in the statement itself.
    found = Submission.objects.open_unknown(actor=actor)
    assert_reads_index(found.order_by("-created_at"), "submission", "submission_needs_a_word")
