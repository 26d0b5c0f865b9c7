"""Changes of people: told in one event, refused for oneself and for the last admin."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from tests import factories
from tests.at_once import at_once
from threadsui.models import AuditEvent, User
from threadsui.services.errors import ServiceError
from threadsui.services.people import members

from .people import ANA, change, told

pytestmark = pytest.mark.django_db


def test_changes_are_one_event_with_old_and_new(admin, agent):
    change(agent, admin, name="Ana Lima", email="ana@example.org", roles=["lead", "auditor"])

    agent = User.objects.get(pk=agent.pk)
    assert members.role_names(agent) == ["lead", "auditor"]
    assert (agent.first_name, agent.last_name, agent.email) == ("Ana", "Lima", "ana@example.org")
    assert told("user.updated").changes == {
        "role": {"old": "agent", "new": "lead, auditor"},
        "name": {"old": None, "new": "Ana Lima"},
        "email": {"old": None, "new": "ana@example.org"},
    }


def test_nothing_that_differs_is_no_event(admin, agent):
    change(agent, admin)

    assert not AuditEvent.objects.exists()


def test_groups_that_are_no_roles_stay(admin, agent):
    agent.groups.add(Group.objects.create(name="berlin"))
    change(agent, admin, roles=["lead"])

    assert set(agent.groups.values_list("name", flat=True)) == {"berlin", "lead"}


def test_change_over_somebody_elses_is_refused(admin, agent):
    seen = members.version_of(agent)
    change(agent, admin, name="Ana Lima")

    with pytest.raises(ServiceError, match="meanwhile"):
        change(User.objects.get(pk=agent.pk), admin, name="Anna", version=seen)


@pytest.mark.parametrize("roles", [["lead", "admin"], ["viewer"], ["auditor", "admin"]])
def test_nobody_changes_their_own_roles(roles, admin):
    factories.user("admin")
    with pytest.raises(ServiceError, match="to themselves") as caught:
        change(admin, admin, roles=roles)

    assert caught.value.param == "role"
    assert members.role_names(User.objects.get(pk=admin.pk)) == ["admin"]


def test_own_name_is_changed(admin):
    assert change(admin, admin, name="Ada Lovelace").display_name == "Ada Lovelace"


def test_nobody_deactivates_themselves(admin):
    factories.user("admin")
    with pytest.raises(ServiceError, match="to themselves"):
        members.deactivate_member(actor=admin, member=admin)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda actor, admin: change(admin, actor, roles=["lead"]),
        lambda actor, admin: members.deactivate_member(actor=actor, member=admin),
    ],
)
def test_last_admin_stays_one(attempt, admin, lead):
    members.invite_user(actor=admin, **ANA | {"roles": ["admin"]})  # who cannot sign in yet
    members.deactivate_member(actor=admin, member=factories.user("admin"))

    with pytest.raises(ServiceError, match="last admin"):
        attempt(lead, admin)
    admin = User.objects.get(pk=admin.pk)
    assert (admin.role, admin.is_active) == ("admin", True)


def test_of_two_admins_who_demote_each_other_one_stays(transactional_db):
    one, other = factories.user("admin"), factories.user("admin")
    outcomes = at_once(
        lambda: change(other, one, roles=["viewer"]),
        lambda: change(one, other, roles=["viewer"]),
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert members.working_admins(User.objects.all()).count() == 1


def test_deactivated_person_is_out_at_once_and_for_good(admin, agent, client_of):
    client = client_of(agent)
    assert client.get("/threads/").status_code == 200
    members.deactivate_member(actor=admin, member=agent)
    members.deactivate_member(actor=admin, member=agent)

    assert client.get("/threads/").status_code == 302
    assert not Client().login(username="agent", password="secret")
    assert told("user.deactivated").changes == {"is_active": {"old": True, "new": False}}
    members.activate_member(actor=admin, member=agent)
    assert client.get("/threads/").status_code == 302  # the session stays ended
    assert Client().login(username="agent", password="secret")
