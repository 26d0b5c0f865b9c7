"""`make bench-scale ARGS="--sizes 10000,100000 --engines sqlite --parts lists --rows word"`: see the package."""

import argparse
import json
import signal
import sys
import tempfile
from pathlib import Path

from . import report, stage

PARTS = ("lists", "export", "writers")


def main():
    chosen = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # PostgreSQL is stopped all the same
    results = []
    with stage.server(chosen.engines) as address, tempfile.TemporaryDirectory() as scratch:
        for engine in chosen.engines:
            for size in chosen.sizes:
                results += _measured(chosen, engine, size, address, Path(scratch))
            if "writers" in chosen.parts:
                print(f"\n== {engine}: writers ==", flush=True)
                stage.make_anew(engine, "writers", address)
                env = stage.environment(engine, "writers", address)
                stage.run("writers", str(chosen.seconds), env=env)
    report.print_verdicts(results, chosen.sizes)


def _measured(chosen, engine, size, address, scratch):
    name = str(size)
    if chosen.rebuild or not stage.is_built(engine, name):
        print(f"\n== {engine}, {size:,} threads: building ==", flush=True)
        stage.make_anew(engine, name, address)
        stage.run("load", name, env=stage.environment(engine, name, address))
    env = stage.environment(engine, name, address)
    results = []
    for part in ("lists", "export"):
        if part in chosen.parts:
            print(f"\n== {engine}, {size:,} threads: {part} ==", flush=True)
            answer = scratch / f"{engine}-{size}-{part}.json"
            options = ["--runs", str(chosen.runs), "--rows", chosen.rows, "--to", str(answer)]
            options += ["--alone"] if chosen.alone else []
            stage.run(part, *options, env=env)
            results += [
                row | {"engine": engine, "size": size} for row in json.loads(answer.read_text())
            ]
    return results


def _arguments():
    parser = argparse.ArgumentParser(prog="make bench-scale", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=[10_000, 1_000_000])
    parser.add_argument("--engines", type=_names(stage.ENGINES), default=list(stage.ENGINES))
    parser.add_argument("--parts", type=_names(PARTS), default=list(PARTS))
    parser.add_argument("--runs", type=int, default=20, help="of each page")
    parser.add_argument("--rows", default="", help="only pages with this in their name")
    parser.add_argument("--seconds", type=int, default=30, help="that 8 processes write for")
    parser.add_argument("--alone", action="store_true", help="without the admin: for quick looks")
    parser.add_argument("--rebuild", action="store_true", help="whatever is there")
    return parser.parse_args()


def _sizes(text):
    return sorted(int(size) for size in text.replace("_", "").split(","))


def _names(known):
    def parse(text):
        names = text.split(",")
        if unknown := set(names) - set(known):
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not one of {', '.join(known)}")
        return names

    return parse


if __name__ == "__main__":
    main()
