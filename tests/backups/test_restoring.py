"""A backup that is made while people write, and the console that comes of it, by the documentation's own commands."""

import json
import re
import shutil
import subprocess
import sys
import threading
import uuid
from contextlib import closing, contextmanager

import psycopg
import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection

from tests import consoles, documentation, factories
from tests.browsing import CLIENT, PASSWORD, Browser

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "sk-kept-through-a-restore-4711"
WRITER = """
import sys, uuid, pathlib
from threadsui.api import schema
from threadsui.models import Connection, User
from threadsui.services.creating.threads import create_thread
made, stop = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
actor, sandbox = User.objects.get(username="lead"), Connection.objects.get(is_sandbox=True)
number = 0
while not stop.exists():
    payload = schema.parse(schema.CreateThread, {"messages": [{"role": "user", "content": f"while copying {number}"}]})
    done = create_thread(connection=sandbox, payload=payload, actor=actor, token=uuid.uuid4())
    assert done.state == "accepted", done.explanation
    number += 1
    made.write_text(str(number))
"""


@pytest.fixture
def filled(lead, admin, sandbox_connection):
    """A console with a bit of everything, made by its services."""
    lead.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt" * 6)
    lead.save()
    factories.connection("desk", secret=SECRET, extra_headers={"x-team": "kept-header-0815"})
    for text in ("Where is my parcel?", "Größe und Straße", "A zebra crossing"):
        factories.created_thread(
            actor=lead, messages=[{"role": "user", "content": text}], metadata={"order": "7"}
        )
    factories.draft(owner=lead)


@contextmanager
def writer(folder, variables):
    """Somebody who creates threads all the time; yields how many there are by now."""
    made, stop = folder / "made", folder / "stop"
    made.write_text("0")
    process = subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup()\n{WRITER}", str(made), str(stop)],
        env=variables,
        stderr=subprocess.PIPE,
        text=True,
    )

    def at_least(number):
        for _ in range(600):
            if int(made.read_text() or 0) >= number:
                return int(made.read_text() or 0)
            assert process.poll() is None, process.stderr.read()
            threading.Event().wait(0.1)
        raise AssertionError("The writer wrote too little.")

    try:
        yield at_least
    finally:
        stop.touch()
        told = process.communicate(timeout=60)[1]
    assert process.returncode == 0, told


@contextmanager
def empty_place(folder):
    """The environment of a new console with nothing in it, on the engine of this run."""
    folder.mkdir()
    own = {"TRUSTED_PROXIES": CLIENT}
    variables = consoles.new_production(folder, **own)
    if connection.vendor == "sqlite":
        yield variables | {"DATABASE_URL": ""}
        return
    name = f"restored_{uuid.uuid4().hex[:8]}"
    with closing(psycopg.connect(variables["DATABASE_URL"], autocommit=True)) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            url = variables["DATABASE_URL"].rpartition("/")[0]
            yield variables | {"DATABASE_URL": f"{url}/{name}"}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_backup_that_is_made_while_people_write_becomes_a_console(
    filled, tmp_path, collected_static
):
    here = consoles.environment() | {"BACKUPS": str(tmp_path)}
    with writer(tmp_path, here) as at_least:
        before = at_least(2)
        done = documentation.run(documentation.commands("operations.md", "## Backup"), here)
        assert done.returncode == 0, done.stderr
        after = at_least(before + 2)
    [backup] = [path.parent for path in tmp_path.glob("*/backup.json")]
    assert {path.stat().st_mode & 0o077 for path in [backup, *backup.iterdir()]} == {0}

    with empty_place(tmp_path / "new") as there:
        there |= {"BACKUP": str(backup)}
        block = documentation.commands("operations.md", "## Restore")
        done = documentation.run(block, there)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "The audit chain is whole" in done.stdout
        assert "The index agrees with the records" in done.stdout
        look_at(there, at_least=before, at_most=after)
        shutil.copytree(collected_static, tmp_path / "new" / "static")
        with consoles.running_in_production(there) as port:
            show(port)


LOOK = """
import json
from django.db import DatabaseError, connection
from threadsui.models import *
told = {
    "threads": Thread.objects.count(), "sending": Submission.objects.filter(state="sending").count(),
    "secret": Connection.objects.get(slug="desk").secret, "draft": Draft.objects.count(),
    "headers": Connection.objects.get(slug="desk").extra_headers, "refused": [],
}
for statement in ("UPDATE threadsui_auditevent SET reason = 'x'", "DELETE FROM threadsui_auditevent"):
    try:
        connection.cursor().execute(statement)
    except DatabaseError as exc:
        told["refused"].append(str(exc).splitlines()[0])
print(json.dumps(told))
"""


def look_at(variables, *, at_least, at_most):
    """What is in the restored databases: the records of one moment, their secrets, and the triggers."""
    done = consoles.run_python(LOOK, variables=variables)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert 3 + at_least <= told["threads"] <= 3 + at_most
    assert (told["secret"], told["headers"]) == (SECRET, {"x-team": "kept-header-0815"})
    assert (told["draft"], len(told["refused"])) == (1, 2)
    assert told["sending"] <= 1  # the one that was on its way at that moment


def show(port):
    """Somebody signs in and finds a thread by its words."""
    browser = Browser(port)
    https = {"X_Forwarded_Proto": "https"}
    assert "ok" in browser.ask("GET", "/readyz").text
    assert browser.sign_in("lead", PASSWORD, **https).status == 302
    found = browser.ask("GET", "/threads/?q=zebra+cross*", **https).text
    address = re.search(r'href="(/threads/\d+/)"', found)[1]
    assert "A zebra crossing" in browser.ask("GET", address, **https).text
