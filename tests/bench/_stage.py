"""What the benches share: a console and an upstream as processes of their own, forms to post, and figures."""

import atexit
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from contextlib import contextmanager

# Before Django reads its settings: a folder of its own, and the embedded run's way of serving.
DATA_DIR = tempfile.mkdtemp(prefix="threads-console-bench-")
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
os.environ.update(
    DEMO="1",
    DATA_DIR=DATA_DIR,
    DATABASE_URL="",
    LOG_LEVEL="WARNING",
    ALLOWED_HOSTS="127.0.0.1,testserver",
    DJANGO_SETTINGS_MODULE="dashboard.settings",
)

import django  # noqa: E402 - the environment comes first
import requests  # noqa: E402 - as above

django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up first
from django.test import Client  # noqa: E402 - as above

from threadsui.models import Connection, User  # noqa: E402 - as above

BODY = {
    "messages": [
        {
            "role": role,
            "content": text,
            "attachments": [{"file_id": "file-abc123", "tools": [{"type": "file_search"}]}],
            "metadata": {"source": "email", "ticket": "SUP-88214"},
        }
        for role, text in (
            ("user", "The tent arrived with a snapped pole. I leave on Thursday."),
            ("assistant", "I’m sorry about the pole. I’m checking the stock now."),
            ("user", "Thank you. A refund is fine as well."),
        )
    ],
    "metadata": {"order_id": "NV-20418835", "customer_tier": "gold", "locale": "pl-PL"},
}


def form():
    """BODY as a browser posts it, with a token of its own."""
    fields = {"token": str(uuid.uuid4()), "connection": "bench", "messages-TOTAL_FORMS": "3"}
    fields |= _pairs("metadata", BODY["metadata"])
    for number, message in enumerate(BODY["messages"]):
        name = f"messages-{number}"
        fields |= {f"{name}-role": message["role"], f"{name}-content": message["content"]}
        fields |= {
            f"{name}-attachments-TOTAL_FORMS": "1",
            f"{name}-attachments-0-file_id": "file-abc123",
            f"{name}-attachments-0-tools": "file_search",
        }
        fields |= _pairs(f"{name}-metadata", message["metadata"])
    initial = {
        name.replace("TOTAL", "INITIAL"): "0" for name in fields if name.endswith("TOTAL_FORMS")
    }
    return fields | initial


def create(browser, console, fields):
    """Post the form as a browser does. The flash message is dropped: a person's next page would have shown it."""
    answer = browser.post(f"{console}/threads/new/", data=fields, allow_redirects=False)
    if answer.status_code != 302 or not answer.headers["Location"].startswith("/threads/"):
        raise RuntimeError(f"The create ended in HTTP {answer.status_code}.")
    browser.cookies.pop("messages", None)


def browser_of(console, cookies):
    """A session that is signed in, with the CSRF token that htmx would send."""
    browser = requests.Session()
    browser.cookies.update(cookies)
    browser.headers.update({"Referer": console, "X-CSRFToken": cookies["csrftoken"]})
    return browser


def _pairs(name, metadata):
    fields = {f"{name}-TOTAL_FORMS": str(len(metadata))}
    for number, (key, value) in enumerate(metadata.items()):
        fields |= {f"{name}-{number}-key": key, f"{name}-{number}-value": value}
    return fields


def prepare(upstream_url):
    """Migrate, and make a person and a connection; returns the cookies of the person's session."""
    for database in ("default", "sandbox"):
        call_command("migrate", database=database, verbosity=0)
    agent, _ = User.objects.get_or_create(username="bench", is_superuser=True)
    Connection.objects.update_or_create(
        slug="bench",
        defaults={"name": "Bench", "base_url": upstream_url, "secret": "sk-bench-only"},
    )
    browser = Client()
    browser.force_login(agent)
    return {"sessionid": browser.cookies["sessionid"].value, "csrftoken": "x" * 32}


def collect_static():
    """Make the static files small, as a real installation serves them. Once, before a console starts."""
    call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def running(*command, port, path="/healthz", **environment):
    """A process that serves HTTP on `port`; yields its address once it answers at `path`."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address + path)
        yield address
    finally:
        process.terminate()
        process.wait(40)


def running_upstream(delay=0.0):
    port = free_port()
    return running("tests.bench._upstream", str(port), str(delay), port=port, path="/v1/threads/x")


def running_console(**environment):
    port = free_port()
    command = ("gunicorn", "--config", "dashboard/gunicorn.py", "dashboard.wsgi")
    return running(*command, port=port, PORT=str(port), **environment)


def running_plain_view():
    """The console's peer: see `_plain`. It has the console's database, gunicorn and number of threads."""
    return running_console(DJANGO_SETTINGS_MODULE="tests.bench._plain_settings")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(url):
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{url} did not answer within 30 seconds.")


def timed(action):
    """Milliseconds that `action()` took."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def median(times):
    return statistics.median(times)


def p95(times):
    return statistics.quantiles(times, n=20)[-1]
