"""The team's list, and what an admin sees of people and does to them."""

import re

import pytest
from allauth.mfa.models import Authenticator

from tests import factories
from threadsui.models import AuditEvent, User
from threadsui.services.people.members import deactivate_member

from .people import invite, page_of

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("address, entry", [("/team/groups/", "/team/"), ("/tags/", "/threads/")])
def test_menu_says_in_which_part_groups_and_tags_are(client, address, entry):
    menu = client.get(address).text.partition("<main")[0]

    assert re.search(rf'<a href="{entry}"[^>]*aria-current="page"', menu)


def test_tags_that_are_none_yet_are_not_searched(client):
    page = client.get("/tags/").text

    assert page.count("A tag is made where it is first put on a thread.") == 1
    assert 'type="search"' not in page
