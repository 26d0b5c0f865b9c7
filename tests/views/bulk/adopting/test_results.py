"""What came of each id, tried again, and what an adopted thread says of itself."""

import csv
import io

import pytest

from tests import factories
from threadsui.models import Operation
from threadsui.services.bulk import adopting
from threadsui.services.bulk.adopting import start_adoption
from threadsui.services.bulk.steps import fail_operation

from .operations import ADDRESS, finished

pytestmark = pytest.mark.django_db


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


def test_cancelled_one_shows_at_once_what_was_not_asked(signed_in, desk, agent):
    ids = [f"thread_{number}" for number in range(3)]
    operation = start_adoption(actor=agent, connection=desk, remote_ids=ids)

    page = signed_in.post(f"{operation.get_absolute_url()}cancel/", follow=True)

    assert [row["label"] for row in page.context["rows"]] == ["Not asked"] * 3
    tab = page.context["filters"][-1]
    assert (tab["label"], tab["count"]) == ("Not asked", "3")
    assert len(signed_in.get(tab["href"]).context["rows"]) == 3


def test_one_that_an_error_ended_counts_what_it_left_as_not_asked(signed_in, desk, agent):
    operation = start_adoption(actor=agent, connection=desk, remote_ids=["thread_1", "thread_2"])
    fail_operation(operation=operation, error="An error stopped it. See the log.")

    page = signed_in.get(operation.get_absolute_url(), {"result": "not_asked"})

    assert [row["label"] for row in page.context["rows"]] == ["Not asked"] * 2
    assert page.context["filters"][-1]["count"] == "2"


def test_connection_that_is_kept_for_others_by_now_is_not_named(signed_in, desk, there, agent):
    """Neither on the page of one's own operation, nor in the list, nor in why an id was not adopted."""
    there.instead["/threads/thread_1"] = (400, {"error": {"message": "Desk wants another id."}})
    operation = finished(desk, agent, "thread_1")
    paused = start_adoption(actor=agent, connection=desk, remote_ids=["thread_2"])
    there.key = "another"
    list(adopting.run_adoption_steps(operation=paused))
    pages = [operation.get_absolute_url(), paused.get_absolute_url(), "/operations/"]
    for address in pages:
        assert "Desk" in signed_in.get(address).text or "desk" in signed_in.get(address).text

    desk.groups.add(factories.access_group("Others"))

    for address in pages:
        shown = signed_in.get(address).text
        assert "Adopt threads" in shown
        assert "desk" not in shown.lower()
