"""The server that people run cuts a connection, too: it differs from the one of the tests in how it hangs up."""

import os
import socket
import subprocess
import sys
import time

import pytest
import requests
from django.conf import settings

from threadsui.sandbox.models import Thread

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 30  # seconds for gunicorn to start


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until_it_answers(url, process):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            return requests.get(url, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError("gunicorn did not start")


@pytest.fixture
def gunicorn(transactional_db, tmp_path):
    """The console in demo mode on the databases of this test: its address, and the file of its log."""
    port, log = free_port(), tmp_path / "log"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "dashboard.settings",
        "DATA_DIR": str(settings.ENV.data_dir),
        "DEMO": "1",
        "PORT": str(port),
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "dashboard/gunicorn.py", "dashboard.wsgi"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stdout=out, stderr=out
        )
        try:
            url = f"http://127.0.0.1:{port}"
            until_it_answers(f"{url}/healthz", process)
            yield url, log
        finally:
            process.terminate()
            process.wait(PATIENCE)


def test_cut_connection_ends_without_an_answer_or_a_traceback(gunicorn):
    url, log = gunicorn
    headers = {"Authorization": "Bearer any", "OpenAI-Beta": "assistants=v2"}

    for fault, made in (("cut", 0), ("cut_after", 1)):
        with pytest.raises(requests.ConnectionError, match="without response"):
            requests.post(
                f"{url}/sandbox/v1/threads",
                headers=headers | {"X-Sandbox-Fault": fault},
                timeout=10,
            )
        assert Thread.objects.count() == made

    assert "Traceback" not in log.read_text()
