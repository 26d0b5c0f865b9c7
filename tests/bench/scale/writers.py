"""8 processes write audit events at once: afterwards the chain has each of them once, in one line, and is whole."""

import os
import subprocess
import sys

from threadsui.audit.verifying import verify
from threadsui.models import AuditEvent

from . import load, stage
from .report import verdict

PROCESSES = 8


def main(arguments):
    seconds = arguments[0]
    load.update()
    command = [sys.executable, "-m", f"{__package__}.run", "write_events", seconds]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    writers = [
        subprocess.Popen(command, env=os.environ, cwd=stage.ROOT, **pipes) for _ in range(PROCESSES)
    ]
    ended = [writer.communicate() for writer in writers]
    errors = [said for writer, (_, said) in zip(writers, ended, strict=True) if writer.returncode]
    told = sum(int(output.split()[-1]) for output, _ in ended if output.strip())
    number, finding = verify()
    kept = AuditEvent.objects.count()
    is_right = not errors and finding is None and told == kept == number
    print(
        f"{PROCESSES} processes, {seconds} s: {told:,} events written, {kept:,} kept, whole up to {number:,}, "
        f"{len(errors)} errors, {'no fork' if finding is None else finding}: {verdict(is_right)}"
    )
    for error in errors[:1]:
        print(error, file=sys.stderr)
