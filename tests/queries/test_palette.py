"""What the palette finds, and that it reads no table for it."""

import pytest

from tests import factories
from threadsui.queries import palette
from threadsui.queries.palette import (
    THREADS_SHOWN,
    begins_in_any_case,
    begins_with,
    find,
    recent,
)


@pytest.fixture
def pole(agent):
    return factories.thread(
        creator=agent,
        title="Snapped pole",
        remote_id="thread_Zf2Qm8LxVt0cKb7RjH3wYpNe",
        metadata={"order_id": "NV-20418835", "tier": "gold"},
    )


def threads(text, user):
    return [one.thread for one in find(text, user=user).threads]


@pytest.mark.parametrize(
    "text",
    [
        *("thread_Zf2Qm8LxVt0cKb7RjH3wYpNe", "thread_Zf2Q"),
        *("NV-20418835", "nv-20418835", "NV-2041", "nv-2041", "gold", "GOLD"),
    ],
)
def test_thread_is_found_by_its_id_or_a_value_whole_or_by_the_beginning(pole, viewer, text):
    factories.thread(metadata={"order_id": "XV-1"}, remote_id="thread_other")

    assert threads(text, viewer) == [pole]


def test_thread_is_found_by_its_number(pole, viewer):
    assert threads(str(pole.pk), viewer) == [pole]
    assert threads(f"#{pole.pk}", viewer) == [pole]


@pytest.mark.parametrize("text", ["20418835", "Snapped", "%", "_", "9" * 30, "²", "🦜"])
def test_nothing_is_found_in_the_middle_or_by_wildcards(pole, viewer, text):
    assert threads(text, viewer) == []


def test_found_thread_says_which_pair_it_was(pole, viewer):
    [found] = find("NV-2", user=viewer).threads

    assert (found.key, found.value) == ("order_id", "NV-20418835")


def test_whole_value_comes_before_longer_ones_and_newer_threads_before_older(viewer):
    longer = factories.thread(metadata={"ticket": "47110"})
    older, newer = (factories.thread(metadata={"ticket": "4711"}) for _ in range(2))

    assert threads("4711", viewer) == [newer, older, longer]


def test_thread_with_the_value_under_two_keys_is_found_once(viewer):
    thread = factories.thread(metadata={"ticket": "4711", "parent": "4711"})

    assert threads("4711", viewer) == [thread]


def test_a_common_value_gives_a_handful(viewer):
    for _ in range(THREADS_SHOWN + 3):
        factories.thread(metadata={"tier": "gold"})

    assert len(threads("gold", viewer)) == THREADS_SHOWN
    assert len(threads("go", viewer)) == THREADS_SHOWN


def test_submission_is_found_by_its_number_by_who_may_see_it(agent, lead, viewer, auditor):
    submission = factories.submission(state="unknown", actor=agent)
    others = factories.user("agent")
    text = str(submission.pk)

    assert find(text, user=agent).submissions == [submission]
    assert find(text, user=lead).submissions == [submission]
    assert find(text, user=auditor).submissions == [submission]
    assert find(text, user=others).submissions == []
    assert find(text, user=viewer).submissions == []


def test_call_is_found_by_its_request_id_by_who_may_see_calls(lead, agent):
    call = factories.call(request_id="req_4711")

    assert find("req_4711", user=lead).calls == [call]
    assert find("req_4711", user=agent).calls == []


@pytest.mark.parametrize("text", ["pri", "Priya", "raman", "priya ra", "PRIYA RAMAN", "pr1"])
def test_person_is_found_by_the_beginnings_of_their_names(viewer, text):
    priya = factories.user("agent", "pr1", first_name="Priya", last_name="Raman")
    factories.user("agent", "marta", first_name="Marta", last_name="Olsen")

    assert find(text, user=viewer).people == [priya]


def test_person_who_left_is_not_offered(viewer):
    factories.user("agent", "priya", is_active=False)

    assert find("priya", user=viewer).people == []


def test_before_anything_is_typed_the_newest_threads_are_there(pole, viewer):
    newest = factories.thread()

    assert [one.thread for one in recent().threads] == [newest, pole]


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_statements_does_not_grow_with_what_is_found(
    lead, count, django_assert_num_queries
):
    for _ in range(count):
        factories.thread(metadata={"ticket": "4711"})
    lead.has_perm("threadsui.view_thread")  # asked before, by the view

    with django_assert_num_queries(8):  # kept; ids, 2 × values, threads; submission; calls; people
        find("4711", user=lead)


def test_each_kind_is_read_by_an_index(db, assert_reads_index):
    from threadsui.models import ApiCall, MetadataPair, Thread

    pairs, limit = MetadataPair.objects, palette.THREADS_SHOWN
    values = ("thread_id", "key", "value")
    for found in (
        pairs.filter(value="4711").order_by("-thread_id").values_list(*values)[:limit],
        pairs.filter(begins_with("value", "47")).order_by().values_list(*values)[:limit],
        pairs.filter(begins_in_any_case("value", "Nv-2")).order_by().values_list(*values)[:limit],
    ):
        assert_reads_index(found, "metadatapair", "metadatapair_by_value")
    named = Thread.objects.filter(begins_with("remote_id", "thread_a")).order_by()
    assert_reads_index(named.values_list("pk")[:limit], "thread", "thread_by_remote_id", alone=True)
    calls = ApiCall.objects.filter(request_id="req_1").order_by("-pk")
    assert_reads_index(calls.only("path")[:3], "apicall", "apicall_by_request_id")
