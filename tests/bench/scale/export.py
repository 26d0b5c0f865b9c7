"""Exports every thread: how much memory the process takes that does it, and how a list fares beside it.

The memory is that of a process which does nothing else (`export_once`), at its highest, Python and Django included. The
list is asked over HTTP, of a gunicorn as an installation has it (one process, 32 threads), alone and while it exports.
"""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import requests
from django.urls import reverse

from tests import consoles

from . import lists, load, stage
from .report import verdict

MEMORY_GOAL = 150.0  # MB
SLOWER_GOAL = 1.5  # times
FORMATS = ("csv", "jsonl")
WANTED = {"all": "1", "query": "", "confirmed": "1"}


def main(arguments):
    chosen = lists.options(arguments)
    load.update()
    results = [_memory(name) for name in FORMATS]
    results.append(_beside(chosen.runs))
    Path(chosen.to).write_text(json.dumps(results))


def _memory(name):
    command = [sys.executable, "-m", f"{__package__}.run", "export_once", name]
    answer = subprocess.run(
        command, env=os.environ, cwd=stage.ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    result = json.loads(answer.stdout.splitlines()[-1])
    met = verdict(result["megabytes"] < MEMORY_GOAL)
    print(
        f"export as {name:6} {result['lines']:11,} lines, {result['size']:9,.0f} MB in {result['seconds']:7.1f} s; "
        f"memory {result['megabytes']:6.1f} MB (< {MEMORY_GOAL:g}): {met}",
        flush=True,
    )
    return {"name": f"export: {name}"} | result


def _beside(runs):
    """p95 of the list's first page over HTTP, and the same while an export is being read."""
    _collect_static()
    cookie = lists.signed_in_client().cookies["sessionid"].value
    with consoles.running_console(workers=1, threads=32) as address:
        page = f"{address}{reverse('threadsui:thread_list')}"
        alone = _times(page, cookie, runs)
        done = threading.Event()
        reader = threading.Thread(target=_read_exports, args=(address, cookie, done))
        reader.start()
        time.sleep(1)
        beside = _times(page, cookie, runs)
        done.set()
        reader.join()
    times = lists.p95(beside) / lists.p95(alone)
    print(
        f"a list alone p95 {lists.p95(alone):8.1f} ms, beside an export {lists.p95(beside):8.1f} ms: "
        f"{times:.2f} times (< {SLOWER_GOAL:g}): {verdict(times < SLOWER_GOAL)}"
    )
    return {"name": "list beside an export", "times": times}


def _times(page, cookie, runs):
    browser = requests.Session()
    browser.cookies.set("sessionid", cookie)
    times = []
    for turn in range(lists.WARM_UP + runs):
        start = time.perf_counter()
        browser.get(page, timeout=60).raise_for_status()
        if turn >= lists.WARM_UP:
            times.append((time.perf_counter() - start) * 1_000)
    return times


def _read_exports(address, cookie, done):
    browser = requests.Session()
    browser.cookies.update({"sessionid": cookie, "csrftoken": "x" * 32})
    browser.headers.update({"Referer": address, "X-CSRFToken": "x" * 32})
    while not done.is_set():
        url = f"{address}{reverse('threadsui:thread_export')}"
        data = WANTED | {"format": "csv"}
        with browser.post(url, data=data, stream=True, timeout=60) as answer:
            answer.raise_for_status()
            for _piece in answer.iter_content(64 * 1024):
                if done.is_set():
                    break


def _collect_static():
    """As an installation does: the pages name each file by what is in it."""
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "dashboard.settings"}
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(command, env=env, cwd=stage.ROOT, check=True)
