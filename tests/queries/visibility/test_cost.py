"""What it costs that something is kept for others, and that nothing is."""

from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from tests import factories
from threadsui.models import Connection, Thread, User
from threadsui.models.visibility import hidden_from, seen_by, who_see
from threadsui.queries import overview
from threadsui.queries.search import completion, facets
from threadsui.queries.threads.thread_list import ThreadFilters, threads_for_list

from .rule import sees


def test_who_sees_a_thread_is_found_in_one_query(world, django_assert_num_queries):
    for thread in Thread.objects.all():
        with django_assert_num_queries(1):
            found = {person.pk for person in who_see(User.objects.all(), thread)}
        assert {person.pk for person in world.values() if person.pk in found} == {
            person.pk for person in world.values() if sees(person, thread)
        }


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
