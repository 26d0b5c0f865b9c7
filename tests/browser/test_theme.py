"""The theme follows the system until somebody chooses one; the choice is remembered, on every page."""

import pytest

LIGHT, DARK = "rgb(246, 248, 248)", "rgb(11, 16, 16)"
CANVAS = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture
def page(signed_in_page):
    signed_in_page.goto("/threads/")
    return signed_in_page


def test_theme_follows_the_system_until_one_is_chosen(page):
    assert page.evaluate(CANVAS) == LIGHT
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(CANVAS) == DARK
    choose(page, "Light theme")
    assert page.evaluate(CANVAS) == LIGHT


def test_chosen_theme_is_kept_on_every_page_until_it_is_given_up(page):
    choose(page, "Dark theme")
    page.goto("/threads/new/")
    assert page.evaluate(CANVAS) == DARK
    choose(page, "System theme")
    assert page.evaluate(CANVAS) == LIGHT
    pressed = page.get_by_role("button", name="System theme").get_attribute("aria-pressed")
    assert pressed == "true"


def test_chosen_theme_is_drawn_by_the_server(page):
    choose(page, "Dark theme")
    assert 'data-theme="dark"' in page.goto("/threads/new/").text()


def test_theme_that_there_is_not_is_none(page):
    page.context.add_cookies([{"name": "theme", "value": '"><b', "url": page.url}])
    assert "data-theme=" not in page.goto("/threads/new/").text()


def choose(page, name):
    page.get_by_label("Theme and account").click()
    page.get_by_role("button", name=name).click()
