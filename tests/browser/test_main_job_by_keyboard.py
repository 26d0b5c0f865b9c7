"""The main job with the keyboard alone: one always sees where one is, and is where one expects to be."""

import pytest
from playwright.sync_api import expect

from tests import factories

# What has the focus (a hidden radio: its label; the text of a message: its card) is outlined, lies inside the window,
# and nothing lies over its middle.
FOCUS_SHOWS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return "nothing has the focus";
  const around = { radio: "label", textarea: "article" }[element.type];
  const drawn = [element, element.closest(around ?? "html:not(html)")].find((candidate) => {
    const style = candidate && getComputedStyle(candidate);
    return style && (style.outlineStyle !== "none" || style.boxShadow !== "none");
  });
  if (!drawn) return "not outlined";
  const box = drawn.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return `outside the window at ${x}, ${y}`;
  const top = document.elementFromPoint(x, y);
  return drawn.contains(top) || top?.contains(drawn) ? "" : `covered by ${top?.outerHTML}`;
}"""


@pytest.fixture
def page(signed_in_page):
    return signed_in_page


@pytest.fixture
def keys(page, settle):
    return Keys(page, settle)


class Keys:
    """A keyboard whose every press is followed by a look at the focus."""

    def __init__(self, page, settle):
        self.page = page
        self.settle = settle

    def press(self, *names):
        for name in names:
            self.page.keyboard.press(name)
        self.settle(self.page)

    def type(self, text):
        self.page.keyboard.type(text)

    def tab_to(self, target, *, backwards=False):
        """Press Tab until `target` has the focus; nothing on the way may be invisible."""
        for _ in range(60):
            self.page.keyboard.press("Shift+Tab" if backwards else "Tab")
            assert self.page.evaluate(FOCUS_SHOWS) == "", _html_of_focus(self.page)
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"Tab does not lead to {target}")


def test_agent_creates_a_thread_by_keyboard(page, keys):
    page.goto("/threads/")
    keys.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    keys.tab_to(page.get_by_role("main").get_by_role("link", name="New thread").first)
    keys.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("New thread")
    expect(page.get_by_label("Text of message 1")).to_be_focused()
    keys.type("The tent arrived with a snapped pole.")
    keys.press("Alt+m")
    expect(page.get_by_label("Text of message 2")).to_be_focused()
    keys.type("A new one is on its way.")
    keys.tab_to(page.get_by_label("User").last, backwards=True)
    keys.press("ArrowRight")
    keys.tab_to(page.get_by_role("button", name="Attachment").last)
    keys.press("Enter")
    expect(page.get_by_label("File id, attachment 1")).to_be_focused()
    keys.type("file-guide")
    keys.tab_to(page.get_by_label("File search").first)
    keys.press("Space")
    keys.tab_to(page.get_by_label("Key 1"))
    keys.type("order_id")
    keys.press("Tab")
    keys.type("NV-1")
    keys.press("Control+Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "The tent arrived with a snapped pole."
    )
    expect(page.get_by_role("main")).to_contain_text("2 of 2")
    expect(page.get_by_role("main")).to_contain_text("File search")


def test_focus_follows_rows_that_are_added_moved_and_removed(page, keys):
    page.goto("/threads/new/")
    expect(page.get_by_label("Text of message 1")).to_be_focused()
    keys.type("First")
    keys.press("Alt+m")
    keys.type("Second")
    keys.tab_to(page.get_by_role("button", name="Move message 2 up"), backwards=True)
    keys.press("Enter")
    expect(page.get_by_role("button", name="Move message 1 down")).to_be_focused()
    expect(page.get_by_label("Text of message 1")).to_have_value("Second")
    expect(live(page)).to_have_text("Message 2 moved to position 1 of 2.")

    keys.tab_to(page.get_by_role("button", name="Remove message 1"))
    keys.press("Space")
    expect(page.get_by_role("button", name="Remove message 1")).to_be_focused()
    expect(page.get_by_label("Text of message 1")).to_have_value("First")
    keys.press("Space")
    expect(page.get_by_role("button", name="Add message")).to_be_focused()

    keys.tab_to(page.get_by_role("button", name="Add pair").first)
    keys.press("Enter")
    expect(page.get_by_label("Key 2").first).to_be_focused()
    expect(live(page)).to_have_text("Pair 2 added.")


def test_enter_in_a_field_creates_nothing(page, keys):
    page.goto("/threads/new/")
    keys.tab_to(page.get_by_label("Title"), backwards=True)
    keys.type("Typed")
    keys.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("New thread")
    expect(page.get_by_label("Title")).to_be_focused()


def test_list_is_searched_and_read_by_keyboard(page, keys, threads):
    page.goto("/threads/")
    keys.press("/")
    expect(page.get_by_label("Search", exact=True)).to_be_focused()
    keys.type("pole")
    expect(live(page)).to_have_text("2 threads")
    newer, older = (page.get_by_role("link", name=thread.title) for thread in threads)

    keys.tab_to(newer)
    keys.press("Space")
    drawer = page.get_by_role("complementary", name="Thread")
    expect(drawer.get_by_role("heading", level=2).first).to_have_text(threads[0].title)
    expect(drawer.get_by_role("heading", level=2).first).to_be_focused()
    keys.tab_to(drawer.get_by_role("button", name="Next in the list"), backwards=True)
    keys.press("Enter")
    expect(drawer.get_by_role("heading", level=2).first).to_have_text(threads[1].title)
    keys.press("Escape")
    expect(older).to_be_focused()
    keys.press("ArrowUp")
    expect(newer).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(threads[0].title)


@pytest.fixture
def threads(agent):
    """Newest first; the third does not match."""
    made = [
        factories.thread(creator=agent, title=title)
        for title in ("Wet socks", "Old pole", "New pole")
    ]
    return made[:0:-1]


def live(page):
    return page.locator("#live")


def _html_of_focus(page):
    return page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
