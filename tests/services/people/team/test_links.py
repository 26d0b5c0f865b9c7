"""Links by which people choose a password: good once, for a while, kept nowhere."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests import factories
from tests.at_once import at_once
from threadsui.models import AuditEvent, PasswordLink, User
from threadsui.services.errors import ServiceError
from threadsui.services.people import members
from threadsui.services.people.password_links import find_link, make_link, use_link, withdraw_link

from .people import ANA, PASSWORD, told

pytestmark = pytest.mark.django_db


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
    _ana, token = members.invite_user(actor=factories.user("admin"), **ANA)
    outcomes = at_once(
        *(
            lambda word=word: use_link(token=token, password=f"correct-horse-{word}")
            for word in ("battery", "staple")
        )
    )

    assert sorted(outcomes) == ["done", "refused"]


def test_link_of_a_deactivated_person_is_good_no_more(invited, admin):
    ana, token = invited
    members.deactivate_member(actor=admin, member=ana)

    assert find_link(token) is None
    with pytest.raises(ServiceError, match="deactivated"):
        make_link(actor=admin, member=ana)
    members.activate_member(actor=admin, member=ana)
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
        members.invite_user(actor=admin, **ANA | fields)

    assert caught.value.param == param
    assert not User.objects.filter(email="ana@example.org").exists()
    assert not PasswordLink.objects.exists()
