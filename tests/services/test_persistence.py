"""The database goes away for a moment: what the server answered is still written, and what was pressed still done."""

import threading
import uuid

import pytest
from django.db import connections

from tests import factories
from tests.upstream import create
from threadsui.api import schema
from threadsui.models import Operation, Submission, User
from threadsui.queries.threads.selections import by_ids, newest_thread_id, threads_of
from threadsui.services.bulk import steps
from threadsui.services.creating.threads import create_thread

pytestmark = pytest.mark.django_db(transaction=True)

AWAY = 0.3  # seconds


def lock_for_a_moment(ours):
    """SQLite: somebody else writes for longer than our connection waits, but not for ever."""
    ours.connection.execute("PRAGMA busy_timeout = 10")
    theirs = connections["default"].copy()
    theirs.inc_thread_sharing()
    theirs.cursor().execute("BEGIN IMMEDIATE")

    def let_go():
        theirs.connection.execute("COMMIT")
        theirs.close()

    threading.Timer(AWAY, let_go).start()


def end_session(ours):
    """PostgreSQL: the server ends our session, as a restart does."""
    theirs = connections["default"].copy()
    with theirs.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [ours.connection.info.backend_pid])
    theirs.close()


def take_away(ours):
    (end_session if ours.vendor == "postgresql" else lock_for_a_moment)(ours)


def test_outcome_survives_a_database_that_is_away_for_a_moment(agent, connection, upstream):
    ours = connections["default"]

    def behave(handler, body):
        take_away(ours)
        create(handler, body)

    upstream.script = [behave]
    submission = create_thread(
        connection=connection,
        payload=schema.parse(schema.CreateThread, {"metadata": {"ticket": "4711"}}),
        actor=agent,
        token=uuid.uuid4(),
    )

    assert submission.state == Submission.State.ACCEPTED
    assert submission.calls.get().status == 200


def test_bulk_operation_goes_on_when_the_database_was_away_for_a_moment(agent):
    operation = steps.start_operation(
        actor=agent,
        kind=Operation.Kind.TAG,
        parameters={"tag": "vip"},
        selection=by_ids([factories.thread().pk]),
        newest_id=newest_thread_id(),
    )
    threads = threads_of(operation)
    take_away(connections["default"])

    done = steps.run_step(operation=operation, threads=threads)

    assert (done.state, done.changed_count) == ("done", 1)


def test_page_comes_even_when_nobody_can_note_who_was_here(agent, client_of, caplog):
    ours = connections["default"]
    if ours.vendor != "sqlite":
        pytest.skip("PostgreSQL's writers do not wait for each other")
    client = client_of(agent)
    User.objects.update(last_login=None)
    ours.connection.execute("PRAGMA busy_timeout = 10")
    theirs = ours.copy()
    theirs.cursor().execute("BEGIN IMMEDIATE")
    try:
        assert client.get("/account/").status_code == 200
    finally:
        theirs.connection.execute("COMMIT")
        theirs.close()

    assert "not noted" in caplog.text
    assert User.objects.get(pk=agent.pk).last_seen_at is None
