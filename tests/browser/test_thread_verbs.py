"""What can be done with a thread later: edit, add a message, refresh, delete; the timeline tells of each."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories
from threadsui import sandbox
from threadsui.models import Thread

TEXT = "Where is my order?"


@pytest.fixture
def page(sign_in, lead, created_thread):
    page = sign_in(lead)
    page.goto(created_thread.get_absolute_url())
    return page


def test_metadata_is_edited_and_the_timeline_shows_before_and_after(page, settle):
    page.get_by_role("link", name="Edit metadata").click()
    page.get_by_label("Value 1").fill("A-2")
    page.get_by_role("button", name="Remove pair 2").click()
    settle(page)
    page.get_by_role("button", name="Add pair").click()
    expect(page.get_by_label("Key 2")).to_be_focused()
    page.get_by_label("Key 2").fill("channel")
    page.get_by_label("Value 2").fill("mail")
    page.get_by_role("button", name="Save changes").click()

    expect(page.get_by_role("status").filter(has_text="The thread was changed.")).to_be_visible()
    assert the_servers_thread().metadata == {"order_id": "A-2", "channel": "mail"}
    open_tab(page, "Metadata", settle)
    expect(page.get_by_role("main")).to_contain_text("A-2")
    open_tab(page, "Timeline", settle)
    newest = page.get_by_role("listitem").filter(has_text="changed")
    expect(newest).to_contain_text(re.compile(r"A-1.*A-2", re.DOTALL))


def test_message_with_an_attachment_is_added(page, settle):
    page.get_by_role("link", name="Add message").click()
    page.get_by_label("Text", exact=True).fill("It is on its way.")
    page.get_by_text("Assistant").click()
    page.get_by_role("button", name="Attachment").click()
    expect(page.get_by_label("File id, attachment 1")).to_be_focused()
    page.get_by_label("File id, attachment 1").fill("file-label")
    page.get_by_label("Code interpreter").check()
    page.get_by_role("button", name="Send message").click()

    told = "The message was added to the thread on the server."
    expect(page.get_by_role("status").filter(has_text=told)).to_be_visible()
    added = page.get_by_role("article").last
    for part in ("Assistant", "2 of 2", "It is on its way.", "file-label", "Code interpreter"):
        expect(added).to_contain_text(part)
    open_tab(page, "Timeline", settle)
    expect(page.get_by_role("main")).to_contain_text("added")


def test_refresh_shows_what_others_changed_on_the_server(page):
    the_server = the_servers_thread()
    the_server.metadata = {"order_id": "A-1", "team": "south"}
    the_server.save()
    page.get_by_label("More actions").click()
    page.get_by_role("button", name="Refresh from server").click()

    expect(page.get_by_role("status").filter(has_text="Refreshed")).to_be_visible()
    assert Thread.objects.get().metadata["team"] == "south"


def test_refresh_tells_that_the_server_lost_the_thread(page):
    the_servers_thread().delete()
    page.get_by_label("More actions").click()
    page.get_by_role("button", name="Refresh from server").click()

    expect(
        page.get_by_role("heading", name="The server does not have this thread any more")
    ).to_be_visible()
    expect(page.get_by_role("link", name="Edit metadata")).to_have_count(0)


def test_delete_asks_first_and_keeps_the_record(page, settle):
    page.get_by_label("More actions").click()
    page.get_by_role("link", name="Delete thread").click()
    dialog = page.get_by_role("dialog", name="Delete this thread on the server?")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    assert Thread.objects.get().deleted_at is None

    page.get_by_label("More actions").click()
    page.get_by_role("link", name="Delete thread").click()
    dialog.get_by_label("Reason").fill("The customer asked for it.")
    dialog.get_by_role("button", name="Delete thread").click()
    expect(page.get_by_role("heading", name="This thread was deleted")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(TEXT)
    assert not sandbox.models.Thread.objects.exists()
    open_tab(page, "Timeline", settle)
    expect(page.get_by_role("main")).to_contain_text("The customer asked for it.")
    expect(page.get_by_role("link", name="Edit metadata")).to_have_count(0)


def test_agent_is_offered_no_verb_on_the_thread_of_another(sign_in, person, created_thread):
    page = sign_in(person("agent", "somebody"))
    page.goto(created_thread.get_absolute_url())

    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)
    for name in ("Edit metadata", "Add message", "Delete thread"):
        expect(page.get_by_role("link", name=name)).to_have_count(0)


def test_viewer_only_looks(sign_in, viewer, agent):
    factories.thread(creator=agent, title="Snapped pole")
    page = sign_in(viewer)
    page.goto("/threads/")
    page.get_by_role("link", name="Snapped pole").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Snapped pole")
    expect(page.get_by_role("link", name="New thread")).to_have_count(0)


def the_servers_thread():
    return sandbox.models.Thread.objects.get()


def open_tab(page, name, settle):
    page.get_by_role("navigation", name="About this thread").get_by_role("link", name=name).click()
    settle(page)
