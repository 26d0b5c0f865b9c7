"""The public functions of services/ in which somebody acts."""

import importlib
import inspect
import pkgutil

from threadsui import services

PEOPLE = {"actor", "owner", "person", "member", "user"}  # the parameters that stand for who acts


def every_function():
    """{"teamwork.notes.add_note": function}: the public functions of services/ in which somebody acts."""
    found = {}
    for module in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        inside = importlib.import_module(module.name)
        for name, one in vars(inside).items():
            if name.startswith("_") or getattr(one, "__module__", None) != module.name:
                continue
            if inspect.isfunction(one) and PEOPLE & set(inspect.signature(one).parameters):
                short = module.name.removeprefix(f"{services.__name__}.")
                found[f"{short}.{name}"] = one
    return found


FUNCTIONS = every_function()
