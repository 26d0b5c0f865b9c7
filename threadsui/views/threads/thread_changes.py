"""What can be done with a thread: edit, refresh, delete. Each checks that this person may, on this thread, now."""

from django.contrib import messages as flash
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from threadsui.forms.composer.rows import edit_rows, focus_on
from threadsui.forms.composer.thread_edit import ThreadEditForm
from threadsui.queries.threads.thread_page import thread_for_page
from threadsui.services.errors import ServiceError
from threadsui.services.threads.thread_changes import delete_thread, refresh_thread, update_thread

from ..deleting import reason_form
from ..pages import go_to
from ..permissions import may_change, needed_role, requires

EDITED = ("title", "metadata", "tool_resources")


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.change_thread")
def thread_update(request, pk):
    thread = changeable_thread(request.user, pk)
    if not is_there(thread):
        return only_read(request, thread)
    if request.method != "POST":
        return _edit_page(request, thread, ThreadEditForm(thread=thread))
    if verb := request.POST.get("row"):
        return _with_rows(request, thread, verb)
    form = ThreadEditForm(request.POST, thread=thread)
    if form.is_valid():
        try:
            updated = update_thread(thread=thread, actor=request.user, **form.changes())
        except ServiceError as exc:
            form.add_server_error(exc.param, exc.message)
        else:
            _tell_updated(request, thread, updated)
            return go_to(request, thread)
    return _edit_page(request, thread, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.change_thread")
def thread_refresh(request, pk):
    thread = changeable_thread(request.user, pk)
    if request.method != "POST":  # where signing in leads when the session ended before the press
        return redirect(thread)
    try:
        thread = refresh_thread(thread=thread, actor=request.user)
    except ServiceError as exc:
        flash.error(request, exc.message)
    else:
        _tell_refreshed(request, thread)
    return go_to(request, thread)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.delete_thread")
def thread_delete(request, pk):
    thread = _thread(pk)
    if not is_there(thread):
        return only_read(request, thread)
    error = ""
    form = reason_form(request)
    if form.is_valid():
        try:
            delete_thread(thread=thread, actor=request.user, reason=form.cleaned_reason)
        except ServiceError as exc:
            error = exc.message
        else:
            flash.success(
                request, _("The thread was deleted on the server. Its record stays here.")
            )
            return go_to(request, thread)
    status = 422 if error or form.errors else 200
    context = {"thread": thread, "error": error, "form": form}
    return render(request, "threadsui/thread_delete.html", context, status=status)


def changeable_thread(user, pk):
    """The thread, or 404; PermissionDenied when somebody else made it and `user` may only change their own."""
    thread = _thread(pk)
    if not may_change(user, thread):
        raise PermissionDenied(needed_role("threadsui.change_any_thread"))
    return thread


def is_there(thread):
    """Whether the server has it, as far as the console knows."""
    return thread.state == thread.State.CREATED


def only_read(request, thread):
    """A thread that is deleted or gone is not changed any more: back to its page, which says so."""
    flash.warning(
        request, _("This thread can only be read: see the banner on its page. Nothing was sent.")
    )
    return redirect(thread)


def _thread(pk):
    thread = thread_for_page(pk)
    if thread is None:
        raise Http404
    return thread


def _with_rows(request, thread, verb):
    """One metadata row more or less, nothing sent and nothing typed lost."""
    form = ThreadEditForm(request.POST, thread=thread)
    values = form.values()
    edit = edit_rows(values, verb)
    form = ThreadEditForm(thread=thread, initial=values)
    if edit:
        focus_on(form, edit)
    return _edit_page(request, thread, form, announcement=edit.announcement if edit else "")


def _edit_page(request, thread, form, *, status=200, announcement=""):
    context = {"thread": thread, "form": form, "announcement": announcement}
    return render(request, "threadsui/thread_update.html", context, status=status)


def _tell_updated(request, before, after):
    if any(getattr(before, name) != getattr(after, name) for name in EDITED):
        flash.success(request, _("The thread was changed. Before and after are in its timeline."))
    else:
        flash.info(request, _("You changed nothing, so nothing was sent."))


def _tell_refreshed(request, thread):
    if thread.gone_at:
        said = _(
            "%(connection)s does not have this thread any more. It is marked as gone; its record stays here."
        )
        flash.warning(request, said % {"connection": thread.connection})
    else:
        flash.success(request, _("Refreshed: this is what the server has now."))
