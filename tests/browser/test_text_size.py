"""Who lets the browser write larger loses nothing: rows, buttons and columns grow with their text."""

import pytest

from tests import factories
from threadsui.models import Tag

WINDOW = {"width": 1280, "height": 900}
TWICE = {"standard": 32, "fixed": 32}  # CSS pixels; browsers write in 16 unless told otherwise
LONG = "NV-20418835-" * 4
TEXT = "The tent arrived with a snapped pole, and I leave for Tatra on Thursday."

# Texts that are higher than the box that holds them, or lie over another text. What scrolls, what is clamped to some
# lines and what is for screen readers only does not count.
HARMED = """() => {
  const style = getComputedStyle, told = (element) => element.outerHTML.replace(/\\s+/g, " ").slice(0, 140);
  const isSeen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const isAside = (element) => element.closest(".skip-link, svg, .toasts, dialog, [inert], option, textarea");
  const isHidden = (element) => {
    for (let one = element; one; one = one.parentElement) if (style(one).clipPath.startsWith("inset")) return true;
  };
  const texts = [...document.querySelectorAll("body *")].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
    && isSeen(element) && !isAside(element) && !isHidden(element));
  const isCut = (element) => {
    const { overflowY, webkitLineClamp, display } = style(element);
    return display !== "inline" && overflowY !== "auto" && webkitLineClamp === "none"
      && element.clientHeight > 0 && element.scrollHeight > element.clientHeight + 1;
  };
  const boxes = texts.concat(...document.querySelectorAll(
    "td, .button, .icon-button, .chip, .pill, .nav a, .tabs > *, .segmented label, .views a, .filter-chip"));
  const cut = [...new Set(boxes)].filter((element) => isSeen(element) && !isHidden(element) && isCut(element));
  // What is left of an element inside all that clips it.
  const shown = (element) => {
    let { left, top, right, bottom } = element.getBoundingClientRect();
    for (let one = element.parentElement; one && one !== document.body; one = one.parentElement) {
      if (style(one).overflow === "visible") continue;
      const around = one.getBoundingClientRect();
      left = Math.max(left, around.left); right = Math.min(right, around.right);
      top = Math.max(top, around.top); bottom = Math.min(bottom, around.bottom);
    }
    return { left, top, right, bottom };
  };
  const isFixed = (element) => {
    for (let one = element; one; one = one.parentElement) if (/fixed|sticky/.test(style(one).position)) return true;
  };
  const leaves = texts.filter((element) => !isFixed(element) && !element.matches("label:has(input), :has(*)"));
  const places = leaves.map((element) => ({ element, ...shown(element) }));
  const covered = places.filter((one, number) => places.slice(number + 1).some((other) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4));
  return [...cut.map((one) => `cut: ${told(one)}`), ...covered.map(({ element }) => `covered: ${told(element)}`)];
}"""


@pytest.fixture
def enlarge():
    """Have the browser write twice as large on this page, as a person sets it for all sites."""

    def make(page):
        session = page.context.new_cdp_session(page)
        session.send("Page.enable")
        session.send("Page.setFontSizes", {"fontSizes": TWICE})

    return make


@pytest.fixture
def addresses(lead, agent):
    """The main pages, with something in each of them."""
    thread = factories.thread(
        creator=lead, title=LONG, messages=[TEXT] * 3, metadata={"order_id": LONG, "team": "north"}
    )
    for name in ("vip", "needs-refund"):
        factories.tag(name, thread)
    Tag.objects.filter(name="vip").update(tone="warn")
    factories.note(of=thread, author=agent, text=f"@{lead.username} {TEXT}")
    factories.call(status=429, error="")
    unknown = factories.submission(state="unknown", actor=agent)
    operation = factories.operation(actor=lead, state="running", total=9, done_count=2)
    page = thread.get_absolute_url()
    return [
        "/",
        "/threads/",
        page,
        f"{page}?tab=timeline",
        f"{page}?tab=notes",
        f"/threads/new/?clone={thread.pk}",
        "/submissions/",
        unknown.get_absolute_url(),
        "/calls/",
        "/audit/",
        "/presets/",
        "/connections/",
        "/tags/",
        operation.get_absolute_url(),
        "/account/",
    ]


def test_text_twice_as_large_is_whole_and_nowhere_over_another(
    sign_in, lead, anonymous_page, addresses, enlarge, assert_fits
):
    page = sign_in(lead, viewport=WINDOW)
    harmed = {}
    for shown, address in [
        *((page, one) for one in addresses),
        (anonymous_page, "/accounts/login/"),
    ]:
        shown.set_viewport_size(WINDOW)
        enlarge(shown)
        shown.goto(address)
        assert shown.evaluate("getComputedStyle(document.body).fontSize") == "28px", address
        assert_fits(shown)
        harmed[address] = shown.evaluate(HARMED)
    assert {address: found for address, found in harmed.items() if found} == {}
