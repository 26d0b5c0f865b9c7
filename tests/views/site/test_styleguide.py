"""The component sheet: who may open it and where, and that it leaves no component out."""

import re

import pytest
from django.conf import settings as configured
from django.template.base import Template
from django.test.signals import template_rendered

from tests import factories

PAGES = ["/styleguide/", "/styleguide/records/"]
# Parts of others, what stands in every page's frame, and what takes the focus when a page opens.
NOT_SHOWN = {
    *("nav_item", "sidebar", "brand", "theme", "toast", "toasts", "field_foot"),
    *("palette", "row_attempt", "row_chip", "row_more", "row_resolution", "row_tags"),
    *("signed_out", "form_errors", "error_summary", "time", "user_text", "code", "connection"),
}


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("switch", ["DEMO", "DEBUG"])
def test_admin_sees_the_sheet_in_demo_and_debug_mode(page, switch, settings, admin, client_of):
    client = client_of(admin)
    assert client.get(page).status_code == 404

    setattr(settings, switch, True)

    assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["viewer", "agent", "lead", "auditor"])
def test_others_are_told_which_role_is_needed(page, role, demo, person, client_of):
    response = client_of(person(role)).get(page)

    assert response.status_code == 403
    assert "You need the Admin role" in response.text


def test_staff_sees_the_sheet(demo, db, client_of):
    assert client_of(factories.user("viewer", is_staff=True)).get(PAGES[0]).status_code == 200


def test_sheet_leaves_no_component_out(demo, admin, client_of):
    drawn = set()

    def note(sender, template: Template, **kwargs):
        drawn.add(str(template.name))

    template_rendered.connect(note)
    client = client_of(admin)
    for page in PAGES:
        client.get(page)
    template_rendered.disconnect(note)

    folder = configured.BASE_DIR / "templates/components"
    every = {path.stem for path in folder.glob("*.html")} - NOT_SHOWN
    assert {name for name in every if f"components/{name}.html" not in drawn} == set()


def test_every_colour_shown_is_a_token_that_exists(demo, admin, client_of):
    tokens = (configured.BASE_DIR / "static/css/tokens.css").read_text()

    shown = re.findall(r'fill="var\((--[\w-]+)\)"', client_of(admin).get(PAGES[0]).text)

    assert len(shown) > 20
    assert [token for token in shown if f"{token}: light-dark(" not in tokens] == []
