"""The main job as most people do it: sign in, compose with everything there is, create, find it again."""

import pytest
from playwright.sync_api import expect

from threadsui.models import Thread

TEXT = "The tent arrived with a snapped pole."
ADDRESS = "https://files.example.com/pole.jpg"


@pytest.fixture
def page(anonymous_page):
    return anonymous_page


def test_agent_composes_a_thread_and_finds_it_again(page, agent, settle):
    sign_in(page, agent)
    page.get_by_role("link", name="New thread").first.click()
    write_two_messages(page, settle)
    describe_the_thread(page, settle)
    page.get_by_role("button", name="Create thread").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Snapped pole")
    expect(page.get_by_role("status").filter(has_text="Created on Sandbox.")).to_be_visible()
    assert sent_body() == {
        "messages": [
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": TEXT},
                    {"type": "image_url", "image_url": {"url": ADDRESS, "detail": "low"}},
                ],
                "metadata": {"channel": "mail"},
            },
            {
                "role": "assistant",
                "content": "A new one is on its way.",
                "attachments": [{"file_id": "file-guide", "tools": [{"type": "file_search"}]}],
            },
        ],
        "metadata": {"order_id": "NV-20418835"},
        "tool_resources": {
            "file_search": {
                "vector_stores": [
                    {
                        "file_ids": ["file-one", "file-two"],
                        "chunking_strategy": {
                            "type": "static",
                            "static": {"max_chunk_size_tokens": 400, "chunk_overlap_tokens": 200},
                        },
                    }
                ]
            }
        },
    }
    find_it_in_the_list(page, settle)


def test_lead_reads_in_the_audit_history_who_created_it(sign_in, agent, lead, settle):
    page = sign_in(agent)
    page.goto("/threads/new/")
    page.get_by_label("Text of message 1").fill(TEXT)
    page.get_by_role("button", name="Create thread").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)

    page = sign_in(lead)
    page.goto("/threads/")
    page.get_by_role("link", name="Audit history").click()
    page.get_by_role("row").filter(has_text=TEXT).get_by_role("link").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Created the thread")
    expect(page.get_by_role("main")).to_contain_text(agent.username)
    page.get_by_role("link", name=TEXT).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)


def sign_in(page, user):
    page.goto("/")
    page.get_by_label("Username or email").fill(user.username)
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")


def write_two_messages(page, settle):
    first = page.get_by_role("article", name="Message 1")
    first.get_by_label("Text of message 1").fill(TEXT)
    first.get_by_text("Image", exact=True).click()
    first.get_by_role("button", name="Image from a URL").click()
    first.get_by_label("Image address, part 1").fill(ADDRESS)
    first.get_by_label("Detail, part 1").select_option("Low")
    first.get_by_text("Metadata").click()
    first.get_by_role("button", name="Add pair").click()
    first.get_by_label("Key 1").fill("channel")
    first.get_by_label("Value 1").fill("mail")

    page.get_by_role("button", name="Add message").click()
    second = page.get_by_role("article", name="Message 2")
    second.get_by_label("Text of message 2").fill("A new one is on its way.")
    second.get_by_text("Assistant").click()
    second.get_by_role("button", name="Attachment").click()
    second.get_by_label("File id, attachment 1").fill("file-guide")
    second.get_by_label("File search").check()
    settle(page)


def describe_the_thread(page, settle):
    page.get_by_label("Title").fill("Snapped pole")
    metadata = page.get_by_role("region", name="Thread metadata")
    metadata.get_by_label("Key 1").fill("order_id")
    metadata.get_by_label("Value 1").fill("NV-20418835")
    page.get_by_label("Create a new vector store").check()
    page.get_by_label("File ids, one per line").last.fill("file-one\nfile-two")
    page.get_by_role("group", name="Chunking").get_by_text("Static").click()
    page.get_by_label("Chunk size").fill("400")
    page.get_by_label("Overlap").fill("200")


def find_it_in_the_list(page, settle):
    thread = Thread.objects.get()
    page.get_by_role("link", name="Threads", exact=True).first.click()
    search = page.get_by_label("Search", exact=True)
    search.fill("nothing like it")
    expect(page.get_by_role("heading", name="No threads match")).to_be_visible()
    search.fill("snapped")
    row = page.get_by_role("row").filter(has_text="Snapped pole")
    row.get_by_text(thread.remote_id).click()

    drawer = page.get_by_role("complementary", name="Thread")
    expect(drawer.get_by_role("heading", name="Snapped pole")).to_be_visible()
    expect(drawer).to_contain_text("NV-20418835")
    expect(drawer.get_by_role("heading", level=2).first).to_be_focused()
    page.keyboard.press("Escape")
    expect(drawer.get_by_role("heading")).to_have_count(0)
    expect(row.get_by_role("link")).to_be_focused()


def sent_body():
    return Thread.objects.get().submission.payload
