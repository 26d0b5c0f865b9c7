"""Legal holds of one thread: placed and lifted, each for a reason."""

from django.contrib import messages as flash
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from threadsui.queries.threads.thread_page import thread_for_page
from threadsui.services.errors import ServiceError
from threadsui.services.threads.holds import lift_hold, place_hold

from ..deleting import reason_form
from ..pages import go_to
from ..permissions import requires

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires("threadsui.view_thread", "threadsui.hold_thread")
def thread_hold(request, pk):
    thread = _thread(pk)
    if thread.is_held:
        flash.info(request, _("This thread is under legal hold already. Nothing was changed."))
        return redirect(thread)
    return _answer(request, thread, place_hold, _("The thread is under legal hold now."))


@require_http_methods(METHODS)
@requires("threadsui.view_thread", "threadsui.hold_thread")
def thread_release(request, pk):
    thread = _thread(pk)
    if not thread.is_held:
        flash.info(request, _("This thread is not under legal hold. Nothing was changed."))
        return redirect(thread)
    return _answer(request, thread, lift_hold, _("The legal hold was lifted."))


def _thread(pk):
    thread = thread_for_page(pk)
    if thread is None:
        raise Http404
    return thread


def _answer(request, thread, deed, said):
    form = reason_form(request)
    if form.is_valid():
        try:
            deed(thread=thread, actor=request.user, reason=form.cleaned_reason)
        except ServiceError as exc:
            form.add_service_error(exc)
        else:
            flash.success(request, said)
            return go_to(request, thread)
    context = {"thread": thread, "form": form, "is_release": deed is lift_hold}
    status = 422 if form.errors else 200
    return render(request, "threadsui/thread_hold.html", context, status=status)
