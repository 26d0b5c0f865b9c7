"""Notes on a thread's page and in the drawer; the mentions in them, their list and the badge."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from tests import factories
from threadsui.models import Mention, Note
from threadsui.services.notes import add_note, edit_note

HOSTILE = "<img src=x onerror=alert(1)>"
ESCAPED = "&lt;img src=x onerror=alert(1)&gt;"


@pytest.fixture
def thread():
    return factories.thread()


@pytest.fixture
def write(signed_in, thread):
    """Post a note as the agent: from the page's tab, from the drawer, or without JavaScript (target "")."""

    def send(text, target="thread-tab"):
        headers = {"HX-Request": "true", "HX-Target": target} if target else {}
        address = reverse("threadsui:note_create", args=[thread.pk])
        return signed_in.post(address, {"text": text}, headers=headers)

    return send


@pytest.fixture
def note(thread, agent):
    return add_note(thread=thread, text="First line\nsecond line", actor=agent)


@pytest.fixture
def mention(thread, agent, lead):
    return add_note(thread=thread, text=f"@{lead.username} please", actor=agent).mentions.get()


def notes_tab(thread):
    return f"{thread.get_absolute_url()}?tab=notes"


def test_note_added_on_the_page_brings_the_tab_and_its_count(write):
    response = write("Called the carrier.")

    assert response.status_code == 200
    assert "Called the carrier." in response.text
    assert "<h1" not in response.text
    assert 'hx-swap-oob="true"' in response.text  # the tabs, with one note more
    assert "The note was added." in response.text
    assert "Called the carrier.</textarea>" not in response.text


def test_note_added_in_the_drawer_brings_its_section(write):
    response = write("Called the carrier.", target="drawer-notes")

    assert response.text.count('id="drawer-notes"') == 1
    assert "Called the carrier." in response.text
    assert 'id="thread-tab"' not in response.text


@pytest.mark.parametrize("target", ["thread-tab", "drawer-notes"])
@pytest.mark.parametrize(
    "text, said",
    [
        ("@nobody, look", "@nobody is nobody here: nobody was told."),
        ("@one and @two.", "@one, @two are nobody here: nobody was told."),
        ("@bo and @nobody", "@nobody is nobody here."),
        ("@gone", "@gone is nobody here: nobody was told."),
    ],
)
def test_name_that_nobody_has_is_said_once_the_note_is_saved(write, target, text, said):
    factories.user("lead", "bo")
    factories.user("agent", "gone", is_active=False)

    response = write(text, target=target)

    assert response.status_code == 200
    assert f"<span>{said}</span>" in response.text
    assert f"The note was added. {said}" in response.text  # for screen readers


def test_name_that_nobody_has_is_said_without_javascript_and_after_an_edit(write, signed_in, agent):
    response = signed_in.get(write("@nobody", target="").url)
    assert "@nobody is nobody here: nobody was told." in response.text
    address = reverse("threadsui:note_update", args=[Note.objects.get().pk])

    response = signed_in.post(address, {"text": "ask @noone"}, follow=True)

    assert "@noone is nobody here: nobody was told." in response.text


@pytest.mark.parametrize("text", ["Nobody is named", "@BO", "me@example.com", "@ alone", "@agent"])
def test_note_that_names_only_people_says_nothing_of_names(write, text):
    factories.user("lead", "bo")

    assert "nobody here" not in write(text).text


def test_note_without_javascript_leads_to_itself(write):
    response = write("Called the carrier.", target="")

    assert (response.status_code, response.url) == (302, Note.objects.get().get_absolute_url())


@pytest.mark.parametrize("target", ["thread-tab", "drawer-notes", ""])
@pytest.mark.parametrize("text, words", [("", "Write something first"), ("k" * 5_001, "5,001")])
def test_refused_note_comes_back_as_typed_with_the_error_beside_it(write, target, text, words):
    response = write(text, target)

    assert response.status_code == 422
    assert words in response.text
    assert text in response.text
    assert "note-text_error" in response.text
    assert not Note.objects.exists()


def test_null_character_is_an_error_at_the_field(write):
    response = write("nul\x00")

    assert response.status_code == 422
    assert "NUL" in response.text


def test_hostile_note_is_text(write, thread, signed_in):
    write(f"{HOSTILE} @agent{HOSTILE}")

    text = signed_in.get(notes_tab(thread)).text
    assert HOSTILE not in text
    assert text.count(ESCAPED) == 2
    assert '<div class="user-text" dir="auto">' in text


def test_those_who_are_told_are_marked_and_other_words_stay_text(thread, agent, signed_in):
    factories.user("lead", "bo")
    add_note(thread=thread, text="Ask @bo. Or @nobody.", actor=agent)

    text = signed_in.get(notes_tab(thread)).text

    assert 'Ask <b class="mention">@bo</b>. Or @nobody.' in text


def test_author_edits_a_note_on_a_page_of_its_own(signed_in, note):
    address = reverse("threadsui:note_update", args=[note.pk])
    assert "First line\nsecond line</textarea>" in signed_in.get(address).text

    response = signed_in.post(address, {"text": "Other words"})

    assert response.url == note.get_absolute_url()
    note.refresh_from_db()
    assert note.text == "Other words"
    assert "edited" in signed_in.get(response.url).text


