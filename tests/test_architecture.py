"""Who imports whom: the contracts stand in pyproject.toml, under [tool.importlinter]."""

import subprocess
import sys

LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"


def test_import_contracts_hold():
    """In a process of its own: the linter sets up logging for itself, and would silence ours."""
    result = subprocess.run(
        [sys.executable, "-c", LINT], capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout
