"""The main job with JavaScript switched off: rows, errors, filters, tabs and confirmations are plain pages."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories
from threadsui.models import Thread

pytestmark = pytest.mark.parametrize("context_args", [{"java_script_enabled": False}])


@pytest.fixture
def page(signed_in_page):
    return signed_in_page


def test_rows_are_added_by_buttons_and_the_thread_is_created(page):
    page.goto("/threads/new/")
    page.get_by_label("Text of message 1").fill("First")
    page.get_by_role("button", name="Add message").click()
    page.get_by_label("Text of message 2").fill("Second")
    page.get_by_role("button", name="Move message 2 up").click()
    message = page.get_by_role("article", name="Message 1")
    message.get_by_role("button", name="Attachment").click()
    message.get_by_label("File id, attachment 1").fill("file-guide")
    message.get_by_label("Code interpreter").check()
    message.get_by_text("Image", exact=True).click()
    message.get_by_role("button", name="Image from a file id").click()
    message.get_by_label("File id of the image, part 1").fill("file-photo")
    page.get_by_label("Key 1").fill("order_id")
    page.get_by_label("Value 1").fill("7")
    page.get_by_role("button", name="Create thread").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Second")
    photo = {"type": "image_file", "image_file": {"file_id": "file-photo"}}
    assert Thread.objects.get().submission.payload == {
        "messages": [
            {
                "role": "user",
                "content": [{"type": "text", "text": "Second"}, photo],
                "attachments": [{"file_id": "file-guide", "tools": [{"type": "code_interpreter"}]}],
            },
            {"role": "user", "content": "First"},
        ],
        "metadata": {"order_id": "7"},
    }


@pytest.mark.usefixtures("invalid_expected")
def test_refused_form_comes_back_filled_with_the_error_at_its_field(page):
    page.goto("/threads/new/")
    page.get_by_label("Text of message 1").fill("See the guide")
    page.get_by_label("File ids, one per line").first.fill("file-missing-guide")
    page.get_by_role("button", name="Create thread").click()

    expect(page.get_by_role("alert")).to_contain_text("Nothing was created")
    field = page.get_by_label("File ids, one per line").first
    expect(field).to_have_accessible_description(re.compile("file-missing-guide"))
    expect(page.get_by_label("Text of message 1")).to_have_value("See the guide")
    field.fill("file-guide")
    page.get_by_role("button", name="Create thread").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("See the guide")
    assert Thread.objects.count() == 1


def test_list_is_filtered_and_paged_by_plain_pages(page, agent):
    for number in range(51):
        factories.thread(creator=agent, title=f"Snapped pole {number}")
    factories.thread(creator=agent, title="Wet socks")
    page.goto("/threads/")
    expect(page.get_by_role("row")).to_have_count(51)
    page.get_by_role("link", name="Older").click()
    expect(page.get_by_role("row")).to_have_count(3)
    page.get_by_role("searchbox", name="Search").fill("wet")
    page.get_by_role("searchbox", name="Search").press("Enter")

    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("link", name="Wet socks").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wet socks")


def test_tabs_are_plain_pages(page, agent):
    thread = factories.thread(creator=agent, messages=["Hello"], metadata={"order_id": "7"})
    page.goto(thread.get_absolute_url())
    tabs = page.get_by_role("navigation", name="About this thread")
    tabs.get_by_role("link", name="Metadata").click()
    expect(page.get_by_role("heading", name="Metadata", exact=True)).to_be_visible()
    tabs.get_by_role("link", name="Timeline").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing of this kind is recorded")
    expect(tabs.get_by_role("link", name="Timeline")).to_have_attribute("aria-current", "page")
    tabs.get_by_role("link", name="Raw").click()
    expect(page.get_by_role("heading", name="No call is recorded")).to_be_visible()


def test_lead_deletes_a_thread_by_a_page_that_asks(sign_in, lead, created_thread):
    page = sign_in(lead)
    page.goto(created_thread.get_absolute_url())
    page.get_by_label("More actions").click()
    page.get_by_role("link", name="Delete thread").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Delete thread")
    page.get_by_label("Reason").fill("Made by mistake")
    page.get_by_role("button", name="Delete thread").click()

    expect(page.get_by_role("heading", name="This thread was deleted")).to_be_visible()
    created_thread.refresh_from_db()
    assert created_thread.deleted_by == lead
