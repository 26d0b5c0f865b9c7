"""The page of adopting: ids pasted, and which servers are offered."""

import pytest
from django_tasks_db.models import DBTaskResult

from threadsui.models import AccessGroup, Adoption, Connection, Operation

from .operations import ADDRESS, LIST

pytestmark = pytest.mark.django_db


def note_test(connection, state):
    found = [{"name": "list", "state": state, "sentence": "", "values": {}}]
    Connection.objects.filter(pk=connection.pk).update(test_result={"findings": found})


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


def test_ticked_ids_start_an_operation(signed_in, desk):
    signed_in.post(ADDRESS, {"connection": "desk", "ids": ["thread_1", "thread_2"]})

    assert Adoption.objects.count() == 2


def test_ways_in_are_where_one_looks_for_them(signed_in, client_of, lead, desk):
    assert ADDRESS in signed_in.get("/threads/").text
    assert ADDRESS in signed_in.get("/palette/?q=adopt").text
    assert f"{ADDRESS}?connection=desk" in client_of(lead).get(desk.get_absolute_url()).text
