"""Every page, in both themes, through axe; and what each page owes to somebody who cannot see it."""

import pytest
from playwright.sync_api import expect

from tests import factories
from threadsui.models import AuditEvent

PHONE = {"viewport": {"width": 390, "height": 844}}
TEXT = "The tent arrived with a snapped pole."
PAYLOAD = {
    "messages": [
        {
            "role": "user",
            "content": [
                {"type": "text", "text": TEXT},
                {"type": "image_url", "image_url": {"url": "https://files.example.com/pole.jpg"}},
                {"type": "image_file", "image_file": {"file_id": "file-photo", "detail": "high"}},
            ],
            "attachments": [
                {"file_id": "file-guide", "tools": [{"type": "file_search"}]},
                {"file_id": "file-none", "tools": []},
            ],
            "metadata": {"channel": "mail"},
        },
        {"role": "assistant", "content": "A new one is on its way."},
    ],
    "metadata": {"order_id": "NV-20418835", "team": "north"},
    "tool_resources": {
        "code_interpreter": {"file_ids": ["file-table"]},
        "file_search": {"vector_store_ids": ["vs_guides"]},
    },
}
BASICS = """() => {
  const first = document.querySelector("body :is(a[href], button, input:not([type=hidden]), [tabindex])");
  return {
    lang: document.documentElement.lang,
    titled: document.title.replace("· Threads Console", "").trim() !== "",
    skip: first?.getAttribute("href"),
    main: document.querySelectorAll("main#main").length,
    headings: document.querySelectorAll("h1").length,
  };
}"""


@pytest.fixture
def assert_whole(assert_accessible):
    """The basics of a page, then axe."""

    def check(page):
        page.wait_for_load_state()
        basics = {"lang": "en", "titled": True, "skip": "#main", "main": 1, "headings": 1}
        assert page.evaluate(BASICS) == basics, page.url
        assert_accessible(page)

    return check


@pytest.fixture
def visit(assert_whole):
    def go(page, address):
        page.goto(address)
        assert_whole(page)

    return go


@pytest.fixture
def thread(create):
    return create(PAYLOAD).thread


@pytest.fixture
def page(sign_in, lead):
    return sign_in(lead)


def test_overview_is_accessible_empty_and_in_use(page, visit, create, misbehave):
    visit(page, "/")
    create(PAYLOAD)
    for fault in ("quota", "cut_after"):
        misbehave(fault)
        create(PAYLOAD)
    visit(page, "/")


def test_lists_and_drawers_are_accessible(page, thread, visit, assert_accessible):
    factories.thread(title="حقيبة السفر لم تصل", messages=["مرحبا"])
    for address in ("/threads/", "/audit/"):
        visit(page, address)
        page.get_by_role("row").last.get_by_role("link").focus()
        page.keyboard.press("Space")
        expect(page.get_by_role("button", name="Close")).to_be_visible()
        assert_accessible(page)
    visit(page, "/calls/")
    visit(page, "/submissions/")
    page.get_by_text("Filter", exact=True).click()
    assert_accessible(page)


@pytest.mark.usefixtures("invalid_expected")
def test_lists_with_nothing_to_show_are_accessible(page, visit):
    for address in ("/threads/", "/threads/?q=nothing", "/threads/?metadata=nonsense", "/calls/"):
        visit(page, address)


def test_composer_is_accessible_empty_and_filled(page, visit, assert_accessible, misbehave, create):
    visit(page, "/threads/new/")
    misbehave("quota")
    refused = create(PAYLOAD)
    visit(page, f"/threads/new/?submission={refused.pk}")
    page.get_by_text("Image", exact=True).first.click()
    page.get_by_label("Create a new vector store").check()
    page.get_by_role("group", name="Chunking").get_by_text("Static").click()
    assert_accessible(page)


@pytest.mark.usefixtures("invalid_expected")
def test_composer_with_errors_is_accessible(page, assert_whole):
    page.goto("/threads/new/")
    page.get_by_label("Text of message 1").fill(TEXT)
    page.get_by_label("Value 1").fill("v" * 513)
    page.get_by_role("button", name="Create thread").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_whole(page)
    page.get_by_label("Key 1").fill("order_id")
    page.get_by_label("Value 1").fill("7")
    page.get_by_label("File ids, one per line").first.fill("file-missing-table")
    page.get_by_role("button", name="Create thread").click()
    expect(page.get_by_role("alert")).to_contain_text("The server refused")
    assert_whole(page)


@pytest.mark.usefixtures("invalid_expected")
def test_import_is_accessible(page, visit, assert_whole):
    visit(page, "/threads/import/")
    page.get_by_label("Body").fill("{")
    page.get_by_role("button", name="Open in the composer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_whole(page)


def test_thread_is_accessible_on_every_tab_and_in_its_forms(page, thread, visit, assert_accessible):
    address = thread.get_absolute_url()
    for tab in ("transcript", "metadata", "timeline", "raw"):
        visit(page, f"{address}?tab={tab}")
    page.get_by_label("More actions").click()
    assert_accessible(page)
    page.get_by_role("link", name="Delete thread").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_accessible(page)
    for form in ("edit", "messages/new", "delete"):
        visit(page, f"{address}{form}/")


def test_records_are_accessible(page, thread, visit, create, misbehave):
    misbehave("cut_after")
    unknown = create(PAYLOAD).get_absolute_url()
    for address in (
        thread.submission.get_absolute_url(),
        unknown,
        f"{unknown}adopt/",
        f"{unknown}resend/",
        f"{unknown}dismiss/",
        "/submissions/?state=unknown",
        thread.calls.first().get_absolute_url(),
        AuditEvent.objects.first().get_absolute_url(),
    ):
        visit(page, address)


def test_pages_for_nobody_and_for_too_few_rights_are_accessible(
    anonymous_page, sign_in, viewer, visit, accepted_complaints
):
    accepted_complaints += ["status of 403", "status of 404"]
    visit(anonymous_page, "/accounts/login/")
    page = sign_in(viewer)
    visit(page, "/audit/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You cannot open this")
    visit(page, "/threads/999999/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")
    visit(page, "/accounts/password/change/")


@pytest.mark.parametrize(
    "damage, rule",
    [
        ("document.documentElement.removeAttribute('lang')", "html-has-lang"),
        ("document.querySelector('h1').className = 'visually-faint'", "color-contrast"),
    ],
)
def test_damage_is_found(anonymous_page, assert_accessible, damage, rule):
    page = anonymous_page
    page.goto("/accounts/login/")
    page.evaluate(
        """() => {
          const faint = new CSSStyleSheet();
          faint.replaceSync(".visually-faint { color: light-dark(#14201f, #223030) }");
          document.adoptedStyleSheets.push(faint);
        }"""
    )
    page.evaluate(damage)
    with pytest.raises(AssertionError, match=rule):
        assert_accessible(page)


@pytest.mark.parametrize("context_args", [PHONE])
def test_phone_is_accessible(page, thread, visit, assert_fits):
    for address in (
        "/",
        "/threads/",
        "/threads/new/",
        thread.get_absolute_url(),
        "/accounts/login/",
    ):
        visit(page, address)
        assert_fits(page)
