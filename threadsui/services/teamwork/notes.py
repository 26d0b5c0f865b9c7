"""Internal notes about a thread. They stay in this console: no server is called."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Note, Thread, User
from threadsui.models.masking import reads_whole_text
from threadsui.models.note import NOTE_TEXT_MAX_LENGTH
from threadsui.words import number

from ..errors import ServiceError
from ..reasons import checked_reason
from .mentions import write_mentions

Action = AuditEvent.Action


@reads_whole_text
def add_note(*, thread: Thread, text: str, actor: User) -> Note:
    """Write a note, and tell whom it names. Raises ServiceError (param `text`), with nothing written."""
    text = _checked(text)
    with transaction.atomic():
        note = Note.objects.create(thread=thread, author=actor, text=text)
        people = write_mentions(note)
        _record(Action.NOTE_ADDED, note, actor, None, evidence_of(note, people))
    return note


@reads_whole_text
def edit_note(*, note: Note, text: str, actor: User) -> Note:
    """Put `text` in place of the note's, and tell whom it names newly. The same text changes nothing.

    Raises ServiceError (param `text`), with nothing written, also when the note was deleted meanwhile.
    """
    text = _checked(text)
    with transaction.atomic():
        current = _locked(note)
        if current.text == text:
            return current
        before = evidence_of(current, [mention.person for mention in _mentions(current)])
        current.text, current.edited_at = text, max(timezone.now(), current.created_at)
        current.save(update_fields=["text", "edited_at"])
        _record(
            Action.NOTE_EDITED,
            current,
            actor,
            before,
            evidence_of(current, write_mentions(current)),
        )
    return current


@reads_whole_text
def delete_note(*, note: Note, actor: User, reason: str) -> None:
    """Delete the note and its mentions for good. The history keeps what proves which text it was, not the text.

    Raises ServiceError when it was deleted meanwhile, and (param `reason`) without a reason.
    """
    reason = checked_reason(reason)
    with transaction.atomic():
        current = _locked(note)
        before = evidence_of(current, [mention.person for mention in _mentions(current)])
        current.delete()
        _record(Action.NOTE_DELETED, current, actor, before, None, reason=reason)


def evidence_of(note: Note, people: list[User]) -> dict[str, Any]:
    """What the append-only history keeps of a note: a person's words can be taken back, that they were written cannot.

    The SHA-256 of the text in UTF-8 shows of any copy whether it is the text.
    """
    return {
        "number": note.pk,
        "author": note.author.get_username(),
        "sha256": hashlib.sha256(note.text.encode()).hexdigest(),
        "characters": len(note.text),
        "mentions": sorted(person.get_username() for person in people),
    }


def _record(
    action: AuditEvent.Action,
    note: Note,
    actor: User,
    old: dict[str, Any] | None,
    new: dict[str, Any] | None,
    *,
    reason: str = "",
) -> None:
    changes = {"note": {"old": old, "new": new}}
    record(action, actor=actor, target=note.thread, changes=changes, reason=reason)


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise ServiceError(_("Write something first. No note was saved."), param="text")
    if "\x00" in text:
        raise ServiceError(
            _("This holds an invisible NUL character (U+0000), which cannot be stored. Remove it."),
            param="text",
        )
    if len(text) > NOTE_TEXT_MAX_LENGTH:
        raise ServiceError(
            _("This has %(length)s characters; a note has at most %(max)s. Shorten it.")
            % {"length": number(len(text)), "max": number(NOTE_TEXT_MAX_LENGTH)},
            param="text",
        )
    return text


def _locked(note: Note) -> Note:
    current = Note.objects.select_for_update().filter(pk=note.pk).first()
    if current is None:
        raise ServiceError(_("This note was deleted meanwhile. Nothing was changed."))
    return current


def _mentions(note: Note) -> list[Any]:
    return list(note.mentions.select_related("person"))
