"""The component sheet through axe, in both themes and on a phone."""

import pytest

PAGES = ["/styleguide/", "/styleguide/records/"]
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("context_args", [{}, PHONE], ids=["desktop", "phone"])
def test_every_component_is_accessible(sign_in, admin, assert_accessible, assert_fits, address):
    page = sign_in(admin)
    page.goto(address)

    assert_accessible(page)
    assert_fits(page)
