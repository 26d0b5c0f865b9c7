"""Snippets: added, changed by who may, deleted; what the history tells of them."""

import hashlib
import re

import pytest

from tests.factories import snippet
from threadsui.models import AuditEvent, Snippet
from threadsui.services.personal import snippets as services

from .pages import CREATE, LIST


def test_snippet_is_added(signed_in, agent):
    data = {"name": "wait", "text": "Thank you\r\nfor waiting. ", "is_shared": "True"}

    answer = signed_in.post(CREATE, data)

    made = Snippet.objects.get()
    assert answer.headers["Location"] == LIST
    assert (made.owner, made.name, made.is_shared) == (agent, "wait", True)
    assert made.text == "Thank you\nfor waiting. "


@pytest.mark.parametrize(
    "field, text, said",
    [
        ("name", "", "Enter a shortcut."),
        ("name", "two words", "A shortcut is one word"),
        ("name", "a::b", "A shortcut is one word"),
        ("name", "taken", "There is one called “taken” already."),
        ("text", "", "Write the text."),
        ("text", "x" * 10_001, "the limit is 10,000"),
        ("text", "a\0b", "NUL"),
        ("is_shared", "perhaps", "Select a valid choice"),
    ],
)
def test_what_does_not_do_comes_back_with_its_error(signed_in, agent, field, text, said):
    snippet(owner=agent, name="taken")
    data = {"name": "wait", "text": "Thanks", "is_shared": "False"} | {field: text}

    answer = signed_in.post(CREATE, data)

    assert answer.status_code == 422
    assert said in answer.text
    assert f'id="id_{field}_error"' in answer.text
    assert Snippet.objects.count() == 1


def test_person_has_room_for_a_limited_number(signed_in, monkeypatch):
    monkeypatch.setattr(services, "SNIPPETS_MAX", 0)

    answer = signed_in.post(CREATE, {"name": "wait", "text": "Thanks", "is_shared": "False"})

    assert answer.status_code == 422
    assert "which is the limit" in answer.text


def test_shared_snippet_is_changed_by_its_owner_and_by_leads(client_of, agent, lead):
    shared = snippet(is_shared=True)
    data = {"name": "new", "text": "New", "is_shared": "True"}
    address = f"/snippets/{shared.pk}/edit/"

    answers = [
        client_of(person).post(address, data).status_code for person in (agent, lead, shared.owner)
    ]

    assert answers == [403, 302, 302]
    shared.refresh_from_db()
    assert shared.text == "New"
    assert client_of(agent).post(f"/snippets/{shared.pk}/delete/").status_code == 403


def version_in(page):
    return re.search(r'name="version" value="([^"]*)"', page.text)[1]


def test_change_over_what_somebody_else_saved_is_refused_and_shows_both_texts(client_of, lead):
    shared = snippet(is_shared=True, text="First")
    address = f"/snippets/{shared.pk}/edit/"
    data = {"name": "new", "is_shared": "True"}
    owner, other = client_of(shared.owner), client_of(lead)
    opened = [version_in(client.get(address)) for client in (owner, other)]

    owner.post(address, data | {"text": "The owner's", "version": opened[0]})
    answer = other.post(address, data | {"text": "The lead's", "version": opened[1]})

    shared.refresh_from_db()
    assert shared.text == "The owner's"
    assert answer.status_code == 422
    assert "was changed meanwhile" in answer.text
    assert "The owner&#x27;s</p>" in answer.text
    assert "The lead&#x27;s</textarea>" in answer.text

    other.post(address, data | {"text": "The lead's", "version": version_in(answer)})
    shared.refresh_from_db()
    assert shared.text == "The lead's"


def test_form_with_another_error_keeps_the_version_that_it_was_opened_on(signed_in, agent):
    own = snippet(owner=agent)
    address = f"/snippets/{own.pk}/edit/"
    opened = version_in(signed_in.get(address))
    signed_in.post(address, {"name": own.name, "text": "Other tab", "is_shared": "False"})

    wrong = {"name": "", "text": "This tab", "is_shared": "False", "version": opened}

    assert version_in(signed_in.post(address, wrong)) == opened


def test_deleted_snippet_is_gone_after_one_asked(signed_in, agent):
    own = snippet(owner=agent)

    assert "Delete this snippet?" in signed_in.get(f"/snippets/{own.pk}/delete/").text
    signed_in.post(f"/snippets/{own.pk}/delete/")

    assert not Snippet.objects.exists()


def test_history_tells_what_was_added_changed_and_deleted(signed_in, agent):
    data = {"name": "wait", "text": "Thanks", "is_shared": "False"}
    signed_in.post(CREATE, data)
    own = Snippet.objects.get()
    signed_in.post(f"/snippets/{own.pk}/edit/", data)
    signed_in.post(f"/snippets/{own.pk}/edit/", data | {"text": "Thank you"})
    signed_in.post(f"/snippets/{own.pk}/delete/")

    events = AuditEvent.objects.order_by("pk")
    assert [event.action for event in events] == [
        "snippet.created",
        "snippet.updated",
        "snippet.deleted",
    ]
    assert events[1].changes == {
        "characters": {"old": 6, "new": 9},
        "sha256": {
            "old": hashlib.sha256(b"Thanks").hexdigest(),
            "new": hashlib.sha256(b"Thank you").hexdigest(),
        },
    }
    assert "Thank" not in "".join(str(event.changes) for event in events)
    assert {(event.actor, event.target_label) for event in events} == {(agent, "::wait")}


def test_history_shows_no_bare_sums_and_says_what_they_prove(client_of, lead, agent):
    made = snippet(owner=agent, name="wait", text="Thanks", is_shared=True)
    event = AuditEvent.objects.get(action="snippet.created", target_id=str(made.pk))

    text = client_of(lead).get(event.get_absolute_url()).text

    proof = hashlib.sha256(b"Thanks").hexdigest()
    assert f'dir="ltr">{proof}</span>' in text
    assert "Its SHA-256 shows of any copy whether it is the same:" in text
    assert "sha256:" not in text
