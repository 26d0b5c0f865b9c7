"""What somebody sees who is not in every group: of each query the rows that a look at each record would leave."""

from collections import Counter

import pytest

from tests import factories
from threadsui.models import AuditEvent, Connection, Tag, Thread
from threadsui.models.visibility import seen_by
from threadsui.queries import overview, palette
from threadsui.queries.history import audit, calls, record_export
from threadsui.queries.history.submissions import submissions_for_list
from threadsui.queries.paging.pagination import capped_count, newest_first, newest_first_in_batches
from threadsui.queries.search import completion, facets
from threadsui.queries.threads.selections import by_filters, threads_of
from threadsui.queries.threads.thread_export import thread_records
from threadsui.queries.threads.thread_list import ThreadFilters, threads_for_list

from .rule import seen_threads

SEARCHES = [
    "",
    "pelican",
    "-pelican",
    "title:snapped",
    "metadata.env=prod",
    "metadata.env=prod metadata.order=1",
    "-metadata.env=prod",
    "tag:open",
    "-tag:open",
    "has:tag",
    "-has:tag",
    "connection:sandbox",
    "is:assigned",
    "state:created",
    "pelican tag:open",
]


@pytest.mark.parametrize("who", ["nobody", "legal", "sales", "auditor", "admin"])
def test_every_search_leaves_what_its_reader_sees_and_counts_it(world, who):
    person = world[who]
    seen = seen_threads(person)
    assert (len(seen) == 18) is (who in {"auditor", "admin"})
    for text in SEARCHES:
        filters = factories.thread_filters(text, reader=person)
        everything = {thread.pk for thread in threads_for_list(filters)}
        with seen_by(person):
            found = threads_for_list(filters)
            page = newest_first(found, field=filters.moment, size=50)
            batches = newest_first_in_batches(
                threads_for_list(filters), field=filters.moment, size=4
            )
            walked = [one.pk for batch in batches for one in batch]

            assert {one.pk for one in page.rows} == everything & seen, text
            assert capped_count(threads_for_list(filters)) == len(everything & seen), text
        assert walked == [one.pk for one in page.rows], text
        operation = factories.operation(actor=person, selection=by_filters(filters))
        assert {one.pk for one in threads_of(operation)} == everything & seen, text


def test_vocabulary_counts_what_its_reader_sees(world):
    for person in world.values():
        seen = Thread.objects.filter(pk__in=seen_threads(person))
        keys = Counter(key for thread in seen for key in thread.metadata)
        values = Counter(thread.metadata["env"] for thread in seen)
        with seen_by(person):
            found = threads_for_list(ThreadFilters())
            told = facets.key_facets(found, field="recorded_at")
            of_key = facets.value_facets(found, "env", field="recorded_at")

            assert {one.text: one.count for one in told.facets} == keys
            assert {one.text: one.count for one in of_key.facets} == values
            assert {one.text: one.count for one in completion.metadata_keys("")} == keys
            assert {one.text: one.count for one in completion.metadata_values("env", "")} == values


def test_completion_and_palette_offer_nothing_that_is_kept_for_others(world):
    hidden = Thread.objects.exclude(pk__in=seen_threads(world["nobody"])).first()
    with seen_by(world["nobody"]):
        assert [one.slug for one in completion.connections("")] == ["sandbox"]
        assert [one.name for one in completion.tags("")] == ["open"]
        assert completion.metadata_values("hush", "") == []
        assert palette.find("psst", user=world["nobody"]).threads == []
        assert palette.find(hidden.remote_id, user=world["nobody"]).threads == []
        assert palette.find(f"#{hidden.pk}", user=world["nobody"]).threads == []
        request_id = hidden.calls.get().request_id
        assert palette.find(request_id, user=world["nobody"]).calls == []
    with seen_by(world["admin"]):
        assert palette.find("psst", user=world["admin"]).threads != []
        assert len(completion.connections("")) == 3


def test_submissions_calls_and_events_are_those_of_what_is_seen(world):
    for who, person in world.items():
        seen = seen_threads(person)
        with seen_by(person):
            made = submissions_for_list(reader=person)
            asked = calls.calls_for_list()
            told = audit.events_for_list().filter(action="thread.created")
            refused = audit.events_for_list(
                factories.conditions("audit", "action:submission.refused")
            )
            exported = [one["thread"] for one in record_export.call_records(asked)]

            if who != "sales":  # agents have the submissions that they pressed
                assert {one.thread_id for one in made} == seen
            assert {one.thread_id for one in asked} == set(exported) == seen
            assert {int(one.target_id) for one in told} == seen
            assert len(refused) == len(seen)


def test_export_and_overview_are_of_what_is_seen(world):
    for person in world.values():
        seen = seen_threads(person)
        with seen_by(person):
            records = list(thread_records(threads_for_list(ThreadFilters()), with_messages=True))
            tallies = overview.tallies(overview.window())
            recent = overview.recent_threads(shown=50)

        assert {record["console"]["number"] for record in records} == seen
        assert sum(tally.number for tally in tallies) == len(seen)
        assert {thread.pk for thread in recent} == seen


def test_tag_that_is_off_its_thread_again_is_not_named_in_the_history(world):
    thread = Thread.objects.filter(connection__is_sandbox=True).exclude(tags__name="secret").first()
    for old, new in ((None, "secret"), ("secret", None), (None, "open")):
        action = "thread.tagged" if new else "thread.untagged"
        factories.event(action, target=thread, changes={"tag": {"old": old, "new": new}})

    def told(person):
        return AuditEvent.objects.visible_to(person).filter(action__startswith="thread.t").count()

    assert told(world["nobody"]) == 1
    assert told(world["admin"]) == 2
    untagged = AuditEvent.objects.filter(action="thread.untagged")
    assert not untagged.visible_to(world["nobody"]).exists()


def test_group_without_people_is_for_nobody_and_a_new_member_sees_at_once(world):
    group = factories.access_group("Empty")
    connection = factories.connection("quiet")
    connection.groups.add(group)
    person = factories.user("agent")

    assert connection not in Connection.objects.visible_to(person)
    group.members.add(person)
    assert connection in Connection.objects.visible_to(person)
    assert Tag.objects.visible_to(person).count() == 1
