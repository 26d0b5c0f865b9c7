"""Which thread of a server is what an unknown create made, and how far is looked."""

import time

import pytest

from tests import factories
from tests.personalities import running
from threadsui.services.creating import candidates

from .looking import BODY, create, ids, look

pytestmark = pytest.mark.django_db


def test_thread_that_a_lost_answer_made_is_the_one_candidate(lost, there, lead):
    there.make(BODY | {"metadata": {"ticket": "4712"}})
    there.make({})

    search = look(lost, lead)

    [found] = search.candidates
    assert found.remote_id == "thread_0002"  # the first was there before
    assert (found.added, found.messages, found.has_same_messages) == ((), 1, True)
    assert abs(found.seconds) < 5
    assert (search.is_tied, search.is_whole, search.looked_at) == (False, True, 4)
    assert set(there.methods[there.methods.index("POST") + 1 :]) == {"GET"}


def test_gateway_that_adds_keys_still_has_the_candidate(lost, there, lead):
    there.threads["thread_0002"]["metadata"]["model_id"] = "gateway-1"

    [found] = look(lost, lead).candidates

    assert found.added == ("model_id",)


def test_likelier_one_comes_first_and_is_not_tied(lost, there, lead):
    other = there.make(BODY | {"messages": [{"role": "user", "content": "Something else"}]})

    search = look(lost, lead)

    assert ids(search) == ["thread_0002", other["id"]]
    assert not search.is_tied


def test_thread_of_another_time_is_no_candidate(lost, there, lead):
    there.threads["thread_0002"]["created_at"] -= 3_600

    assert look(lost, lead).candidates == []


def test_thread_that_the_console_has_is_no_candidate(lost, desk, lead):
    factories.thread(connection=desk, remote_id="thread_0002")

    assert look(lost, lead).candidates == []


def test_create_without_metadata_is_told_by_its_time_and_messages(desk, there, agent, lead):
    there.script = ["lost"]
    lost = create(desk, agent, {"messages": BODY["messages"]})
    there.make({"messages": BODY["messages"], "metadata": {"else": "1"}})

    search = look(lost, lead)

    assert ids(search)[0] == "thread_0002"
    assert search.candidates[0].has_same_messages


def test_long_list_is_read_back_to_before_the_create_and_no_further(lost, there, lead):
    before = there.now
    there.now -= 100_000
    for _ in range(250):
        there.make({})
    there.now = before
    old = {one["id"]: one for one in there.threads.values() if one["created_at"] < before}
    new = {name: one for name, one in there.threads.items() if name not in old}
    there.threads = old | new  # the newest last, as they would have come
    there.paths.clear()

    search = look(lost, lead)

    assert ids(search) == ["thread_0002"]
    assert search.is_whole
    assert len([path for path in there.paths if "/threads?" in path]) == 1


def test_list_that_goes_on_for_ever_is_left_after_a_bound(lost, there, lead, monkeypatch):
    monkeypatch.setattr(candidates, "PAGES_MAX", 2)
    for _ in range(350):
        there.make({})

    search = look(lost, lead)

    assert (search.looked_at, search.is_whole) == (200, False)


def test_server_that_sends_all_at_once_in_milliseconds_is_looked_through(agent, lead):
    with running("astra") as server:
        server.now = int(time.time())
        server.script = ["lost"]
        lost = create(factories.desk(server), agent)

        assert ids(look(lost, lead)) == ["thread_0002"]
