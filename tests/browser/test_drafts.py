"""Drafts in a real browser: a closed tab, another tab, and a session that ends, all without losing a word."""

import re

from playwright.sync_api import expect

from threadsui.models import Draft, Submission, Thread

TEXT = "The tent arrived with a snapped pole."
SAVED = re.compile(r"Draft saved \d\d:\d\d")


def write(page, text):
    page.get_by_label("Text of message 1").fill(text)
    expect(page.locator("#draft")).to_have_text(SAVED)


def test_closed_tab_loses_nothing(signed_in_page, assert_accessible):
    page = signed_in_page
    page.goto("/threads/new/")
    write(page, TEXT)
    expect(page).to_have_url(re.compile(r"\?draft=\d+$"))
    page.get_by_role("button", name="Add message").click()
    page.get_by_label("Text of message 2").fill("And the second one.")
    page.wait_for_function("() => document.querySelector('[name=draft_version]').value > 1")
    assert_accessible(page)
    context = page.context
    page.close()

    page = context.new_page()
    page.goto("/drafts/")
    assert_accessible(page)
    page.get_by_role("link", name=TEXT, exact=True).click()
    expect(page.get_by_label("Text of message 1")).to_have_value(TEXT)
    expect(page.get_by_label("Text of message 2")).to_have_value("And the second one.")


def test_what_was_typed_a_moment_before_the_page_is_left_is_kept(signed_in_page):
    page = signed_in_page
    page.goto("/threads/new/")
    with page.expect_response("**/leaving*.js"):
        page.get_by_label("Text of message 1").fill("The tent")
    write(page, "The tent arrived")
    saved = page.url
    page.get_by_label("Text of message 1").fill(TEXT)
    page.get_by_role("link", name="Threads", exact=True).click()
    page.wait_for_url("**/threads/")

    page.goto(saved)
    expect(page.get_by_label("Text of message 1")).to_have_value(TEXT)
    assert Draft.objects.count() == 1


def test_typing_is_not_disturbed_by_the_saves(signed_in_page):
    page = signed_in_page
    page.goto("/threads/new/")
    message = page.get_by_label("Text of message 1")
    message.click()
    message.press_sequentially("One two", delay=20)
    expect(page.locator("#draft")).to_have_text(SAVED)
    page.keyboard.type(" three")

    expect(message).to_be_focused()
    expect(message).to_have_value("One two three")


def test_second_tab_warns_and_both_texts_are_kept(
    signed_in_page, accepted_complaints, assert_accessible
):
    accepted_complaints.append("409")
    first = signed_in_page
    first.goto("/threads/new/")
    write(first, TEXT)
    second = first.context.new_page()
    second.goto(first.url)
    version = Draft.objects.get().version
    second.get_by_label("Text of message 1").fill("Changed there")
    second.wait_for_function(
        f"() => document.querySelector('[name=draft_version]').value > {version}"
    )

    first.get_by_label("Text of message 1").fill("Changed here")
    expect(first.get_by_role("alert")).to_contain_text("Nothing was overwritten")
    assert_accessible(first)
    first.get_by_role("button", name="Keep mine as a new draft").click()

    expect(first.get_by_role("alert")).to_have_count(0)
    expect(first.get_by_label("Text of message 1")).to_have_value("Changed here")
    kept = {draft.fields["messages-0-content"][0] for draft in Draft.objects.all()}
    assert kept == {"Changed there", "Changed here"}


def signed_out_in_another_tab(page):
    """The tab, with the form to sign in."""
    other = page.context.new_page()
    other.goto("/threads/")
    other.get_by_label("Theme and account").click()
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    return other


def sign_in_by_the_form(page, person):
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_session_that_ends_loses_nothing_and_creates_once(signed_in_page, agent):
    page = signed_in_page
    page.goto("/threads/new/")
    write(page, TEXT)
    signed_out_in_another_tab(page)

    page.get_by_label("Text of message 1").fill(f"{TEXT} I want a refund.")
    expect(page.get_by_role("alert")).to_contain_text("Your session ended.")
    page.get_by_label("Title").fill("Refund")
    page.get_by_role("button", name="Create thread").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was sent.")
    assert not Submission.objects.exists()
    sign_in_by_the_form(page, agent)

    expect(page.get_by_label("Text of message 1")).to_have_value(f"{TEXT} I want a refund.")
    expect(page.get_by_label("Title")).to_have_value("Refund")
    page.get_by_role("button", name="Create thread").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Refund")
    assert Thread.objects.count() == 1
    assert not Draft.objects.exists()


def test_signing_in_again_in_another_tab_loses_nothing(signed_in_page, agent):
    page = signed_in_page
    page.goto("/threads/new/")
    write(page, TEXT)
    other = signed_out_in_another_tab(page)
    sign_in_by_the_form(other, agent)
    expect(other.get_by_label("Theme and account")).to_be_visible()

    page.get_by_label("Title").fill("Refund")
    page.get_by_role("button", name="Create thread").click()
    expect(page.get_by_role("status").get_by_text("You signed in again")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Refund")
    page.get_by_role("button", name="Create thread").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Refund")
    assert Thread.objects.count() == 1


def test_correction_shows_its_changes_as_one_types(
    signed_in_page, create, misbehave, assert_accessible
):
    misbehave("400")
    refused = create({"messages": [{"role": "user", "content": TEXT}]})
    misbehave("")
    page = signed_in_page
    page.goto(f"/threads/new/?submission={refused.pk}")
    expect(page.locator("#changes")).to_contain_text("None yet")
    page.get_by_label("Text of message 1").fill(f"{TEXT} Sorry.")

    expect(page.locator("#changes mark")).to_have_text(" Sorry.")
    assert_accessible(page)
    page.get_by_role("button", name="Create thread").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{TEXT} Sorry.")
    assert Submission.objects.get(state="accepted").parent == refused
