"""What every list has in common: page, piece, sign-in, a steady number of queries, pages by key, filters that fail."""

import re

import pytest
from django.urls import reverse

from tests import factories
from threadsui.views.lists import listing

PIECES = {
    "thread_list": "thread-table",
    "submission_list": "submission-table",
    "call_list": "call-table",
    "audit_list": "audit-table",
}
LISTS = sorted(PIECES)
MAKE = {
    "thread_list": factories.thread,
    "submission_list": lambda: factories.submission(state="refused", title="Wrong size boots"),
    "call_list": factories.call,
    "audit_list": factories.event,
}
HOSTILE = """<script>alert("1")</script> & 'co'"""
ESCAPED = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#x27;co&#x27;"


def ask(client, name, query=None, *, piece=False):
    headers = {"HX-Request": "true", "HX-Target": PIECES[name]} if piece else {}
    return client.get(reverse(f"threadsui:{name}"), query, headers=headers)


def rows_in(response):
    return len(re.findall(r'class="table-title', response.text))


@pytest.mark.parametrize("name", LISTS)
def test_page_holds_the_piece(lead_client, name):
    MAKE[name]()

    response = ask(lead_client, name)

    assert response.status_code == 200
    assert response.text.count("<h1") == 1
    assert f'id="{PIECES[name]}"' in response.text
    assert rows_in(response) == 1


@pytest.mark.parametrize("name", LISTS)
def test_htmx_gets_only_the_piece_and_its_riders(lead_client, name):
    MAKE[name]()

    response = ask(lead_client, name, {"q": "", "created_from": "2026-01-01"}, piece=True)

    assert "<h1" not in response.text
    assert response.text.lstrip().startswith(f'<div class="list-main" id="{PIECES[name]}"')
    assert 'id="list-filters"' in response.text
    assert re.search(r'id="live"[^>]*hx-swap-oob[^>]*>1 \w+</p>', response.text)
    assert "HX-Request" in response["Vary"]
    assert response["HX-Push-Url"].endswith("/?q=created%3A2026-01-01..")


@pytest.mark.parametrize("name", LISTS)
def test_history_restore_gets_the_whole_page(lead_client, name):
    headers = {
        "HX-Request": "true",
        "HX-Target": PIECES[name],
        "HX-History-Restore-Request": "true",
    }

    response = lead_client.get(reverse(f"threadsui:{name}"), headers=headers)

    assert "<h1" in response.text


@pytest.mark.parametrize("name", LISTS)
def test_anonymous_is_led_to_the_sign_in(client, db, name):
    address = reverse(f"threadsui:{name}")

    page, piece = ask(client, name), ask(client, name, piece=True)

    assert page["Location"] == f"/accounts/login/?next={address}"
    assert piece["HX-Redirect"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", LISTS)
def test_number_of_queries_does_not_grow_with_the_rows(
    lead_client, name, django_assert_num_queries, django_assert_max_num_queries
):
    MAKE[name]()
    with django_assert_max_num_queries(16) as first:
        ask(lead_client, name)
    for _ in range(2):
        MAKE[name]()

    with django_assert_num_queries(len(first)):
        response = ask(lead_client, name)

    assert rows_in(response) == 3


@pytest.mark.parametrize("name", LISTS)
def test_older_and_newer_lead_through_all_rows(lead_client, name, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    for _ in range(5):
        MAKE[name]()

    response, seen = ask(lead_client, name), 0
    for expected in (2, 2, 1):
        assert rows_in(response) == expected
        seen += expected
        older = re.search(r'rel="next"\s+href="([^"]+)"', response.text)
        response = lead_client.get(older[1].replace("&amp;", "&")) if older else response

    assert seen == 5
    assert 'rel="prev"' in response.text
    assert 'rel="next"' not in response.text


@pytest.mark.parametrize("name", LISTS)
def test_cursor_of_another_hand_is_a_page_that_says_so(lead_client, name):
    response = ask(lead_client, name, {"cursor": "WyJvbGRlciJd:made-up"})

    assert response.status_code == 400
    assert "This page of the list cannot be opened" in response.text
    assert f'href="{reverse(f"threadsui:{name}")}"' in response.text


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        {"created_from": "soon"},
        {"created_to": "0001-01-01"},
        {"created_to": "9999-12-31"},
        {"created_from": "2026-11-21", "created_to": "2026-11-20"},
        {"q": "nul\x00"},
        {"q": "x" * 2_001},
    ],
)
def test_filter_without_sense_is_an_error_at_its_field(lead_client, name, query):
    MAKE[name]()

    page, piece = ask(lead_client, name, query), ask(lead_client, name, query, piece=True)

    assert (page.status_code, piece.status_code) == (422, 422)
    assert rows_in(page) == rows_in(piece) == 0
    assert "field-error" in page.text
    assert "field-error" in piece.text
    assert 'aria-invalid="true"' in page.text


@pytest.mark.parametrize("name", LISTS)
def test_hostile_words_in_a_filter_are_escaped(lead_client, name):
    response = ask(lead_client, name, {"q": HOSTILE})

    assert "<script>alert" not in response.text
    assert ESCAPED in response.text


@pytest.mark.parametrize("name", LISTS)
def test_nothing_at_all_says_what_will_be_here(viewer, lead_client, name):
    response = ask(lead_client, name)

    assert response.status_code == 200
    assert 'class="empty"' in response.text
    assert "Clear filters" not in response.text


@pytest.mark.parametrize("name", LISTS)
def test_nothing_that_fits_offers_to_clear_the_filters(lead_client, name):
    MAKE[name]()

    response = ask(lead_client, name, {"q": "zzz-nothing-like-it"})

    assert "match" in response.text
    assert "Clear filters" in response.text
