"""32 people who create at once, against an upstream that takes 200 ms, on one worker process.

Goal: at least 80 % of the ideal rate (32 people / 0.2 s = 160 creates a second). It was set on a machine where a plain
view that keeps the same rows reaches 88 %, so what holds on any machine is at least 91 % of the plain view's rate.
"""

import threading
import time

from . import _stage

PEOPLE = 32
DELAY = 0.2  # seconds
CREATES_EACH = 20
GOAL = 0.8
PLAIN_GOAL = GOAL / 0.88  # what the plain view reached on the machine of the goal


def main():
    with _stage.running_upstream(DELAY) as upstream:
        cookies = _stage.prepare(f"{upstream}/v1")
        with _stage.running_plain_view() as plain:
            plain_rate = _rate("a plain view", plain, cookies)
        with _stage.running_console() as console:
            rate = _rate("the console", console, cookies)
    ideal = PEOPLE / DELAY
    print(
        f"The console reaches {rate / ideal:.0%} of the ideal {ideal:.0f} creates a second", end=" "
    )
    print(f"(goal: at least {GOAL:.0%}): {'met' if rate / ideal >= GOAL else 'MISSED'}.")
    print(f"That is {rate / plain_rate:.0%} of the plain view's rate", end=" ")
    print(
        f"(goal: at least {PLAIN_GOAL:.0%}): {'met' if rate / plain_rate >= PLAIN_GOAL else 'MISSED'}."
    )


def _rate(name, console, cookies):
    """Creates a second, printed with how long one took."""
    _crowd(console, cookies, creates=2)  # every thread has its connections open then
    seconds, times = _crowd(console, cookies, creates=CREATES_EACH)
    rate = PEOPLE * CREATES_EACH / seconds
    print(
        f"{name:14} {rate:6.0f} creates a second; one: median {_stage.median(times):.0f} ms, "
        f"p95 {_stage.p95(times):.0f} ms",
        flush=True,
    )
    return rate


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
