"""A view is made from the filters of a list, and stays harmless when these are out of date."""

import pytest

from tests import factories
from threadsui.models import AuditEvent, SavedView, Tag

from .views import DIALOG, LIST, NEW, saved, tabs


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
