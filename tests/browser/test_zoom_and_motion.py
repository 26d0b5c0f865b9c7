"""At 200 % zoom and in forced colours everything can be read and reached, and who wants no motion sees none."""

import pytest
from playwright.sync_api import expect

from tests import factories

# A window of 1440 × 900 at 200 %, and one of 1280 × 1024 at 400 %: so many CSS pixels are left.
ZOOMED = {"width": 720, "height": 450}
REFLOWED = {"width": 320, "height": 256}
LONG = "NV-20418835-" * 8
TEXT = "The tent arrived with a snapped pole, and I leave for Tatra on Thursday."

# Texts that stick out of the window where nothing scrolls, or that are cut without a sign of it.
LOST = """() => {
  const width = document.documentElement.clientWidth;
  const clips = (element) => getComputedStyle(element).overflowX !== "visible";
  const isOut = (element) => {
    const { left, right } = element.getBoundingClientRect();
    if (left > -1 && right < width + 1) return false;
    let parent = element.parentElement;
    while (parent && parent !== document.body && !clips(parent)) parent = parent.parentElement;
    return !parent || parent === document.body;
  };
  const isCut = (element) => {
    const { overflowX, textOverflow } = getComputedStyle(element);
    return element.scrollWidth > element.clientWidth + 1 && overflowX === "hidden" && textOverflow !== "ellipsis";
  };
  const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.checkVisibility() && element.offsetWidth > 1 && hasText(element))
    .filter((element) => !element.closest(".skip-link, svg") && getComputedStyle(element).clipPath === "none")
    .filter((element) => isOut(element) || isCut(element))
    .map((element) => element.outerHTML.slice(0, 120));
}"""
MOVING = """() => document.getAnimations().map((one) => one.animationName ?? one.transitionProperty).concat(
  [...document.querySelectorAll("*")].filter((element) => {
    const { animationName, transitionDuration } = getComputedStyle(element);
    return animationName !== "none" || parseFloat(transitionDuration) > 0;
  }).map((element) => element.outerHTML.slice(0, 120)))"""


# What is not to be seen where neither fill nor shadow is drawn: without an edge, in the page's own colour, or without
# a sign that it has the focus (its own, or that of what stands for it).
UNSEEN = """() => {
  const style = getComputedStyle, told = (element) => element.outerHTML.slice(0, 120);
  const isShown = (element) => element.checkVisibility() && element.getBoundingClientRect().width > 1;
  const shown = (selector) => [...document.querySelectorAll(selector)].filter(isShown);
  const isOutlined = (one) => style(one).outlineStyle !== "none" && parseFloat(style(one).outlineWidth) >= 1;
  const isEdged = (one) => style(one).borderTopStyle !== "none" && parseFloat(style(one).borderTopWidth) >= 1;
  const isFocusSeen = (one) => {
    one.focus();
    const around = [".message", ".search", ".field"].map((place) => one.closest(place));
    const places = [one, one.parentElement, one.parentElement.parentElement, ...around];
    return document.activeElement !== one || places.some((place) => place && isOutlined(place));
  };
  return [
    shown(".pill, .status-code, .button").filter((one) => !isEdged(one)),
    shown(".nav [aria-current], .views [aria-current]").filter((one) => !isOutlined(one)),
    shown("svg.icon").filter((one) => style(one).stroke === style(document.body).backgroundColor),
    shown("main :is(a[href], button, input, textarea, summary)").slice(0, 25).filter((one) => !isFocusSeen(one)),
  ].flat().map(told);
}"""


