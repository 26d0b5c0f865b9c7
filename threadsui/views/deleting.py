"""Deleting what takes a reason: asked, or carried out."""

from django.contrib import messages as flash

from threadsui.forms.reasons import ReasonForm
from threadsui.services.errors import ServiceError


def reason_form(request, *, asks=True):
    """Unsent with GET. `asks`: whether there has to be a reason."""
    return ReasonForm(request.POST if request.method == "POST" else None, asks=asks)


def is_deleted(request, form, delete, *, said):
    """Whether it is over: `delete(reason)` was carried out, or had nothing left to do. `said`: what is flashed then.

    False: the form was not sent yet, or says what is wrong with the reason.
    """
    if not form.is_valid():
        return False
    try:
        delete(form.cleaned_reason)
    except ServiceError as exc:
        if exc.param == "reason":
            form.add_service_error(exc)
            return False
        flash.warning(request, exc.message)
    else:
        flash.success(request, said)
    return True
