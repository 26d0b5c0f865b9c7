"""The pages of groups and tags: made, filled, kept for, deleted; each change told in the history."""

import pytest

from tests import factories
from threadsui.models import AccessGroup, AuditEvent, Connection, Tag, Thread
from threadsui.queries import access_groups

GROUP, GROUPS_OF = "/team/groups/{0.pk}/", "/team/{0.pk}/groups/"


@pytest.fixture
def desk(admin, client_of):
    return client_of(admin)


def last_event(action):
    return AuditEvent.objects.filter(action=action).order_by("-pk").first()


def test_group_is_made_filled_renamed_and_deleted(desk, agent):
    desk.post("/team/groups/new/", {"name": "  Legal   team ", "members": [agent.pk]})
    group = AccessGroup.objects.get()
    assert (group.name, list(group.members.all())) == ("Legal team", [agent])
    assert last_event("group.created").changes["members"]["new"] == [agent.username]
    assert agent.display_name in desk.get("/team/groups/").text

    desk.post(f"/team/groups/{group.pk}/", {"name": "Law"})

    changes = last_event("group.updated").changes
    assert changes["name"] == {"old": "Legal team", "new": "Law"}
    assert changes["members"] == {"old": [agent.username], "new": []}
    desk.post(f"/team/groups/{group.pk}/delete/")
    assert not AccessGroup.objects.exists()
    assert last_event("group.deleted").changes["name"] == {"old": "Law", "new": None}


@pytest.mark.parametrize(
    "name, said",
    [
        ("", "Enter a name."),
        ("LEGAL", "There is a group of this name."),
        ("x" * 61, "at most 60 characters"),
    ],
)
def test_group_with_a_name_that_cannot_be_one_is_not_made_and_the_form_comes_back(
    desk, agent, name, said
):
    factories.access_group("Legal")

    answer = desk.post("/team/groups/new/", {"name": name, "members": [agent.pk]})

    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{agent.pk}"' in answer.text
    assert "checked" in answer.text
    assert AccessGroup.objects.count() == 1


@pytest.mark.parametrize("kept", ["connection", "tag"])
def test_group_that_something_is_kept_for_is_not_deleted(desk, kept):
    group = factories.access_group("Legal")
    if kept == "tag":
        factories.tag("late", groups=[group])
    else:
        factories.connection().groups.add(group)

    answer = desk.post(f"/team/groups/{group.pk}/delete/")

    assert answer.status_code == 422
    assert "kept for this group. Nothing was deleted." in answer.text
    assert AccessGroup.objects.get() == group


def test_groups_of_a_person_are_chosen_on_their_page(desk, agent):
    legal, sales = factories.access_group("Legal", agent), factories.access_group("Sales")

    desk.post(f"/team/{agent.pk}/groups/", {"groups": [sales.pk]})

    assert list(agent.access_groups.all()) == [sales]
    changes = last_event("user.updated").changes
    assert changes == {"groups": {"old": [legal.name], "new": [sales.name]}}
    assert "<bdi>Sales</bdi>" in desk.get(f"/team/{agent.pk}/").text
    events = AuditEvent.objects.count()
    desk.post(f"/team/{agent.pk}/groups/", {"groups": [sales.pk]})
    assert AuditEvent.objects.count() == events


def test_form_that_was_opened_before_somebody_was_taken_out_does_not_put_them_in_again(desk, agent):
    group = factories.access_group("Legal", agent)
    pages = {
        address: desk.get(address) for address in (GROUP.format(group), GROUPS_OF.format(agent))
    }
    group.members.remove(agent)

    for address, page in pages.items():
        values = {"name": "Law", "members": [agent.pk], "groups": [group.pk]}
        values["version"] = page.context["version"]
        assert f'name="version" value="{values["version"]}"' in page.text
        for _press in range(2):  # pressed once more, it is still the form of before
            answer = desk.post(address, values)
            assert answer.status_code == 422
            assert "Somebody else changed these groups meanwhile." in answer.text
            values["version"] = answer.context["version"]

    group.refresh_from_db()
    assert (group.name, list(group.members.all())) == ("Legal", [])
    assert not AuditEvent.objects.filter(action__in=["group.updated", "user.updated"]).exists()


def test_people_of_a_group_all_have_a_box_however_many_others_there_are(desk, monkeypatch):
    monkeypatch.setattr(access_groups, "PEOPLE_MAX", 2)
    last = factories.user("agent", "zoe")
    factories.user("agent", "anna")
    group = factories.access_group("Legal", last)

    page = desk.get(GROUP.format(group))
    members = [box.data["value"] for box in page.context["form"]["members"]]
    desk.post(GROUP.format(group), {"name": "Law", "members": [last.pk]})

    assert len(members) == 3
    assert str(last.pk) in members
    assert list(group.members.all()) == [last]


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


def test_lists_of_groups_and_tags_take_the_same_queries_however_long(
    desk, agent, django_assert_max_num_queries
):
    for number in range(8):
        group = factories.access_group(f"Group {number}", agent)
        factories.connection().groups.add(group)
        factories.tag(f"tag-{number}", groups=[group])

    with django_assert_max_num_queries(14):
        desk.get("/team/groups/")
    with django_assert_max_num_queries(12):
        desk.get("/tags/")


def test_hostile_names_are_text(desk):
    group = factories.access_group("<script>alert(1)</script>")
    factories.connection("eu").groups.add(group)
    tag = factories.tag("late", groups=[group])

    for address in ("/team/groups/", f"/team/groups/{group.pk}/", "/tags/", f"/tags/{tag.pk}/"):
        assert "<script>alert" not in desk.get(address).text
