"""Whether a thread is still the same on its server, and what a person decides when it is not."""

from django.contrib import messages as flash
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from threadsui.models import ThreadCheck
from threadsui.queries.threads.thread_page import thread_for_page
from threadsui.services.errors import ServiceError
from threadsui.services.threads.drift import check_thread, put_ours_back, take_theirs

from ..pages import go_to
from ..permissions import requires
from .thread_changes import changeable_thread

State = ThreadCheck.State
VERSION_MAX = 64  # characters


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.check_thread")
def thread_check(request, pk):
    thread = thread_for_page(pk)
    if thread is None:
        raise Http404
    if request.method != "POST":  # where signing in leads when the session ended before the press
        return redirect(thread)
    try:
        check = check_thread(thread=thread, actor=request.user)
    except ServiceError as exc:
        flash.error(request, exc.message)
    else:
        _tell(request, thread, check)
    return go_to(request, thread)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.change_thread")
def thread_drift_take(request, pk):
    """Make the record what the server has."""
    said = _("The record is now what the server has. Before and after are in the timeline.")
    return _decide(request, pk, take_theirs, said)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.change_thread")
def thread_drift_revert(request, pk):
    """Make the server's what the record says."""
    said = _(
        "The server has again what the console recorded. Before and after are in the timeline."
    )
    return _decide(request, pk, put_ours_back, said)


def _decide(request, pk, decide, said):
    thread = changeable_thread(request.user, pk)
    if request.method != "POST":
        return redirect(thread)
    seen = request.POST.get("seen", "")[:VERSION_MAX]
    try:
        decide(thread=thread, actor=request.user, seen=seen)
    except ServiceError as exc:
        flash.error(request, exc.message)
    else:
        flash.success(request, said)
    return go_to(request, thread)


def _tell(request, thread, check):
    if check.state == State.SAME:
        flash.success(request, _("The server has the same as the console."))
    elif check.state == State.CHANGED:
        said = _(
            "The server has something else than the console. Nothing was changed: compare the two."
        )
        flash.warning(request, said)
    elif check.state == State.GONE:
        said = _(
            "%(connection)s does not have this thread any more. It is marked as gone; its record stays here."
        )
        flash.warning(request, said % {"connection": thread.connection})
    else:
        flash.error(request, check.reason)
