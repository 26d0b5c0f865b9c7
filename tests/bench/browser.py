"""What a person waits for in Chromium: pages on a cold cache, and the answer to a key, with the CPU slowed down 4×.

Goals: the largest contentful paint of the composer and of the list of threads under 400 ms; the interaction to next
paint under 100 ms while somebody types in a form of 32 messages, its preview redrawn and its draft saved meanwhile;
and nothing that moves by itself. The peers: the same pages without their stylesheets and scripts, a page of nothing,
the same typing without scripts, and in the same form after *Expand all*: it comes with all but its last message closed.
"""

from playwright.sync_api import sync_playwright

from tests.browser import chromium, vitals

from . import _stage

PAINTS, TYPINGS = 9, 5  # runs of each
SLOWER = 4
PACE = 100  # ms between keys: 120 words a minute; a faster pace measures how keys queue
PAINT_GOAL, KEY_GOAL = 400.0, 100.0  # ms
MESSAGES, THREADS = 32, 60
WINDOW = {"width": 1440, "height": 900}
TEXT = "The new pole left our warehouse this morning. "
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    chromium.WITHOUT_UNSEEN,
]
NOTHING = "/healthz"
DRESS, SCRIPTS = ["*/static/*"], ["*.js"]


def main():
    cookies = _stage.prepare("http://127.0.0.1:9/v1")
    _stage.collect_static()
    thread = _records()
    with _stage.running_console() as console, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        stage = Stage(browser, console, cookies)
        composer = f"/threads/new/?clone={thread.pk}"
        pages = {"composer": "/threads/new/", "list of threads": "/threads/"}
        _measure_paints(stage, pages)
        _measure_typing(stage, composer)
        _measure_shifts(stage, pages | {"overview": "/", "thread": f"/threads/{thread.pk}/"})
        browser.close()


class Stage:
    """A browser on the console, as the person of the bench."""

    def __init__(self, browser, console, cookies):
        self.browser, self.console = browser, console
        self.cookies = [{"name": "sessionid", "value": cookies["sessionid"], "url": console}]

    def open(self, address, *, without=()):
        """The page at `address`, in a browser with nothing in its cache; `without`: addresses that are not fetched."""
        context = self.browser.new_context(viewport=WINDOW)
        context.add_cookies(self.cookies)
        context.add_init_script(vitals.OBSERVE)
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.setBlockedURLs", {"urls": list(without)})
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(self.console + address, wait_until="load")
        page.wait_for_timeout(500)  # whatever comes late
        return page


def _measure_paints(stage, pages):
    peers = {"a page of nothing": (NOTHING, ())}
    for name, address in pages.items():
        peers |= {f"{name}, bare": (address, DRESS), name: (address, ())}
    times = {name: [] for name in peers}
    for _ in range(PAINTS + 1):  # the first one reads the templates
        for name, (address, without) in peers.items():
            page = stage.open(address, without=without)
            times[name].append(vitals.largest_paint(page))
            page.context.close()
    _head("largest contentful paint, ms")
    for name, measured in times.items():
        _line(name, measured[1:], PAINT_GOAL if name in pages else None)


def _measure_typing(stage, composer):
    measured_one = f"typing, {MESSAGES} messages"
    peers = {
        "typing without scripts": (SCRIPTS, _open_one),
        "typing, all messages open": ((), _open_all),
        measured_one: ((), _open_one),
    }
    times = {name: [] for name in peers}
    for _ in range(TYPINGS):
        for name, (without, open_messages) in peers.items():
            page = stage.open(composer, without=without)
            open_messages(page)
            times[name].append(_slowest_key(page))
    _head("interaction to next paint, ms")
    for name, measured in times.items():
        _line(name, measured, KEY_GOAL if name == measured_one else None)


def _open_one(page):
    page.locator(f"#messages-{MESSAGES // 2} summary").first.click()


def _open_all(page):
    page.locator("#messages-expand").click()
    page.locator(".message-fold").first.wait_for(state="detached")


def _slowest_key(page):
    """Milliseconds: somebody types for seconds in the middle of the form, with pauses in which preview and draft go."""
    field = page.locator(f"[name=messages-{MESSAGES // 2}-content]")
    # At the window's edge Chromium may draw nothing at a key, whose time then ends with the next thing that is drawn.
    field.evaluate("field => field.scrollIntoView({ block: 'center' })")
    field.click()
    page.wait_for_timeout(300)
    vitals.forget(page)
    for pause in (350, 700, 1100, 1300):
        page.keyboard.type(TEXT[:20], delay=PACE)
        page.wait_for_timeout(pause)
    slowest = vitals.slowest_interaction(page)
    page.context.close()
    return slowest


def _measure_shifts(stage, pages):
    _head("cumulative layout shift")
    for name, address in pages.items():
        page = stage.open(address)
        if name == "list of threads":
            page.locator("tbody td[data-col=state]").first.click()
            page.locator("#drawer h2").wait_for()
        if name == "composer":
            page.locator("[name=messages-0-content]").click()
            page.keyboard.type(TEXT)
            page.wait_for_timeout(2000)
        _line(name, [vitals.shift(page)], 0, digits=4)
        page.context.close()


def _records():
    """A thread with as many messages as a form takes, and more threads than a page of the list has."""
    from tests import factories
    from threadsui.models import Connection, User

    agent = User.objects.get(username="bench")
    at = {"creator": agent, "connection": Connection.objects.get(slug="bench")}
    metadata = _stage.BODY["metadata"]
    for number in range(THREADS):
        factories.thread(title=f"{TEXT}{number}", messages=[TEXT * 3] * 3, metadata=metadata, **at)
    return factories.thread(
        title="All that a form takes",
        messages=[
            {"content": TEXT * 4, "role": role, "metadata": {"source": "email", "n": str(number)}}
            for number, role in enumerate(["user", "assistant"] * (MESSAGES // 2))
        ],
        metadata=metadata,
        **at,
    )


def _head(what):
    print(f"\n{what:34}{'median':>10}{'worst':>10}", flush=True)


def _line(name, measured, goal, digits=0):
    verdict = ""
    if goal is not None:
        verdict = "  met" if _stage.median(measured) <= goal else "  MISSED"
        verdict += f" (goal: {'under ' if goal else ''}{goal:g})"
    median, worst = _stage.median(measured), max(measured)
    print(f"{name:34}{median:10.{digits}f}{worst:10.{digits}f}{verdict}", flush=True)


if __name__ == "__main__":
    main()
