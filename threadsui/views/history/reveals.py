"""Showing masked text to somebody who says why: of a thread, a submission, or a call."""

from django.contrib import messages as flash
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from threadsui.forms.reasons import RevealForm
from threadsui.queries.history.calls import call_for_page
from threadsui.queries.history.submissions import submission_for_page
from threadsui.queries.threads.thread_page import thread_for_page
from threadsui.services.errors import ServiceError
from threadsui.services.safekeeping.reveals import reveal_text

from ..pages import go_to, render_page
from ..permissions import requires
from .revealed import reveal_in

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires("threadsui.view_thread", "threadsui.reveal_message")
def thread_reveal(request, pk):
    return _reveal(request, thread_for_page(pk))


@require_http_methods(METHODS)
@requires("threadsui.view_submission", "threadsui.reveal_message")
def submission_reveal(request, pk):
    return _reveal(request, submission_for_page(pk, reader=request.user))


@require_http_methods(METHODS)
@requires("threadsui.view_apicall", "threadsui.reveal_message")
def call_reveal(request, pk):
    return _reveal(request, call_for_page(pk))


def _reveal(request, target):
    if target is None:
        raise Http404
    if not target.is_masked:
        return redirect(target)
    form = RevealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            until = reveal_text(target=target, actor=request.user, reason=form.cleaned_reason)
        except ServiceError as exc:
            form.add_service_error(exc)
        else:
            reveal_in(request.session, (target._meta.label_lower, str(target.pk)), until)
            flash.info(request, _("Shown to you for 30 minutes. Your reason is in the history."))
            return go_to(request, target)
    context = {"target": target, "form": form}
    return render_page(request, "reveal.html", context, status=422 if form.errors else 200)
