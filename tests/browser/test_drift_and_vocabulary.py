"""A thread that its server has otherwise: found, seen and decided about. And a key that is found and renamed."""

from playwright.sync_api import expect

from tests import factories
from threadsui.models import Operation, Thread
from threadsui.services.calling.clients import client_for


def test_difference_is_found_seen_and_taken(sign_in, lead, settle, assert_accessible, assert_fits):
    thread = factories.created_thread(actor=lead, metadata={"team": "north"})
    client_for(thread.connection).threads.update(thread.remote_id, {"metadata": {"team": "south"}})
    page = sign_in(lead)
    page.goto(thread.get_absolute_url())

    page.get_by_label("More actions").click()
    page.get_by_role("button", name="Check the server").click()

    banner = page.get_by_role("region", name="Changed on the server")
    expect(banner.get_by_text("team: north")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    banner.get_by_role("button", name="Take the server’s").click()
    expect(page.get_by_text("The record is now what the server has.")).to_be_visible()
    expect(banner).to_have_count(0)
    assert Thread.objects.get().metadata == {"team": "south"}


def test_vocabulary_leads_to_a_value_and_to_its_rename(sign_in, lead, settle, assert_accessible):
    factories.created_thread(actor=lead, title="In production", metadata={"env": "prod"})
    factories.created_thread(actor=lead, title="In a test", metadata={"env": "test"})
    page = sign_in(lead)
    page.goto("/threads/")

    page.get_by_role("link", name="Vocabulary").click()
    panel = page.get_by_role("complementary", name="Thread")
    panel.get_by_role("link", name="env", exact=True).click()
    settle(page)
    assert_accessible(page)
    panel.get_by_role("link", name="Rename prod").click()
    page.get_by_label("New value").fill("production")
    page.get_by_role("button", name="Preview").click()

    expect(page.get_by_text("1 thread would be changed.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Rename", exact=True).click()
    expect(
        page.get_by_role("heading", name="Rename “prod” of “env” to “production”")
    ).to_be_visible()
    assert Operation.objects.get().parameters["to"] == "production"


def test_value_of_the_vocabulary_narrows_the_list(sign_in, agent, settle):
    factories.created_thread(actor=agent, title="In production", metadata={"env": "prod"})
    factories.created_thread(actor=agent, title="In a test", metadata={"env": "test"})
    page = sign_in(agent)
    page.goto("/threads/")

    page.get_by_role("link", name="Vocabulary").click()
    panel = page.get_by_role("complementary", name="Thread")
    panel.get_by_role("link", name="env", exact=True).click()
    panel.get_by_role("link", name="prod", exact=True).click()

    expect(page.get_by_role("link", name="In production")).to_be_visible()
    expect(page.get_by_role("link", name="In a test")).to_have_count(0)
