"""The commands that the documentation tells people to run, so that the tests run those very ones."""

import re
import subprocess
import sys

from django.conf import settings


def commands(page, heading):
    """The first block of shell commands below `heading` of docs/`page`."""
    text = (settings.BASE_DIR / "docs" / page).read_text(encoding="utf-8")
    _before, found, below = text.partition(f"\n{heading}\n")
    assert found, f"docs/{page} has no heading {heading}"
    return re.search(r"```sh\n(.*?)```", below, re.DOTALL)[1]


def run(block, variables):
    """Run them one after the other, up to the first that fails; returns the finished process."""
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block.replace(".venv/bin/python", sys.executable)],
        cwd=settings.BASE_DIR,
        env=variables,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
