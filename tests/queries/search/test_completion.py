"""What the search box offers: the most used first, in any letters, found by leaps of an index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from threadsui.models import Tag
from threadsui.queries.search import completion
from threadsui.queries.search.completion import OFFERED_MAX, Used


@pytest.fixture
def pairs(db):
    """Write pairs, a thread each: `pairs("env", "live", 3)`."""

    def write(key, value, count=1):
        for _ in range(count):
            factories.thread(metadata={key: value})

    return write


def texts(found):
    return [one.text for one in found]


def test_keys_come_with_the_most_used_first(pairs):
    pairs("env", "live", 2)
    pairs("ticket", "1")
    pairs("entry", "x", 3)

    assert completion.metadata_keys("") == [Used("entry", 3), Used("env", 2), Used("ticket", 1)]
    assert texts(completion.metadata_keys("en")) == ["entry", "env"]


def test_values_are_those_of_their_key(pairs):
    pairs("env", "live", 2)
    pairs("env", "lab")
    pairs("mode", "long")

    assert texts(completion.metadata_values("env", "l")) == ["live", "lab"]
    assert texts(completion.metadata_values("env", "x")) == []
    assert texts(completion.metadata_values("nowhere", "")) == []


@pytest.mark.parametrize("typed", ["Ber", "ber", "BER"])
def test_values_begin_so_in_any_letters(pairs, typed):
    for value in ("Berlin", "bergen", "BERN", "Bremen", "an"):
        pairs("city", value)

    assert sorted(texts(completion.metadata_values("city", typed))) == ["BERN", "Berlin", "bergen"]


@pytest.mark.parametrize("typed", ["%", "_", "ü", "'", '"', "\\", "🦜", "x" * 600])
def test_signs_are_no_wildcards(pairs, typed):
    pairs("city", "Berlin")
    pairs("city", typed[:512] + "!" if len(typed) < 500 else "y")

    found = texts(completion.metadata_values("city", typed))

    assert found == ([typed + "!"] if len(typed) < 500 else [])


def test_no_more_than_a_handful_is_offered_of_many(pairs):
    for number in range(completion.LEAPS_MAX + 5):
        pairs("ticket", f"{number:03}")

    assert texts(completion.metadata_values("ticket", "")) == [
        f"{number:03}" for number in range(OFFERED_MAX)
    ]
    assert texts(completion.metadata_values("ticket", "06")) == ["060", "061", "062", "063", "064"]


def test_counting_ends_at_its_bound(pairs, monkeypatch):
    monkeypatch.setattr(completion, "COUNTED_MAX", 2)
    pairs("env", "live", 5)
    pairs("env", "lab", 2)

    assert completion.metadata_values("env", "") == [Used("live", 3), Used("lab", 2)]


@pytest.mark.parametrize("count", [1, 6])
def test_each_is_one_statement_however_much_it_finds(pairs, count, django_assert_num_queries, lead):
    for number in range(count):
        pairs("city", f"Berlin {number}")
        pairs(f"city{number}", "Berlin")

    for ask in (
        lambda: completion.metadata_keys("ci"),
        lambda: completion.metadata_values("city", "be"),
        lambda: completion.people("l"),
        lambda: completion.connections("s"),
        lambda: completion.tags("v"),
    ):
        with django_assert_num_queries(1):
            ask()


def test_metadata_is_read_by_leaps_of_its_index(db, assert_reads_index):
    for ask in (
        lambda: completion.metadata_keys("ci"),
        lambda: completion.metadata_values("city", "be"),
    ):
        with CaptureQueriesContext(connection) as captured:
            ask()
        statement = captured[0]["sql"]
        assert_reads_index(statement, "metadatapair", "metadatapair_found", alone=True)


@pytest.mark.parametrize("typed", ["pri", "Ram", "PR1", ""])
def test_people_are_found_by_any_of_their_names(db, typed):
    factories.user("agent", "pr1", first_name="Priya", last_name="Raman")
    factories.user("agent", "prior", is_active=False)

    assert [one.username for one in completion.people(typed)] == ["pr1"]


def test_connections_and_tags_are_found_by_the_beginning_of_their_names(db):
    factories.connection("eu-live", name="Foundry Europe")
    Tag.objects.create(name="late-delivery")

    assert [one.slug for one in completion.connections("found")] == ["eu-live"]
    assert [one.slug for one in completion.connections("EU")] == ["eu-live"]
    assert [one.name for one in completion.tags("Late")] == ["late-delivery"]
