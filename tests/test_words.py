"""Every word that a person reads can be translated: no page has one that did not come through gettext."""

import re

import pytest
from django.conf import settings
from django.test import Client

from tests import factories
from tests.pseudo import LANGUAGE, pseudo_language, unmarked
from tests.test_access import NAMES, address  # noqa: F401  a fixture
from threadsui.models import Connection

# Names, and words that are the same in every language.
KNOWN = re.compile(
    r"Threads Console|English|Esperanto|OpenAI(-Beta)?|JSON|YAML|cURL|CLI|Python|HTTP|URL|API|SVG|CSV|"
    r"\bUTC\b|MiB|KB|bytes|\bms\b|GET|POST|DELETE|\bp95\b|(/v1)?/threads|key=value|"
    r"[a-z]+-\d+|[0-9a-f]{8}-[0-9a-f-]{27}|(file|vs|thread)[-_]…|file_ids|vector_store_ids|[0-9a-f]{64}|"
    r"Snapped pole|View \d+|\bAG\b|Hello"  # records' names, ids, words
)
BUILDERS_ONLY = {"threadsui:styleguide", "threadsui:styleguide_records"}  # English, as the code
MACHINES_ONLY = {"healthz", "readyz", "sandbox:endpoint"}


@pytest.fixture
def client(db):
    """An admin's browser, which asks for the pseudo language. What people named has no Latin letters."""
    Connection.objects.update(name="Δοκιμή")
    browser = Client()
    browser.force_login(factories.user("admin", "ελένη", first_name="Ελένη"))
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = LANGUAGE
    with pseudo_language():
        yield browser


def assert_translated(response):
    html = response.content.decode()

    assert response.headers["Content-Language"] == LANGUAGE
    assert unmarked(html, KNOWN) == []


@pytest.mark.parametrize("name", sorted({*NAMES} - BUILDERS_ONLY - MACHINES_ONLY))
def test_every_page_speaks_the_language_of_its_reader(name, address, client):  # noqa: F811
    response = client.get(address(name))

    if response.status_code not in (204, 302, 405):
        assert_translated(response)
