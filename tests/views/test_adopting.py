"""The pages of adopting: ids pasted, ids picked from a server's list, and what came of each."""

import csv
import io

import pytest
from django_tasks_db.models import DBTaskResult

from tests import factories
from tests.personalities import running
from threadsui.models import AccessGroup, Adoption, ApiCall, Connection, Operation
from threadsui.services import adopting
from threadsui.services.adopting import run_adoption_steps, start_adoption

pytestmark = pytest.mark.django_db
ADDRESS = "/threads/adopt/"
LIST = "/threads/adopt/list/?connection=desk"


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    monkeypatch.setattr(adopting, "PAUSE", 0)


@pytest.fixture
def there():
    with running("foundry") as server:
        yield server


@pytest.fixture
def desk(db, there):
    return factories.connection(
        "desk", base_url=there.url, secret=there.key, extra_query=there.query, read_timeout=2
    )


def note_test(connection, state):
    found = [{"name": "list", "state": state, "sentence": "", "values": {}}]
    Connection.objects.filter(pk=connection.pk).update(test_result={"findings": found})


def finished(connection, actor, *ids, **more):
    operation = start_adoption(actor=actor, connection=connection, remote_ids=ids, **more)
    return [operation, *run_adoption_steps(operation=operation)][-1]


def test_pasted_ids_start_an_operation_in_the_background(signed_in, desk, agent):
    answer = signed_in.post(ADDRESS, {"connection": "desk", "ids": "thread_1, thread_2\nthread_1"})

    operation = Operation.objects.get()
    assert answer.url == operation.get_absolute_url()
    assert list(operation.adoptions.order_by("pk").values_list("remote_id", flat=True)) == [
        "thread_1",
        "thread_2",
    ]
    assert DBTaskResult.objects.get().args_kwargs["args"] == [operation.pk]
    page = signed_in.get(answer.url).text
    assert "1 more was the same as another" in page
    assert "Waiting" in page


def test_what_cannot_be_read_comes_back_with_its_error_and_the_text(signed_in, desk):
    answer = signed_in.post(ADDRESS, {"connection": "desk", "ids": "thread_1 a/b"})

    assert answer.status_code == 422
    assert "“a/b” is no thread id" in answer.text
    assert "thread_1 a/b</textarea>" in answer.text
    assert not Operation.objects.exists()


def test_nothing_given_is_an_error_at_the_field(signed_in, desk):
    answer = signed_in.post(ADDRESS, {"connection": "desk"})

    assert answer.status_code == 422
    assert "Paste the ids of the threads" in answer.text


def test_address_chooses_the_connection(signed_in, desk):
    assert '<option value="desk" selected>' in signed_in.get(f"{ADDRESS}?connection=desk").text


def test_lists_are_offered_unless_a_test_found_that_there_is_none(signed_in, desk):
    assert "connection=desk" in signed_in.get(ADDRESS).text
    note_test(desk, "good")
    assert "Lists its threads." in signed_in.get(ADDRESS).text
    note_test(desk, "note")
    assert "connection=desk" not in signed_in.get(ADDRESS).text


def test_connections_that_are_off_are_not_offered(signed_in, desk):
    Connection.objects.filter(pk=desk.pk).update(is_active=False)

    assert "desk" not in signed_in.get(ADDRESS).text
    assert signed_in.get(LIST).status_code == 404
    answer = signed_in.post(ADDRESS, {"connection": "desk", "ids": "thread_1"})
    assert "cannot be used any more" in answer.text


def test_connections_that_are_kept_for_others_are_not_offered(signed_in, desk):
    desk.groups.add(AccessGroup.objects.create(name="Others"))

    assert "desk" not in signed_in.get(ADDRESS).text
    assert signed_in.get(LIST).status_code == 404
    assert signed_in.post(ADDRESS, {"connection": "desk", "ids": "t"}).status_code == 422


