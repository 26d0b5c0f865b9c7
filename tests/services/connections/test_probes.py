"""Testing a connection: what is found, that nothing is written unasked, and what is kept of it."""

import json

import pytest

from tests.factories import connection as make_connection
from tests.personalities import running
from threadsui.models import ApiCall, AuditEvent, Connection
from threadsui.services.connections.probes import probe_connection
from threadsui.services.connections.saving import save_connection
from threadsui.services.errors import ServiceError

pytestmark = pytest.mark.django_db


@pytest.fixture
def server():
    with running("openai") as one:
        yield one


def connect(server, **fields):
    return make_connection("tested", base_url=server.url, secret=server.key, **fields)


def states(found):
    return {one["name"]: one["state"] for one in found}


def said(found, name):
    one = next(item for item in found if item["name"] == name)
    return f"{one['sentence'] % one['values']} {one.get('remedy', '')}"


@pytest.mark.parametrize(
    "kind, expected",
    [
        ("openai", {"list": "note", "errors": "good", "beta": "good"}),
        ("foundry", {"list": "good", "times": "good", "errors": "good", "beta": "note"}),
        ("astra", {"list": "good", "times": "good", "errors": "note", "beta": "note"}),
        ("litellm", {"list": "note", "errors": "note", "beta": "note"}),
    ],
)
def test_each_personality_is_told_apart(admin, kind, expected):
    with running(kind) as server:
        connection = connect(server, extra_query=server.query)
        found = probe_connection(connection=connection, actor=admin)

    always = {"reach": "good", "tls": "note", "auth": "good", "offer": "good"}
    assert states(found) == always | expected
    assert server.posts == []


def test_milliseconds_are_told_from_seconds(admin):
    with running("astra") as astra:
        assert "milliseconds" in said(
            probe_connection(connection=connect(astra), actor=admin), "times"
        )


def test_a_test_that_writes_creates_one_thread_and_deletes_it(admin, server):
    connection = connect(server)

    found = probe_connection(connection=connection, actor=admin, write=True)

    assert (states(found)["write"], states(found)["times"]) == ("good", "good")
    assert len(server.posts) == 1
    assert server.threads == {}
    event = AuditEvent.objects.get()
    assert (event.action, event.changes["result"]["new"]) == ("connection.tested", "passed")
    assert event.changes["thread"]["new"] is None


def test_server_that_adds_metadata_and_cannot_delete_is_found_out(admin):
    with running("litellm") as litellm:
        found = probe_connection(connection=connect(litellm), actor=admin, write=True)

    assert (states(found)["write"], states(found)["metadata"]) == ("note", "note")
    assert "stays" in said(found, "write")
    assert "model_id" in said(found, "metadata")


def test_result_is_kept_with_who_and_when_and_every_call_is_recorded(admin, server):
    connection = connect(server)

    found = probe_connection(connection=connection, actor=admin)

    connection.refresh_from_db()
    assert connection.test_result["findings"] == found
    assert (connection.tested_by, connection.tested_at is None) == (admin, False)
    assert list(ApiCall.objects.order_by("pk").values_list("method", "path")) == [
        ("GET", "/threads/thread_000000000000000000000000"),
        ("GET", "/threads?limit=1"),
        ("GET", "/threads/thread_000000000000000000000000"),
    ]


def test_result_goes_when_what_was_tested_changes_and_stays_when_its_name_does(admin, server):
    connection = connect(server)
    probe_connection(connection=connection, actor=admin)

    save_connection(actor=admin, slug="tested", name="Renamed")
    assert Connection.objects.get(pk=connection.pk).test_result
    save_connection(actor=admin, slug="tested", read_timeout=12.0)
    assert Connection.objects.get(pk=connection.pk).test_result == {}


def test_wrong_key_is_found_out_and_nothing_more_is_asked(admin, server):
    connection = make_connection("tested", base_url=server.url, secret="not-the-key-0815")

    found = probe_connection(connection=connection, actor=admin, write=True)

    assert states(found) == {"reach": "good", "tls": "note", "auth": "bad", "offer": "note"}
    assert (server.posts, len(server.paths)) == ([], 1)
    assert AuditEvent.objects.get().changes["result"]["new"] == ["auth"]


def test_address_without_threads_is_explained_with_the_day_they_ended(admin):
    with running("gone") as gone:
        found = probe_connection(connection=connect(gone), actor=admin)

    assert states(found)["offer"] == "bad"
    assert "auth" not in states(found)  # who asks an empty room cannot tell
    assert "no longer offers threads" in said(found, "offer")
    assert "2026-08-26" in said(found, "offer")


def test_wrong_path_is_told_from_a_missing_thread(admin):
    with running("astra") as astra:
        connection = make_connection("tested", base_url=astra.url + "/deeper", secret=astra.key)
        found = probe_connection(connection=connection, actor=admin)

    assert states(found)["offer"] == "bad"
    assert "Check the base URL: it ends before /threads" in said(found, "offer")


def test_server_that_is_not_there_is_one_finding(admin):
    connection = make_connection("tested", base_url="http://127.0.0.1:9/v1")

    found = probe_connection(connection=connection, actor=admin)

    assert states(found) == {"reach": "bad"}
    assert said(found, "reach") == (
        "127.0.0.1:9 refused the connection: nothing listens there. "
        "Check the port, and whether the server runs."
    )


def test_key_that_is_named_but_not_there_is_said_and_nothing_is_sent(admin, server):
    connection = make_connection(
        "tested", base_url=server.url, secret_reference="env:CONNECTION_SECRET_NOBODY"
    )

    with pytest.raises(ServiceError, match="env:CONNECTION_SECRET_NOBODY is empty or not set"):
        probe_connection(connection=connection, actor=admin)

    assert server.paths == []


def test_sandbox_is_tested_as_any_server_with_its_fault(admin, sandbox_connection):
    assert states(probe_connection(connection=sandbox_connection, actor=admin))["offer"] == "good"

    sandbox_connection.sandbox_fault = "gone"
    sandbox_connection.save()
    assert states(probe_connection(connection=sandbox_connection, actor=admin))["offer"] == "bad"


def test_no_secret_is_in_what_is_kept(admin, server):
    server.echo = True
    connection = connect(server, extra_headers={"x-team": "canary-header-4711"})

    probe_connection(connection=connection, actor=admin, write=True)

    connection.refresh_from_db()
    changes = list(AuditEvent.objects.values_list("changes", flat=True))
    bodies = list(ApiCall.objects.values_list("response_body", flat=True))
    kept = json.dumps([connection.test_result, changes, bodies])
    assert "[hidden]" in kept
    assert server.key not in kept
    assert "canary-header-4711" not in kept
