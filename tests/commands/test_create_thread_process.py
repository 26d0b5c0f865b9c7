"""The command as a shell sees it: exit codes, and which stream says what."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import consoles
from threadsui.models import Connection, Thread

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[2]


def create_thread(*arguments, stdin=""):
    return subprocess.run(
        [sys.executable, "manage.py", "create_thread", "--actor", "agent", *arguments],
        cwd=ROOT,
        env=consoles.environment(),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_created_thread_is_the_only_thing_on_standard_output(agent):
    done = create_thread(stdin='{"messages": [{"role": "user", "content": "Grüße"}]}')

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["id"] == Thread.objects.get().remote_id
    assert Thread.objects.get().title == "Grüße"


def test_unknown_outcome_is_exit_code_4_and_said_on_standard_error(agent):
    Connection.objects.update(sandbox_fault="server_error")

    done = create_thread("--metadata", "{a: b}")

    assert (done.returncode, done.stdout) == (4, "")
    assert "A thread may exist." in done.stderr


@pytest.mark.parametrize("arguments", [["--message", "{role: user"], ["--message.colour", "red"]])
def test_wrong_usage_is_exit_code_2(agent, arguments):
    done = create_thread(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert "create_thread: error:" in done.stderr
