"""A person's word on an unknown outcome: adopt the thread, resend, or dismiss. Leads and admins."""

from django.contrib import messages as flash
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from threadsui.api.schema.responses import REMOTE_ID_MAX_LENGTH
from threadsui.forms.submissions import AdoptForm, DismissForm, ResendForm
from threadsui.models.audit_event import REASON_MAX_LENGTH
from threadsui.queries.history.submissions import attempts_of, suggested_remote_id
from threadsui.services.creating.resolutions import (
    adopt_submission,
    dismiss_submission,
    resend_submission,
)
from threadsui.services.creating.submissions import settle_overdue_submissions
from threadsui.services.errors import ServiceError

from ..pages import go_to
from ..permissions import requires
from .submissions import submission_or_404

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
@requires("threadsui.view_submission", "threadsui.resolve_submission")
def submission_adopt(request, pk):
    submission = _settled(request, pk)
    suggested = suggested_remote_id(attempts_of(submission))

    def carry_out(data):
        thread = adopt_submission(
            submission=submission,
            remote_id=data["remote_id"],
            actor=request.user,
            reason=data["reason"],
        )
        flash.success(request, _("The thread was fetched and recorded. It is in the list now."))
        return thread

    initial = {
        "remote_id": request.GET.get("remote_id", suggested)[:REMOTE_ID_MAX_LENGTH],
        "reason": request.GET.get("reason", "")[:REASON_MAX_LENGTH],
    }
    return _resolve(request, submission, AdoptForm, carry_out, initial=initial)


@require_http_methods(FORM_METHODS)
@requires("threadsui.view_submission", "threadsui.resolve_submission")
def submission_resend(request, pk):
    submission = _settled(request, pk)

    def carry_out(data):
        child = resend_submission(
            submission=submission,
            actor=request.user,
            token=data["token"],
            reason=data["reason"],
        )
        return f"{child.get_absolute_url()}?follow=1"

    return _resolve(request, submission, ResendForm, carry_out)


@require_http_methods(FORM_METHODS)
@requires("threadsui.view_submission", "threadsui.resolve_submission")
def submission_dismiss(request, pk):
    submission = _settled(request, pk)

    def carry_out(data):
        dismiss_submission(submission=submission, actor=request.user, reason=data["reason"])
        flash.success(request, _("Dismissed. The reason stays with the submission."))
        return submission

    return _resolve(request, submission, DismissForm, carry_out)


def _settled(request, pk):
    settle_overdue_submissions()
    return submission_or_404(request.user, pk)


def _resolve(request, submission, form_class, carry_out, *, initial=None):
    """Show the form, or carry it out and go where it leads; what cannot be done is said at the field."""
    form = form_class(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_bound and not submission.is_open_unknown:
        flash.warning(request, _("This submission has its outcome already. Nothing was changed."))
        return redirect(submission)
    if form.is_valid():
        try:
            return go_to(request, carry_out(form.cleaned_data))
        except ServiceError as exc:
            form.add_error(exc.param if exc.param in form.fields else None, exc.message)
    name = request.resolver_match.url_name
    context = {"submission": submission, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, f"threadsui/{name}.html", context, status=status)
