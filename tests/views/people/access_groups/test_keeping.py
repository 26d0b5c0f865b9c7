"""Connections and tags are kept for groups, by who may."""

import pytest

from tests import factories
from threadsui.models import Connection, Tag, Thread

from .pages import last_event


def test_connection_is_kept_for_the_groups_that_its_form_names(desk, agent, client_of):
    group = factories.access_group("Legal")
    connection = factories.sandbox()
    thread = factories.thread()
    page = desk.get(f"/connections/{connection.pk}/edit/")
    form = page.context["form"]
    values = {name: form[name].value() or "" for name in form.fields} | {"groups": [group.pk]}
    assert "Admins and auditors always see all." in page.text

    answer = desk.post(
        f"/connections/{connection.pk}/edit/", values | {"version": page.context["version"]}
    )

    assert answer.status_code == 302
    assert list(connection.groups.all()) == [group]
    told = last_event("connection.updated").changes
    assert told == {"groups": {"old": None, "new": ["Legal"]}}
    assert "Legal" in desk.get(f"/connections/{connection.pk}/").text
    assert client_of(agent).get(thread.get_absolute_url()).status_code == 404


def test_connection_form_that_was_opened_before_the_groups_changed_saves_nothing(desk):
    connection, group = factories.connection("eu"), factories.access_group("Legal")
    page = desk.get(f"/connections/{connection.pk}/edit/")
    connection.groups.add(group)
    form = page.context["form"]
    values = {name: form[name].value() or "" for name in form.fields} | {"groups": []}

    answer = desk.post(
        f"/connections/{connection.pk}/edit/", values | {"version": page.context["version"]}
    )

    assert "Somebody else changed this connection meanwhile." in answer.text
    assert list(Connection.objects.get(slug="eu").groups.all()) == [group]


def test_group_that_was_deleted_meanwhile_is_not_taken_for_everybody(desk):
    group = factories.access_group("Legal")
    tag = factories.tag("late", groups=[group])
    page = desk.get(f"/tags/{tag.pk}/")
    values = {"name": "late", "tone": "", "version": page.context["version"]}

    answer = desk.post(f"/tags/{tag.pk}/", values | {"groups": [group.pk, 999_999]})

    assert answer.status_code == 422
    assert list(tag.groups.all()) == [group]


def test_tag_is_renamed_coloured_and_kept_for_a_group(desk, agent, client_of):
    group = factories.access_group("Legal")
    thread = factories.thread()
    tag = factories.tag("late", thread)

    desk.post(f"/tags/{tag.pk}/", {"name": " Late Delivery ", "tone": "warn", "groups": [group.pk]})

    tag.refresh_from_db()
    assert (tag.name, tag.tone) == ("late-delivery", "warn")
    assert last_event("tag.updated").changes == {
        "name": {"old": "late", "new": "late-delivery"},
        "colour": {"old": None, "new": "warn"},
        "groups": {"old": None, "new": ["Legal"]},
    }
    assert client_of(agent).get(thread.get_absolute_url()).status_code == 404
    assert "Legal" in desk.get("/tags/").text


@pytest.mark.parametrize(
    "values, said",
    [
        ({"name": "vip"}, "There is a tag of this name."),
        ({"name": "no!"}, "A tag has letters and digits"),
        ({"tone": "pink"}, "Select a valid choice"),
    ],
)
def test_tag_that_cannot_be_so_stays_as_it_is(desk, values, said):
    factories.tag("vip")
    tag = factories.tag("late")

    answer = desk.post(f"/tags/{tag.pk}/", {"name": "late", "tone": ""} | values)

    assert answer.status_code == 422
    assert said in answer.text
    assert Tag.objects.get(pk=tag.pk).name == "late"


def test_lead_keeps_a_tag_for_a_group_of_theirs_only(lead, client_of):
    mine, other = factories.access_group("Mine", lead), factories.access_group("Other")
    tag = factories.tag("late")
    client = client_of(lead)

    refused = client.post(f"/tags/{tag.pk}/", {"name": "late", "tone": "", "groups": [other.pk]})

    assert refused.status_code == 422
    assert "You are in none of these groups" in refused.text
    both = {"name": "late", "tone": "", "groups": [mine.pk, other.pk]}
    assert client.post(f"/tags/{tag.pk}/", both).status_code == 302
    assert set(tag.groups.all()) == {mine, other}


def test_tag_is_deleted_once_no_thread_has_it(lead, client_of):
    thread = factories.thread()
    tag = factories.tag("late", thread)
    client = client_of(lead)

    refused = client.post(f"/tags/{tag.pk}/delete/")
    thread.thread_tags.all().delete()
    client.post(f"/tags/{tag.pk}/delete/")

    assert refused.status_code == 422
    assert not Tag.objects.exists()
    assert Thread.objects.filter(pk=thread.pk).exists()
    assert last_event("tag.deleted").changes["name"] == {"old": "late", "new": None}
