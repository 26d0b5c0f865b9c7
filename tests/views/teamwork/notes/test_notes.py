"""Notes on a thread's page and in the drawer: written, edited, deleted, read."""

import pytest
from django.urls import reverse

from tests import factories
from threadsui.models import Note
from threadsui.services.teamwork.notes import add_note, edit_note

from .places import notes_tab

HOSTILE = "<img src=x onerror=alert(1)>"
ESCAPED = "&lt;img src=x onerror=alert(1)&gt;"


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


def test_number_of_queries_does_not_grow_with_notes(signed_in, thread, agent, queries_of):
    lead = factories.user("lead", "bo")
    for _ in range(2):
        add_note(thread=thread, text="@bo", actor=agent)
    queries_of(signed_in, notes_tab(thread))  # what is asked once
    before = queries_of(signed_in, notes_tab(thread))
    for _ in range(3):
        add_note(thread=thread, text="@bo", actor=lead)

    assert len(queries_of(signed_in, notes_tab(thread))) == len(before)


def test_note_asked_for_is_shown_however_old_it_is(signed_in, note, thread, agent):
    for number in range(31):
        add_note(thread=thread, text=f"Later {number}", actor=agent)

    newest, asked = signed_in.get(notes_tab(thread)), signed_in.get(note.get_absolute_url())

    assert "First line" not in newest.text
    assert "First line" in asked.text
    older = signed_in.get(newest.context["older_href"])
    assert [one["note"] for one in older.context["notes"]][-1] == note
