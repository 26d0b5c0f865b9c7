"""The databases of the bench: where they are kept, and a process of its own on each."""

import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from tests import postgres

ROOT = Path(__file__).resolve().parents[3]
# Kept for the next run. PostgreSQL's user has to be able to reach it, when that is not yours.
FOLDER = Path(os.environ.get("BENCH_DIR") or ROOT / "var" / "bench")
ENGINES = ("sqlite", "postgresql")


@contextmanager
def server(engines):
    """PostgreSQL, if it is one of `engines`; yields the beginning of its addresses, or ""."""
    if "postgresql" not in engines:
        yield ""
        return
    if port := _port_of_another_run():
        yield f"postgres://console@127.0.0.1:{port}"
        return
    programs = postgres.find_programs()
    if programs is None:
        sys.exit(postgres.ADVICE)
    with postgres.cluster(programs, folder=FOLDER / "postgresql") as url:
        yield url.rpartition("/")[0]


def _port_of_another_run():
    """Its server is on the same data, and is left running."""
    try:
        port = (FOLDER / "postgresql/data/postmaster.pid").read_text().splitlines()[3]
        socket.create_connection(("127.0.0.1", int(port)), timeout=5).close()
    except (OSError, IndexError):
        return None
    return port


def environment(engine, name, address):
    """Of a process that measures the database called `name`."""
    folder = FOLDER / f"{engine}-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    url = f"{address}/bench_{name}" if engine == "postgresql" else ""
    return os.environ | {
        "DEMO": "1",
        "DEBUG": "0",
        "DATA_DIR": str(folder),
        "DATABASE_URL": url,
        "LOG_LEVEL": "ERROR",
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "DJANGO_SETTINGS_MODULE": "tests.bench.scale.settings",
    }


def make_anew(engine, name, address):
    """An empty database in place of what is there, unless what is there was built to its end."""
    folder = FOLDER / f"{engine}-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if engine == "postgresql":
        import psycopg

        with psycopg.connect(f"{address}/postgres", autocommit=True) as session:
            session.execute(f"DROP DATABASE IF EXISTS bench_{name} WITH (FORCE)")
            session.execute(f"CREATE DATABASE bench_{name}")


def is_built(engine, name):
    return (FOLDER / f"{engine}-{name}" / "built.json").exists()


def run(module, *arguments, env):
    """Run a module of this package; what it prints is seen as it comes."""
    command = [sys.executable, "-m", f"{__package__}.run", module, *arguments]
    subprocess.run(command, env=env, cwd=ROOT, check=True)