def test_server_s_list_is_paged_by_its_own_cursor_newest_first(signed_in, desk, there):
    for number in range(60):
        there.make({"metadata": {"number": str(number)}})

    first = signed_in.get(LIST).text
    following = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = signed_in.get(following).text

    assert first.index("thread_0061") < first.index("thread_0060")
    assert "thread_0012" in first
    assert "thread_0011" not in first
    assert "thread_0011" in second
    assert "thread_0012</span>" not in second
    assert 'rel="next"' not in second
    assert set(there.methods) == {"GET"}


def test_list_and_its_call_tell_nothing_of_a_thread_with_a_tag_that_is_kept_for_others(
    signed_in, desk, there, lead, client_of
):
    secret = there.make({"metadata": {"canary": "canary4711"}})
    shown = there.make({"metadata": {"canary": "for all"}})
    group = factories.access_group("Others")
    thread = factories.thread(connection=desk, remote_id=secret["id"])
    factories.tag_on(thread, factories.tag("others", groups=[group]))

    page = signed_in.get(LIST).text
    call = ApiCall.objects.get(path__startswith="/threads?")
    reader = client_of(lead)

    assert shown["id"] in page
    assert secret["id"] not in page
    assert "canary4711" not in page
    assert "canary4711" in call.response_body
    assert reader.get(call.get_absolute_url()).status_code == 404
    assert call.get_absolute_url() not in reader.get("/calls/").text
    group.members.add(lead)
    assert reader.get(call.get_absolute_url()).status_code == 200
    assert call.get_absolute_url() in reader.get("/calls/").text


def test_those_that_are_here_are_marked_and_cannot_be_ticked(signed_in, desk, there):
    known, new = there.make({}), there.make({})
    thread = factories.thread(connection=desk, remote_id=known["id"])

    page = signed_in.get(LIST).text

    assert f'value="{new["id"]}"' in page
    assert f'value="{known["id"]}"' not in page
    assert f'<a href="{thread.get_absolute_url()}">Already here</a>' in page


def test_page_of_the_list_costs_the_same_however_many_are_on_it(
    signed_in, desk, there, django_assert_max_num_queries
):
    signed_in.get(LIST)
    for number in range(40):
        there.make({"metadata": {"number": str(number)}})

    with django_assert_max_num_queries(20):
        signed_in.get(LIST)


@pytest.mark.parametrize("text", ["4711", "TICKET=47", "thread_0002"])
def test_page_is_searched_by_id_and_metadata(signed_in, desk, there, text):
    there.make({"metadata": {"ticket": "4711"}})
    there.make({"metadata": {"ticket": "0815"}})

    page = signed_in.get(LIST, {"connection": "desk", "q": text}).text

    assert "thread_0002" in page
    assert "thread_0003" not in page
    assert "1 of the 3 on this page" in page


def test_ticked_ids_start_an_operation(signed_in, desk):
    signed_in.post(ADDRESS, {"connection": "desk", "ids": ["thread_1", "thread_2"]})

    assert Adoption.objects.count() == 2


def test_server_that_sends_everything_at_once_says_how_many_are_not_shown(
    signed_in, desk, there, monkeypatch
):
    there.kind = "astra"
    monkeypatch.setattr("threadsui.services.remote_lists.PAGE_MAX", 2)
    for _ in range(3):
        there.make({})

    page = signed_in.get(LIST).text

    assert "The server sent 2 more at once" in page
    assert "thread_0004" in page


def test_server_without_a_list_leads_to_pasting(signed_in):
    with running("openai") as server:
        factories.connection("desk", base_url=server.url, secret=server.key)
        page = signed_in.get(LIST).text

    assert "Desk does not list its threads (HTTP 405)." in page
    assert "Paste ids" in page


def test_list_that_cannot_be_read_says_why_and_can_be_tried_again(signed_in, desk, there):
    there.key = "another"

    page = signed_in.get(LIST).text

    assert "The key for Desk was refused (401)." in page
    assert "Try again" in page


