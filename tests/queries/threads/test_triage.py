"""What the list of threads is narrowed to by tag and assignee, and which index each of these reads is."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import factories
from tests.factories import thread_filters
from threadsui.models import Mention, Note, Tag, ThreadTag
from threadsui.queries.paging.pagination import newest_first
from threadsui.queries.people.mentions import mentions_of, unread_count
from threadsui.queries.threads.notes import notes_of
from threadsui.queries.threads.tags import tags_of
from threadsui.queries.threads.thread_list import ThreadFilters, threads_for_list
from threadsui.search.conditions import Condition

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def tags():
    return [Tag.objects.create(name=name) for name in ("refund", "vip")]


@pytest.fixture
def threads(tags, agent):
    """Nine threads at three moments, made out of order: every second is a refund, every third a VIP's."""
    made = [
        factories.thread(
            recorded_at=NOON + timedelta(hours=number % 3),
            assignee=agent if number % 4 == 0 else None,
        )
        for number in range(9)
    ]
    for number, thread in enumerate(made):
        for tag, every in zip(tags, (2, 3), strict=True):
            if number % every == 0:
                ThreadTag.objects.create(thread=thread, tag=tag, recorded_at=thread.recorded_at)
    return made


def newest(threads):
    return sorted(threads, key=lambda thread: (thread.recorded_at, thread.pk), reverse=True)


def walked(filters, size, cursor=""):
    page = newest_first(threads_for_list(filters), field=filters.moment, cursor=cursor, size=size)
    return page.rows + (walked(filters, size, page.older) if page.older else [])


@pytest.mark.parametrize("size", [1, 2, 50])
def test_threads_of_a_tag_come_newest_first_and_once(threads, tags, size):
    assert walked(thread_filters("tag:refund"), size) == newest(threads[::2])


def test_threads_of_two_tags_have_both(threads, tags):
    assert walked(thread_filters("tag:refund tag:vip"), 50) == newest(threads[::6])


def test_days_narrow_the_threads_of_a_tag(threads, tags):
    start, end = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    days = Condition("created", ((start, end),))
    filters = ThreadFilters((*thread_filters("tag:refund").conditions, days))

    assert walked(filters, 50) == [
        thread for thread in newest(threads[::2]) if start <= thread.recorded_at < end
    ]


def test_assigned_and_unassigned_share_all_threads(threads, agent):
    assert walked(thread_filters("assigned:me", reader=agent), 2) == newest(threads[::4])
    assert set(walked(thread_filters("assigned:none"), 2)) == set(threads) - set(threads[::4])


def page_of(filters):
    """The statement of the list's first page."""
    return threads_for_list(filters).order_by(f"-{filters.moment}", "-pk")[:51]


def test_threads_of_a_tag_are_read_from_its_index_alone(threads, tags, assert_reads_index):
    statement = page_of(thread_filters("tag:refund"))

    assert_reads_index(statement, "threadtag", "threadtag_newest_of_tag", alone=True)


@pytest.mark.parametrize("is_mine", [True, False])
def test_assigned_threads_are_read_from_an_index(threads, agent, is_mine, assert_reads_index):
    filters = (
        thread_filters("assigned:me", reader=agent) if is_mine else thread_filters("assigned:none")
    )

    assert_reads_index(page_of(filters), "thread", "thread_by_assignee")


def test_unread_mentions_are_read_from_their_index(agent, assert_reads_index):
    unread = mentions_of(agent, is_unread=True).order_by("-created_at", "-pk")
    everything = mentions_of(agent).order_by("-created_at", "-pk")
    badge = Mention.objects.of(agent).unread().order_by()[:100]

    assert_reads_index(unread[:51], "mention", "mention_unread_of_person")
    assert_reads_index(badge, "mention", "mention_unread_of_person")
    assert_reads_index(everything[:51], "mention", "mention_newest_of_person")


def test_notes_are_read_from_an_index(assert_reads_index):
    statement = Note.objects.filter(thread=factories.thread()).order_by("-created_at", "-pk")[:31]

    assert_reads_index(statement, "note", "note_newest_of_thread")


def test_badge_stops_counting_at_a_hundred(agent):
    note = Note.objects.create(thread=factories.thread(), author=agent, text="@all")
    people = [factories.user("viewer") for _ in range(2)]
    for _ in range(101):
        note.pk = None
        note.save()
        Mention.objects.create(note=note, person=people[0])
    Mention.objects.create(note=note, person=people[1])

    assert [unread_count(person) for person in people] == [100, 1]


def test_tags_of_many_threads_are_one_query(threads, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = tags_of(thread.pk for thread in threads)

    assert [[tag.name for tag in found[thread.pk]] for thread in threads[:4]] == [
        ["refund", "vip"],
        [],
        ["refund"],
        ["vip"],
    ]


def test_notes_come_in_parts_newest_first(agent, django_assert_num_queries):
    thread = factories.thread()
    moments = [NOON, NOON, NOON, NOON + timedelta(hours=1)]
    made = [
        Note.objects.create(thread=thread, author=agent, text=str(number), created_at=moment)
        for number, moment in enumerate(moments)
    ]
    elsewhere = Note.objects.create(thread=factories.thread(), author=agent, text="elsewhere")

    with django_assert_num_queries(2):  # the notes with their authors, and the mentions
        first = notes_of(thread, size=2)
    rest = notes_of(thread, start=first.older.pk, size=2)

    assert first.rows + rest.rows == made[::-1]
    assert rest.older is None
    assert notes_of(thread, start=elsewhere.pk, size=2).rows == first.rows
