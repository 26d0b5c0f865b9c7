"""`make bench`: every bench in this folder, or those named: `make bench ARGS="create"`.

A bench is a module here with a function `main()` that prints a table; its name is the file's name. It measures the
console beside its peers in the same run: figures of two machines, or two days, are never compared.
"""

import importlib
import pkgutil
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def names():
    """The benches, in order of name. A module whose name starts with `_` is shared; a package has its own command."""
    found = (module.name for module in pkgutil.iter_modules([str(FOLDER)]) if not module.ispkg)
    return sorted(name for name in found if not name.startswith("_"))


def main():
    chosen = sys.argv[1:] or names()
    if unknown := set(chosen) - set(names()):
        sys.exit(
            f"No bench is called {', '.join(sorted(unknown))}; there are: {', '.join(names())}."
        )
    for name in chosen:
        print(f"\n== {name} ==", flush=True)
        importlib.import_module(f"tests.bench.{name}").main()


if __name__ == "__main__":
    main()
