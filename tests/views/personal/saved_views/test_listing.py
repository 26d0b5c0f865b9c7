"""Views as tabs above a list, and the page of all of them."""

import pytest
from django.urls import reverse

from tests import factories
from threadsui.models import SavedView
from threadsui.queries.personal import saved_views as queries
from threadsui.views.personal import saved_view_list

from .views import LIST, PIECE, saved, tabs


def test_piece_asks_for_the_open_view_only_when_there_is_one(
    signed_in, agent, django_assert_num_queries, django_assert_max_num_queries
):
    factories.thread()
    view = saved(owner=agent, hidden_columns=["state"])
    with django_assert_max_num_queries(12) as plain:
        signed_in.get(LIST, {"q": ""}, headers=PIECE)

    with django_assert_num_queries(len(plain) + 1):
        piece = signed_in.get(LIST, {"view": view.pk}, headers=PIECE)

    assert 'data-col="state"' not in piece.text


@pytest.mark.parametrize("name", ["threads", "submissions", "calls", "audit"])
def test_every_list_has_views_of_its_own(client_of, lead, name):
    client = client_of(lead)

    response = client.post(f"/views/{name}/new/", {"name": "Mine", "query": ""})

    page = client.get(response["Location"])
    assert tabs(page) == ["Mine"]
    assert reverse("threadsui:saved_view_create", args=[name]) in page.text


def test_own_views_and_the_first_that_others_share_stand_above_a_list(
    signed_in, agent, shared_views
):
    for name in ("Zebra", "ape"):
        saved(owner=agent, name=name)

    page = signed_in.get(LIST)

    assert tabs(page) == ["ape", "Zebra", *shared_views[:20]]
    assert 'href="/views/threads/"' in page.text


def test_list_of_few_views_needs_no_page_of_all(signed_in, lead):
    for number in range(20):
        saved(owner=lead, name=f"Team {number}", is_shared=True)

    assert 'href="/views/threads/"' not in signed_in.get(LIST).text


def test_shared_view_beyond_the_tabs_is_one_while_it_is_open(signed_in, shared_views):
    view = SavedView.objects.get(name="Team 24")

    page = signed_in.get(view.get_absolute_url())

    assert tabs(page) == [*shared_views[:20], "Team 24"]
    assert page.context["current_view"] == view


def test_page_of_all_views_lists_and_searches_those_that_one_may_open(
    signed_in, agent, lead, shared_views
):
    saved(owner=agent, name="Zebra")
    saved(owner=lead, name="The lead's alone")
    saved(owner=lead, name="Of another list", list="submissions", is_shared=True)

    page = signed_in.get("/views/threads/")
    found = signed_in.get("/views/threads/", {"q": "team 1"})

    assert [view.name for view in page.context["views"]] == ["Zebra", *shared_views]
    assert SavedView.objects.get(name="Zebra").get_absolute_url() in page.text
    assert [view.name for view in found.context["views"]] == shared_views[10:20]
    assert "No view has this" in signed_in.get("/views/threads/", {"q": "nothing so"}).text


def test_page_of_all_views_says_when_there_are_more(signed_in, shared_views, monkeypatch):
    monkeypatch.setattr(queries, "LISTED_MAX", 25)
    monkeypatch.setattr(saved_view_list, "LISTED_MAX", 25)
    assert "There are more" not in signed_in.get("/views/threads/").text

    SavedView.objects.create(
        owner=SavedView.objects.first().owner, list="threads", name="Z", is_shared=True
    )

    assert "There are more" in signed_in.get("/views/threads/").text


def test_queries_of_the_page_of_all_views_do_not_grow_with_them(
    signed_in, lead, shared_views, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        signed_in.get("/views/threads/")
