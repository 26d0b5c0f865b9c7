"""Pressing Create twice, in whatever way, makes one thread: the form's token stands for one create."""

import pytest
from playwright.sync_api import expect

from threadsui.models import Submission, Thread

TEXT = "The tent arrived with a snapped pole."


@pytest.fixture
def page(signed_in_page):
    signed_in_page.goto("/threads/")
    signed_in_page.get_by_role("link", name="New thread").first.click()
    signed_in_page.get_by_label("Text of message 1").fill(TEXT)
    return signed_in_page


def test_double_click_creates_one_thread(page):
    page.get_by_role("button", name="Create thread").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)

    assert Thread.objects.count() == Submission.objects.count() == 1


def test_second_press_while_the_server_is_slow_creates_one_thread(page, misbehave):
    misbehave("slow:1")
    create = page.get_by_role("button", name="Create thread")
    create.click()
    expect(page.get_by_role("button", name="Creating…")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)

    assert Thread.objects.count() == Submission.objects.count() == 1


def test_back_and_create_again_leads_to_the_same_thread(page):
    page.get_by_role("button", name="Create thread").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)
    address = page.url
    page.go_back()
    expect(page.get_by_label("Text of message 1")).to_have_value(TEXT)
    page.get_by_role("button", name="Create thread").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)
    assert page.url == address
    assert Thread.objects.count() == Submission.objects.count() == 1


def test_two_tabs_with_the_same_form_create_one_thread(page, misbehave, settle):
    """As when a browser restores its tabs: the second press comes while the first is still under way."""
    other = page.context.new_page()
    other.goto("/threads/new/")
    token = page.locator("input[name=token]").input_value()
    other.locator("input[name=token]").evaluate("(input, token) => { input.value = token }", token)
    other.get_by_label("Text of message 1").fill(TEXT)
    misbehave("slow:2")
    page.get_by_role("button", name="Create thread").click()
    expect(page.get_by_role("button", name="Creating…")).to_be_visible()
    other.get_by_role("button", name="Create thread").click()

    expect(other.get_by_role("heading", level=1)).to_have_text(TEXT)
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)
    expect(other.get_by_role("navigation", name="About this thread")).to_be_visible()
    assert other.url.split("?")[0] == page.url.split("?")[0]
    assert Thread.objects.count() == Submission.objects.count() == 1


@pytest.mark.usefixtures("invalid_expected")
def test_changed_form_with_a_used_token_is_not_taken_for_the_first(page):
    page.get_by_role("button", name="Create thread").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)
    page.go_back()
    page.get_by_label("Text of message 1").fill("Something else")
    page.get_by_role("button", name="Create thread").click()

    expect(page.get_by_role("alert")).to_contain_text("First press: created")
    expect(page.get_by_label("Text of message 1")).to_have_value("Something else")
    page.get_by_role("button", name="Create thread").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Something else")
    assert Thread.objects.count() == 2
