"""An admin points the console at a server: chooses its kind, types the key once, tests it, and makes it the default."""

import pytest
from playwright.sync_api import expect

from tests.personalities import running
from threadsui.models import Connection

KEY = "sk-typed-once-4711"


@pytest.fixture
def server():
    with running("openai") as one:
        one.key = KEY
        yield one


def test_server_is_added_tested_and_made_the_default(
    sign_in, admin, server, assert_accessible, assert_fits
):
    page = sign_in(admin)
    page.goto("/")
    page.get_by_role("navigation", name="Administration").get_by_role(
        "link", name="Connections"
    ).click()
    page.get_by_role("link", name="New connection").click()
    assert_accessible(page)
    page.get_by_role("link", name="OpenAI-compatible").click()
    page.get_by_label("Name", exact=True).fill("Desk")
    page.get_by_label("Base URL").fill(server.url)
    page.get_by_label("Key", exact=True).fill(KEY)
    expect(page.get_by_label("Token URL")).to_be_hidden()
    page.get_by_label("How the key is sent").select_option("OAuth 2 client credentials")
    expect(page.get_by_label("Token URL")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("How the key is sent").select_option("Authorization: Bearer")
    page.get_by_role("button", name="Add connection").click()

    page.get_by_role("button", name="Test connection").click()
    expect(page.get_by_text("The key was accepted.")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Make default").click()
    expect(
        page.get_by_role("status").get_by_text("This is the default connection now.")
    ).to_be_visible()

    assert KEY not in page.content()
    assert Connection.objects.get(is_default=True).slug == "desk"
    assert server.posts == []


@pytest.mark.parametrize(
    "context_args", [{"java_script_enabled": False}, {"viewport": {"width": 390, "height": 844}}]
)
def test_connection_is_disabled_without_a_script_and_on_a_phone(
    sign_in, admin, server, assert_fits
):
    desk = Connection.objects.create(slug="desk", name="Desk", base_url=server.url)
    page = sign_in(admin)
    page.goto("/connections/")
    assert_fits(page)
    page.get_by_role("link", name="Desk", exact=True).click()
    assert_fits(page)
    page.get_by_role("link", name="Disable").click()
    page.get_by_role("button", name="Disable connection").click()

    expect(page.get_by_role("button", name="Enable")).to_be_visible()
    desk.refresh_from_db()
    assert not desk.is_active
