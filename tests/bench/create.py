"""One create, whole: a posted form through gunicorn, with ledger, record and audit on SQLite, beside its peers.

Goal: the console adds at most 10 ms, at the median, to a bare `requests` POST to the same 0 ms upstream. It was set on
a machine where a plain view that keeps the same rows adds 3.15 ms: what holds on any machine is at most 3.2 of those.
"""

import subprocess
import sys

import openai
import requests

from . import _stage

ROUNDS = 200
WARM_UP = 20
COLD_RUNS = 3
GOAL = 10.0  # ms
PLAIN_GOAL = GOAL / 3.15  # what the plain view added on the machine of the goal, in ms
BARE, PLAIN, CONSOLE = "requests POST, warm", "create by a plain view", "create in the console"
COLD = """
import openai, sys, json
client = openai.OpenAI(api_key="x", base_url=sys.argv[1])
client.beta.threads.create(**json.loads(sys.argv[2]))
"""


def main():
    with _stage.running_upstream() as upstream:
        url = f"{upstream}/v1"
        cookies = _stage.prepare(url)
        with _stage.running_console() as console, _stage.running_plain_view() as plain:
            times = _measure(console, plain, cookies, url)
        times["new openai SDK process"] = [
            _stage.timed(lambda: _cold(url)) for _ in range(COLD_RUNS)
        ]
    _print(times)


def _measure(console, plain, cookies, url):
    """Every peer in turn, so that a slow moment of the machine meets all of them."""
    browser, bare = _stage.browser_of(console, cookies), requests.Session()
    other = _stage.browser_of(plain, cookies)
    sdk = openai.OpenAI(api_key="x", base_url=url, max_retries=0)
    peers = {
        BARE: lambda: bare.post(f"{url}/threads", json=_stage.BODY).raise_for_status(),
        "openai SDK call, warm": lambda: sdk.beta.threads.create(**_stage.BODY),
        PLAIN: lambda: _stage.create(other, plain, _stage.form()),
        CONSOLE: lambda: _stage.create(browser, console, _stage.form()),
    }
    for _ in range(WARM_UP):
        for peer in peers.values():
            peer()
    times = {name: [] for name in peers}
    for _ in range(ROUNDS):
        for name, peer in peers.items():
            times[name].append(_stage.timed(peer))
    return times


def _cold(url):
    import json

    command = [sys.executable, "-W", "ignore", "-c", COLD, url, json.dumps(_stage.BODY)]
    subprocess.run(command, check=True)


def _print(times):
    print(f"{'ms':28}{'median':>10}{'p95':>10}")
    for name, measured in times.items():
        print(f"{name:28}{_stage.median(measured):10.2f}{_stage.p95(measured):10.2f}")
    bare, plain, console = (_stage.median(times[name]) for name in (BARE, PLAIN, CONSOLE))
    added, ratio = console - bare, (console - bare) / (plain - bare)
    verdict = "met" if added <= GOAL else "MISSED"
    print(f"The console adds {added:.1f} ms at the median (goal: at most {GOAL:g} ms): {verdict}.")
    verdict = "met" if ratio <= PLAIN_GOAL else "MISSED"
    print(
        f"That is {ratio:.1f} times what the plain view adds "
        f"(goal: at most {PLAIN_GOAL:.1f} times): {verdict}."
    )


if __name__ == "__main__":
    main()
