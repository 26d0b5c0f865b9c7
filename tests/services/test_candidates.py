"""What an unknown create made after all: looked for on servers that list threads, and adopted."""

import time
import uuid

import pytest
from django.utils import timezone

from tests import factories
from tests.personalities import running
from threadsui.api import schema
from threadsui.models import AuditEvent, Submission, Thread
from threadsui.services import candidates
from threadsui.services.candidates import find_candidates
from threadsui.services.errors import NotReached
from threadsui.services.remote_lists import NotListed
from threadsui.services.threads import create_thread

pytestmark = pytest.mark.django_db
BODY = {"messages": [{"role": "user", "content": "Snapped pole"}], "metadata": {"ticket": "4711"}}


@pytest.fixture
def there():
    with running("foundry") as server:
        server.now = int(time.time())
        yield server


@pytest.fixture
def desk(db, there):
    return factories.desk(there)


def create(connection, actor, body=BODY):
    payload = schema.parse(schema.CreateThread, body)
    return create_thread(connection=connection, payload=payload, actor=actor, token=uuid.uuid4())


@pytest.fixture
def lost(desk, there, agent):
    """A create whose answer was lost: the server made the thread."""
    there.script = ["lost"]
    submission = create(desk, agent)
    assert submission.state == Submission.State.UNKNOWN
    return submission


def look(submission, actor):
    return find_candidates(submission=submission, actor=actor)


def ids(search):
    return [one.remote_id for one in search.candidates]


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


def test_candidate_is_adopted_with_what_showed_it_and_is_one_thread(lost, there, lead, client_of):
    browser = client_of(lead)
    page = browser.get(f"{lost.get_absolute_url()}candidates/").text
    assert "The same metadata" in page
    assert "The same message" in page
    [found] = look(lost, lead).candidates

    reason = "The same metadata; the same message"
    sent = {"remote_id": found.remote_id, "reason": reason}
    answer = browser.post(f"{lost.get_absolute_url()}adopt/", sent)

    thread = Thread.objects.get()
    assert answer.url == thread.get_absolute_url()
    assert (thread.remote_id, thread.creator, thread.adopted_at) == (
        found.remote_id,
        lost.actor,
        None,
    )
    lost.refresh_from_db()
    assert (lost.resolution, lost.resolution_reason) == ("adopted", reason)
    assert AuditEvent.objects.get(action="thread.adopted").reason == reason
    assert len(there.posts) == 1


def test_candidate_leads_to_the_form_filled_in(lost, lead, client_of):
    browser = client_of(lead)
    page = browser.get(
        f"{lost.get_absolute_url()}candidates/",
        headers={"HX-Request": "true", "HX-Target": "candidates"},
    ).text
    assert page.lstrip().startswith('<section id="candidates"')
    href = page.partition('data-kind="primary" href="')[2].partition('"')[0].replace("&amp;", "&")

    form = browser.get(href).text

    assert 'value="thread_0002"' in form
    assert "The same metadata. Created" in form


def test_gateway_that_adds_keys_still_has_the_candidate(lost, there, lead):
    there.threads["thread_0002"]["metadata"]["model_id"] = "gateway-1"

    [found] = look(lost, lead).candidates

    assert found.added == ("model_id",)


def test_two_that_match_equally_well_are_said_to(lost, there, lead, client_of):
    there.make(BODY)

    search = look(lost, lead)

    assert len(search.candidates) == 2
    assert search.is_tied
    page = client_of(lead).get(f"{lost.get_absolute_url()}candidates/").text
    assert "Several match equally well" in page
    assert page.count("Adopt this one") == 2
    assert 'data-kind="primary" href' not in page.partition('id="candidates"')[2]


def test_likelier_one_comes_first_and_is_not_tied(lost, there, lead):
    other = there.make(BODY | {"messages": [{"role": "user", "content": "Something else"}]})

    search = look(lost, lead)

    assert ids(search) == ["thread_0002", other["id"]]
    assert not search.is_tied


def test_nothing_that_matches_is_said_with_how_far_was_looked(lost, there, lead, client_of):
    there.threads.clear()
    there.make(BODY | {"metadata": {}})

    assert look(lost, lead).candidates == []
    page = client_of(lead).get(f"{lost.get_absolute_url()}candidates/").text
    assert "No thread there has this metadata" in page
    assert "1 thread of the server was looked at" in page


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


def test_server_without_a_list_says_so_and_how_the_id_is_found(agent, lead, client_of):
    with running("openai") as server:
        server.script = ["lost"]
        lost = create(factories.desk(server), agent)

        with pytest.raises(NotListed, match="does not list its threads"):
            look(lost, lead)
        page = client_of(lead).get(f"{lost.get_absolute_url()}candidates/").text

    assert "adopt the thread by hand" in page
    assert "Look again" not in page


def test_list_that_fails_is_told_and_can_be_asked_for_again(lost, there, lead, client_of):
    there.instead["/threads"] = (503, {"detail": "Overloaded"})
    type(lost.connection).objects.filter(pk=lost.connection_id).update(max_attempts=1)
    lost.connection.refresh_from_db()

    with pytest.raises(NotReached):
        look(lost, lead)
    page = client_of(lead).get(f"{lost.get_absolute_url()}candidates/").text

    assert "The server failed (HTTP 503)" in page
    assert "Look again" in page


def test_page_of_the_submission_asks_nobody_by_itself(lost, there, lead, client_of):
    there.paths.clear()

    page = client_of(lead).get(lost.get_absolute_url()).text

    assert "Look on the server" in page
    assert there.paths == []


def test_submission_without_its_text_says_that_nothing_can_be_compared(
    lost, there, lead, client_of
):
    Submission.objects.update(text_removed_at=timezone.now(), text_kept_days=30, body="")
    there.paths.clear()

    page = client_of(lead).get(f"/submissions/{lost.pk}/candidates/", follow=True)

    assert "nothing is left to compare with" in page.text
    assert there.paths == []


def test_connection_that_was_found_to_have_no_list_is_not_offered(lost, lead, client_of):
    findings = [{"name": "list", "state": "note", "sentence": "", "values": {}}]
    type(lost.connection).objects.filter(pk=lost.connection_id).update(
        test_result={"findings": findings}
    )

    page = client_of(lead).get(lost.get_absolute_url()).text

    assert "has no list of threads to look in" in page
    assert "Look on the server" not in page
