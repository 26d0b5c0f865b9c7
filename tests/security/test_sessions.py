"""A session is made by signing in and by nothing else, and ends by signing out."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from tests.one_time_codes import code

TYPED = {"login": "agent", "password": "secret"}


@pytest.fixture(autouse=True)
def no_tries_so_far(db):
    cache.clear()


def key_of(client):
    return client.cookies["sessionid"].value if "sessionid" in client.cookies else ""


def planted():
    """A client to which somebody else gave a session that they know, and a CSRF cookie."""
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client, session.session_key


def set_up_app(client):
    client.post("/accounts/reauthenticate/", {"password": "secret"})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code(secret, steps=-1)})
    return secret


def test_sign_in_makes_a_new_session_and_a_new_csrf_token(agent):
    client, known = planted()
    before = client.cookies["csrftoken"].value

    client.post("/accounts/login/", TYPED)

    assert client.get("/account/").status_code == 200
    assert key_of(client) != known
    assert client.cookies["csrftoken"].value != before
    assert not Session.objects.filter(pk=known).exists()
    thief = Client()
    thief.cookies["sessionid"] = known
    assert thief.get("/account/").status_code == 302


def test_second_factor_makes_a_new_session_and_the_password_alone_opens_nothing(agent):
    owner = Client()
    owner.post("/accounts/login/", TYPED)
    secret = set_up_app(owner)
    client, known = planted()

    answer = client.post("/accounts/login/", TYPED)
    between = key_of(client)
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/account/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": code(secret)})

    assert client.get("/account/").status_code == 200
    assert key_of(client) not in {known, between}
    for key in (known, between):
        thief = Client()
        thief.cookies["sessionid"] = key
        assert thief.get("/account/").status_code == 302


def test_session_key_of_ones_own_making_is_not_taken_over(agent):
    client = Client()
    client.cookies["sessionid"] = "a" * 32

    client.post("/accounts/login/", TYPED)

    assert key_of(client) != "a" * 32


def test_signing_out_kills_the_session_wherever_its_cookie_is(agent):
    client = Client()
    client.post("/accounts/login/", TYPED)
    copy = Client()
    copy.cookies["sessionid"] = key_of(client)
    assert copy.get("/account/").status_code == 200

    client.post("/accounts/logout/")

    assert copy.get("/account/").status_code == 302
    assert not Session.objects.filter(pk=copy.cookies["sessionid"].value).exists()


def test_signing_out_takes_a_press_and_no_link(agent):
    client = Client()
    client.post("/accounts/login/", TYPED)

    client.get("/accounts/logout/")

    assert client.get("/account/").status_code == 200


def test_tries_are_limited_for_a_name_and_said_so(agent):
    client = Client()
    answers = [
        client.post("/accounts/login/", {"login": "agent", "password": f"wrong-{number}"})
        for number in range(7)
    ]

    assert "Too many tries" in answers[-1].text
    assert "Too many tries" in Client().post("/accounts/login/", TYPED).text  # the right one, too


def test_codes_are_limited_after_the_right_password(agent):
    owner = Client()
    owner.post("/accounts/login/", TYPED)
    secret = set_up_app(owner)
    client = Client()
    client.post("/accounts/login/", TYPED)

    for number in range(6):
        client.post("/accounts/2fa/authenticate/", {"code": f"{number:06d}"})
    answer = client.post("/accounts/2fa/authenticate/", {"code": code(secret)})

    assert answer.status_code in {200, 429}
    assert client.get("/account/").status_code == 302


def test_sessions_are_no_pickles():
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"
