"""Reads about a thread's internal notes."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from threadsui.models import Note, Thread

NOTES_PER_PAGE = 30
DRAWER_NOTES = 3


@dataclass(frozen=True)
class Notes:
    """Notes with their authors and mentions, newest first; `older` is the note that the next page starts at."""

    rows: list[Note]
    older: Note | None = None


def notes_of(thread: Thread, *, start: int | None = None, size: int = NOTES_PER_PAGE) -> Notes:
    """The newest notes of `thread`; with `start`, the id of one, those from it on."""
    notes = Note.visible.filter(thread=thread)
    rows = _from(notes, start).select_related("author").prefetch_related("mentions__person")
    found = list(rows.order_by("-created_at", "-pk")[: size + 1])
    return Notes(found[:size], found[size] if len(found) > size else None)


def note_count(thread: Thread) -> int:
    return Note.visible.filter(thread=thread).count()


def note_for_page(pk: int) -> Note | None:
    """One note with its author and thread."""
    return Note.visible.select_related("author", "thread").filter(pk=pk).first()


def _from(notes: QuerySet[Note], start: int | None) -> QuerySet[Note]:
    """Another thread's note, or one that is not there any more, is no start: the newest are shown."""
    first = notes.filter(pk=start).first() if start is not None else None
    if first is None:
        return notes
    not_newer = Q(created_at__lt=first.created_at) | Q(pk__lte=first.pk)
    return notes.filter(not_newer, created_at__lte=first.created_at)
