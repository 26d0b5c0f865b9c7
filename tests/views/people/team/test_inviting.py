"""An invitation, and what the invited person does with the link."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from dashboard.logging import JSONFormatter
from threadsui.models import PasswordLink, User

from .people import ANA, PASSWORD, invite, page_of, shown_link

pytestmark = pytest.mark.django_db


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


def test_new_password_link_lets_somebody_locked_out_in_again(client, agent):
    answer = client.post(page_of(agent, "link"), follow=True)
    link = shown_link(answer)
    assert "Withdraw the link" in answer.text
    client.post(page_of(agent, "link_withdraw"))
    assert Client().get(link).status_code == 404

    link = shown_link(client.post(page_of(agent, "link"), follow=True))
    Client().post(link, {"password": PASSWORD, "again": PASSWORD})
    assert Client().login(username="agent", password=PASSWORD)


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
