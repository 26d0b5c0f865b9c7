"""Saved views: made from the filters of a list, private or shared, opened by default; harmless when out of date."""

import re

import pytest
from django.urls import reverse

from tests import factories
from threadsui.models import AuditEvent, SavedView, Tag
from threadsui.queries import saved_views as queries
from threadsui.views import saved_view_list

LIST = "/threads/"
NEW = "/views/threads/new/"
PIECE = {"HX-Request": "true", "HX-Target": "thread-table"}
DIALOG = {"HX-Request": "true", "HX-Target": "dialogs"}


@pytest.fixture
def save(signed_in):
    def post(query="state=gone", name="Gone ones", client=signed_in, **data):
        return client.post(NEW, {"name": name, "query": query} | data)

    return post


def saved(**fields):
    return SavedView.objects.create(**{"list": "threads", "name": "View"} | fields)


def tabs(response):
    return [tab["label"] for tab in response.context["saved_tabs"]]


def test_filters_are_saved_and_come_back_with_the_tab(signed_in, save, agent):
    response = save("cursor=x&state=gone&q=&metadata=a%3D1&view=7&unheard=of")

    view = SavedView.objects.get()
    assert view.query == "q=state%3Agone+metadata.a%3A1"
    assert response["Location"] == f"/threads/?{view.query}&view={view.pk}"
    page = signed_in.get(response["Location"])
    assert tabs(page) == ["Gone ones"]
    assert page.context["saved_tabs"][0]["is_current"]
    event = AuditEvent.objects.get()
    assert (event.action, event.actor) == ("saved_view.created", agent)
    assert event.target_label == "Private view"
    assert set(event.changes) == {"list", "is_shared", "sha256"}


def test_form_keeps_the_filters_of_the_list(signed_in):
    response = signed_in.get(NEW, {"state": "gone", "creator": "", "cursor": "x"})

    assert 'value="q=state%3Agone"' in response.text


def test_dialog_is_the_form_alone(signed_in):
    response = signed_in.get(NEW, headers=DIALOG)

    assert "<h1" not in response.text
    assert "data-dialog-auto" in response.text


def test_saving_from_the_dialog_leads_the_whole_page_to_the_view(signed_in):
    response = signed_in.post(NEW, {"name": "Mine", "query": ""}, headers=DIALOG)

    assert response["HX-Redirect"] == f"/threads/?view={SavedView.objects.get().pk}"


