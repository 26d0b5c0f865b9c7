"""Writing, editing and deleting the internal notes of a thread."""

from django.contrib import messages as flash
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from threadsui.queries.threads.notes import note_for_page
from threadsui.queries.threads.thread_page import thread_for_page
from threadsui.services.errors import ServiceError
from threadsui.services.teamwork.notes import add_note, delete_note, edit_note

from ..deleting import is_deleted, reason_form
from ..pages import render_page, wants_piece
from ..permissions import needed_role, requires
from ..threads.notes_shown import drawer_notes_context, may_delete, may_edit, note_form, untold_of
from ..threads.thread_detail import thread_answer

DRAWER = "drawer-notes"
METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires("threadsui.view_note", "threadsui.add_note")
def note_create(request, pk):
    """The form stands on the thread's page; a GET is where signing in leads when the session ended before."""
    thread = thread_for_page(pk)
    if thread is None:
        raise Http404
    if request.method != "POST":
        return redirect(f"{thread.get_absolute_url()}?tab=notes")
    form = note_form(thread, request.POST, has_focus=True)
    note = _saved(form, lambda text: add_note(thread=thread, text=text, actor=request.user))
    if note is None:
        return _notes(request, thread, form=form, status=422)
    if wants_piece(request):
        form = note_form(thread, has_focus=True)
        said = _("The note was added.")
        return _notes(request, thread, form=form, announcement=said, warning=untold_of(note))
    flash.success(request, _("The note was added."))
    _warn(request, note)
    return redirect(note)


@require_http_methods(METHODS)
@requires("threadsui.view_note", "threadsui.add_note")
def note_update(request, pk):
    note = _note(pk)
    if not may_edit(request.user, note):
        raise PermissionDenied(_("Only the person who wrote a note can edit it."))
    if note.is_masked:  # its form would hold the mask
        raise PermissionDenied(_("Only who may read a note can edit it."))
    data = request.POST if request.method == "POST" else None
    form = note_form(note.thread, data, initial={"text": note.text})
    if request.method == "POST":
        saved = _saved(form, lambda text: edit_note(note=note, text=text, actor=request.user))
        if saved is not None:
            flash.success(request, _("The note was changed."))
            _warn(request, saved)
            return redirect(note)
    context = {"note": note, "form": form}
    return render_page(request, "note_update.html", context, status=422 if form.errors else 200)


@require_http_methods(METHODS)
@requires("threadsui.view_note")
def note_delete(request, pk):
    note = _note(pk)
    if not may_delete(request.user, note):
        raise PermissionDenied(needed_role("threadsui.delete_any_note"))
    form = reason_form(request)

    def delete(reason):
        delete_note(note=note, actor=request.user, reason=reason)

    if is_deleted(request, form, delete, said=_("The note was deleted.")):
        return redirect(f"{note.thread.get_absolute_url()}?tab=notes")
    context = {"note": note, "form": form}
    return render_page(request, "note_delete.html", context, status=422 if form.errors else 200)


def _note(pk):
    note = note_for_page(pk)
    if note is None:
        raise Http404
    return note


def _saved(form, save):
    """The note that `save(text)` wrote; None when the text cannot be one, which the form then says."""
    if not form.is_valid():
        return None
    try:
        return save(form.cleaned_data["text"])
    except ServiceError as exc:
        form.add_error("text" if exc.param else None, exc.message)
        return None


def _warn(request, note):
    if warning := untold_of(note):
        flash.warning(request, warning)


def _notes(request, thread, *, form=None, status=200, announcement="", warning=""):
    """The notes as they are now, where they were written: in the drawer of the list, or on the page's tab."""
    said = {"announcement": f"{announcement} {warning}".strip(), "note_warning": warning}
    if wants_piece(request, DRAWER):
        context = {"thread": thread, **said}
        context |= drawer_notes_context(request, thread, form=form)
        return render_page(request, "partials/drawer_notes.html", context, status=status)
    return thread_answer(request, thread, tab="notes", status=status, note_form=form, **said)
