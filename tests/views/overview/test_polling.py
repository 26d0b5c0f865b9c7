"""The polls of the overview: pieces in their places, what is announced, and what it costs."""

import re

import pytest
from django.utils import timezone

from tests import factories

from .page import HOSTILE, many, poll

# The session, the person, and what they may do: their own and their groups'.
QUERIES_OF_SIGNING_IN = 4


def test_poll_gets_the_pieces_and_nothing_else(lead, client_of):
    many(1)

    response = poll(client_of(lead))

    assert "<html" not in response.text
    assert response.text.lstrip().startswith('<div id="overview-poll"')
    assert set(re.findall(r'id="overview-(\w+)" hx-swap-oob="innerHTML"', response.text)) == {
        "moment", "stats", "recent", "days", "days_table",
        "attention", "drafts", "reasons", "latency", "latency_table",
    }  # fmt: skip
    assert "HX-Target" in response["Vary"]


def test_every_piece_has_its_place_on_the_page(lead, viewer, client_of):
    for person in (lead, viewer):
        page = client_of(person).get("/").text
        pieces = re.findall(r'id="(overview-\w+)" hx-swap-oob', poll(client_of(person)).text)

        assert pieces
        assert [page.count(f'id="{piece}"') for piece in pieces] == [1] * len(pieces)


@pytest.mark.parametrize(
    "known, unknown, announced",
    [
        ("0", 0, None),
        ("2", 2, None),
        ("0", 1, "1 thing needs attention."),
        ("1", 2, "2 things need attention."),
        ("1", 0, "Nothing needs attention any more."),
        ("", 2, None),
        (HOSTILE, 2, None),
    ],
)
def test_poll_announces_only_a_change_in_what_needs_attention(
    lead, client_of, known, unknown, announced
):
    many(unknown, state="unknown")

    response = poll(client_of(lead), f"?known={known}")

    said = re.findall(r'<p id="live" hx-swap-oob="innerHTML">(.*?)</p>', response.text)
    assert said == ([announced] if announced else [])
    assert f'hx-get="/?known={unknown}"' in response.text


@pytest.mark.parametrize("role, queries", [("lead", 9), ("agent", 9), ("viewer", 4)])
def test_poll_asks_as_often_for_one_row_as_for_many(
    person, client_of, django_assert_num_queries, role, queries
):
    user = person(role)
    client = client_of(user)
    for number in (1, 3):
        for _ in range(number):
            everything(actor=user)
            everything(actor=factories.user("agent"))
        with django_assert_num_queries(QUERIES_OF_SIGNING_IN + queries):
            assert poll(client).status_code == 200


def everything(actor):
    many(1, actor=actor)
    many(1, state="unknown", actor=actor)
    many(1, state="refused", actor=actor, error_status=400)
    connection = factories.connection(end_of_life=timezone.localdate())
    factories.call(connection=connection, actor=actor)
