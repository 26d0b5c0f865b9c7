"""The console as processes of its own, on the databases of the test that starts them."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from django.db import connections


def environment():
    """What a child process needs in order to meet this test's databases. DEMO, because it speaks plain HTTP."""
    settings = connections["default"].settings_dict
    url = f"sqlite:///{settings['NAME']}"
    if connections["default"].vendor == "postgresql":
        url = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format_map(settings)
    return os.environ | {
        "DEMO": "1",
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "dashboard.settings",
    }


def run_python(code, *, timeout=60, variables=None):
    """Run `code` in a Python of its own, with Django set up; returns the finished process.

    On the databases of this test, unless `variables` are the environment of another console.
    """
    script = f"import django; django.setup()\n{code}"
    return subprocess.run(
        [sys.executable, "-c", script],
        env=variables or environment(),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def bytes_of(path):
    """What is in a database's file. A child reads it: to close it here would drop the locks that SQLite has for this
    process, and another that ends would take the write-ahead log away under it.
    """
    return subprocess.run(["cat", str(path)], capture_output=True, check=True).stdout


@contextmanager
def running_console(*, workers=2, threads=8):
    """A gunicorn with this many processes and threads; yields its address."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "dashboard.wsgi", "--worker-class", "gthread"]
    options = {"bind": f"127.0.0.1:{port}", "workers": workers, "threads": threads}
    arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    process = subprocess.Popen(
        [*command, *arguments, "--preload", "--timeout", "120", "--no-control-socket"],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def production(folder, **more):
    """The environment of a console for a team, on the databases of this test, with `folder` as its own."""
    (folder / "sandbox.sqlite3").symlink_to(connections["sandbox"].settings_dict["NAME"])
    return new_production(folder, **more)


def new_production(folder, **more):
    """The same with a sandbox of its own, which is not there yet."""
    names = {
        "DEMO": "0",
        "DATA_DIR": str(folder),
        "ALLOWED_HOSTS": "console.example.com",
    }
    found = environment() | names | more
    found.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # of the tests with a browser
    return found


@contextmanager
def running_in_production(variables):
    """gunicorn as the documentation starts it; yields its port."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "dashboard/gunicorn.py", "dashboard.wsgi"],
        env=variables | {"PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(url, process):
    for _ in range(300):
        try:
            return urllib.request.urlopen(url, timeout=5)
        except OSError:
            if process.poll() is not None:
                raise RuntimeError("The console ended before it answered.") from None
            time.sleep(0.1)
    raise RuntimeError("The console did not answer within 30 seconds.")
