"""Stylesheets and scripts after `collectstatic` mean what their sources mean."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

SHEETS = sorted(path.name for path in (settings.BASE_DIR / "static/css").glob("*.css"))

# Every rule as the browser has understood it, with the layer that it is in. An import that was put in place is a block.
RULES = """
const rulesIn = (rules, layer) => [...rules].flatMap((rule) => {
  if (rule instanceof CSSImportRule) return rulesIn(rule.styleSheet.cssRules, rule.layerName);
  if (rule instanceof CSSLayerBlockRule) return rulesIn(rule.cssRules, rule.name);
  return `${layer ?? ""}: ${rule.cssText.replaceAll(", ", ",")}`;
});
"""
RULES_OF_SOURCE = f"""async (href) => {{ {RULES}
  const link = Object.assign(document.createElement("link"), {{ rel: "stylesheet", href }});
  await new Promise((done) => {{ link.onload = done; document.head.append(link); }});
  return rulesIn(link.sheet.cssRules);
}}"""
RULES_OF_TEXT = f"""(text) => {{ {RULES}
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return rulesIn(sheet.cssRules);
}}"""


def test_collected_stylesheet_has_the_rules_of_its_source(anonymous_page, collected_static):
    page = anonymous_page
    page.goto("/accounts/login/")
    for name in SHEETS:
        rules = page.evaluate(RULES_OF_SOURCE, f"/static/css/{name}")
        assert rules
        small = (collected_static / "css" / name).read_text()
        assert page.evaluate(RULES_OF_TEXT, small) == rules, name


@pytest.fixture
def page(signed_in_page, collected_static):
    """The agent's, with the collected files in place of their sources."""
    served = re.compile(r"/static/((?:css|js)/.+)$")
    signed_in_page.route(
        served,
        lambda route: route.fulfill(path=collected_static / served.search(route.request.url)[1]),
    )
    return signed_in_page


def test_thread_is_created_and_opened_with_the_collected_files(page, settle):
    page.goto("/threads/new/")
    page.get_by_label("Text of message 1").fill("Hello")
    page.keyboard.press("Alt+m")
    expect(page.get_by_label("Text of message 2")).to_be_focused()
    page.keyboard.type("Anybody there?")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello")

    page.goto("/threads/")
    page.get_by_role("cell", name="Created").click()
    expect(page.get_by_role("complementary", name="Thread")).to_contain_text("Anybody there?")
    page.keyboard.press("Control+k")
    page.keyboard.type("over")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
