"""Names in a note: who is told, and what is said of those who are nobody."""

import pytest
from django.urls import reverse

from tests import factories
from threadsui.models import Note
from threadsui.services.teamwork.notes import add_note

from .places import notes_tab


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


def test_those_who_are_told_are_marked_and_other_words_stay_text(thread, agent, signed_in):
    factories.user("lead", "bo")
    add_note(thread=thread, text="Ask @bo. Or @nobody.", actor=agent)

    text = signed_in.get(notes_tab(thread)).text

    assert 'Ask <b class="mention">@bo</b>. Or @nobody.' in text


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
