"""A thread's notes: what the page and the drawer show of them."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from threadsui.forms.notes import NoteForm
from threadsui.queries.threads.notes import DRAWER_NOTES, notes_of
from threadsui.services.teamwork.mentions import (
    MENTION,
    people_out_of_sight,
    spellings,
    unknown_names,
)

from ..numbers import id_in

NAMES_SAID = 5


def notes_context(request, thread, *, form=None):
    """Of the page's tab. `note=` in the address asks for one note: it is on the page that comes, and marked."""
    wanted, start = id_in(request.GET, "note"), id_in(request.GET, "from")
    notes = notes_of(thread, start=start)
    if wanted and start is None and wanted not in {note.pk for note in notes.rows}:
        notes = notes_of(thread, start=wanted)
    page = f"{thread.get_absolute_url()}?tab=notes"
    return _shown(request.user, thread, notes, form) | {
        "note_wanted": wanted,
        "newer_href": page if start is not None else "",
        "older_href": f"{page}&from={notes.older.pk}" if notes.older else "",
    }


def drawer_notes_context(request, thread, *, form=None):
    return _shown(request.user, thread, notes_of(thread, size=DRAWER_NOTES), form)


def pieces(note):
    """The note's text as [(text, whether it names a person)]; only those who are told are marked."""
    names = {mention.person.username for mention in note.mentions.all()}
    found, end = [], 0
    for match in MENTION.finditer(note.text):
        meant = spellings(match[1]) & names
        if meant:
            stop = match.start() + 1 + len(max(meant, key=len))
            found += [
                (note.text[end : match.start()], False),
                (note.text[match.start() : stop], True),
            ]
            end = stop
    return [piece for piece in [*found, (note.text[end:], False)] if piece[0]]


def untold_of(note):
    """What is to be said of names in the note that nobody is told by; empty when there are none."""
    return " ".join(filter(None, (_nobody_of(note), _out_of_sight_of(note))))


def _out_of_sight_of(note):
    people = people_out_of_sight(note.text, thread=note.thread)
    if not people:
        return ""
    names = _(", ").join(f"@{person.username}" for person in people[:NAMES_SAID])
    values = {"names": f"{names}, …" if people[NAMES_SAID:] else names}
    said = ngettext(
        "%(names)s does not see this thread, and was not told.",
        "%(names)s do not see this thread, and were not told.",
        len(people),
    )
    return said % values


def _nobody_of(note):
    unknown = unknown_names(note.text)
    if not unknown:
        return ""
    names = _(", ").join(f"@{name}" for name in unknown[:NAMES_SAID])
    values = {"names": f"{names}, …" if unknown[NAMES_SAID:] else names}
    if note.mentions.exists():
        said = ngettext("%(names)s is nobody here.", "%(names)s are nobody here.", len(unknown))
    else:
        said = ngettext(
            "%(names)s is nobody here: nobody was told.",
            "%(names)s are nobody here: nobody was told.",
            len(unknown),
        )
    return said % values


def note_form(thread, data=None, **options):
    """The form of a note of `thread`, which offers those who can be mentioned there while one types."""
    form = NoteForm(data, **options)
    form.fields["text"].widget.attrs |= {
        "data-completes": static("js/offers.js"),
        "data-counts": static("js/counter.js"),
        "data-styles": static("css/offers.css"),
        "data-people": f"{reverse('threadsui:thread_people', args=[thread.pk])}?q=",
    }
    return form


def _shown(user, thread, notes, form):
    shown = [_note(user, note) for note in notes.rows]
    return {
        "notes": shown,
        "older_note": notes.older,
        "unread_mentions": [one["unread"] for one in shown if one["unread"]],
        "note_form": form or note_form(thread),
        "can_write": user.has_perm("threadsui.add_note"),
    }


def _note(user, note):
    mine = [mention for mention in note.mentions.all() if mention.person_id == user.pk]
    return {
        "note": note,
        "pieces": pieces(note),
        "unread": next((mention.pk for mention in mine if not mention.read_at), None),
        "can_edit": may_edit(user, note),
        "can_delete": may_delete(user, note),
    }


def may_edit(user, note):
    return note.author_id == user.pk and user.has_perm("threadsui.add_note")


def may_delete(user, note):
    return may_edit(user, note) or user.has_perm("threadsui.delete_any_note")
