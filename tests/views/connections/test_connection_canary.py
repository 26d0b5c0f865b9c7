"""A secret that was typed into a connection's form is found nowhere afterwards."""

import logging

import pytest
from django.conf import settings
from django.core import management
from django.db import connections

from tests import consoles
from tests.personalities import running
from threadsui.models import Connection

pytestmark = pytest.mark.django_db(transaction=True)

KEY, HEADER = "sk-canary-key-4711-never", "canary-header-0815-never"
CANARIES = [text.encode() for text in (KEY, HEADER)]
FORM = {
    "name": "Desk",
    "auth_style": "bearer",
    "secret": KEY,
    "extra_headers": f"x-team: {HEADER}",
    "beta_header": "assistants=v2",
    "connect_timeout": "2",
    "read_timeout": "2",
    "max_attempts": "1",
}


def found_in(data):
    raw = data if isinstance(data, bytes) else str(data).encode()
    return [canary.decode() for canary in CANARIES if canary in raw]


@pytest.fixture
def desk(client, admin):
    """Made by its form, at a server that takes the key, echoes all it is sent, and breaks at the end."""
    client.force_login(admin)
    with running("openai") as server:
        server.key, server.echo = KEY, True
        answer = client.post("/connections/new/", FORM | {"base_url": server.url})
        assert answer.status_code == 302
        yield Connection.objects.get(slug="desk")


def every_page(client, desk):
    """Pages, refused forms, exports and errors: whatever a person can be shown about it."""
    home = desk.get_absolute_url()
    for write in ("", "yes"):
        yield client.post(f"{home}test/", {"write": write}, follow=True)
    yield client.post(
        "/threads/new/", {"token": "d3b07384-0000-4000-8000-00000000abcd", "connection": "desk"}
    )
    for path in (
        *("/connections/", home, f"{home}edit/", f"{home}disable/", "/audit/", "/calls/"),
        *("/submissions/", "/", "/threads/new/?connection=desk", "/connections/new/?profile=astra"),
    ):
        yield client.get(path)
    wrong = FORM | {"base_url": "nowhere", "read_timeout": "x"}
    yield client.post("/connections/new/", wrong)
    yield client.post(f"{home}edit/", wrong | {"base_url": "http://169.254.169.254/v1"})
    yield client.post("/threads/new/preview/", {"connection": "desk"})
    yield client.post("/audit/export/", {"format": "jsonl"})
    yield client.post("/audit/export/", {"format": "csv"})
    yield client.get("/audit/export/?format=jsonl")


def test_secret_is_in_no_page_no_log_and_no_database_file(client, desk, caplog, capfd, tmp_path):
    caplog.set_level(logging.DEBUG)
    seen = list(every_page(client, desk))

    assert len(seen) > 15
    for response in seen:
        assert found_in(body_of(response)) == [], response.request["PATH_INFO"]
    assert found_in(caplog.text) == []
    assert found_in(capfd.readouterr()) == []
    assert desk.secret == KEY  # it is there, and readable for a call

    dump = tmp_path / "dump.json"
    management.call_command("dumpdata", "threadsui", output=str(dump))
    assert found_in(dump.read_bytes()) == []
    assert b"Desk" in dump.read_bytes()
    raws = list(database_bytes())
    assert any(b"Desk" in raw for raw in raws)  # these are the files that it is in
    assert found_in(b"".join(raws)) == []


def test_secret_is_in_no_error_page_and_no_traceback(client, desk, caplog, monkeypatch):
    """An unforeseen error in the middle of saving, with the form's fields in the hands of the code."""

    def broken(*args, **kwargs):
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("threadsui.services.connections.saving.record", broken)
    client.raise_request_exception = False
    response = client.post(
        f"{desk.get_absolute_url()}edit/", FORM | {"base_url": desk.base_url, "secret": KEY + "-2"}
    )

    assert response.status_code == 500
    assert found_in(response.content) == []
    assert found_in(caplog.text) == []
    assert "unforeseen" in caplog.text


def body_of(response):
    if response.streaming:
        return b"".join(response.streaming_content)
    return response.content


def database_bytes():
    """The files of SQLite, its write-ahead log included; on PostgreSQL every column of every table."""
    if connections["default"].vendor == "sqlite":
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(FULL)")
        folder = settings.DATA_DIR
        for path in folder.rglob("*"):
            if path.is_file() and "sqlite" in path.name:
                yield consoles.bytes_of(path)
        return
    with connections["default"].cursor() as cursor:
        for table in connections["default"].introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            yield "\n".join(row[0] for row in cursor.fetchall()).encode()
