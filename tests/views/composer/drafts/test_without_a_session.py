"""What is typed is safe although the session has ended, by a key that is worth nothing else."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import connection, draft, user
from threadsui.models import AccessGroup, Draft, Submission

from .opened import CREATES, NEW, SAVE, SAVES, Page, text_of


@pytest.fixture
def signed_out(page):
    """The page is still open, its session is not."""
    page.type("Before").save()
    page.client.logout()
    return page


def test_save_without_a_session_still_saves_and_says_how_to_go_on(signed_out):
    answer = signed_out.type("After").save()

    assert text_of(Draft.objects.get()) == "After"
    assert "Your session ended." in answer.text
    assert "Sign in again and your draft from" in answer.text
    assert "Sign in again</button>" in answer.text


def test_lost_session_is_told_once(signed_out):
    signed_out.type("After").save()

    assert "Your session ended." not in signed_out.type("After all").save().text


@pytest.mark.parametrize("headers", [{}, CREATES], ids=["browser", "htmx"])
def test_create_without_a_session_sends_nothing_and_leads_back_after_signing_in(
    signed_out, agent, headers
):
    answer = signed_out.type("All of it").create(**headers)

    kept = Draft.objects.get()
    sign_in = answer.get("HX-Redirect") or answer["Location"]
    assert sign_in == f"/accounts/login/?next={quote(kept.get_absolute_url())}"
    assert not Submission.objects.exists()
    assert "Your session ended. Nothing was sent." in signed_out.client.get(sign_in).text

    entered = signed_out.client.post(sign_in, {"login": agent.username, "password": "secret"})
    assert entered["Location"] == kept.get_absolute_url()
    assert "All of it</textarea>" in signed_out.client.get(entered["Location"]).text


def test_create_without_a_session_and_without_a_draft_makes_one(page):
    page.client.logout()
    page.type("Never saved").create()

    assert text_of(Draft.objects.get()) == "Never saved"


def test_row_button_without_a_session_loses_nothing(signed_out):
    signed_out.type("After", row="messages:add").create(**CREATES)

    assert text_of(Draft.objects.get()) == "After"


def test_somebody_else_who_signs_in_finds_nothing(signed_out, client_of):
    answer = signed_out.type("Private").create()
    kept = Draft.objects.get()
    other = client_of(user("lead"))

    assert "Private" not in other.get(kept.get_absolute_url()).text
    assert kept.owner.username == "agent"
    assert answer.status_code == 302


def test_page_of_one_person_saves_nothing_for_the_next_one(page, lead):
    page.client.force_login(lead)
    answer = page.type("Mine").save()

    assert Draft.objects.get().owner.username == "agent"
    assert "Somebody else is signed in now." in answer.text


def test_form_from_before_a_new_sign_in_is_kept_and_opened_anew(agent):
    client = Client(enforce_csrf_checks=True)
    client.force_login(agent)
    page = Page(client)
    page.fields["csrfmiddlewaretoken"] = "x" * 64
    answer = page.type("Across sign-ins").create()

    kept = Draft.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, kept.get_absolute_url())
    assert text_of(kept) == "Across sign-ins"
    assert "Nothing was sent." in client.get(answer["Location"]).text
    assert not Submission.objects.exists()


def test_form_without_a_key_gets_the_page_that_explains(agent):
    client = Client(enforce_csrf_checks=True)
    client.force_login(agent)

    assert client.post(NEW, {"title": "x"}).status_code == 403


@pytest.mark.parametrize("key", ["nonsense", "W1sxXV0:1abcde:xyz"])
def test_made_up_key_saves_nothing(client, db, key):
    answer = client.post(SAVE, {"title": "x", "draft_key": key}, headers=SAVES)

    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_key_is_worth_nothing_after_a_new_password(page, agent):
    agent.set_password("another")
    agent.save()

    assert page.type("x").save().status_code == 422


def test_key_is_worth_nothing_once_the_account_is_closed(page, agent):
    agent.is_active = False
    agent.save()

    assert page.type("x").save().status_code == 422


def test_key_is_worth_nothing_without_the_role(page, agent):
    agent.groups.clear()

    assert page.type("x").save().status_code == 422


def test_key_is_worth_nothing_after_a_week(page, time_machine):
    page.type("x").save()
    time_machine.move_to(timezone.now() + timedelta(days=8))

    assert page.type("y").save().status_code == 422


def test_key_reaches_no_draft_of_somebody_else(page):
    other = draft()
    page.type("Mine", draft=str(other.pk), draft_version=str(other.version)).save()

    other.refresh_from_db()
    assert text_of(other) == "Hello"
    assert Draft.objects.exclude(pk=other.pk).get().owner.username == "agent"


@pytest.fixture
def kept_connection(agent):
    """One that only the agent's group may use."""
    group = AccessGroup.objects.create(name="Billing")
    group.members.add(agent)
    found = connection(slug="billing", name="Billing server")
    found.groups.add(group)
    return found


@pytest.mark.parametrize("way", ["save", "create"])
@pytest.mark.parametrize("next_person", [None, "viewer"])
def test_draft_keeps_a_connection_that_is_kept_for_groups_of_its_owner(
    page, agent, kept_connection, client_of, way, next_person
):
    page.client.logout()
    if next_person:
        page.client.force_login(user(next_person, "somebody"))
    getattr(page.type("Refund", connection="billing"), way)()

    saved = Draft.objects.get()
    assert (saved.owner, saved.connection) == (agent, kept_connection)
    page.client.force_login(agent)
    assert '<option value="billing" selected>' in page.client.get(saved.get_absolute_url()).text
    assert "Billing server" in page.client.get("/drafts/").text
