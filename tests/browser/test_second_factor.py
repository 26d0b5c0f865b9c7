"""Signing in with more than a password, in a real browser: an app, a recovery code, a passkey; and ending sessions."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests.history import actions
from tests.one_time_codes import code
from threadsui.models import AuditEvent


@pytest.fixture(autouse=True)
def no_tries_so_far():
    cache.clear()


@pytest.fixture
def enter(open_context):
    """Open a browser of one's own, and sign in as the agent with the password."""

    def sign_in():
        page = open_context().new_page()
        page.goto("/accounts/login/")
        page.get_by_label("Username or email").fill("agent")
        page.get_by_label("Password").fill("secret")
        page.get_by_role("button", name="Sign in", exact=True).click()
        return page

    return sign_in


@pytest.fixture
def authenticator():
    """Give a page's browser a lock that opens by itself, as that of a telephone would."""

    def add(page):
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
        options |= {"hasUserVerification": True, "isUserVerified": True}
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return session

    return add


def confirm(page):
    expect(page.get_by_role("heading", name="Confirm it is you")).to_be_visible()
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Confirm").click()


def set_up_app(page):
    """The app's secret, and the recovery codes that come with it."""
    page.goto("/account/")
    page.get_by_role("link", name="Set up an app").click()
    confirm(page)
    secret = page.locator("#secret").inner_text()
    page.get_by_label("Code from the app").fill(code(secret, steps=-1))
    page.get_by_role("button", name="Set up").click()
    codes = page.get_by_role("list", name="Recovery codes").get_by_role("listitem")
    expect(codes).to_have_count(10)
    return secret, codes.all_inner_texts()


def is_in(page):
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def test_app_is_set_up_and_asked_for_at_the_next_sign_in(agent, enter, assert_accessible):
    page = enter()
    page.goto("/account/")
    assert_accessible(page)
    secret, _codes = set_up_app(page)
    assert_accessible(page)
    other = enter()
    expect(other.get_by_role("heading", name="Second factor")).to_be_visible()
    expect(other.get_by_role("button", name="Use a passkey")).to_be_hidden()
    assert_accessible(other)
    other.goto("/threads/")
    expect(other.get_by_role("heading", name="Second factor")).to_be_visible()
    other.get_by_label("Code").fill("000000")
    other.get_by_role("button", name="Sign in", exact=True).click()
    expect(other.get_by_text("This code is not correct")).to_be_visible()
    other.get_by_label("Code").fill(code(secret))
    other.get_by_role("button", name="Sign in", exact=True).click()

    is_in(other)
    assert actions() == [
        "user.signed_in",
        "user.second_factor_added",
        "user.recovery_codes_made",
        "user.second_factor_refused",
        "user.signed_in",
    ]


def test_recovery_code_signs_in_once(agent, enter):
    page = enter()
    _secret, codes = set_up_app(page)
    other = enter()
    other.get_by_label("Code").fill(codes[3])
    other.get_by_role("button", name="Sign in", exact=True).click()
    is_in(other)
    again = enter()
    again.get_by_label("Code").fill(codes[3])
    again.get_by_role("button", name="Sign in", exact=True).click()

    expect(again.get_by_text("This code is not correct")).to_be_visible()
    used = AuditEvent.objects.get(action="user.recovery_code_used")
    assert used.changes == {"recovery_codes_left": {"old": 10, "new": 9}}
    page.goto("/account/")
    expect(page.get_by_text("9 are left.")).to_be_visible()


def test_app_is_removed_with_its_codes(agent, enter):
    page = enter()
    set_up_app(page)
    page.goto("/account/")
    page.get_by_role("link", name="Remove the authenticator app").click()
    page.get_by_role("button", name="Remove").click()

    expect(page.get_by_role("link", name="Set up an app")).to_be_visible()
    expect(page.get_by_text("Recovery codes", exact=True)).to_be_hidden()
    is_in(enter())
    assert "user.second_factor_removed" in actions()


def add_passkey(page, *, alone):
    page.goto("/account/")
    page.get_by_role("link", name="Add a passkey").click()
    confirm(page)
    page.get_by_label("Name").fill("Laptop")
    if alone:
        page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_passkey_signs_in_without_a_password(agent, enter, authenticator, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # as of the demo: http://localhost
    page = enter()
    authenticator(page)
    add_passkey(page, alone=True)
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    is_in(page)
    added = AuditEvent.objects.get(action="user.second_factor_added")
    assert added.changes["second_factor"] == {"old": None, "new": "Passkey “Laptop”"}
    page.goto("/account/")
    expect(page.get_by_role("heading", name="Laptop")).to_be_visible()


def test_passkey_is_the_second_factor_after_the_password(agent, enter, authenticator, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    page = enter()
    authenticator(page)
    add_passkey(page, alone=False)
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_label("Username or email").fill("agent")
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a passkey").click()

    is_in(page)


def test_browser_without_a_passkey_says_so(agent, open_context, authenticator):
    page = open_context().new_page()
    session = authenticator(page)
    session.send("WebAuthn.disable")
    page.add_init_script("navigator.credentials.get = () => Promise.reject(new DOMException())")
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_text("No passkey was used")).to_be_visible()


def test_other_sessions_are_ended(agent, enter, assert_accessible):
    page, other = enter(), enter()
    is_in(page)
    is_in(other)
    page.goto("/account/")
    page.get_by_role("link", name="Show sessions").click()
    expect(page.get_by_role("heading", name="Chrome, Linux")).to_have_count(2)
    assert_accessible(page)
    page.get_by_role("button", name="End all other sessions").click()

    expect(page.get_by_role("heading", name="Chrome, Linux")).to_have_count(1)
    other.goto("/threads/")
    expect(other).to_have_url(re.compile("/accounts/login/"))
    event = AuditEvent.objects.get(action="user.sessions_ended")
    assert (event.actor, event.changes["sessions_ended"]["new"]) == (agent, 1)
