"""At 200 % zoom everything can be read and reached, and who wants no motion sees none."""

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
