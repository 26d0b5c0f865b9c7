"""What somebody sees who is not in every group: of each query the rows that a look at each record would leave."""

import ast
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from tests import factories
from threadsui import forms, queries, templatetags, views
from threadsui.models import AuditEvent, Connection, Tag, Thread
from threadsui.models.visibility import hidden_from, seen_by, who_see
from threadsui.queries import audit, calls, completion, facets, overview, palette, record_export
from threadsui.queries.pagination import capped_count, newest_first, newest_first_in_batches
from threadsui.queries.selections import by_filters, threads_of
from threadsui.queries.submissions import SubmissionFilters, submissions_for_list
from threadsui.queries.thread_export import thread_records
from threadsui.queries.threads import ThreadFilters, threads_for_list

GUARDED = {"Thread", "Submission", "ApiCall", "Connection", "Tag", "MetadataPair", "Note"}
GUARDED |= {"Mention", "AuditEvent", "Message", "ThreadTag"}
# Where what people read may ask for every record, and why.
OF_ALL = {
    "access_groups.py": "whether any thread has a tag, in sight or not: else it could not be deleted",
    "adoptions.py": "whether an id is here already; its number is only told of what is seen",
    "audit_export.py": "MACs of events before, which say nothing",
    "audit.py": "moments where windows of a walk end",
    "calls.py": "moments where windows of a walk end",
    "drafts.py": "the owner's own create, asked without a session",
    "facets.py": "pairs of threads that were left before",
    "narrowing.py": "conditions on threads that are left by themselves",
    "retention.py": "how many texts a rule removes, whoever looks",
    "tags.py": "tags of threads that were left before",
    "thread_export.py": "messages of threads that were left before",
}
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


@pytest.fixture
def world(db):
    """Threads on three connections, with and without tags; one of each is kept for a group, and one for two."""
    legal, sales = factories.access_group("Legal"), factories.access_group("Sales")
    connections = [factories.sandbox(), factories.connection("legal"), factories.connection("both")]
    connections[1].groups.add(legal)
    connections[2].groups.add(legal, sales)
    people = {
        "nobody": factories.user("lead"),
        "legal": factories.user("lead"),
        "sales": factories.user("agent"),
        "auditor": factories.user("auditor"),
        "admin": factories.user("admin"),
    }
    legal.members.add(people["legal"])
    sales.members.add(people["sales"])
    opened, secret = factories.tag("open"), factories.tag("secret", groups=[sales])
    for number in range(18):
        thread = factories.thread(
            connection=connections[number % 3],
            title=f"Snapped {number}",
            messages=["A pelican sang" if number % 2 else "A heron stood"],
            metadata={"env": ["prod", "test"][number % 2], "order": str(number % 5)}
            | ({"hush": "psst"} if number % 3 else {}),
            assignee=people["nobody"] if number % 4 == 0 else None,
        )
        for tag, every in ((opened, 2), (secret, 5)):
            if number % every == 0:
                factories.tag_on(thread, tag)
        made = factories.submission(thread=thread, connection=thread.connection)
        factories.call(thread=thread, submission=made, connection=thread.connection)
        factories.event(target=thread)
        factories.event("submission.refused", target=made)
    return people


def sees(person, thread):
    """The rule once more, in plain Python."""
    if person.role in {"auditor", "admin"}:
        return True
    mine = set(person.access_groups.all())
    kept = [
        set(thread.connection.groups.all()),
        *(set(tag.groups.all()) for tag in thread.tags.all()),
    ]
    return all(not groups or groups & mine for groups in kept)


def seen_threads(person):
    return {thread.pk for thread in Thread.objects.all() if sees(person, thread)}


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
            made = submissions_for_list(SubmissionFilters(), reader=person)
            asked = calls.calls_for_list(calls.CallFilters())
            told = audit.events_for_list(audit.AuditFilters()).filter(action="thread.created")
            refused = audit.events_for_list(audit.AuditFilters(action="submission.refused"))
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


def test_who_sees_a_thread_is_found_in_one_query(world, django_assert_num_queries):
    from threadsui.models import User

    for thread in Thread.objects.all():
        with django_assert_num_queries(1):
            found = {person.pk for person in who_see(User.objects.all(), thread)}
        assert {person.pk for person in world.values() if person.pk in found} == {
            person.pk for person in world.values() if sees(person, thread)
        }


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


def test_nothing_kept_costs_one_small_query_and_no_condition(agent, lead):
    factories.thread()
    with CaptureQueriesContext(database) as asked:
        hidden_from(agent)
    plain = str(threads_for_list(ThreadFilters()).query)

    with seen_by(agent):
        assert str(threads_for_list(ThreadFilters()).query) == plain
    assert len([one for one in asked if "accessgroup" in one["sql"]]) == 1
    with seen_by(factories.user("admin")), CaptureQueriesContext(database) as asked:
        list(Thread.visible.all())
    assert not [one for one in asked if "accessgroup" in one["sql"]]


def test_list_of_somebody_who_does_not_see_all_still_goes_by_the_index_of_the_newest(
    world, assert_reads_index
):
    with seen_by(world["nobody"]):
        page = threads_for_list(ThreadFilters()).order_by("-recorded_at", "-pk")[:51]
        assert_reads_index(page, "thread", "thread_by_connection")  # they see one connection alone
    with seen_by(world["sales"]):
        page = threads_for_list(ThreadFilters()).order_by("-recorded_at", "-pk")[:51]
        assert_reads_index(page, "thread", "thread_newest")


def test_somebody_who_sees_no_connection_costs_no_walk(world):
    group = factories.access_group("Few")
    for connection in Connection.objects.all():
        connection.groups.set([group])

    with seen_by(world["nobody"]):
        found = threads_for_list(ThreadFilters())
        with CaptureQueriesContext(database) as asked:
            assert list(found.order_by("-recorded_at", "-pk")[:51]) == []
        assert len(asked) == 0
        assert completion.metadata_keys("") == []
        assert overview.tallies(overview.window()) == []
        assert overview.waiting().count == 0
        assert facets.key_facets(found, field="recorded_at").facets == []


def reading_modules():
    for package in (queries, views, forms, templatetags):
        for folder in package.__path__:
            yield from sorted(Path(folder).rglob("*.py"))


def asks_for_all(tree):
    """Names of models whose every record is asked for: `Thread.objects` without `visible_to` behind it, and a
    default manager by `get_object_or_404(Thread, …)`.
    """
    narrowed = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"visible_to", "without", "none"}
    }
    source = ast.unparse(tree)
    for node in ast.walk(tree):
        is_manager = isinstance(node, ast.Attribute) and node.attr == "objects"
        if is_manager and id(node) not in narrowed and getattr(node.value, "id", "") in GUARDED:
            is_narrowed_later = f"{node.value.id}.objects.open_unknown().visible_to" in source
            if not is_narrowed_later:
                yield node.value.id
        if isinstance(node, ast.Call) and getattr(node.func, "id", "").startswith("get_object_or"):
            yield from (one.id for one in node.args if getattr(one, "id", "") in GUARDED)


def test_what_people_read_is_asked_of_what_they_see():
    """A new query on `objects` belongs into the table, with its reason, or goes through `visible`."""
    found = {
        path.name for path in reading_modules() if list(asks_for_all(ast.parse(path.read_text())))
    }

    assert found <= set(OF_ALL)
    assert set(OF_ALL) <= {path.name for path in reading_modules()}