@pytest.mark.parametrize(
    "data, field",
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"query": "state=lost"}, "query"),
        ({"query": "created_from=2026-13-01"}, "query"),
        ({"query": "q=" + "x" * 2001}, "query"),
        ({"name": "Taken"}, "name"),
    ],
)
def test_view_that_makes_no_sense_is_an_error_at_its_field(save, agent, data, field):
    saved(owner=agent, name="Taken")

    response = save(**data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert SavedView.objects.count() == 1
    assert not AuditEvent.objects.exists()


def test_one_person_has_at_most_fifty_views_of_a_list(save, agent):
    SavedView.objects.bulk_create(
        SavedView(owner=agent, list="threads", name=f"View {number}") for number in range(50)
    )

    assert "which is the limit" in save().text


def test_private_view_is_there_for_its_owner_alone(signed_in, client_of, lead, agent):
    private = saved(owner=lead)
    shared = saved(owner=lead, name="Shared", is_shared=True)

    assert tabs(signed_in.get(LIST)) == ["Shared"]
    assert signed_in.get(f"/views/{private.pk}/").status_code == 404
    assert signed_in.get(f"/views/{shared.pk}/").status_code == 200
    assert tabs(client_of(lead).get(LIST)) == ["Shared", "View"]


def test_shared_view_of_a_list_that_one_may_not_see_is_refused(signed_in, lead):
    view = saved(owner=lead, list="audit", is_shared=True)

    assert signed_in.get(f"/views/{view.pk}/").status_code == 403
    assert signed_in.get("/views/audit/new/").status_code == 403
    assert signed_in.get("/views/nothing/new/").status_code == 404


def test_viewer_saves_for_oneself_and_shares_nothing(save, client_of, viewer):
    save(client=client_of(viewer), is_shared="on")

    assert SavedView.objects.get().is_shared is False


def test_owner_renames_shares_and_takes_the_filters_of_now(signed_in, agent):
    view = saved(owner=agent, query="state=gone")
    address = f"/views/{view.pk}/"

    page = signed_in.get(address, {"state": "deleted"})
    assert 'value="q=state%3Adeleted"' in page.text
    signed_in.post(address, {"name": "Named", "query": "state=deleted", "is_shared": "on"})
    view.refresh_from_db()
    assert (view.name, view.query, view.is_shared) == ("Named", "state=gone", True)

    signed_in.post(address, {"name": "Named", "query": "state=deleted", "use_query": "on"})
    view.refresh_from_db()
    assert (view.query, view.is_shared) == ("q=state%3Adeleted", False)
    assert [set(event.changes) for event in AuditEvent.objects.order_by("pk")] == [
        {"name", "query", "is_shared", "sha256"},
        {"name", "query", "is_shared", "sha256"},
    ]


def test_history_tells_of_a_private_view_neither_name_nor_filters(signed_in, agent):
    address = f"/views/{saved(owner=agent, name='Secret', query='q=hush').pk}/"

    signed_in.post(address, {"name": "Secret too"})
    signed_in.post(f"{address}delete/")

    events = AuditEvent.objects.order_by("pk")
    assert [event.action for event in events] == ["saved_view.updated", "saved_view.deleted"]
    for event in events:
        assert not re.search("Secret|hush", f"{event.target_label} {event.changes}")
        assert "sha256" in event.changes


def test_history_tells_name_and_filters_of_a_shared_view(save, client_of, lead):
    save(client=client_of(lead), is_shared="on")

    event = AuditEvent.objects.get()
    assert event.target_label == "Gone ones"
    assert event.changes["query"]["new"] == "q=state%3Agone"


def test_change_over_what_another_tab_saved_is_refused_with_the_form_filled(signed_in, agent):
    view = saved(owner=agent)
    address = f"/views/{view.pk}/"
    version = re.search(r'name="version" value="([^"]*)"', signed_in.get(address).text)[1]
    signed_in.post(address, {"name": "Theirs", "version": version})

    answer = signed_in.post(address, {"name": "Mine", "version": version})

    view.refresh_from_db()
    assert view.name == "Theirs"
    assert answer.status_code == 422
    assert "was changed meanwhile" in answer.text
    assert 'value="Mine"' in answer.text
    again = re.search(r'name="version" value="([^"]*)"', answer.text)[1]
    assert signed_in.post(address, {"name": "Mine", "version": again}).status_code == 302


def test_saving_a_view_as_it_is_leaves_no_event(signed_in, agent):
    view = saved(owner=agent)

    signed_in.post(f"/views/{view.pk}/", {"name": "View"})

    assert not AuditEvent.objects.exists()


def test_shared_view_is_changed_by_its_owner_and_by_leads_only(signed_in, client_of, lead, auditor):
    view = saved(owner=auditor, is_shared=True)
    address = f"/views/{view.pk}/"

    signed_in.post(address, {"name": "Taken over"})
    assert signed_in.post(f"{address}delete/").status_code == 403
    view.refresh_from_db()
    assert view.name == "View"

    client_of(lead).post(address, {"name": "Corrected", "is_shared": "on"})
    view.refresh_from_db()
    assert (view.name, view.owner) == ("Corrected", auditor)


def test_default_view_opens_with_the_bare_list_and_all_stays_reachable(signed_in, agent, lead):
    view = saved(owner=lead, is_shared=True, query="state=gone")
    signed_in.post(f"/views/{view.pk}/", {"is_default": "on"})

    assert signed_in.get(LIST)["Location"] == view.get_absolute_url()
    page = signed_in.get(view.get_absolute_url())
    whole = page.context["tabs"][0]["href"]
    assert whole == "/threads/?view=all"
    assert page.context["clear_href"] == whole
    everything = signed_in.get(whole)
    assert everything.status_code == 200
    assert everything.context["tabs"][0]["is_current"]
    assert signed_in.get(LIST, headers=PIECE).status_code == 200


def test_default_view_is_given_up_by_the_same_box(signed_in, agent):
    view = saved(owner=agent)
    signed_in.post(f"/views/{view.pk}/", {"name": "View", "is_default": "on"})
    signed_in.post(f"/views/{view.pk}/", {"name": "View"})

    assert signed_in.get(LIST).status_code == 200


def test_default_view_that_is_gone_gives_the_whole_list(signed_in, client_of, lead, agent):
    view = saved(owner=lead, is_shared=True)
    signed_in.post(f"/views/{view.pk}/", {"is_default": "on"})

    client_of(lead).post(f"/views/{view.pk}/delete/", {"reason": "Out of date"})

    assert signed_in.get(LIST).status_code == 200
    assert AuditEvent.objects.get().action == "saved_view.deleted"


def test_view_whose_filter_is_out_of_date_says_so_and_breaks_nothing(signed_in, save, agent):
    tag = Tag.objects.create(name="gone-soon")
    save("tag=gone-soon")
    tag.delete()

    response = signed_in.get(SavedView.objects.get().get_absolute_url())

    assert response.status_code == 422
    assert "There is no tag “gone-soon”" in response.text
    assert tabs(response) == ["Gone ones"]


def test_assigned_to_me_is_whoever_opens_it(save, client_of, lead, agent):
    factories.thread(title="The lead's", assignee=lead)
    save("assigned=me", is_shared="on")

    response = client_of(lead).get(SavedView.objects.get().get_absolute_url())

    assert [row["title"] for row in response.context["rows"]] == ["The lead's"]


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


def test_view_may_have_columns_of_its_own(signed_in, save, agent):
    signed_in.post("/display/threads/", {"columns": ["by", "time"], "density": "compact"})
    save(has_columns="on")

    assert SavedView.objects.get().hidden_columns == [
        "assignee",
        "connection",
        "count",
        "metadata",
        "state",
        "tags",
    ]


def test_hostile_name_is_escaped_everywhere(signed_in, agent):
    hostile = "<img src=x onerror=alert(1)>"
    view = saved(owner=agent, name=hostile)

    for address in (LIST, f"/views/{view.pk}/", f"/views/{view.pk}/delete/"):
        assert hostile not in signed_in.get(address).text


@pytest.mark.parametrize("name", ["threads", "submissions", "calls", "audit"])
def test_every_list_has_views_of_its_own(client_of, lead, name):
    client = client_of(lead)

    response = client.post(f"/views/{name}/new/", {"name": "Mine", "query": ""})

    page = client.get(response["Location"])
    assert tabs(page) == ["Mine"]
    assert reverse("threadsui:saved_view_create", args=[name]) in page.text


@pytest.fixture
def shared_views(lead):
    """Twenty-five that the lead shares, made in no order."""
    names = [f"Team {number:02}" for number in range(25)]
    for name in sorted(names, key=lambda name: name[::-1]):
        saved(owner=lead, name=name, is_shared=True)
    return names


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
