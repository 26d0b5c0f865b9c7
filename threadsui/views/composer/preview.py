"""The live preview: the composer's form comes in as it stands, the exact request comes out. Nothing is kept or sent."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from ..permissions import requires
from .corrections import correction_shown, posted_parent
from .keeping import silent_when_signed_out
from .page import composer_form
from .request_shown import request_shown


@silent_when_signed_out
@requires("threadsui.add_thread")
@require_POST
def thread_preview(request):
    """Always 200: what is wrong with the form is part of the answer."""
    form = composer_form(request.POST)
    context = {"form": form, **request_shown(request, form)}
    context |= correction_shown(request, posted_parent(request), context["preview"].body)
    return render(request, "threadsui/composer/preview_answer.html", context)
