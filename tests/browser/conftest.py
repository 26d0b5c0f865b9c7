"""Fixtures for browser journeys: a real Chromium, signed in, and watched for everything that should not happen."""

import os
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .chromium import ChromiumMissingError, find

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

LAUNCH_FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
]

# Told to the page as an event, and to us as a line in the console.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP violation: ${event.violatedDirective} blocked ${event.blockedURI || "inline"}`);
});
"""

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    try:
        path = find()
    except ChromiumMissingError as exc:
        pytest.fail(str(exc), pytrace=False)
    flags = LAUNCH_FLAGS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    return browser_type_launch_args | {"executable_path": path, "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {
        "viewport": DESKTOP,
        "locale": "en-GB",
        "timezone_id": "UTC",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def accepted_complaints():
    """Text of console errors that this test provokes on purpose: `accepted_complaints.append("422")`."""
    return []


@pytest.fixture
def complaints():
    """What the browser has complained of so far."""
    return []


@pytest.fixture
def watched(live_server, complaints, accepted_complaints):
    """Watch a page: an error in its console or scripts, a CSP violation or a request elsewhere fails the test."""
    origin = urlsplit(live_server.url).netloc

    def on_console(message):
        if message.type == "error":
            complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def on_request(request):
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != origin:
            complaints.append(f"request outside the origin: {request.url}")

    def watch(page):
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("console", on_console)
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("request", on_request)
        return page

    yield watch
    left = [text for text in complaints if not any(part in text for part in accepted_complaints)]
    assert left == [], "The browser complained:\n" + "\n".join(left)


@pytest.fixture
def context_args():
    """Override by `@pytest.mark.parametrize("context_args", [...])`: viewport, color_scheme, java_script_enabled …"""
    return {}


@pytest.fixture
def sign_in(watched, new_context, live_server, client_of, context_args):
    """Open a page in which this person is signed in: `sign_in(lead)`. A new browser context each, so two may meet."""

    def open_page(user, **options):
        context = new_context(base_url=live_server.url, **(context_args | options))
        session = client_of(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return watched(context.new_page())

    return open_page


@pytest.fixture
def anonymous_page(watched, new_context, live_server, context_args):
    """A page in which nobody is signed in."""
    return watched(new_context(base_url=live_server.url, **context_args).new_page())


@pytest.fixture
def signed_in_page(sign_in, agent):
    """A page in which the agent is signed in."""
    return sign_in(agent)


def settle(page):
    """Wait until htmx has finished requesting, swapping and settling."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


@pytest.fixture(name="settle")
def settle_fixture():
    return settle


@pytest.fixture
def assert_accessible():
    """Fail with what axe finds against WCAG 2.2 A and AA on this page."""

    def check(page, *, ignore=()):
        options = {
            "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
            "resultTypes": ["violations"],
        }
        results = Axe().run(page, options=options)
        found = [item for item in results.response["violations"] if item["id"] not in ignore]
        assert found == [], "\n".join(
            f"{item['id']}: {item['help']}\n    {node['html']}\n    {node['failureSummary']}"
            for item in found
            for node in item["nodes"]
        )

    return check


@pytest.fixture
def assert_fits():
    """Fail when the page can be scrolled sideways: something in it is wider than the window."""

    def check(page):
        wide, window = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= window, f"{wide} px of content in a window of {window} px: {page.url}"

    return check
