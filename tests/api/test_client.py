import tomllib
from pathlib import Path

import pytest
import requests
from requests.adapters import BaseAdapter

from threadsui import __version__
from threadsui.api import Auth, ThreadsClient

URL = "https://api.test/v1/threads"
THREAD = {"id": "thread_1"}


def sent_headers(http):
    return http.calls[0].request.headers


def test_version_is_that_of_the_project():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]

    assert project["version"] == __version__


def test_bearer_request_carries_key_beta_header_and_user_agent(client, http):
    http.post(URL, json=THREAD)

    client.threads.create(client_request_id="abc-1")

    headers = sent_headers(http)
    assert headers["Authorization"] == "Bearer sk-very-secret-key"
    assert headers["OpenAI-Beta"] == "assistants=v2"
    assert headers["User-Agent"] == f"threads-console/{__version__}"
    assert headers["Content-Type"] == "application/json"
    assert headers["X-Client-Request-Id"] == "abc-1"


@pytest.mark.parametrize(
    "auth, header",
    [
        (Auth("api_key", "key-of-azure"), "api-key"),
        (Auth("header", "key-of-azure", "x-portkey-api-key"), "x-portkey-api-key"),
    ],
)
def test_key_may_travel_in_another_header(make_client, http, auth, header):
    http.post(URL, json=THREAD)

    make_client(auth=auth).threads.create()

    assert sent_headers(http)[header] == "key-of-azure"
    assert "Authorization" not in sent_headers(http)


def test_extra_headers_outrank_and_query_goes_along(make_client, http):
    http.get(f"{URL}/thread_1", json=THREAD)
    client = make_client(
        headers={"authorization": "Token abc"}, query={"api-version": "2025-05-01"}, beta_header=""
    )

    client.threads.retrieve("thread_1")

    assert sent_headers(http)["Authorization"] == "Token abc"
    assert "OpenAI-Beta" not in sent_headers(http)
    assert http.calls[0].request.url == f"{URL}/thread_1?api-version=2025-05-01"


def test_netrc_does_not_replace_the_key(make_client, http, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine api.test login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    http.post(URL, json=THREAD)

    make_client().threads.create()

    assert sent_headers(http)["Authorization"] == "Bearer sk-very-secret-key"


def test_cookies_of_the_server_are_not_sent_back(client, http):
    http.post(URL, json=THREAD, headers={"Set-Cookie": "who=ana"})

    client.threads.create()
    client.threads.create()

    assert "Cookie" not in http.calls[1].request.headers


@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "api.test/v1",
        "ftp://api.test",
        "https://",
        "https://me:pw@api.test",
        "https://api.test/v1?key=1",
        "http://*.a/",
    ],
)
def test_base_url_that_cannot_be_called_is_refused(base_url):
    with pytest.raises(ValueError, match="URL"):
        ThreadsClient(base_url)


@pytest.mark.parametrize(
    "secret", ["sk-secret\nX-Evil: 1", "sk-sécrét-€", " sk-secret", "sk-secret\r"]
)
def test_key_that_no_header_can_carry_is_refused_without_telling_it(secret):
    with pytest.raises(ValueError, match="cannot be sent") as caught:
        Auth("bearer" if secret != " sk-secret" else "api_key", secret)

    assert secret.strip() not in str(caught.value)


@pytest.mark.parametrize("headers", [{"Content-Length": "1"}, {"Bad Name": "x"}, {"X": "a\nb"}])
def test_extra_headers_that_would_break_the_request_are_refused(headers):
    with pytest.raises(ValueError, match="header"):
        ThreadsClient("https://api.test", headers=headers)


def test_secrets_are_not_in_the_text_of_any_part(make_client):
    client = make_client(headers={"x-token": "another-secret"})

    told = repr(client.config) + repr(client.config.auth)
    assert "sk-very" not in told
    assert "another-secret" not in told


class EchoAdapter(BaseAdapter):
    """Carries requests into this process, as the embedded sandbox does."""

    def send(self, request, **options):
        response = requests.Response()
        response.status_code = 200
        response._content = b'{"id": "thread_of_the_adapter"}'
        response._content_consumed = True
        response.raw = None
        self.options = options
        return response

    def close(self):
        pass


def test_adapter_carries_the_requests_instead_of_the_network(make_client):
    adapter = EchoAdapter()

    assert (
        make_client(adapter=adapter, timeout=(1, 2)).threads.create().id == "thread_of_the_adapter"
    )
    assert adapter.options["timeout"] == (1, 2)


def test_observed_by_shares_connections_and_tells_someone_else(make_client, attempts):
    client = make_client(adapter=EchoAdapter())
    told = []

    client.observed_by(told.append).threads.create()

    assert (len(told), attempts) == (1, [])
