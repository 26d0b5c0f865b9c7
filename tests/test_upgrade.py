"""A console of an earlier version with its data, brought up to date by `migrate`: nothing of it is lost."""

import uuid

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone

from threadsui.audit import triggers
from threadsui.audit.verifying import verify
from threadsui.models import Connection, Submission, Thread, User
from threadsui.textindex.upkeep import index_agrees, wrong_threads

pytestmark = pytest.mark.django_db(transaction=True)
EARLIER = (
    "0026_team"  # before the index of texts; tests/audit/test_migration.py is about the chain's
)


@pytest.fixture
def earlier():
    """The models of that version, on its tables; everything is back at its newest in the end."""
    executor = MigrationExecutor(connection)
    executor.migrate([("threadsui", EARLIER)])
    yield executor.loader.project_state([("threadsui", EARLIER)]).apps
    call_command("migrate", verbosity=0)


def test_upgrade_keeps_every_record_and_builds_what_is_new_from_it(earlier):
    def model(name):
        return earlier.get_model("threadsui", name).objects

    group = earlier.get_model("auth", "Group").objects.get(name="lead")
    lead = model("User").create(username="lead", email="lead@example.com")
    lead.groups.add(group)
    desk = model("Connection").create(
        slug="desk", name="Desk", base_url="https://desk.example.com/v1", secret="sk-of-old-4711"
    )
    body = {"messages": [{"role": "user", "content": "A zebra crossing"}]}
    thread = model("Thread").create(
        connection=desk,
        remote_id="thread_of_old",
        creator=lead,
        title="Zebra",
        metadata={"order": "7"},
        remote_created_at=timezone.now(),
    )
    model("Message").create(
        thread=thread, position=0, role="user", content="A zebra crossing", text="A zebra crossing"
    )
    model("MetadataPair").create(thread=thread, key="order", value="7")
    model("Submission").create(
        token=uuid.uuid4(),
        connection=desk,
        actor=lead,
        body=str(body),
        body_sha256="0" * 64,
        state="unknown",
        explanation="The server failed (HTTP 500) after the request was sent.",
        deadline_at=timezone.now(),
        finished_at=timezone.now(),
    )
    call_command("migrate", verbosity=0)

    assert verify() == (0, None)
    assert triggers.missing(connection) == []
    assert (index_agrees(), wrong_threads()) == (True, [])
    assert Connection.objects.get(slug="desk").secret == "sk-of-old-4711"
    kept = Thread.objects.get(remote_id="thread_of_old")
    assert (kept.metadata, kept.messages.get().text) == ({"order": "7"}, "A zebra crossing")
    assert "failed (HTTP 500)" in Submission.objects.get().explanation
    client = Client()
    client.force_login(User.objects.get(username="lead"))
    for address in (
        "/threads/?q=zebra+metadata.order%3A7",
        kept.get_absolute_url(),
        "/submissions/",
        "/audit/",
    ):
        page = client.get(address)
        assert page.status_code == 200
    assert "Zebra" in client.get("/threads/?q=crossing").text
    assert Client().get("/readyz").text.startswith("ok")
