"""A list of threads, which the sandbox has only when it is asked to be like the few servers that do."""

import pytest

LISTS = {"X-Sandbox-Fault": "lists"}


def page(ask, **query):
    return ask("GET", "/threads", query=query, headers=LISTS)


def test_without_the_switch_there_is_none(ask):
    assert ask("GET", "/threads").status == 405


def test_pages_come_newest_first_by_the_cursor(ask, create):
    made = [create({})["id"] for _ in range(5)]

    first = page(ask, limit="3").json
    second = page(ask, limit="3", after=first["last_id"]).json

    ids = [one["id"] for one in (*first["data"], *second["data"])]
    assert sorted(ids) == sorted(made)
    assert (first["has_more"], second["has_more"]) == (True, False)


def test_oldest_first_is_the_other_way_round(ask, create):
    for _ in range(3):
        create({})

    newest, oldest = page(ask).json["data"], page(ask, order="asc").json["data"]

    assert [one["id"] for one in oldest] == [one["id"] for one in newest][::-1]


@pytest.mark.parametrize("query", [{"after": "thread_none"}, {"limit": "0"}, {"order": "up"}])
def test_page_that_cannot_be_is_refused(ask, query):
    assert page(ask, **query).status == 400


def test_all_else_goes_its_usual_way(ask, create):
    thread = create({"metadata": {"a": "b"}})

    answer = ask("GET", f"/threads/{thread['id']}", headers=LISTS)

    assert answer.json["metadata"] == {"a": "b"}
