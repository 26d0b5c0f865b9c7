"""Snippets in a real browser: `::` in a message, by keyboard, by mouse and by touch, without ever leaving the text."""

import pytest
from playwright.sync_api import expect

from tests import factories
from threadsui.models import Thread

THANKS = "Thank you for waiting.\nWe are looking into it."


@pytest.fixture(autouse=True)
def snippets(agent, live_server):
    factories.snippet(owner=agent, name="thanks", text=THANKS)
    factories.snippet(owner=agent, name="refund", text="It takes 5 days.")
    factories.snippet(name="review", text="Please tell us how it was.", is_shared=True)


def composer(page):
    page.goto("/threads/new/")
    message = page.get_by_label("Text of message 1")
    message.click()
    return message


def shown(page):
    return page.get_by_role("listbox", name="Snippets")


def option(page, name):
    return page.get_by_role("option", name=name)


def test_snippet_is_put_in_by_keyboard(signed_in_page, assert_accessible):
    page = signed_in_page
    message = composer(page)
    page.keyboard.type("Hello, ")
    expect(page.locator("#draft")).to_contain_text("Draft saved")  # said aloud once, not again
    page.keyboard.type("::re")
    expect(option(page, "::refund")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#live")).to_contain_text("3 snippets.")
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    chosen = option(page, "::review")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(message).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")

    expect(message).to_have_value("Hello, It takes 5 days.")
    expect(message).to_be_focused()
    expect(shown(page)).to_be_hidden()
    expect(page.locator("#request")).to_contain_text("Hello, It takes 5 days.")


def test_undo_brings_back_what_was_typed(signed_in_page):
    page = signed_in_page
    message = composer(page)
    page.keyboard.type("::thanks")
    expect(option(page, "::thanks")).to_be_visible()
    page.keyboard.press("Tab")
    expect(message).to_have_value(THANKS)
    expect(message).to_be_focused()

    page.keyboard.press("Control+z")
    expect(message).to_have_value("::thanks")


def test_snippet_is_put_in_by_mouse_at_the_cursor(signed_in_page):
    page = signed_in_page
    message = composer(page)
    message.fill("Hello. Bye.")
    for _letter in "Bye.":
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("::thanks")
    option(page, "::thanks").click()

    expect(message).to_have_value(f"Hello. {THANKS}Bye.")
    expect(message).to_be_focused()
    page.keyboard.type(" ")
    expect(message).to_have_value(f"Hello. {THANKS} Bye.")
    page.get_by_role("button", name="Create thread").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello. Thank you")
    assert Thread.objects.get().messages.get().text == f"Hello. {THANKS} Bye."


def test_escape_closes_the_list_and_keeps_the_text(signed_in_page):
    page = signed_in_page
    message = composer(page)
    page.keyboard.type("::re")
    expect(shown(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(shown(page)).to_be_hidden()
    with page.expect_response("**/threads/new/preview/"):
        page.keyboard.type("f")

    expect(shown(page)).to_be_hidden()
    expect(message).to_have_value("::ref")
    page.keyboard.press("Enter")
    expect(message).to_have_value("::ref\n")


def test_colons_within_a_word_open_nothing(signed_in_page):
    page = signed_in_page
    message = composer(page)
    with page.expect_response("**/threads/new/preview/"):
        page.keyboard.type("std::re 12::30 ::nothing-like-it")

    expect(shown(page)).to_be_hidden()
    page.keyboard.press("Enter")
    expect(message).to_have_value("std::re 12::30 ::nothing-like-it\n")


def test_list_works_in_a_message_that_was_added_and_in_a_further_text(signed_in_page, settle):
    page = signed_in_page
    composer(page)
    page.keyboard.type("::ref")
    expect(shown(page)).to_be_visible()
    page.get_by_role("button", name="Add message").click()
    settle(page)
    page.keyboard.type("::thanks")
    expect(option(page, "::thanks")).to_be_visible()
    page.keyboard.press("Enter")

    expect(page.get_by_label("Text of message 2")).to_have_value(THANKS)
    expect(page.get_by_label("Text of message 1")).to_have_value("::ref")


@pytest.mark.parametrize(
    "context_args", [{"viewport": {"width": 390, "height": 844}, "has_touch": True}]
)
def test_snippet_is_put_in_by_touch(signed_in_page, context_args, assert_fits):
    page = signed_in_page
    message = composer(page)
    page.keyboard.type("::thanks")
    expect(option(page, "::thanks")).to_be_visible()
    assert_fits(page)
    option(page, "::thanks").tap()

    expect(message).to_have_value(THANKS)
    expect(message).to_be_focused()
