"""Why a server could not be talked to: over real sockets, each cause a sentence to translate, and a remedy."""

import socket
import uuid
from contextlib import contextmanager, nullcontext

import pytest
from django.test import Client
from django.utils.translation import gettext

from tests.api.certificates import Authority, running_tls
from tests.api.server import Server, drip, reset
from tests.factories import connection as make_connection
from tests.personalities import KEY, Personality, running
from threadsui.api import schema
from threadsui.api.causes import KINDS, Word
from threadsui.services.calling.causes import WORDS
from threadsui.services.connections.probes import probe_connection
from threadsui.services.creating.threads import create_thread

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def authority():
    return Authority()


@contextmanager
def serving(*steps):
    server = Server(steps)
    yield server.url
    server.close()


def tls(context):
    return running_tls(Personality("openai"), context)


@pytest.fixture
def places(authority, tmp_path, monkeypatch):
    """{cause: what is there, and how it is called}."""
    ask = socket.getaddrinfo

    def look_up(host, *rest, **more):
        if host == "nowhere.test":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return ask("169.254.169.254" if host == "evil.test" else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    pem = {"ca_bundle": authority.pem}
    ended = authority.context_for("127.0.0.1", tmp_path, days=-1)
    return {
        "name": (nullcontext("http://nowhere.test/v1"), {}),
        "forbidden": (nullcontext("http://evil.test/v1"), {}),
        "refused": (nullcontext("http://127.0.0.1:9/v1"), {}),
        "proxy": (nullcontext("https://api.test/v1"), {"proxy": "http://127.0.0.1:9"}),
        "untrusted": (tls(authority.context_for("127.0.0.1", tmp_path)), {}),
        "expired": (tls(ended), pem),
        "other_name": (tls(authority.context_for("127.0.0.2", tmp_path)), pem),
        "broken": (serving(reset), {}),
        "slow": (serving(drip(b"HTTP/1.1 200 OK\r\n", 0.1)), {"read_timeout": 0.3}),
    }


@pytest.mark.parametrize(
    "cause",
    ["name", "forbidden", "refused", "proxy", "untrusted", "expired", "other_name"],
)
def test_create_that_could_not_be_sent_says_why_and_not_in_the_words_of_a_library(
    places, agent, cause
):
    place, fields = places[cause]
    with place as url:
        connection = make_connection("desk", base_url=url, secret=KEY, **fields)
        payload = schema.parse(schema.CreateThread, {})
        done = create_thread(
            connection=connection, payload=payload, actor=agent, token=uuid.uuid4()
        )

    host = connection.base_url.split("/")[2]
    assert done.state == "not_sent"
    assert f"Nothing was sent. {WORDS[cause][0] % {'host': host}} " in done.explanation


@pytest.mark.parametrize(
    "cause", ["name", "forbidden", "refused", "proxy", "untrusted", "broken", "slow"]
)
def test_test_of_a_connection_says_why_and_what_to_do_on_its_page(places, admin, cause):
    place, fields = places[cause]
    with place as url:
        connection = make_connection("desk", base_url=url, secret=KEY, **fields)
        found = probe_connection(connection=connection, actor=admin)

    [bad] = [one for one in found if one["state"] == "bad"]
    assert (bad["sentence"], bad["remedy"]) == WORDS[cause]
    client = Client()
    client.force_login(admin)
    page = client.get(connection.get_absolute_url())
    shown = page.context["test"]["rows"][-1]
    assert shown["text"] == gettext(bad["sentence"]) % bad["values"]
    assert bad["remedy"] in page.text.replace("&#x27;", "'")


def test_token_that_cannot_be_fetched_says_why(admin, agent):
    with running("foundry") as server:
        fields = {"auth_style": "oauth", "token_url": "http://127.0.0.1:9/token", "client_id": "c"}
        connection = make_connection("desk", base_url=server.url, secret="s-4711-0815", **fields)
        [bad] = probe_connection(connection=connection, actor=admin)
        payload = schema.parse(schema.CreateThread, {})
        done = create_thread(
            connection=connection, payload=payload, actor=agent, token=uuid.uuid4()
        )

    assert (bad["name"], bad["values"]["host"]) == ("token", "127.0.0.1:9")
    assert "127.0.0.1:9 refused the connection" in done.explanation


def test_every_cause_has_its_sentence():
    assert set(WORDS) == set(Word.__args__)
    assert set(KINDS.values()) <= set(WORDS)