def test_refused_edit_keeps_what_was_typed(signed_in, note):
    response = signed_in.post(reverse("threadsui:note_update", args=[note.pk]), {"text": " "})

    assert response.status_code == 422
    assert "Write something first" in response.text


@pytest.mark.parametrize(
    "role, edits, deletes", [("agent", 403, 403), ("lead", 403, 302), ("auditor", 403, 403)]
)
def test_others_notes_are_edited_by_nobody_and_deleted_by_leads(
    client_of, note, role, edits, deletes
):
    client = client_of(factories.user(role))

    edited = client.post(reverse("threadsui:note_update", args=[note.pk]), {"text": "Mine now"})
    deleted = client.post(
        reverse("threadsui:note_delete", args=[note.pk]), {"reason": "Written twice"}
    )

    assert (edited.status_code, deleted.status_code) == (edits, deletes)
    assert Note.objects.filter(text=note.text).exists() is (deletes == 403)


def test_deleting_asks_first(signed_in, note, thread):
    address = reverse("threadsui:note_delete", args=[note.pk])

    assert "Delete this note?" in signed_in.get(address).text
    assert Note.objects.exists()
    refused = signed_in.post(address, {"reason": "  "})
    assert refused.status_code == 422
    assert "Say why" in refused.text
    assert Note.objects.exists()
    deleted = signed_in.post(address, {"reason": "Written twice"})
    assert deleted.url == notes_tab(thread)
    assert not Note.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_those_who_only_read_see_notes_and_no_form(client_of, note, thread, role):
    text = client_of(factories.user(role)).get(notes_tab(thread)).text

    assert ("First line" in text) is (role == "viewer")  # auditors give a reason first
    assert "<textarea" not in text
    assert "Edit note" not in text


def test_events_about_notes_stand_in_the_timeline_without_the_text(signed_in, note, thread, agent):
    edit_note(note=note, text="Other words", actor=agent)

    text = signed_in.get(f"{thread.get_absolute_url()}?tab=timeline").text

    assert "added a note" in text
    assert "edited a note" in text
    assert "SHA-256" in text
    assert "First line" not in text


def test_number_of_queries_does_not_grow_with_notes(signed_in, thread, agent):
    lead = factories.user("lead", "bo")
    for _ in range(2):
        add_note(thread=thread, text="@bo", actor=agent)
    queries(signed_in, notes_tab(thread))  # what is asked once
    before = queries(signed_in, notes_tab(thread))
    for _ in range(3):
        add_note(thread=thread, text="@bo", actor=lead)

    assert len(queries(signed_in, notes_tab(thread))) == len(before)


def test_note_asked_for_is_shown_however_old_it_is(signed_in, note, thread, agent):
    for number in range(31):
        add_note(thread=thread, text=f"Later {number}", actor=agent)

    newest, asked = signed_in.get(notes_tab(thread)), signed_in.get(note.get_absolute_url())

    assert "First line" not in newest.text
    assert "First line" in asked.text
    older = signed_in.get(newest.context["older_href"])
    assert [one["note"] for one in older.context["notes"]][-1] == note


def queries(client, address, **headers):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, headers=headers).status_code == 200
    return [query["sql"] for query in captured]


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
    client_of, lead, mention, assert_badge_is_indexed
):
    client = client_of(lead)
    address = reverse("threadsui:thread_list")

    (badge,) = about_mentions(queries(client, address))
    fragment = {"HX-Request": "true", "HX-Target": "thread-table"}

    assert_badge_is_indexed(badge)
    assert about_mentions(queries(client, address, **fragment)) == []


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
    client_of, agent, lead, thread
):
    client, address = client_of(lead), reverse("threadsui:mention_list")
    add_note(thread=thread, text="@lead 0", actor=agent)
    queries(client, address)
    before = queries(client, address)
    for number in range(1, 61):
        add_note(thread=factories.thread(), text=f"@lead {number}", actor=agent)

    assert len(queries(client, address)) == len(before)
    first = client.get(address)
    second = client.get(address + first.context["older_href"])
    texts = [one.note.text for page in (first, second) for one in page.context["mentions"]]
    assert texts == [f"@lead {number}" for number in range(60, -1, -1)]


def test_made_up_cursor_is_refused(signed_in):
    response = signed_in.get(reverse("threadsui:mention_list"), {"cursor": "made-up"})

    assert response.status_code == 400


def test_note_offers_those_who_would_be_told_and_nobody_else(signed_in, agent, lead, auditor):
    thread = factories.thread()
    address = f"{thread.get_absolute_url()}people/?q="
    gone = factories.user("lead", "leandro", is_active=False)

    everybody, named = signed_in.get(address).text, signed_in.get(f"{address}LEA").text
    whole, nobody = signed_in.get(f"{address}lead").text, signed_in.get(f"{address}%00zz").text

    assert f'data-text="@{auditor.username} "' in everybody
    assert f'"@{agent.username} "' not in everybody
    assert f"@{gone.username}" not in everybody
    assert named.count('role="option"') == 1
    assert f"@{lead.username}" in named
    assert "option" not in whole + nobody
    thread.connection.groups.add(factories.access_group("Few", agent))
    assert f"@{lead.username}" not in signed_in.get(address).text
