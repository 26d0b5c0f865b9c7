"""Every word that a person reads can be translated: no page has one that did not come through gettext."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.access.addresses import NAMES, address_of
from tests.pseudo import LANGUAGE, pseudo_language, unmarked
from threadsui.models import Connection

# Names, and words that are the same in every language.
KNOWN = re.compile(
    r"Threads Console|English|Esperanto|OpenAI(-[A-Z]\w+)?|JSON|YAML|cURL|CLI|Python|HTTP|URL|API|SVG|CSV|"
    r"\bUTC\b|MiB|KB|bytes|\bms\b|GET|POST|DELETE|\bp95\b|(/v1)?/threads|key=value|https?://|"
    r"[a-z]+-\d+|[0-9a-f]{8}-[0-9a-f-]{27}|(file|vs|thread)[-_]…|file_ids|vector_store_ids|messages(\[\d+\]\.\w+)?:|[0-9a-f]{64}|"
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
def test_every_page_speaks_the_language_of_its_reader(name, client):
    response = client.get(address_of(name))

    if response.status_code not in (204, 302, 405):
        assert_translated(response)


def test_signed_out_pages_speak_it_as_well(client):
    client.logout()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = LANGUAGE

    assert_translated(client.get("/accounts/login/"))
    assert_translated(client.post("/accounts/login/", {"login": "ελένη", "password": "no"}))


LISTS = ("thread_list", "submission_list", "call_list", "audit_list")


@pytest.mark.parametrize("name", LISTS)
def test_lists_without_rows_and_with_wrong_filters_speak_it(name, client):
    listed = reverse(f"threadsui:{name}")

    assert_translated(client.get(listed, {"q": "⁂"}))
    assert_translated(client.get(listed, {"created_from": "2026-02-30", "connection": "⁂"}))
    assert_translated(
        client.get(listed, {"created_from": "2026-02-03", "created_to": "2026-02-01"})
    )
    assert_translated(client.get(listed, {"cursor": "⁂"}))


def test_drawers_speak_it(client):
    drawer = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "drawer"}
    thread = factories.thread(messages=["Γεια"], metadata={"α": "β"}, title="Κοντάρι")
    event = factories.event(
        "thread.updated", target=thread, changes={"title": {"old": "α", "new": "β"}}
    )

    assert_translated(client.get(thread.get_absolute_url(), **drawer))
    assert_translated(client.get(event.get_absolute_url(), **drawer))


@pytest.mark.parametrize("tab", ["transcript", "notes", "metadata", "timeline", "raw"])
def test_each_tab_of_a_thread_speaks_it(tab, client):
    thread = factories.thread(messages=["Γεια"], metadata={"α": "β"}, title="Κοντάρι")
    submission = factories.submission(thread=thread, title="Κοντάρι")
    factories.call(thread=thread, submission=submission)

    assert_translated(client.get(thread.get_absolute_url(), {"tab": tab}))


@pytest.mark.parametrize("state", ["refused", "not_sent", "unknown", "sending"])
def test_each_outcome_speaks_it(state, client):
    sentences = [
        ["Nothing was created.", {}],
        ["Could not reach %(connection)s.", {"connection": "Δοκιμή"}],
    ]
    submission = factories.submission(state=state, title="Κοντάρι", explanation_parts=sentences)

    assert_translated(client.get(submission.get_absolute_url()))


def test_composer_names_every_problem_in_it(client):
    """One of everything that can be wrong; `metadata` is what the form alone does not know."""
    form = {
        "token": "",
        "connection": "⁂",
        "title": "α" * 300,
        "messages-TOTAL_FORMS": "2",
        "messages-0-role": "⁂",
        "messages-0-content": "α" * 256_001,
        "messages-0-parts-TOTAL_FORMS": "3",
        "messages-0-parts-0-type": "image_url",
        "messages-0-parts-0-url": "⁂",
        "messages-0-parts-1-type": "image_file",
        "messages-0-parts-1-file_id": "α β",
        "messages-0-parts-2-type": "⁂",
        "messages-0-parts-2-text": "β",
        "messages-0-attachments-TOTAL_FORMS": "2",
        "messages-0-attachments-0-file_id": "α β",
        "messages-0-attachments-0-tools": "⁂",
        "messages-0-attachments-1-tools": "file_search",
        "messages-1-role": "assistant",
        "messages-1-metadata-TOTAL_FORMS": "1",
        "messages-1-metadata-0-value": "β",
        "metadata-TOTAL_FORMS": "18",
        **{f"metadata-{number}-key": "α" * (number + 60) for number in range(18)},
        "metadata-17-value": "β" * 513,
        "code_interpreter_file_ids": "α β\n" * 21,
        "file_search": "new",
        "vector_store_ids": "α",
        "vector_store-chunking": "static",
        "vector_store-max_chunk_size_tokens": "5",
        "vector_store-chunk_overlap_tokens": "9000",
    }

    assert_translated(client.post("/threads/new/", form))


@pytest.mark.parametrize(
    "document",
    [
        "",
        "[]",
        "{",
        "α: [",
        '{"α": 1}',
        "messages: no",
        '{"messages": [{}]}',
        '{"α":1,"α":2}',
        "&α β",
    ],
)
def test_import_says_what_is_wrong_in_it(document, client):
    assert_translated(client.post("/threads/import/", {"body": document}))


@pytest.mark.parametrize("path", ["/nowhere/", "/threads/999/"])
def test_what_is_not_there_is_said_in_it(path, client):
    response = client.get(path)

    assert response.status_code == 404
    assert_translated(response)


def test_refusal_to_a_role_is_said_in_it(client):
    client.force_login(factories.user("viewer", "νίκος"))

    response = client.get("/threads/new/")

    assert response.status_code == 403
    assert_translated(response)


@pytest.mark.parametrize(
    "html, said",
    [
        ("<p>Sign in</p>", ["Sign in"]),
        ("<p>⟦Šîĝñ îñ⟧ now</p>", ["now"]),
        ('<button aria-label="Close" title="⟦Çļöšé⟧">×</button>', ["Close"]),
        ('<input type="search" placeholder="Search">', ["Search"]),
        ("<p>⟦Ŵéļçöṽé, <b>Priya</b>⟧ · 3</p>", []),
        ('<p dir="auto">What they wrote</p><code>POST /v1</code>', []),
    ],
)
def test_what_is_not_marked_is_found(html, said):
    assert unmarked(html, KNOWN) == said
