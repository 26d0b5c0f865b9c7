"""Groups: made, filled, renamed, deleted; each change told in the history."""

import pytest

from tests import factories
from threadsui.models import AccessGroup, AuditEvent
from threadsui.queries.people import access_groups

from .pages import GROUP, GROUPS_OF, last_event


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