def test_results_stand_beside_their_ids_and_lead_to_the_threads(signed_in, desk, there, agent):
    made = there.make({"messages": [{"role": "user", "content": "Snapped pole"}]})
    operation = finished(desk, agent, made["id"], "thread_none")

    page = signed_in.get(operation.get_absolute_url()).text

    assert "1 of 2 ids adopted." in page
    assert "Snapped pole" in page
    assert "Not on the server" in page
    gone = signed_in.get(operation.get_absolute_url(), {"result": "gone"}).text
    assert "thread_none" in gone
    assert made["id"] not in gone


def test_many_ids_are_shown_in_parts(signed_in, desk, agent):
    ids = [f"thread_{number:04d}" for number in range(150)]
    operation = start_adoption(actor=agent, connection=desk, remote_ids=ids)

    first = signed_in.get(operation.get_absolute_url()).text
    following = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = signed_in.get(following).text

    assert "thread_0099" in first
    assert "thread_0100" not in first
    assert "thread_0149" in second
    assert "thread_0099" not in second


def test_those_not_reached_are_tried_again_by_one_button(
    signed_in, desk, there, agent, monkeypatch
):
    monkeypatch.setattr(adopting, "PAUSES", ())
    made = there.make({})
    key, there.key = there.key, "another"
    operation = finished(desk, agent, made["id"])
    there.key = key
    assert "Try those not reached again" in signed_in.get(operation.get_absolute_url()).text

    answer = signed_in.post(ADDRESS, {"again": operation.pk})

    newer = Operation.objects.latest("pk")
    assert answer.url == newer.get_absolute_url()
    assert newer.adoptions.get().remote_id == made["id"]


def test_nothing_to_try_again_is_said(signed_in, desk, there, agent):
    operation = finished(desk, agent, "thread_none")

    answer = signed_in.post(ADDRESS, {"again": operation.pk})

    assert answer.status_code == 422
    assert "nothing to try again" in answer.text


def test_operation_of_somebody_else_is_not_tried_again(signed_in, desk, person):
    other = start_adoption(actor=person("agent", "other"), connection=desk, remote_ids=["t"])

    assert signed_in.post(ADDRESS, {"again": other.pk}).status_code == 404


def test_paused_operation_says_why_and_until_when(signed_in, desk, there, agent):
    there.key = "another"
    operation = finished(desk, agent, "thread_1")

    page = signed_in.get(operation.get_absolute_url()).text

    assert "Paused: it goes on by itself at" in page
    assert "The key for Desk was refused (401)." in page


def test_adopted_thread_never_claims_that_somebody_here_created_it(signed_in, desk, there, agent):
    made = there.make({"metadata": {"a": "b"}})
    there.threads[made["id"]]["status"] = "active"
    operation = finished(desk, agent, made["id"])
    thread = operation.adoptions.get().thread

    page = signed_in.get(thread.get_absolute_url()).text
    assert "Adopted by" in page
    assert "not by this console" in page
    metadata = signed_in.get(thread.get_absolute_url(), {"tab": "metadata"}).text
    assert "What else the server said" in metadata
    assert f"{made['id']} · adopted" in signed_in.get("/threads/").text


def test_adopted_thread_can_be_duplicated_from_its_record(signed_in, desk, there, agent):
    made = there.make({"messages": [{"role": "user", "content": "Snapped pole"}]})
    thread = finished(desk, agent, made["id"]).adoptions.get().thread

    assert "Snapped pole</textarea>" in signed_in.get(f"/threads/new/?clone={thread.pk}").text


def test_export_says_who_adopted_in_the_place_of_who_created(signed_in, desk, there, agent):
    finished(desk, agent, there.make({})["id"])

    sent = {"format": "csv", "confirmed": "1", "all": "1"}
    file = signed_in.post("/threads/export/", sent)

    [row] = csv.DictReader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig")))
    assert (row["created_by"], row["adopted_by"]) == ("", agent.username)


def test_ways_in_are_where_one_looks_for_them(signed_in, client_of, lead, desk):
    assert ADDRESS in signed_in.get("/threads/").text
    assert ADDRESS in signed_in.get("/palette/?q=adopt").text
    assert f"{ADDRESS}?connection=desk" in client_of(lead).get(desk.get_absolute_url()).text
