import io
import json
from dataclasses import dataclass

import pytest
from django.core.management import CommandError, call_command


@dataclass
class Run:
    """What a command left behind: its exit code, standard output, and what it would say on standard error."""

    code: int
    out: str
    error: str = ""

    @property
    def thread(self):
        return json.loads(self.out)


@pytest.fixture
def run(monkeypatch, agent):
    """Run `create_thread` for the agent, on the sandbox: `run("--metadata", "{a: b}", stdin="…")`."""

    def run(*arguments, stdin="", actor=("--actor", "agent")):
        out = io.StringIO()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        try:
            call_command("create_thread", *arguments, *actor, stdout=out)
        except CommandError as exc:
            return Run(exc.returncode, out.getvalue(), str(exc))
        return Run(0, out.getvalue())

    return run
