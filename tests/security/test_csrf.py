"""No other site can press a button of ours in a browser that is signed in."""

import pytest
from django.test import Client

from tests.access.addresses import every_view
from tests.security.corpus import Corpus

# Opened by a key in what is posted, which only the page knows, and by a bearer token, which no browser sends by itself.
EXEMPT = {"threadsui:draft_save", "sandbox:endpoint"}
NOT_REACHED = {404, 405}  # there is nothing to post to


@pytest.fixture
def corpus(db):
    return Corpus()


def test_only_these_views_are_exempt():
    exempt = {name for name, view in every_view() if getattr(view, "csrf_exempt", False)}

    assert exempt == EXEMPT


def test_nothing_is_taken_without_the_token(corpus):
    client = Client(enforce_csrf_checks=True)
    client.force_login(corpus.admin)

    answers = {
        name: client.post(address, {"confirmed": "1"}).status_code
        for name, address in corpus.addresses()
        if name not in EXEMPT and not name.startswith(("healthz", "readyz"))
    }

    taken = {name for name, status in answers.items() if status not in {403, *NOT_REACHED}}
    assert taken <= {"threadsui:thread_preview"}  # asked while one types: 204, and nothing is done
    assert len(answers) > 80


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://testserver.evil.example"]
)
def test_token_from_another_site_is_not_taken(corpus, origin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(corpus.admin)
    page = client.get("/snippets/new/")
    token = page.context["csrf_token"]
    typed = {
        "name": "mine",
        "text": "Text",
        "is_shared": "False",
        "csrfmiddlewaretoken": str(token),
    }

    assert client.post("/snippets/new/", typed, headers={"Origin": origin}).status_code == 403
    assert client.post("/snippets/new/", typed).status_code == 302
