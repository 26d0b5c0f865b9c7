"""No address of the console leads to another place because of what stands in it."""

from urllib.parse import urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    "http://testserver@evil.example/",
    "http://evil.example#@testserver/",
    "https://[::1",
    "https://localhost/",  # another of ALLOWED_HOSTS
    "javascript:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "\t//evil.example",
    "/\t/evil.example",
    "%2f%2fevil.example",
    "/%09/evil.example",
    "http:\\\\evil.example",
]


@pytest.fixture(autouse=True)
def no_tries_so_far(db):
    cache.clear()


def is_here(location):
    """As a browser reads it: backslashes are slashes, and tabs and line ends are not there."""
    read = location.translate({ord("\\"): "/", ord("\t"): None, ord("\n"): None, ord("\r"): None})
    parts = urlsplit(read.strip())
    return parts.scheme in {"", "http"} and parts.netloc in {"", "testserver"}


@pytest.mark.parametrize("name", ["next", "return", "redirect_to", "url"])
@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_nowhere_else(agent, name, target):
    client = Client()
    query = urlencode({name: target})
    page = client.get(f"/accounts/login/?{query}")
    typed = {"login": "agent", "password": "secret", name: target}

    answer = client.post(f"/accounts/login/?{query}", typed)

    assert page.status_code == 200
    assert answer.status_code == 302
    assert is_here(answer["Location"])
    assert client.get(answer["Location"].removeprefix("http://testserver")).status_code != 500


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_other_page_of_the_account_leads_elsewhere(agent, target):
    client = Client()
    client.post("/accounts/login/", {"login": "agent", "password": "secret"})
    query = urlencode({"next": target})
    posts = [
        ("/accounts/reauthenticate/", {"password": "secret", "next": target}),
        ("/language/", {"language": "de", "next": target}),
        ("/display/threads/", {"density": "compact", "next": target}),
        ("/accounts/logout/", {"next": target}),
    ]

    for address, data in posts:
        answer = client.post(f"{address}?{query}", data, headers={"Referer": "http://testserver/"})
        assert answer.status_code < 500, address
        assert is_here(answer.get("Location", "")), address
    cache.clear()


def test_referer_of_another_site_is_not_gone_back_to(client, agent):
    client.force_login(agent)
    elsewhere = {"Referer": "https://evil.example/threads/?q=x"}

    assert client.post("/language/", {"language": "de"}, headers=elsewhere)["Location"] == "/"
    answer = client.post("/display/threads/", {"density": "compact"}, headers=elsewhere)
    assert is_here(answer.get("Location", ""))


def test_place_that_was_asked_for_comes_after_signing_in(agent):
    client = Client()
    there = client.get("/threads/?q=refund")["Location"]

    answer = client.post(there, {"login": "agent", "password": "secret"})

    assert answer["Location"] == "/threads/?q=refund"
