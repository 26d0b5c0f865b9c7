"""The theme follows the system until somebody chooses one; the choice is remembered, on every page."""

import pytest

LIGHT, DARK = "rgb(246, 248, 248)", "rgb(11, 16, 16)"
CANVAS = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture
def page(signed_in_page):
    signed_in_page.goto("/threads/")
    return signed_in_page


def test_theme_follows_the_system(page):
    assert page.evaluate(CANVAS) == LIGHT
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(CANVAS) == DARK


def test_chosen_theme_is_kept_on_every_page(page):
    choose(page, "Dark theme")
    assert page.evaluate(CANVAS) == DARK
    page.goto("/threads/new/")
    assert page.evaluate(CANVAS) == DARK
    page.get_by_label("Theme and account").click()
    pressed = page.get_by_role("button", name="Dark theme").get_attribute("aria-pressed")
    assert pressed == "true"


def test_system_theme_can_be_chosen_again(page):
    choose(page, "Dark theme")
    page.keyboard.press("Escape")
    choose(page, "System theme")
    assert page.evaluate(CANVAS) == LIGHT


def choose(page, name):
    page.get_by_label("Theme and account").click()
    page.get_by_role("button", name=name).click()
