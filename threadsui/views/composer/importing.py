"""Import: one pasted or uploaded body opens the composer filled in. Nothing is stored, nothing is sent."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from threadsui.forms.documents.importing import ImportForm

from ..permissions import requires
from .page import composer_form, draw

TOO_LARGE = _("This file is larger than the console can take in. Make it smaller than 4 MiB.")


@requires("threadsui.add_thread")
@require_http_methods(["GET", "HEAD", "POST"])
def thread_import(request):
    if request.method != "POST":
        return _draw(request, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _draw(request, form, errors=_errors(request, form), status=422)
    said = _("Filled in from the imported body. Nothing has been sent.")
    return draw(
        request, composer_form(initial=form.values), said=said, imported=said, saves_at_once=True
    )


def _errors(request, form):
    """A file beyond the limit of uploads is dropped on the way in, and would look like none."""
    sent = int(request.META.get("CONTENT_LENGTH") or 0)
    if not request.FILES and sent > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        return [TOO_LARGE]
    return [str(error) for errors in form.errors.values() for error in errors]


def _draw(request, form, *, errors=(), status=200):
    context = {"form": form, "errors": errors, "text": form.text or form["body"].value() or ""}
    return render(request, "threadsui/thread_import.html", context, status=status)
