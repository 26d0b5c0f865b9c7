"""What every answer tells browsers: where nothing may be loaded from, framed by, guessed or kept."""

import re

import pytest
from django.conf import settings
from django.test import Client

from dashboard import settings as production
from tests.security.corpus import Corpus

EXPECTED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TYPES = {
    "text/html; charset=utf-8",
    "text/plain",
    "text/plain; charset=utf-8",
    "application/json",
    "application/jsonl",
}


@pytest.fixture
def answers(db):
    """Of every address, by GET, as an admin and as nobody."""
    corpus = Corpus()
    return [
        (name, user and user.username, corpus.client(user).get(address))
        for user in (corpus.admin, None)
        for name, address in corpus.addresses()
        if name not in {"account_logout", "healthz", "readyz"}  # for machines: a word each
    ]


def problems_of(found):
    policy = found.get("Content-Security-Policy", "")
    return [
        *(name for name, value in EXPECTED.items() if found.get(name) != value),
        *(
            ["policy"]
            if "unsafe" in policy or not policy.startswith("default-src 'none'; ")
            else []
        ),
        *(["frames"] if "frame-ancestors 'none'" not in policy else []),
        *(["features"] if "camera=()" not in found.get("Permissions-Policy", "") else []),
    ]


def test_every_answer_says_what_it_is_and_what_it_may_do(answers):
    kinds = {one["Content-Type"].lower() for *_how, one in answers if one.streaming or one.content}
    kept = [
        name
        for name, who, one in answers
        if who and one.status_code == 200
        if "Cookie" not in one.get("Vary", "") or "public" in one.get("Cache-Control", "")
    ]

    assert len(answers) > 200
    assert [(name, who, found) for name, who, one in answers if (found := problems_of(one))] == []
    assert kinds - TYPES == set()
    assert kept == []


def test_cookies_are_for_https_and_out_of_the_reach_of_scripts():
    for cookie in ("SESSION", "CSRF"):
        assert getattr(production, f"{cookie}_COOKIE_HTTPONLY") is True
        assert getattr(production, f"{cookie}_COOKIE_SECURE") is True
        assert getattr(production, f"{cookie}_COOKIE_SAMESITE") == "Lax"
    assert production.SECURE_SSL_REDIRECT is True
    assert production.SECURE_HSTS_SECONDS >= 365 * 24 * 60 * 60
    assert production.DEBUG is False


def test_https_is_remembered_by_browsers(settings, client, db):
    settings.SECURE_HSTS_SECONDS = production.SECURE_HSTS_SECONDS
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/accounts/login/")["Location"].startswith("https://")
    answer = Client().get("/accounts/login/", secure=True)
    assert re.match(r"max-age=31536000", answer["Strict-Transport-Security"])


@pytest.mark.django_db
def test_host_that_is_not_ours_is_refused(client):
    answer = client.get("/accounts/login/", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert "evil.example" not in answer.text
    assert "evil.example" not in settings.ALLOWED_HOSTS


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["x" * 65, "short", "a b c d e f g", "<script>xss()", "é" * 10])
def test_request_id_that_is_none_is_not_taken_over(client, given):
    answer = client.get("/accounts/login/", headers={"X-Request-ID": given})

    assert re.fullmatch(r"[0-9a-f]{32}", answer["X-Request-ID"])
