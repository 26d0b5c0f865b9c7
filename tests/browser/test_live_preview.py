"""The request beside the form follows what is typed, and never gets in the way."""

import json

import pytest
from playwright.sync_api import expect

from tests import payloads

# The ids of the pieces of an answer which the page shows in another way.
DIFFERING = """(answer) => {
  const fresh = new DOMParser().parseFromString(answer, "text/html").querySelectorAll("[hx-swap-oob]");
  return [...fresh].filter(({ id, hidden, innerHTML }) => {
    const shown = document.getElementById(id);
    return shown.innerHTML !== innerHTML || shown.hidden !== hidden;
  }).map(({ id }) => id);
}"""


@pytest.fixture
def page(signed_in_page):
    signed_in_page.goto("/threads/new/")
    return signed_in_page


@pytest.fixture
def shown(page):
    """The JSON shown, once it has these words in it."""

    def wait(words):
        expect(page.locator("#spelled-json")).to_contain_text(words)
        return json.loads(page.locator("#spelled-json").text_content())

    return wait


def test_preview_follows_the_typing_and_leaves_the_caret_where_it_is(page, shown):
    text = page.get_by_label("Text of message 1")
    text.click()
    page.keyboard.type("The pole snaped")
    assert shown("snaped")["messages"][0]["content"] == "The pole snaped"

    for _ in "ed":
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("p")
    shown("snapped")
    page.keyboard.type("!")

    expect(text).to_be_focused()
    expect(text).to_have_value("The pole snapp!ed")
    expect(page.get_by_role("group", name="Spell the request as")).to_be_visible()


def test_rows_and_choices_reach_the_preview(page, shown):
    page.get_by_label("Text of message 1").fill("First")
    page.keyboard.press("Alt+m")
    expect(page.get_by_label("Text of message 2")).to_be_focused()
    page.keyboard.type("Second")
    shown("Second")
    page.get_by_role("button", name="Move message 2 up").click()
    expect(page.locator("#spelled-json")).to_have_text(
        '{"messages":[{"role":"user","content":"Second"},{"role":"user","content":"First"}]}'
    )
    page.get_by_text("Assistant").first.click()
    assert shown("assistant")["messages"][0]["role"] == "assistant"
    expect(page.locator("#messages-used")).to_have_text("2/32")


def test_a_problem_is_named_while_one_types_and_leads_to_its_field(page):
    page.get_by_label("Value 1").first.fill("no key")
    problem = page.get_by_role("link", name="This value has no key")
    expect(problem).to_be_visible()
    problem.click()
    expect(page.get_by_label("Key 1").first).to_be_focused()
    page.keyboard.type("key")
    expect(problem).to_have_count(0)


def test_the_chosen_spelling_stays_and_arrows_change_it(page, shown):
    page.locator(".preview label", has_text="cURL").click()
    expect(page.get_by_role("radio", name="cURL")).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#spelled-cli")).to_be_visible()
    expect(page.locator("#spelled-json")).to_be_hidden()

    page.get_by_label("Text of message 1").fill("Hello there")

    expect(page.locator("#spelled-cli")).to_contain_text("Hello there")
    expect(page.locator("#spelled-cli")).to_be_visible()


@pytest.mark.parametrize("label", ["JSON", "cURL", "CLI", "Python"])
def test_the_button_copies_what_is_shown(page, label, shown):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_label("Text of message 1").fill("It's <b> \\ $HOME")
    shown("HOME")
    page.locator(".preview label", has_text=label).click()

    page.get_by_role("button", name=f"Copy {label}").click()

    expect(page.locator("#live")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(f"#spelled-{label.lower()}").text_content()


def test_what_stays_the_same_keeps_its_selection_and_focus(page, shown):
    page.get_by_label("Text of message 1").fill("First")
    page.get_by_label("Value 1").first.fill("no key")
    shown("First")
    problem = page.get_by_role("link", name="This value has no key")
    page.get_by_label("Text of message 1").press_sequentially("!")
    page.locator("#spelled-json .s", has_text="user").evaluate(
        "role => getSelection().selectAllChildren(role)"
    )
    problem.focus()

    shown("First!")

    assert page.evaluate("getSelection().toString()") == '"user"'
    expect(problem).to_be_focused()


def test_what_is_redrawn_where_it_differs_is_what_the_server_drew(page, settle):
    def press(name):
        return page.get_by_role("button", name=name).first.click

    def fill(label, text):
        return lambda: page.get_by_label(label, exact=True).first.fill(text)

    for act in (
        fill("Text of message 1", "First"),
        fill("Value 1", "<b>&amp;"),
        press("Add message"),
        fill("Text of message 2", 'Second "x", [1], {}'),
        page.get_by_text("Assistant").first.click,
        press("Move message 2 up"),
        fill("Key 1", "a key"),
        press("Add message"),
        press("Remove message 1"),
        fill("Text of message 1", ""),
    ):
        with page.expect_response("**/preview/") as answered:
            act()
        settle(page)
        differing = page.evaluate(DIFFERING, answered.value.text())
        assert differing == []


def test_where_one_has_scrolled_to_stays(page, shown):
    page.goto("/threads/import/")
    long = {"messages": payloads.P7["messages"] * 6}
    page.get_by_label("Body").fill(json.dumps(long))
    page.get_by_role("button", name="Open in the composer").click()
    page.locator("#request").evaluate("element => { element.scrollTop = 300 }")

    page.get_by_role("article", name="Message 1", exact=True).locator("summary").first.click()
    page.get_by_label("Text of message 1", exact=True).fill("changed at the top")

    shown("changed at the top")
    assert page.locator("#request").evaluate("element => element.scrollTop") == 300


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_spelling_is_accessible(page, scheme, assert_accessible, assert_fits, shown):
    page.emulate_media(color_scheme=scheme)
    page.get_by_label("Value 1").first.fill("no key")
    shown("no key")
    for label in ("JSON", "cURL", "CLI", "Python"):
        page.locator(".preview label", has_text=label).click()
        assert_accessible(page)
    assert_fits(page)


@pytest.mark.parametrize("context_args", [{"viewport": {"width": 1440, "height": 900}}])
def test_checklist_and_button_are_always_in_sight_beside_the_form(page):
    for y in (0, 500, 100_000):
        page.evaluate(f"scrollTo(0, {y})")
        expect(page.locator("#checklist")).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("button", name="Create thread")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("context_args", [{"viewport": {"width": 390, "height": 844}}])
def test_on_a_phone_the_bar_leads_to_the_preview(page, shown, assert_fits):
    page.get_by_label("Text of message 1").fill("Hello")
    shown("Hello")
    expect(page.locator("#send-summary")).to_contain_text("Within all limits")

    page.get_by_role("link", name="Preview request, 48 bytes").click()

    expect(page.locator("#spelled-json")).to_be_in_viewport()
    assert_fits(page)


@pytest.mark.parametrize("context_args", [{"java_script_enabled": False}])
def test_without_scripts_the_page_shows_the_form_s_body_and_every_spelling(page):
    page.get_by_label("Text of message 1").fill("Hello")
    page.get_by_role("button", name="Add message").click()

    expect(page.locator("#spelled-json")).to_contain_text('"content":"Hello"')
    page.locator(".preview label", has_text="Python").click()
    expect(page.locator("#spelled-python")).to_be_visible()
