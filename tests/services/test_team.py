"""What admins do to people: invite, change, deactivate. And what nobody may do."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from tests import factories
from tests.at_once import at_once
from threadsui.models import AuditEvent, PasswordLink, User
from threadsui.services import people
from threadsui.services.errors import ServiceError
from threadsui.services.password_links import find_link, make_link, use_link, withdraw_link

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-7"
ANA = {"username": "ana", "roles": ["agent"], "name": "Ana de Souza", "email": "ana@example.org"}


@pytest.fixture
def invited(admin):
    return people.invite_user(actor=admin, **ANA)


def change(member, actor, **values):
    values = {"name": "", "email": "", "roles": people.role_names(member)} | values
    return people.update_member(actor=actor, member=member, **values)


def told(action):
    return AuditEvent.objects.get(action=action)


def test_invited_person_cannot_sign_in_before_they_chose_a_password(invited, admin):
    ana, token = invited

    assert ana.is_invited
    assert not Client().login(username="ana", password="")
    event = told("user.invited")
    assert (event.actor, event.target_label) == (admin, "ana")
    assert event.changes["role"] == {"old": None, "new": "agent"}
    assert use_link(token=token, password=PASSWORD) == ana
    assert Client().login(username="ana", password=PASSWORD)


def test_token_is_stored_nowhere(invited):
    _ana, token = invited

    link = PasswordLink.objects.get()
    secret = token.rpartition(".")[0]
    assert len(link.token_hash) == 64
    assert secret not in str(vars(link)) + str([vars(one) for one in AuditEvent.objects.all()])


def test_link_is_good_once(invited):
    _ana, token = invited
    use_link(token=token, password=PASSWORD)

    with pytest.raises(ServiceError, match="not good any more"):
        use_link(token=token, password="another-horse-8")
    assert Client().login(username="ana", password=PASSWORD)


@pytest.mark.parametrize("made_up", ["", "x", "x.y", "a" * 5_000, "\ud800"])
def test_made_up_link_is_refused_without_asking_the_database(
    made_up, django_assert_num_queries, invited
):
    with django_assert_num_queries(0):
        assert find_link(made_up) is None
        assert find_link(invited[1] + "x") is None


def test_link_expires(invited, time_machine):
    start = datetime.now(UTC)
    time_machine.move_to(start + timedelta(days=7, minutes=-1))
    assert find_link(invited[1])
    time_machine.move_to(start + timedelta(days=7, minutes=1))

    assert find_link(invited[1]) is None


def test_renewed_link_takes_the_place_of_the_one_before(invited, admin):
    ana, token = invited
    renewed = make_link(actor=admin, member=ana)

    assert find_link(token) is None
    assert find_link(renewed).user == ana
    assert told("user.link_made").changes["link_expires_at"]["old"]


def test_withdrawn_link_is_good_no_more(invited, admin):
    ana, token = invited
    withdraw_link(actor=admin, member=ana)
    withdraw_link(actor=admin, member=ana)

    assert find_link(token) is None
    assert told("user.link_withdrawn").target_id == str(ana.pk)


def test_password_of_a_link_keeps_the_rules(invited):
    _ana, token = invited
    with pytest.raises(ServiceError, match="No password was set") as caught:
        use_link(token=token, password="12345")

    assert caught.value.param == "password"
    assert find_link(token)


def test_new_password_ends_the_sessions_there_were(admin, agent, client_of):
    client = client_of(agent)
    use_link(token=make_link(actor=admin, member=agent), password=PASSWORD)

    assert client.get("/threads/").status_code == 302
    assert told("user.password_changed").actor == agent


def test_two_who_use_a_link_at_the_same_moment_set_one_password(transactional_db, admin):
    _ana, token = people.invite_user(actor=factories.user("admin"), **ANA)
    outcomes = at_once(
        *(
            lambda word=word: use_link(token=token, password=f"correct-horse-{word}")
            for word in ("battery", "staple")
        )
    )

    assert sorted(outcomes) == ["done", "refused"]


def test_changes_are_one_event_with_old_and_new(admin, agent):
    change(agent, admin, name="Ana Lima", email="ana@example.org", roles=["lead", "auditor"])

    agent = User.objects.get(pk=agent.pk)
    assert people.role_names(agent) == ["lead", "auditor"]
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
    seen = people.version_of(agent)
    change(agent, admin, name="Ana Lima")

    with pytest.raises(ServiceError, match="meanwhile"):
        change(User.objects.get(pk=agent.pk), admin, name="Anna", version=seen)


@pytest.mark.parametrize("roles", [["lead", "admin"], ["viewer"], ["auditor", "admin"]])
def test_nobody_changes_their_own_roles(roles, admin):
    factories.user("admin")
    with pytest.raises(ServiceError, match="to themselves") as caught:
        change(admin, admin, roles=roles)

    assert caught.value.param == "role"
    assert people.role_names(User.objects.get(pk=admin.pk)) == ["admin"]


def test_own_name_is_changed(admin):
    assert change(admin, admin, name="Ada Lovelace").display_name == "Ada Lovelace"


def test_nobody_deactivates_themselves(admin):
    factories.user("admin")
    with pytest.raises(ServiceError, match="to themselves"):
        people.deactivate_member(actor=admin, member=admin)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda actor, admin: change(admin, actor, roles=["lead"]),
        lambda actor, admin: people.deactivate_member(actor=actor, member=admin),
    ],
)
def test_last_admin_stays_one(attempt, admin, lead):
    people.invite_user(actor=admin, **ANA | {"roles": ["admin"]})  # who cannot sign in yet
    people.deactivate_member(actor=admin, member=factories.user("admin"))

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
    assert people.working_admins(User.objects.all()).count() == 1


def test_deactivated_person_is_out_at_once_and_for_good(admin, agent, client_of):
    client = client_of(agent)
    assert client.get("/threads/").status_code == 200
    people.deactivate_member(actor=admin, member=agent)
    people.deactivate_member(actor=admin, member=agent)

    assert client.get("/threads/").status_code == 302
    assert not Client().login(username="agent", password="secret")
    assert told("user.deactivated").changes == {"is_active": {"old": True, "new": False}}
    people.activate_member(actor=admin, member=agent)
    assert client.get("/threads/").status_code == 302  # the session stays ended
    assert Client().login(username="agent", password="secret")


def test_link_of_a_deactivated_person_is_good_no_more(invited, admin):
    ana, token = invited
    people.deactivate_member(actor=admin, member=ana)

    assert find_link(token) is None
    with pytest.raises(ServiceError, match="deactivated"):
        make_link(actor=admin, member=ana)
    people.activate_member(actor=admin, member=ana)
    assert find_link(token) is None


@pytest.mark.parametrize(
    "fields, param",
    [
        ({"roles": ["boss"]}, "role"),
        ({"roles": []}, "role"),
        ({"username": "two words"}, "username"),
        ({"username": "ADMIN@x", "email": "nowhere"}, "email"),
        ({"email": "TAKEN@example.org"}, "email"),
        ({"name": "x" * 200}, "name"),
    ],
)
def test_person_who_breaks_a_rule_is_not_invited(fields, param, admin):
    factories.user("agent", "taken", email="taken@example.org")
    with pytest.raises(ServiceError, match="Nobody was added") as caught:
        people.invite_user(actor=admin, **ANA | fields)

    assert caught.value.param == param
    assert not User.objects.filter(email="ana@example.org").exists()
    assert not PasswordLink.objects.exists()
