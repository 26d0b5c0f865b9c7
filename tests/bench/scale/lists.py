"""Times the pages of one database by Django's test client: the whole view, with its middleware and template.

Each is asked for `--runs` times, after two that count for nothing. Django's admin answers the same question in the same
minute; as it may take long, it gets as many runs as fit into ADMIN_SECONDS, and two at least.
"""

import argparse
import json
import logging
import statistics
import time
from pathlib import Path

from django.db import connection
from django.test import Client

from threadsui.models import User

from . import load
from .cases import cases

WARM_UP = 2
ADMIN_SECONDS = 10.0
ADMIN_RUNS = 2  # at least


def main(arguments):
    chosen = options(arguments)
    load.update()
    meta = json.loads(load.meta_path().read_text())
    client = signed_in_client()
    print(f"{'':36}{'p50':>8}{'p95':>8}  queries  {'in them':>8}   {'admin':>10}  times")
    results = []
    for case in cases(meta["size"], meta["end"]):
        if chosen.rows in case.name:
            result = _measured(client, case, chosen.runs, is_alone=chosen.alone)
            _tell(result)
            results.append(result)
    Path(chosen.to).write_text(json.dumps(results))


def options(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, required=True)
    parser.add_argument("--rows", required=True)
    parser.add_argument("--to", required=True)
    parser.add_argument("--alone", action="store_true")
    return parser.parse_args(arguments)


def signed_in_client():
    logging.disable(logging.WARNING)
    client = Client()
    client.force_login(User.objects.get(username=load.READER))
    return client


def asked(client, address):
    """Milliseconds until the whole answer was there."""
    start = time.perf_counter()
    response = client.get(address)
    taken = (time.perf_counter() - start) * 1_000
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}.")
    return taken


def p95(times):
    return statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]


def _measured(client, case, runs, *, is_alone):
    for _ in range(WARM_UP):
        asked(client, case.address)
    times = [asked(client, case.address) for _ in range(runs)]
    queries = _Queries()
    with queries.counted():
        asked(client, case.address)
    peer = "" if is_alone else case.peer
    return {
        "name": case.name,
        "p50": statistics.median(times),
        "p95": p95(times),
        "queries": queries.number,
        "query_ms": queries.milliseconds,
        "admin": statistics.median(_admin_times(client, peer, runs)) if peer else None,
        "is_goal": case.is_goal,
        "counts": case.counts,
    }


def _admin_times(client, address, runs):
    times = []
    while len(times) < runs and (len(times) < ADMIN_RUNS or sum(times) < ADMIN_SECONDS * 1_000):
        times.append(asked(client, address))
    return times


class _Queries:
    """Of one request: how many statements, and how long the database had them."""

    def __init__(self):
        self.number, self.milliseconds = 0, 0.0

    def counted(self):
        return connection.execute_wrapper(self)

    def __call__(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.number += 1
            self.milliseconds += (time.perf_counter() - start) * 1_000


def _tell(result):
    admin = result["admin"]
    beside = f"{admin:10,.0f} ms {admin / result['p50']:5.0f}×" if admin else ""
    print(
        f"{result['name']:36}{result['p50']:8.1f}{result['p95']:8.1f}  {result['queries']:7}  "
        f"{result['query_ms']:8.1f} {beside}",
        flush=True,
    )
