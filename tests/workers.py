"""The real worker of the queue: until nothing is due, or as a process that is killed in the middle."""

import signal

from django.core.management import call_command

from tests import consoles

WORK = {"batch": True, "startup_delay": False, "interval": 0, "verbosity": 0}
KILLED_IN_THE_MIDDLE = """
import os
from importlib import import_module
from tests.workers import work

module = import_module({module!r})
for constant, value in {constants!r}.items():
    setattr(module, constant, value)
function, calls = module.{name}, []

def killed(*arguments):
    calls.append(1)
    if len(calls) == 3:
        os.kill(os.getpid(), {signal:d})
    return function(*arguments)

module.{name} = killed
work()
"""


def work(**options):
    """Do what waits in the queue, until nothing is due."""
    call_command("db_worker", **WORK | options)


def work_until_killed(module, name, **constants):
    """Start a worker in a process of its own, which is killed when it calls `module.name` for the third time."""
    values = {"module": module.__name__, "name": name, "constants": constants}
    code = KILLED_IN_THE_MIDDLE.format_map(values | {"signal": signal.SIGKILL})
    assert consoles.run_python(code).returncode == -signal.SIGKILL
