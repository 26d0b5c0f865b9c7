"""The same form many times at once, in real processes and threads; and a process killed at the worst moment."""

import json
import signal
import threading
import uuid

import pytest
import requests
from django.db import connection as database
from django.test import Client
from django.utils import timezone

from tests.consoles import run_python, running_console
from threadsui.api import schema
from threadsui.models import AuditEvent, Submission, Thread
from threadsui.services.creating.resolutions import (
    adopt_submission,
    dismiss_submission,
    resend_submission,
)
from threadsui.services.creating.submissions import settle_overdue_submissions
from threadsui.services.creating.threads import create_thread

pytestmark = pytest.mark.django_db(transaction=True)

PRESSES = 8

# Creates a thread, and is killed between the server's answer and the commit of the outcome.
KILLED_BEFORE_COMMIT = """
import os, signal, uuid
from threadsui.api import schema
from threadsui.models import Connection, User
from threadsui.services.creating import submissions, threads
submissions.finish_submission = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
threads.create_thread(
    connection=Connection.objects.get(slug="upstream"),
    payload=schema.parse(schema.CreateThread, {"metadata": {"ticket": "4711"}}),
    actor=User.objects.get(username="agent"),
    token=uuid.uuid4(),
)
"""


def press_create(address, cookies, token, answers, together):
    """One press of Create in a browser of its own; keeps the answer."""
    form = {
        "token": token,
        "connection": "upstream",
        "title": "Pressed",
        "csrfmiddlewaretoken": "x" * 32,
    }
    together.wait()
    answers.append(
        requests.post(
            f"{address}/threads/new/",
            data=form,
            cookies={**cookies, "csrftoken": "x" * 32},
            headers={"Referer": address},
            allow_redirects=False,
            timeout=60,
        )
    )


def test_same_form_posted_8_times_at_once_makes_one_thread(agent, connection, upstream):
    upstream.delay = 0.3  # so that all of them arrive while the first is being sent
    browser = Client()
    browser.force_login(agent)
    cookies = {"sessionid": browser.cookies["sessionid"].value}
    token, answers, together = str(uuid.uuid4()), [], threading.Barrier(PRESSES)

    with running_console(workers=2, threads=8) as address:
        presses = [
            threading.Thread(target=press_create, args=(address, cookies, token, answers, together))
            for _ in range(PRESSES)
        ]
        for press in presses:
            press.start()
        for press in presses:
            press.join()

    submission, thread = Submission.objects.get(), Thread.objects.get()
    assert len(upstream.bodies) == 1
    assert [answer.status_code for answer in answers] == [302] * PRESSES
    to_thread = thread.get_absolute_url()
    to_submission = f"{submission.get_absolute_url()}?follow=1"
    assert {answer.headers["Location"] for answer in answers} == {to_thread, to_submission}
    assert submission.thread == thread
    assert AuditEvent.objects.count() == 1


@pytest.fixture
def killed(agent, connection):
    """The submission of a process that was killed after the server had answered, long enough ago."""
    process = run_python(KILLED_BEFORE_COMMIT)
    assert process.returncode == -signal.SIGKILL, process.stderr
    submission = Submission.objects.get()
    assert submission.state == Submission.State.SENDING
    Submission.objects.update(deadline_at=timezone.now())
    submission.refresh_from_db()
    return submission


def test_killed_process_leaves_an_unknown_submission_that_is_visible(killed, agent):
    assert settle_overdue_submissions() == 1

    killed.refresh_from_db()
    assert killed.state == Submission.State.UNKNOWN
    assert "The console was stopped while it waited for Upstream." in killed.explanation
    assert list(Submission.objects.open_unknown().visible_to(agent)) == [killed]
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_name) == ("submission.unknown", "system")
    assert settle_overdue_submissions() == 0


def test_answer_of_a_killed_process_is_not_lost(killed):
    assert json.loads(killed.calls.get().response_body)["id"] == "thread_0001"


def test_killed_submission_can_be_adopted(killed, lead, agent):
    thread = adopt_submission(submission=killed, remote_id="thread_0001", actor=lead)

    killed.refresh_from_db()
    assert (killed.state, killed.thread) == (Submission.State.ACCEPTED, thread)
    assert (thread.creator, thread.metadata) == (agent, {"ticket": "4711"})


def test_killed_submission_can_be_resent(killed, lead, upstream):
    child = resend_submission(
        submission=killed, actor=lead, token=uuid.uuid4(), reason="Not found there"
    )

    killed.refresh_from_db()
    assert (child.parent, child.state) == (killed, Submission.State.ACCEPTED)
    assert (killed.state, killed.resolution) == (Submission.State.UNKNOWN, "resent")
    assert upstream.bodies == [killed.body.encode()] * 2


def test_killed_submission_can_be_dismissed(killed, lead):
    dismiss_submission(submission=killed, actor=lead, reason="Found by hand, not needed.")

    killed.refresh_from_db()
    assert (killed.state, killed.resolution) == (Submission.State.UNKNOWN, "dismissed")
    assert not Submission.objects.open_unknown().exists()


def test_all_that_a_create_writes_waits_in_turn(agent, connection, upstream):
    """What is written outside a transaction sleeps at SQLite's lock, while other threads are woken at theirs."""
    written = []

    def note(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(
                (sql.split("threadsui_")[1].split()[0].strip('"'), database.in_atomic_block)
            )
        return execute(sql, params, many, context)

    with database.execute_wrapper(note):
        create_thread(
            connection=connection,
            payload=schema.parse(schema.CreateThread, {"metadata": {"ticket": "4711"}}),
            actor=agent,
            token=uuid.uuid4(),
        )

    tables = {table for table, _ in written}
    assert {"submission", "apicall", "thread", "auditevent"} <= tables
    assert all(is_in_turn for _, is_in_turn in written), written
