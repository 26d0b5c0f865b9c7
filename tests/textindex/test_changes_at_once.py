"""Two who change the same thread at once: what both wrote is found, on either engine."""

import threading

import pytest
from django.db import connection, transaction

from tests import factories
from threadsui.models import Note, Thread, ThreadText
from threadsui.services.threads.records import write_fetched_messages

pytestmark = pytest.mark.django_db(transaction=True)

AHEAD = 0.5  # seconds that the second one has to come to where it waits for the first


def while_first_is_open(first, second):
    """Carry out `first` in a transaction that ends when `second`, in another connection, has waited for it."""
    failures = []

    def run():
        try:
            second()
        except Exception as exc:  # noqa: BLE001 - told by the test's own thread
            failures.append(exc)
        finally:
            connection.close()

    other = threading.Thread(target=run)
    with transaction.atomic():
        first()
        other.start()
        other.join(AHEAD)
    other.join(30)
    assert not other.is_alive()
    assert failures == []


def test_notes_of_two_people_at_once_are_both_indexed(agent, assert_index_agrees):
    thread = factories.thread()

    while_first_is_open(
        lambda: Note.objects.create(thread=thread, author=agent, text="Called them"),
        lambda: Note.objects.create(thread=thread, author=agent, text="Wrote them"),
    )

    assert_index_agrees(thread)
    notes = ThreadText.objects.get(pk=thread.pk).notes.lower()
    assert "called" in notes
    assert "wrote" in notes


def test_note_that_is_edited_while_messages_are_exchanged_is_indexed(agent, assert_index_agrees):
    thread = factories.thread()
    note = Note.objects.create(thread=thread, author=agent, text="Called them")

    while_first_is_open(
        lambda: write_fetched_messages(thread, []),
        lambda: Note.objects.filter(pk=note.pk).update(text="Wrote them"),
    )

    assert_index_agrees(thread)


def test_title_that_changes_while_a_note_is_added_is_indexed(agent, assert_index_agrees):
    thread = factories.thread(title="Snapped pole")
    note = Note.objects.create(thread=thread, author=agent, text="Called them")

    while_first_is_open(
        lambda: Thread.objects.filter(pk=thread.pk).update(title="Torn tent"),
        lambda: Note.objects.filter(pk=note.pk).update(text="Wrote them"),
    )

    assert_index_agrees(thread)