@pytest.fixture
def every_address(addresses, agent, lead, admin):
    """All pages that a person opens, but for those behind a confirmation."""
    draft = factories.draft(owner=admin)
    preset = factories.preset(
        owner=admin, name=LONG[:60], payload={"metadata": {"id": "{{order_id}}"}}
    )
    snippet = factories.snippet(owner=admin, name="long-" + "x" * 30, is_shared=True)
    note = factories.note(author=admin, text=f"@{agent.username} {LONG}")
    unknown = factories.submission(state="unknown", actor=agent)
    call = factories.call()
    operation = factories.operation(actor=lead, state="running", total=9, done_count=2)
    ended = factories.operation(
        actor=lead, state="cancelled", cancelled_by=lead, finished_at=factories.timezone.now()
    )
    connection = factories.sandbox()
    thread = addresses[2]
    return [
        *addresses,
        f"{thread}?tab=metadata",
        f"{thread}?tab=notes",
        f"{thread}?tab=raw",
        f"{thread}edit/",
        f"{thread}delete/",
        f"{thread}messages/new/",
        f"/threads/new/?draft={draft.pk}",
        "/threads/import/",
        "/threads/search-help/",
        "/threads/?q=creator:none",
        f"/presets/{preset.pk}/edit/",
        f"/presets/{preset.pk}/apply/",
        "/snippets/",
        f"/snippets/{snippet.pk}/edit/",
        "/drafts/",
        f"/notes/{note.pk}/edit/",
        f"/notes/{note.pk}/delete/",
        unknown.get_absolute_url(),
        f"{unknown.get_absolute_url()}adopt/",
        f"{unknown.get_absolute_url()}dismiss/",
        "/calls/",
        call.get_absolute_url(),
        operation.get_absolute_url(),
        ended.get_absolute_url(),
        factories.event(changes={"metadata": {"old": {"a": LONG}, "new": {}}}).get_absolute_url(),
        "/connections/",
        f"/connections/{connection.pk}/",
        f"/connections/{connection.pk}/edit/",
        "/connections/new/",
        "/team/",
        f"/team/{agent.pk}/",
        "/team/invite/",
        "/account/",
        "/palette/?q=thread",
        "/keys/",
        "/accounts/password/change/",
    ]


@pytest.fixture
def addresses(lead):
    """The main pages, with something in each of them."""
    thread = factories.thread(
        creator=lead, title=LONG, messages=[TEXT] * 3, metadata={"order_id": LONG, "team": "north"}
    )
    return [
        "/",
        "/threads/",
        thread.get_absolute_url(),
        f"{thread.get_absolute_url()}?tab=timeline",
        f"/threads/new/?clone={thread.pk}",
        "/presets/",
        "/mentions/",
        "/operations/",
        "/submissions/",
        "/audit/",
    ]


@pytest.mark.parametrize("window", [ZOOMED, REFLOWED], ids=["200", "400"])
def test_zoomed_pages_fit_and_lose_nothing(
    sign_in, lead, anonymous_page, addresses, assert_fits, window
):
    page = sign_in(lead)
    visits = [(page, address) for address in addresses] + [(anonymous_page, "/accounts/login/")]
    for shown, address in visits:
        shown.set_viewport_size(window)
        shown.goto(address)
        assert_fits(shown)
        assert shown.evaluate(LOST) == [], address


@pytest.mark.usefixtures("invalid_expected")
def test_every_page_fits_at_200_percent_and_keeps_its_marks_in_forced_colours(
    sign_in, admin, every_address, assert_fits
):
    page = sign_in(admin, viewport=ZOOMED, device_scale_factor=2, forced_colors="active")
    lost, unseen = {}, {}
    for address in every_address:
        answer = page.goto(address)
        assert answer.status in {200, 422}, address
        assert_fits(page)
        page.keyboard.press("Tab")  # by keyboard, so that the focus is shown
        lost[address], unseen[address] = page.evaluate(LOST), page.evaluate(UNSEEN)
    assert {address: found for address, found in lost.items() if found} == {}
    assert {address: found for address, found in unseen.items() if found} == {}


def test_zoomed_menu_shows_each_entry_that_has_the_focus(sign_in, admin):
    page = sign_in(admin)
    page.set_viewport_size(ZOOMED)
    page.goto("/threads/")
    for link in page.get_by_role("navigation", name="Records").get_by_role("link").all():
        link.focus()
        box, below = link.bounding_box(), page.get_by_label("Theme and account").bounding_box()
        assert box["y"] + box["height"] / 2 < below["y"]
    page.get_by_label("Theme and account").press("Enter")

    expect(page.get_by_role("button", name="Dark theme")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Sign out")).to_be_in_viewport(ratio=1)


def test_nothing_moves_for_who_wants_no_motion(sign_in, lead, addresses):
    page = sign_in(lead)
    for address in addresses:
        page.goto(address)
        assert page.evaluate(MOVING) == [], address
    page.goto("/threads/")
    page.get_by_role("row").last.get_by_role("link").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Close")).to_be_visible()
    assert page.evaluate(MOVING) == []


def test_motion_is_noticed(sign_in, lead):
    page = sign_in(lead, reduced_motion="no-preference")
    page.goto("/")

    assert page.evaluate(MOVING) != []
