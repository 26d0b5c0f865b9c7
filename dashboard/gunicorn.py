"""How gunicorn serves the console: one process, 32 threads.

A create waits for the upstream API most of its time, so threads carry 32 people at once on one process (88 % of the
ideal rate at 200 ms), where forked sync workers carry 3–10 %.
"""

import os
import sys
from pathlib import Path

from django.conf import settings

from dashboard.security import is_loopback

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")

port = os.environ.get("PORT") or "8000"
host = os.environ.get("HOST") or "127.0.0.1"

bind = [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]  # an IPv6 address has colons
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 1)
threads = 32
keepalive = 75  # seconds; a browser's next click finds its connection open
timeout = 120  # of a worker that shows no sign of life, not of a request
graceful_timeout = (
    30  # longer than the default read timeout of a connection: a call under way may end
)
control_socket_disable = True
# Who is believed about scheme and client is decided in one place, by TRUSTED_PROXIES: dashboard/proxies.py.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
if Path("/dev/shm").is_dir():  # noqa: S108 - a heartbeat file on a disk can stall a worker
    worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn makes a private file in it


def on_starting(server):
    """Stop before the first socket is opened if the demo would be reachable from another machine."""
    exposed = [name for name in map(_shown, server.cfg.address) if not is_loopback(name)]
    if settings.DEMO and exposed:
        sys.exit(
            f"Demo mode listens on loopback only, not on {', '.join(exposed)}: everybody knows its passwords. "
            "Nothing was started. Unset HOST, or set up a real installation (docs/operations.md)."
        )


def post_worker_init(worker):
    """Say where the console is, once the first worker is about to answer."""
    if worker.age > 1 or not settings.DEMO:
        return
    for line in (
        "",
        f"Threads Console answers on http://{worker.cfg.bind[0]}/",
        "Sign in as viewer, agent, lead, auditor or admin; the password is console-demo.",
        f"Ctrl+C stops it. The data stays in {settings.DATA_DIR}.",
        "",
    ):
        print(line, flush=True)  # noqa: T201 - this is for the person at the terminal


def _shown(address):
    """A TCP address is (host, port); a Unix socket is its path, which only this machine can open."""
    return address[0] if isinstance(address, tuple) else "localhost"
