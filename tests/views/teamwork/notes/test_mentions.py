"""Mentions: their list, the badge that counts them, and marking them as read."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.html import escape

from tests import factories
from threadsui.models import Mention
from threadsui.services.teamwork.notes import add_note

from .places import notes_tab


def about_mentions(statements):
    return [sql for sql in statements if "threadsui_mention" in sql]


def test_badge_counts_unread_mentions_and_says_what_it_counts(client_of, lead, mention):
    text = client_of(lead).get("/").text

    assert 'id="mentions-nav" class="nav-count" data-tone="accent">1<' in text
    assert "unread mentions</span>" in text


def test_badge_is_hidden_without_unread_mentions(signed_in):
    text = signed_in.get("/").text

    assert 'id="mentions-nav" class="nav-count" data-tone="accent" hidden>' in text


def test_badge_costs_one_query_on_a_page_and_none_on_a_fragment(
    client_of, lead, mention, queries_of, assert_badge_is_indexed
):
    client = client_of(lead)
    address = reverse("threadsui:thread_list")

    (badge,) = about_mentions(queries_of(client, address))
    fragment = {"HX-Request": "true", "HX-Target": "thread-table"}

    assert_badge_is_indexed(badge)
    assert about_mentions(queries_of(client, address, fragment)) == []


@pytest.fixture
def assert_badge_is_indexed():
    def check(statement):
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
                plan = " ".join(str(row[-1]) for row in cursor.fetchall())
            assert "mention_unread_of_person" in plan

    return check


def test_looking_at_a_note_marks_nothing_until_the_page_says_that_it_was_shown(
    client_of, lead, mention, thread
):
    client = client_of(lead)
    text = client.get(notes_tab(thread)).text

    assert Mention.objects.unread().exists()
    assert f'name="mention" value="{mention.pk}"' in text
    assert 'hx-trigger="load, submit"' in text


def test_marking_as_read_brings_the_badges_as_they_are_now(client_of, lead, mention):
    headers = {"HX-Request": "true"}
    address = reverse("threadsui:mention_read")

    response = client_of(lead).post(address, {"mention": [mention.pk, "x"]}, headers=headers)

    assert not Mention.objects.unread().exists()
    assert response.text.count('hx-swap-oob="true"') == 2
    assert response.text.count(" hidden>") == 2


def test_marking_as_read_without_javascript_leads_back(client_of, lead, mention, thread):
    data = {"mention": mention.pk, "thread": thread.pk}

    response = client_of(lead).post(reverse("threadsui:mention_read"), data)

    assert response.url == thread.get_absolute_url()
    assert not Mention.objects.unread().exists()


def test_nobody_marks_what_somebody_else_is_told(signed_in, mention):
    signed_in.post(reverse("threadsui:mention_read"), {"mention": mention.pk})

    assert Mention.objects.unread().exists()


def test_list_shows_everybody_their_own_mentions_alone(client_of, signed_in, lead, mention):
    address = reverse("threadsui:mention_list")

    assert escape(mention.note.get_absolute_url()) in client_of(lead).get(address).text
    assert "No mentions yet" in signed_in.get(address).text


def test_unread_ones_are_a_view_of_the_list(client_of, lead, mention):
    address = f"{reverse('threadsui:mention_list')}?show=unread"
    client = client_of(lead)

    assert "please" in client.get(address).text
    client.post(reverse("threadsui:mention_read"), {"mention": mention.pk})
    assert "No unread mentions" in client.get(address).text


def test_mention_list_is_read_in_pages_with_as_many_queries_for_each(
    client_of, agent, lead, thread, queries_of
):
    client, address = client_of(lead), reverse("threadsui:mention_list")
    add_note(thread=thread, text="@lead 0", actor=agent)
    queries_of(client, address)
    before = queries_of(client, address)
    for number in range(1, 61):
        add_note(thread=factories.thread(), text=f"@lead {number}", actor=agent)

    assert len(queries_of(client, address)) == len(before)
    first = client.get(address)
    second = client.get(address + first.context["older_href"])
    texts = [one.note.text for page in (first, second) for one in page.context["mentions"]]
    assert texts == [f"@lead {number}" for number in range(60, -1, -1)]


def test_made_up_cursor_is_refused(signed_in):
    response = signed_in.get(reverse("threadsui:mention_list"), {"cursor": "made-up"})

    assert response.status_code == 400
