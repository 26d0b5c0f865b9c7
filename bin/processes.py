"""Run a Procfile until Ctrl+C, a stop from outside or a closed terminal, then stop all of it.

This is `honcho start` with three differences: being stopped is success; a closed terminal stops the processes as well,
and so does a Ctrl+C in the first moments, where honcho itself would leave them behind.
"""

import contextlib
import os
import signal
import sys
import threading
from pathlib import Path

from honcho import manager
from honcho.environ import parse_procfile
from honcho.printer import Printer

STOPPED_BY_A_PERSON = {stop["rc"] for stop in manager.SIGNALS.values()}


class Terminal:
    """Standard output that may be gone, and that a signal handler may write to at any moment: hence no buffer."""

    def isatty(self):
        return sys.stdout.isatty()

    def write(self, text):
        with contextlib.suppress(OSError):
            os.write(1, text.encode())

    def flush(self):
        """Nothing is kept back."""


class Manager(manager.Manager):
    def terminate(self):
        """Stop all processes; a stop that comes before honcho knows their ids waits for them."""
        if self._all_started():
            super().terminate()
            return
        again = threading.Timer(0.05, self.terminate)
        again.daemon = True
        again.start()


def main(procfile):
    processes = Manager(Printer(Terminal()))
    for name, command in parse_procfile(Path(procfile).read_text()).processes.items():
        processes.add_process(name, command)
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    processes.loop()
    return 0 if processes.returncode in STOPPED_BY_A_PERSON else processes.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
