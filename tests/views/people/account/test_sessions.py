"""One's own account: the page, its sessions, and when people are said to have been here."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.history import actions
from threadsui.models import User

from .signing import PASSWORD, confirm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["", "viewer", "admin"])
def test_page_is_everybodys(role, client_of):
    text = client_of(factories.user(role, "somebody")).get("/account/").text

    assert "somebody" in text
    for name in ("account_change_password", "usersessions_list", "mfa_activate_totp"):
        assert f'href="{reverse(name)}"' in text


def test_changed_password_is_an_event_and_ends_other_sessions(mine, agent, client_of):
    other = client_of(agent)
    agent.set_password("secret")
    values = {"oldpassword": "secret", "password1": PASSWORD, "password2": PASSWORD}
    mine.post(reverse("account_change_password"), values)

    assert actions() == ["user.signed_in", "user.password_changed"]
    assert mine.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


def test_fields_of_the_own_password_are_named_as_everything_else(mine):
    page = mine.get(reverse("account_change_password")).text

    labels = re.findall(r'<label for="id_(\w+)">\s*([^<]*?)\s*<', page)
    assert labels == [
        ("oldpassword", "Current password"),
        ("password1", "New password"),
        ("password2", "The new password once more"),
    ]


def test_sessions_are_listed_by_browser_and_the_others_ended(mine, agent):
    other = Client(HTTP_USER_AGENT="curl/8")
    other.post(reverse("account_login"), {"login": "agent", "password": "secret"})
    text = mine.get(reverse("usersessions_list")).text
    assert "Firefox, Linux" in text
    assert "curl/8" in text
    mine.post(reverse("usersessions_list"))

    assert other.get("/account/").status_code == 302
    assert mine.get("/account/").status_code == 200
    assert UserSession.objects.count() == 1
    assert actions()[-1] == "user.sessions_ended"


def test_sign_in_ends_in_time_whatever_the_session_was_used_for(mine, time_machine):
    start = datetime.now(UTC)
    time_machine.move_to(start + timedelta(hours=11, minutes=59))
    confirm(mine)
    assert mine.get("/threads/").status_code == 200
    time_machine.move_to(start + timedelta(hours=12, minutes=1))

    assert mine.get("/threads/").url.startswith("/accounts/login/")
    mine.post(reverse("account_login"), {"login": "agent", "password": "secret"})
    assert mine.get("/threads/").status_code == 200


def test_last_seen_is_written_every_few_minutes_and_for_the_session(mine, agent, time_machine):
    start = datetime.now(UTC)
    mine.get("/threads/")
    assert seen() is None  # the sign-in was just now
    time_machine.move_to(start + timedelta(minutes=6))
    mine.get("/threads/")
    first = seen()
    assert first >= start + timedelta(minutes=6)
    assert UserSession.objects.get().last_seen_at == first
    time_machine.move_to(start + timedelta(minutes=9))
    mine.get("/threads/")
    assert seen() == first
    time_machine.move_to(start + timedelta(minutes=12))
    mine.get("/threads/")

    assert seen() > first


def seen():
    return User.objects.get(username="agent").last_seen_at


def test_request_within_minutes_of_the_last_writes_nothing(mine, django_assert_num_queries):
    mine.get("/account/")

    with django_assert_num_queries(10) as asked:
        mine.get("/account/")
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)
