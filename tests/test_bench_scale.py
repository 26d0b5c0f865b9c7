"""The bench of scale, at a size that takes seconds: so that it is there when it is wanted."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

ENGINE = "sqlite"  # PostgreSQL's server is the bench's own to start; `make bench-scale` does


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What a run at 200 threads prints, of a database of its own."""
    command = [sys.executable, "-m", "tests.bench.scale", "--sizes", "200", "--runs", "1"]
    options = ["--engines", ENGINE, "--parts", "lists,writers", "--seconds", "1"]
    folder = tmp_path_factory.mktemp("bench")
    ended = subprocess.run(
        [*command, *options],
        env=os.environ | {"BENCH_DIR": str(folder)},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.parametrize(
    "row",
    [
        *(f"{name}: first page" for name in ("threads", "submissions", "calls", "audit")),
        "threads: thousandth page",
        "threads: last page",
        "metadata: two pairs",
        "word: common",
        "creator + 60 days",
        "audit: actor + action + time",
        "one thread",
    ],
)
def test_each_page_of_the_goals_is_timed_and_judged(said, row):
    _table, verdicts = said.split("goals at 200 threads")

    line = next(line for line in verdicts.splitlines() if line.startswith(f"{row} "))
    assert line.rstrip().endswith(("met", "MISSED"))


def test_pages_are_compared_with_the_admin(said):
    assert "times faster than the admin" in said


def test_writers_leave_a_whole_chain(said):
    assert "0 errors, no fork: met" in said
