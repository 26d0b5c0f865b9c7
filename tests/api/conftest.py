"""A client whose waits are recorded, stubbed HTTP, and a real server on loopback whose every byte a test decides."""

from types import SimpleNamespace

import pytest
import responses
import tenacity.nap

from tests.api.server import Server
from threadsui.api import Auth, ThreadsClient

KEY = "sk-very-secret-key"


@pytest.fixture
def waits(monkeypatch):
    """Seconds waited between attempts; nobody really waits."""
    waited = []
    monkeypatch.setattr(tenacity.nap, "time", SimpleNamespace(sleep=waited.append))
    return waited


@pytest.fixture
def attempts():
    return []


@pytest.fixture
def make_client(waits, attempts):
    def make(base_url="https://api.test/v1", **options):
        options = {
            "auth": Auth("bearer", KEY),
            "on_attempt": attempts.append,
            "proxies": {},
        } | options
        return ThreadsClient(base_url, **options)

    return make


@pytest.fixture
def client(make_client):
    return make_client()


@pytest.fixture
def http():
    """Stubbed HTTP: `http.post(url, json=…)`."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as stub:
        yield stub


@pytest.fixture
def impatient(make_client):
    """A client of a server on loopback that waits half a second and tries once, unless told otherwise."""

    def make(server, **options):
        return make_client(
            getattr(server, "url", server), **({"timeout": (0.5, 0.5), "max_attempts": 1} | options)
        )

    return make


@pytest.fixture
def serve():
    servers = []

    def start(*steps):
        servers.append(Server(steps))
        return servers[-1]

    yield start
    for server in servers:
        server.close()
