"""Who imports whom: the contracts stand in pyproject.toml, under [tool.importlinter]. And what a room is."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from threadsui import forms, queries, services, views

LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"


def test_import_contracts_hold():
    """In a process of its own: the linter sets up logging for itself, and would silence ours."""
    result = subprocess.run(
        [sys.executable, "-c", LINT], capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout


def rooms():
    for layer in (services, views, forms, queries):
        found = sorted(path for path in Path(layer.__path__[0]).rglob("*") if path.is_dir())
        yield from (path for path in found if path.name != "__pycache__")


@pytest.mark.parametrize("room", list(rooms()), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_room_says_what_it_is_for_and_is_seen_at_a_glance(room):
    """And nothing else is in its `__init__.py`: whoever imports, names the module that a thing is in."""
    [said, *more] = ast.parse((room / "__init__.py").read_text()).body

    assert isinstance(said, ast.Expr)
    assert isinstance(said.value, ast.Constant)
    assert more == []
    assert len(list(room.glob("*.py"))) <= 16


def test_few_modules_are_in_no_room():
    for layer in (services, views, forms, queries):
        assert len(list(Path(layer.__path__[0]).glob("*.py"))) <= 12, layer.__name__
