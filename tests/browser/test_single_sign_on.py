"""Through an OpenID provider and back, in a real browser: the provider has pages and a session of its own."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests import oidc_provider
from tests.history import actions
from threadsui.models import User


@pytest.fixture
def provider(settings, accepted_complaints):
    cache.clear()
    with oidc_provider.running() as server:
        settings.SINGLE_SIGN_ON = oidc_provider.setting_for(server)
        accepted_complaints.append(f"request outside the origin: {server.issuer}")
        yield server


def press_sign_in(page):
    page.get_by_role("button", name="Sign in with Example ID").click()


def sign_in_there(page, account):
    expect(page.get_by_role("heading", name="Example ID", exact=True)).to_be_visible()
    page.get_by_label("Account").fill(account)
    page.get_by_role("button", name="Sign in").click()


def test_people_come_in_with_their_groups_confirm_there_and_find_their_draft(
    provider, anonymous_page, settings, assert_accessible, assert_fits, accepted_complaints
):
    settings.REAUTHENTICATION_REQUIRED = True
    accepted_complaints.append("the server responded with a status of 403")
    page = anonymous_page
    provider.add("ana", "support", name="Ana Lima")
    page.goto("/threads/?q=tent")
    expect(page.get_by_label("Password")).to_be_visible()
    assert_accessible(page)
    press_sign_in(page)
    sign_in_there(page, "ana")
    expect(page).to_have_url(re.compile(r"/threads/\?q=tent$"))
    expect(page.get_by_text("Ana Lima").first).to_be_visible()

    page.goto("/threads/export/")
    expect(page.get_by_role("heading", name="Confirm it is you")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Confirm with Example ID").click()
    sign_in_there(page, "ana")  # although the provider knows them still
    expect(page).to_have_url(re.compile("/threads/export/$"))
    expect(page.get_by_role("heading", name="Export", exact=True)).to_be_visible()

    page.goto("/threads/new/")
    page.get_by_label("Text of message 1").fill("The tent of order A-1")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Create thread").click()
    expect(page.get_by_text("Your session ended. Nothing was sent.")).to_be_visible()
    provider.add("ana", "leads", name="Ana Lima")
    press_sign_in(page)  # and back at once: the provider knows them still
    expect(page.get_by_label("Text of message 1")).to_have_value("The tent of order A-1")
    page.goto("/audit/")
    expect(page.get_by_role("heading", name="Audit history")).to_be_visible()

    page.context.clear_cookies()
    provider.add("eve", "choir")
    settings.SSO_ONLY = True
    page.goto("/accounts/login/")
    expect(page.get_by_label("Password")).to_be_hidden()
    assert_accessible(page)
    press_sign_in(page)
    sign_in_there(page, "eve")
    expect(page.get_by_role("heading", name="Not signed in")).to_be_visible()
    assert_accessible(page)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert_fits(page)

    assert [user.username for user in User.objects.all()] == ["ana"]
    assert actions() == [
        "user.created",
        "user.signed_in",
        "user.updated",
        "user.signed_in",
        "user.sign_in_refused",
    ]


@pytest.mark.parametrize("context_args", [{"java_script_enabled": False}])
def test_the_way_needs_no_script(provider, anonymous_page):
    provider.add("ana", "support")
    anonymous_page.goto("/accounts/login/")
    press_sign_in(anonymous_page)
    sign_in_there(anonymous_page, "ana")

    expect(anonymous_page.get_by_role("heading", name="Overview")).to_be_visible()
