"""What auditors see before they give a reason: every address of the console, and not one word that was written."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.views.walking import WORD
from threadsui.models import Note
from threadsui.models.masking import Reader, read_by

from .canary import leaks


def test_auditor_finds_no_written_word_on_any_page_or_fragment(canary, auditor, client_of):
    assert leaks(client_of(auditor), canary) == []


def test_same_walk_finds_the_word_on_the_pages_of_a_lead(canary, lead, client_of):
    """So the walk above would see it."""
    found = {address for address, _query, _headers in leaks(client_of(lead), canary)}

    for record in ("thread", "submission", "call", "audit", "made", "made_call"):
        assert canary[record].get_absolute_url() in found
    for name in ("overview", "thread_list", "submission_list", "audit_list"):
        assert reverse(f"threadsui:{name}") in found


@pytest.mark.parametrize("name", ["thread_list", "submission_list", "audit_list"])
@pytest.mark.parametrize("text", ["pelican", WORD, "note:pelican", "title:pelican"])
def test_search_tells_an_auditor_nothing_of_what_was_written(
    canary, auditor, lead, client_of, name, text
):
    address = reverse(f"threadsui:{name}")

    assert client_of(auditor).get(address, {"q": text}).context["rows"] == []
    if ":" not in text:
        assert client_of(lead).get(address, {"q": text}).context["rows"] != []


def test_masked_record_is_saved_with_its_text(canary, auditor):
    with read_by(Reader(auditor)):
        note = Note.objects.get()
        note.save()
        note.refresh_from_db()
        assert WORD not in note.text

    assert WORD in Note.objects.get().text


def test_anonymous_reader_sees_nothing(canary):
    assert leaks(Client(), canary) == []
