"""`make run` leaves nothing behind, however it is stopped."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "bin" / "processes.py"


def wait_until(condition, *, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def started(tmp_path):
    """The script with two processes, once both have written their process id."""
    (tmp_path / "Procfile").write_text(
        "one: echo $$ > one.pid; exec sleep 100\ntwo: echo $$ > two.pid; exec sleep 100\n"
    )
    script = subprocess.Popen(
        [sys.executable, SCRIPT, "Procfile"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    files = [tmp_path / "one.pid", tmp_path / "two.pid"]
    wait_until(lambda: all(file.exists() and file.read_text().strip() for file in files))
    yield script, [int(file.read_text()) for file in files]
    if script.poll() is None:
        script.kill()
    script.wait()
    script.stdout.close()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_from_the_terminal_stops_all_processes(started, stop):
    script, pids = started

    os.killpg(script.pid, stop)  # a terminal signals everything in its foreground

    assert script.wait(timeout=20) == 0
    assert [pid for pid in pids if is_running(pid)] == []


def test_closed_terminal_stops_all_processes_though_nobody_reads_on(started):
    script, pids = started
    script.stdout.close()

    os.killpg(script.pid, signal.SIGHUP)

    assert script.wait(timeout=20) == 0
    assert [pid for pid in pids if is_running(pid)] == []


def test_process_that_dies_stops_the_others_and_is_a_failure(started):
    script, pids = started

    os.kill(pids[0], signal.SIGKILL)

    assert script.wait(timeout=20) != 0
    assert not is_running(pids[1])
