"""A language that is read from right to left turns the whole page, and nothing falls off its edge."""

import pytest
from django.conf import settings
from django.test import override_settings

ARABIC = [("en", "English"), ("ar", "العربية")]
PAGES = ["/", "/threads/", "/threads/new/", "/threads/import/", "/submissions/", "/audit/"]
SIZES = [(1440, 900), (390, 844)]


@pytest.fixture
def arabic():
    with override_settings(LANGUAGES=ARABIC):
        yield


@pytest.mark.usefixtures("arabic")
@pytest.mark.parametrize("width, height", SIZES)
def test_every_page_turns_and_fits(width, height, sign_in, lead, created_thread, assert_fits):
    page = sign_in(lead)
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/")
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": "ar"}
    page.context.add_cookies([cookie | {"url": page.url}])

    for address in [*PAGES, created_thread.get_absolute_url()]:
        page.goto(address)
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert_fits(page)
        if width > 720:
            sidebar = page.locator("#sidebar").bounding_box()
            main = page.locator("#main").bounding_box()
            assert sidebar["x"] >= main["x"] + main["width"] - 1
