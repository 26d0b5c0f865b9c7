"""Rendering the composer with 32 messages, each with attachments and metadata, in the server.

Goal: under 150 ms at the median. Beside it, the same page with one message.
"""

from urllib.parse import urlencode

from . import _stage

ROUNDS = 30
GOAL = 150.0  # ms
POSTED_AS = "application/x-www-form-urlencoded"


def main():
    _stage.prepare("http://127.0.0.1:9/v1")
    full, one = _times(_page(32)), _times(_page(1))
    for name, times in (("32 messages", full), ("1 message", one)):
        print(f"{name:12} median {_stage.median(times):6.1f} ms, p95 {_stage.p95(times):6.1f} ms")
    verdict = "met" if _stage.median(full) < GOAL else "MISSED"
    print(
        f"{_stage.median(full) / _stage.median(one):.1f} times; goal: under {GOAL:g} ms: {verdict}."
    )


def _times(page):
    page()  # the first one reads the templates
    return [_stage.timed(page) for _ in range(ROUNDS)]


def _page(messages):
    """A whole request, middleware and view included, that draws a composer with this many messages.

    The form is posted with one mistake, so that it comes back as typed: what a person sees who has most to lose.
    """
    from django.test import Client

    from threadsui.models import User

    browser = Client()
    browser.force_login(User.objects.get(username="bench"))
    form = urlencode(_form(messages), doseq=True)  # as a browser posts it

    def render():
        answer = browser.post("/threads/new/", form, content_type=POSTED_AS)
        if answer.status_code != 422:
            raise RuntimeError(f"The composer answered HTTP {answer.status_code}.")

    return render


def _form(messages):
    twice = {"metadata-1-key": "order_id"}  # the mistake
    form = _stage.form() | {"messages-TOTAL_FORMS": str(messages)} | twice
    first = {name: value for name, value in form.items() if name.startswith("messages-0-")}
    for number in range(messages):
        form |= {name.replace("-0-", f"-{number}-", 1): value for name, value in first.items()}
    return form
