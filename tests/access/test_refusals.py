"""Who lacks a permission is told what it is for."""

import ast
from pathlib import Path

from threadsui import views
from threadsui.views.lists.names import PERMISSIONS
from threadsui.views.permissions import NEEDED


def asked_permissions():
    """Those that a view asks for by name, and whose lack ends in the 403 page."""
    for path in Path(views.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            asks = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if asks and node.func.id in {"requires", "check", "needed_role"}:
                yield from (one.value for one in node.args if isinstance(one, ast.Constant))


def test_every_permission_that_a_view_asks_for_has_a_sentence_for_who_lacks_it():
    asked = {*asked_permissions(), *PERMISSIONS.values()}

    assert len(asked) > 10
    assert asked - NEEDED.keys() == set()
