"""The way back to what was done to many threads at once."""

import re

import pytest

from tests import factories

LIST = "/operations/"


def names(response):
    return [row["operation"].pk for row in response.context["rows"]]


def test_person_finds_their_own_newest_first_with_what_came_of_each(signed_in, agent):
    older = factories.operation(actor=agent)
    newer = factories.operation(actor=agent, parameters={"tag": "late"})
    factories.operation()

    response = signed_in.get(LIST)

    assert names(response) == [newer.pk, older.pk]
    assert "Tag threads with “late”" in response.text
    assert newer.get_absolute_url() in response.text


def test_agent_who_asks_for_all_has_their_own(signed_in, agent):
    own = factories.operation(actor=agent)
    factories.operation()

    response = signed_in.get(LIST, {"show": "all"})

    assert names(response) == [own.pk]
    assert "show=all" not in response.text


@pytest.mark.parametrize("role", ["lead", "auditor", "admin"])
def test_who_sees_those_of_others_finds_them_beside_their_own(db, client_of, role):
    others = factories.operation()
    client = client_of(factories.user(role))

    assert names(client.get(LIST)) == []
    assert names(client.get(LIST, {"show": "all"})) == [others.pk]


def test_operation_that_waits_says_no_number_before_its_threads_are_counted(signed_in, agent):
    waiting = factories.operation(actor=agent)
    counted = factories.operation(actor=agent, total=7, done_count=2)

    assert not re.search(r"\d of \d", signed_in.get(waiting.get_absolute_url()).text)
    assert "2 of 7" in signed_in.get(counted.get_absolute_url()).text


def test_lead_who_does_not_see_a_connection_has_only_their_own(lead, client_of):
    factories.connection("kept").groups.add(factories.access_group("Legal"))
    own = factories.operation(actor=lead)
    factories.operation()

    assert names(client_of(lead).get(LIST, {"show": "all"})) == [own.pk]


def test_tampered_cursor_is_refused_and_queries_do_not_grow(
    signed_in, agent, django_assert_max_num_queries, django_assert_num_queries
):
    assert signed_in.get(LIST, {"cursor": "x"}).status_code == 400
    factories.operation(actor=agent)
    with django_assert_max_num_queries(10) as first:
        signed_in.get(LIST)
    for _ in range(5):
        factories.operation(actor=agent)
    with django_assert_num_queries(len(first)):
        signed_in.get(LIST)


def test_page_of_one_leads_back_to_all(signed_in, agent):
    operation = factories.operation(actor=agent)

    assert f'href="{LIST}"' in signed_in.get(operation.get_absolute_url()).text
