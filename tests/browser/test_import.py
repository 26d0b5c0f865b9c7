"""Import: a pasted or uploaded body opens the composer filled in; a broken one is explained, its text kept."""

import pytest
from playwright.sync_api import expect

from threadsui.models import Thread

BODY = """\
messages:
  - role: user
    content: The tent arrived with a snapped pole.
    attachments:
      - file_id: file-photo
        tools: [{type: file_search}]
  - role: assistant
    content: A new one is on its way.
metadata:
  order_id: NV-20418835
"""


@pytest.fixture
def page(signed_in_page):
    signed_in_page.goto("/threads/new/")
    signed_in_page.get_by_role("link", name="Import JSON or YAML").click()
    return signed_in_page


def test_pasted_yaml_fills_the_composer_and_is_created(page):
    page.get_by_label("Body").fill(BODY)
    page.get_by_role("button", name="Open in the composer").click()
    shown_in_the_composer(page)
    page.get_by_role("button", name="Create thread").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "The tent arrived with a snapped pole."
    )
    assert Thread.objects.get().metadata == {"order_id": "NV-20418835"}


def test_uploaded_file_fills_the_composer(page):
    page.get_by_label("Or a file").set_input_files(
        {"name": "thread.yaml", "mimeType": "application/yaml", "buffer": BODY.encode()}
    )
    page.get_by_role("button", name="Open in the composer").click()
    shown_in_the_composer(page)


@pytest.mark.usefixtures("invalid_expected")
@pytest.mark.parametrize(
    "broken, complaint",
    [
        (BODY.replace("NV-20418835", "20418835"), 'put it in quotes: "20418835"'),
        (BODY.replace("role: user", "role: [user"), "Line 3, column 12"),
        (BODY + "assistant_id: asst_1\n", "no request has this. Remove it."),
    ],
)
def test_broken_body_is_explained_and_kept(page, broken, complaint):
    page.get_by_label("Body").fill(broken)
    page.get_by_role("button", name="Open in the composer").click()

    expect(page.get_by_role("alert")).to_contain_text("Nothing was kept or sent")
    expect(page.get_by_role("alert")).to_contain_text(complaint)
    expect(page.get_by_label("Body")).to_be_focused()
    expect(page.get_by_label("Body")).to_have_value(broken)


def shown_in_the_composer(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("New thread")
    expect(page.get_by_role("status").filter(has_text="Nothing has been sent")).to_be_visible()
    expect(page.get_by_label("Text of message 2")).to_have_value("A new one is on its way.")
    second = page.get_by_role("article", name="Message 2")
    expect(second.get_by_label("Assistant")).to_be_checked()
    expect(page.get_by_label("File id, attachment 1")).to_have_value("file-photo")
    expect(page.get_by_label("File search").first).to_be_checked()
    expect(page.get_by_label("Key 1")).to_have_value("order_id")
    expect(page.get_by_label("Value 1")).to_have_value("NV-20418835")
