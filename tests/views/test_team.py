"""The team's pages, over HTTP: what an admin sees and does, and what an invited person does with the link."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from dashboard.logging import JSONFormatter
from tests import factories
from threadsui.models import AuditEvent, PasswordLink, User
from threadsui.services.people import deactivate_member

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-7"
ANA = {"username": "ana", "name": "Ana de Souza", "email": "ana@example.org", "role": ["agent"]}


@pytest.fixture
def client(admin, client_of):
    cache.clear()
    return client_of(admin)


def page_of(member, name="detail"):
    return reverse(f"threadsui:member_{name}", args=[member.pk])


def invite(client, **fields):
    return client.post("/team/invite/", ANA | fields, follow=True)


def shown_link(answer):
    found = re.search(r"http://testserver(/join/[^\"]+)\"", answer.text)
    return found and found.group(1)


def test_list_shows_role_state_second_factor_and_when_people_were_here(client, admin, agent):
    Authenticator.objects.create(user=agent, type="totp", data={})
    gone = factories.user("lead", "gone")
    deactivate_member(actor=admin, member=gone)
    invite(client)
    text = client.get("/team/").text

    for word in ("Ana de Souza", "ana@example.org", "agent", "gone"):
        assert word in text
    for word in ("Active", "Invited", "Deactivated", "Agent", "Lead", "Yes", "never"):
        assert word in text


def test_list_is_searched(client, agent):
    factories.user("lead", "zoe")
    text = client.get("/team/?q=zo").text

    assert "zoe" in text
    assert page_of(agent) not in text
    assert "Nobody has this" in client.get("/team/?q=nobody-like-that").text


@pytest.mark.parametrize("people", [1, 5])
def test_list_takes_the_same_queries_for_any_number(people, client, django_assert_num_queries):
    for _one in range(people):
        factories.user("agent")
    client.get("/team/")

    with django_assert_num_queries(10):
        client.get("/team/")


def test_invited_person_gets_in_by_the_link(client):
    answer = invite(client)
    link = shown_link(answer)
    assert "it is shown once" in answer.text
    visitor = Client()
    assert "Welcome, Ana de Souza" in visitor.get(link).text
    answer = visitor.post(link, {"password": PASSWORD, "again": PASSWORD}, follow=True)

    assert "Your password is set" in answer.text
    visitor.post(reverse("account_login"), {"login": "ana", "password": PASSWORD})
    assert visitor.get("/threads/").status_code == 200
    assert visitor.get(link).status_code == 404
    assert "not good any more" in visitor.get(link).text


def test_link_is_shown_once_and_kept_nowhere(client, django_assert_num_queries):
    token = shown_link(invite(client)).split("/")[2]
    ana = User.objects.get(username="ana")

    assert shown_link(client.get(page_of(ana))) is None
    assert token not in str([vars(one) for one in PasswordLink.objects.all()])
    assert token not in str(dict(client.session))


def test_invitation_that_breaks_a_rule_comes_back_filled_with_the_error_at_its_place(client):
    answer = client.post("/team/invite/", ANA | {"username": "admin", "role": []})
    assert answer.status_code == 422
    assert "Choose at least one role" in answer.text
    answer = client.post("/team/invite/", ANA | {"username": "admin"})

    assert answer.status_code == 422
    assert "already exists" in answer.text
    assert 'value="Ana de Souza"' in answer.text
    assert not User.objects.filter(email="ana@example.org").exists()


@pytest.mark.parametrize(
    "password, again, said",
    [
        ("12345", "12345", "too short"),
        (PASSWORD, "other", "not the same password"),
        ("", "", "Choose a password"),
    ],
)
def test_password_that_breaks_a_rule_is_not_set(password, again, said, client):
    link = shown_link(invite(client))
    answer = Client().post(link, {"password": password, "again": again})

    assert answer.status_code == 422
    assert said in answer.text
    assert not User.objects.get(username="ana").has_usable_password()


@pytest.mark.parametrize("token", ["no-such-link", "a.b", "x" * 300])
def test_made_up_link_is_not_found(token, db):
    assert Client().get(f"/join/{token}/").status_code == 404
    assert Client().post(f"/join/{token}/", {"password": PASSWORD}).status_code == 404


def test_person_is_changed(client, agent):
    page = client.get(page_of(agent, "update")).text
    version = re.search(r'name="version" value="([^"]*)"', page).group(1)
    values = {"name": "Ana Lima", "email": "ana@example.org", "role": ["lead", "auditor"]}
    answer = client.post(page_of(agent, "update"), values | {"version": version}, follow=True)

    assert "Lead, Auditor" in answer.text
    assert "changed the person" in answer.text
    again = client.post(page_of(agent, "update"), values | {"version": version})
    assert again.status_code == 422
    assert "meanwhile" in again.text


def test_admins_own_form_has_no_roles_and_takes_none(client, admin):
    factories.user("admin")
    text = client.get(page_of(admin, "update")).text
    client.post(page_of(admin, "update"), {"name": "Ada", "role": ["viewer"]})

    assert 'name="role"' not in text
    admin = User.objects.get(pk=admin.pk)
    assert (admin.first_name, admin.role) == ("Ada", "admin")


def test_deactivating_asks_first_and_signs_out(client, agent, client_of):
    theirs = client_of(agent)
    assert "Deactivate this person?" in client.get(page_of(agent, "deactivate")).text
    assert User.objects.get(pk=agent.pk).is_active
    answer = client.post(page_of(agent, "deactivate"), follow=True)

    assert "was deactivated" in answer.text
    assert theirs.get("/threads/").status_code == 302
    assert "was activated" in client.post(page_of(agent, "activate"), follow=True).text


def test_last_admin_and_oneself_are_refused_with_a_sentence(client, admin):
    answer = client.post(page_of(admin, "deactivate"))

    assert answer.status_code == 422
    assert "Nobody does this to themselves" in answer.text
    for name in ("link", "second_factor_reset"):
        assert client.post(page_of(admin, name)).status_code == 422


def test_new_password_link_lets_somebody_locked_out_in_again(client, agent):
    answer = client.post(page_of(agent, "link"), follow=True)
    link = shown_link(answer)
    assert "Withdraw the link" in answer.text
    client.post(page_of(agent, "link_withdraw"))
    assert Client().get(link).status_code == 404

    link = shown_link(client.post(page_of(agent, "link"), follow=True))
    Client().post(link, {"password": PASSWORD, "again": PASSWORD})
    assert Client().login(username="agent", password=PASSWORD)


def test_second_factor_is_reset(client, agent, client_of):
    theirs = client_of(agent)
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=agent, type=kind, data={})
    client.post(page_of(agent, "second_factor_reset"))

    assert not Authenticator.objects.exists()
    assert theirs.get("/threads/").status_code == 302
    event = AuditEvent.objects.get(action="user.second_factor_reset")
    assert event.changes["second_factor"]["old"] == "Authenticator app, Recovery codes"


def test_page_shows_events_by_and_about_the_person_and_leads_to_all(client, agent):
    thread = factories.created_thread(actor=agent, title="Broken zip")
    client.post(page_of(agent, "deactivate"))
    answer = client.get(page_of(agent))

    assert "created the thread" in answer.text
    assert thread.get_absolute_url() in answer.text
    assert "deactivated the person" in answer.text
    for part in ("actor=agent", f"target_type=threadsui.user&amp;target_id={agent.pk}"):
        assert part in answer.text
        assert client.get(f"/audit/?{part.replace('&amp;', '&')}").status_code == 200


def test_audit_history_leads_to_the_person_for_admins_only(client, admin, agent, lead, client_of):
    deactivate_member(actor=admin, member=agent)
    event = AuditEvent.objects.get()

    assert page_of(agent) in client.get(event.get_absolute_url()).text
    assert page_of(agent) not in client_of(lead).get(event.get_absolute_url()).text


def test_policy_asks_to_confirm_who_one_is_before_a_role_is_given(client, agent, settings):
    settings.REAUTHENTICATION_REQUIRED = True
    answer = client.post(page_of(agent, "update"), {"role": ["admin"]})

    assert "/accounts/reauthenticate/" in answer.url
    assert User.objects.get(pk=agent.pk).role == "agent"


def test_policy_asks_to_confirm_who_one_is_before_a_link_is_made(client, agent, settings):
    settings.REAUTHENTICATION_REQUIRED = True
    answer = client.post(page_of(agent, "link"))
    assert answer.url == f"/accounts/reauthenticate/?{urlencode({'next': page_of(agent, 'link')})}"
    assert not PasswordLink.objects.exists()
    answer = client.post(answer.url, {"password": "secret"})

    assert answer.url == page_of(agent, "link")
    assert shown_link(client.post(answer.url, follow=True))


def test_link_that_is_still_good_is_in_no_line_of_the_log(client, caplog):
    link = shown_link(invite(client))
    Client(enforce_csrf_checks=True).post(link, {"password": PASSWORD, "again": PASSWORD})
    lines = [JSONFormatter().format(one) for one in caplog.records]

    assert any("/join/[hidden]/" in line for line in lines)
    assert not any(link.split("/")[2] in line for line in lines)
    assert Client().get(link).status_code == 200


@pytest.mark.parametrize("address, entry", [("/team/groups/", "/team/"), ("/tags/", "/threads/")])
def test_menu_says_in_which_part_groups_and_tags_are(client, address, entry):
    menu = client.get(address).text.partition("<main")[0]

    assert re.search(rf'<a href="{entry}"[^>]*aria-current="page"', menu)


def test_tags_that_are_none_yet_are_not_searched(client):
    page = client.get("/tags/").text

    assert page.count("A tag is made where it is first put on a thread.") == 1
    assert 'type="search"' not in page
