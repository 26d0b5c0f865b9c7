"""Run a command with DATABASE_URL naming a PostgreSQL of its own: `python -m tests.postgres pytest …`.

The cluster lives in a temporary folder, listens on loopback only, and is gone when the command ends. PostgreSQL
refuses to run as root; there it runs as the user `postgres` (or `nobody`).
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

ADVICE = (
    "No PostgreSQL server programs (initdb, pg_ctl) were found on the PATH or in /usr/lib/postgresql.\n"
    "On Debian or Ubuntu: apt-get install postgresql"
)


def find_programs():
    """The folder that holds initdb and pg_ctl, the newest version first; None if there is none."""
    packaged = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name)
    )
    on_path = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep)]
    for folder in [*packaged, *on_path]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    return None


def server_user():
    """Who may own the cluster: this user, or for root somebody without rights."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    sys.exit("PostgreSQL does not run as root, and there is no user postgres or nobody here.")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def cluster(programs, *, folder=None):
    """Start a cluster; yields its database URL; stops it.

    Without a `folder` it is empty, and removed at the end; in one it is kept, and taken as it is the next time.
    """
    owner = server_user()
    identity = {"user": owner.pw_uid, "group": owner.pw_gid} if os.geteuid() == 0 else {}
    is_kept = folder is not None
    folder = folder or Path(tempfile.mkdtemp(prefix="threads-console-postgres-"))
    folder.mkdir(parents=True, exist_ok=True)
    if identity:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data, log = folder / "data", folder / "log"

    def run(program, *arguments):
        command = [programs / program, "-D", data, *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **identity)

    # No fsync: what a crash would lose is thrown away at the end anyway.
    port = free_port()
    server = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off -c full_page_writes=off"
    try:
        if not data.exists():
            run("initdb", "--username=console", "--auth=trust", "--encoding=UTF8", "--no-sync")
        run("pg_ctl", "start", "-w", "-l", log, "-o", server)
        try:
            yield f"postgres://console@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "stop", "-w", "-m", "fast" if is_kept else "immediate")
    finally:
        if not is_kept:
            shutil.rmtree(folder, ignore_errors=True)


def main():
    programs = find_programs()
    if programs is None:
        sys.exit(ADVICE)
    # Ctrl+C and a stop from outside reach the command too; this process stays to clean up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster(programs) as url:
        environment = os.environ | {"DATABASE_URL": url}
        sys.exit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)


if __name__ == "__main__":
    main()
