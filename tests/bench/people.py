"""32 people who create at once, against an upstream that takes 200 ms, on one worker process.

Goal: at least 80 % of the ideal rate (32 people / 0.2 s = 160 creates a second).
"""

import threading
import time

from . import _stage

PEOPLE = 32
DELAY = 0.2  # seconds
CREATES_EACH = 20
GOAL = 0.8


def main():
    with _stage.running_upstream(DELAY) as upstream:
        cookies = _stage.prepare(f"{upstream}/v1")
        with _stage.running_console() as console:
            _crowd(console, cookies, creates=2)  # every thread has its connections open then
            seconds, times = _crowd(console, cookies, creates=CREATES_EACH)
    rate, ideal = PEOPLE * CREATES_EACH / seconds, PEOPLE / DELAY
    verdict = "met" if rate / ideal >= GOAL else "MISSED"
    print(f"{PEOPLE} people, {CREATES_EACH} creates each, upstream {DELAY * 1000:g} ms")
    print(f"a create: median {_stage.median(times):.0f} ms, p95 {_stage.p95(times):.0f} ms")
    print(
        f"{rate:.0f} creates a second, {rate / ideal:.0%} of the ideal {ideal:.0f} "
        f"(goal: at least {GOAL:.0%}): {verdict}."
    )


def _crowd(console, cookies, *, creates):
    """Seconds for all of them, and milliseconds of each create."""
    together, times = threading.Barrier(PEOPLE + 1), []
    people = [
        threading.Thread(target=_person, args=(console, cookies, creates, together, times))
        for _ in range(PEOPLE)
    ]
    for person in people:
        person.start()
    together.wait()
    start = time.perf_counter()
    for person in people:
        person.join()
    if len(times) != PEOPLE * creates:
        raise RuntimeError(f"Only {len(times)} of {PEOPLE * creates} creates were accepted.")
    return time.perf_counter() - start, times


def _person(console, cookies, creates, together, times):
    browser = _stage.browser_of(console, cookies)
    forms = [_stage.form() for _ in range(creates)]
    together.wait()
    for form in forms:
        times.append(_stage.timed(lambda form=form: _stage.create(browser, console, form)))
