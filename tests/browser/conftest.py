"""Fixtures for browser journeys: a real Chromium, signed in, and watched for everything that should not happen."""

import os
import uuid
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import expect

from threadsui.api import schema
from threadsui.models import Connection
from threadsui.services.creating.threads import create_thread

from .chromium import WITHOUT_UNSEEN, ChromiumMissingError, find

DESKTOP = {
    "viewport": {"width": 1440, "height": 900},
    "locale": "en-GB",
    "timezone_id": "UTC",
    "reduced_motion": "reduce",
}

LAUNCH_FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    WITHOUT_UNSEEN,
]

# Told to the page as an event, and to us as a line in the console.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP violation: ${event.violatedDirective} blocked ${event.blockedURI || "inline"}`);
});
"""

EVERY_RULE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}

PATIENCE = 10_000  # milliseconds; a machine may be busy
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    try:
        path = find()
    except ChromiumMissingError as exc:
        pytest.fail(str(exc), pytrace=False)
    flags = LAUNCH_FLAGS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    return browser_type_launch_args | {"executable_path": path, "args": flags}


@pytest.fixture
def accepted_complaints():
    """Parts of the console errors that this test provokes on purpose: `accepted_complaints.append("404")`."""
    return []


@pytest.fixture
def invalid_expected(accepted_complaints):
    """This test sends forms that come back with errors; Chromium notes each such answer in its console."""
    accepted_complaints.append("the server responded with a status of 422")


@pytest.fixture
def complaints():
    """What the browser has complained of so far."""
    return []


@pytest.fixture
def watched(live_server, complaints, accepted_complaints):
    """Watch a browser context: in any of its pages an error in the console or a script, a CSP violation or a request
    elsewhere fails the test. `open_context` watches each one that it makes.
    """
    origin = urlsplit(live_server.url).netloc

    def on_console(message):
        # What is wrong with a header is a warning to Chromium.
        if message.type == "error" or message.text.startswith("Error with"):
            complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def on_request(request):
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != origin:
            complaints.append(f"request outside the origin: {request.url}")

    def watch(context):
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", on_console)
        context.on("weberror", lambda thrown: complaints.append(f"script: {thrown.error}"))
        context.on("request", on_request)
        return context

    yield watch
    left = [text for text in complaints if not any(part in text for part in accepted_complaints)]
    assert left == [], "The browser complained:\n" + "\n".join(left)


@pytest.fixture(scope="session", autouse=True)
def rows_for_the_loops_connections(migrated_rows, playwright):
    """While Playwright's event loop runs, Django has other connections, which know nothing of the migrations' rows."""
    for alias, rows in migrated_rows.items():
        connections[alias]._test_serialized_contents = rows


@pytest.fixture
def context_args():
    """Override by `@pytest.mark.parametrize("context_args", [...])`: viewport, color_scheme, java_script_enabled …"""
    return {}


@pytest.fixture
def open_context(new_context, watched, live_server, context_args):
    """A watched browser of its own, with its own cookies."""

    def make(**options):
        context = new_context(base_url=live_server.url, **(DESKTOP | context_args | options))
        context.set_default_timeout(PATIENCE)
        return watched(context)

    return make


@pytest.fixture
def sign_in(open_context, live_server, client_of):
    """Open a page in which this person is signed in: `sign_in(lead)`. A browser of its own each, so two may meet."""

    def open_page(user, **options):
        context = open_context(**options)
        session = client_of(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return context.new_page()

    return open_page


@pytest.fixture
def anonymous_page(open_context):
    """A page in which nobody is signed in."""
    return open_context().new_page()


@pytest.fixture
def signed_in_page(sign_in, agent):
    """A page in which the agent is signed in."""
    return sign_in(agent)


@pytest.fixture
def misbehave(db):
    """Set the switch of the sandbox, "" for none: `misbehave("cut_after")`. The names: threadsui/sandbox/faults.py."""

    def switch(fault):
        Connection.objects.filter(is_sandbox=True).update(sandbox_fault=fault)

    return switch


@pytest.fixture
def create(agent):
    """Create a thread on the sandbox as the form would: `create({"messages": [...]})`; returns the submission."""

    def make(payload, *, actor=agent, title=""):
        return create_thread(
            connection=Connection.objects.get(is_sandbox=True),
            payload=schema.parse(schema.CreateThread, payload),
            actor=actor,
            token=uuid.uuid4(),
            title=title,
        )

    return make


@pytest.fixture
def created_thread(create):
    """A thread of the agent's that the sandbox has: one message, two pairs."""
    return create(
        {
            "messages": [{"role": "user", "content": "Where is my order?"}],
            "metadata": {"order_id": "A-1", "team": "north"},
        }
    ).thread


def settle(page):
    """Wait until htmx has finished requesting, swapping and settling."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


@pytest.fixture(name="settle")
def settle_fixture():
    return settle


@pytest.fixture
def assert_accessible():
    """Fail with what axe finds against WCAG 2.2 A and AA on this page, in both themes."""

    def check(page):
        page.emulate_media(color_scheme="light")
        found = _axe(page, EVERY_RULE)
        page.emulate_media(color_scheme="dark")
        found += _axe(page, COLOUR_RULES)
        assert found == [], f"{page.url}\n" + "\n".join(found)

    return check


def _axe(page, rules):
    # Without `preload`, which fetches the stylesheets again by a way that the policy forbids.
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    violations = Axe().run(page, options=options).response["violations"]
    return [
        f"{item['id']}: {item['help']}\n    {node['html']}\n    {node['failureSummary']}"
        for item in violations
        for node in item["nodes"]
    ]


@pytest.fixture
def assert_fits():
    """Fail when the page can be scrolled sideways: something in it is wider than the window."""

    def check(page):
        wide, window = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= window, f"{wide} px of content in a window of {window} px: {page.url}"

    return check
