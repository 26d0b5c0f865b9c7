"""One action on many threads: what it will touch is said first, what it did afterwards."""

from django.contrib import messages as flash
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from threadsui.forms.lists.selections import AssignForm, CheckForm, HoldForm, TagForm
from threadsui.models import Operation
from threadsui.queries.threads.selections import newest_thread_id, threads_of
from threadsui.queries.threads.tags import assignable_people, suggested_tags
from threadsui.services.bulk.remote_changes import ACTIONS as REMOTE
from threadsui.services.bulk.remote_steps import minutes_for
from threadsui.services.bulk.steps import PERMISSIONS, STEP, run_step, start_operation
from threadsui.services.errors import ServiceError
from threadsui.tasks import run_operation

from ..pages import go_to, render_page
from ..permissions import check, requires
from .operation_words import outcome_of
from .selections import Selection

Kind = Operation.Kind
# action: (kind, form, title, the word on the button)
ACTIONS = {
    "tag": (Kind.TAG, TagForm, _("Tag %(threads)s"), _("Tag")),
    "untag": (Kind.UNTAG, TagForm, _("Remove a tag from %(threads)s"), _("Remove tag")),
    "check": (Kind.CHECK, CheckForm, _("Compare %(threads)s with the server"), _("Check")),
    "hold": (Kind.HOLD, HoldForm, _("Place %(threads)s under legal hold"), _("Place hold")),
    "release": (Kind.RELEASE, HoldForm, _("Lift the legal hold of %(threads)s"), _("Lift hold")),
    "assign": (Kind.ASSIGN, AssignForm, _("Assign %(threads)s"), _("Assign")),
}
PIECES = {"dialogs": "partials/bulk_form.html"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.triage_thread")
def thread_bulk(request, action):
    if action not in ACTIONS:
        raise Http404
    selection = Selection(request)
    kind, form_class, *_words = ACTIONS[action]
    check(request.user, PERMISSIONS.get(kind, "threadsui.triage_thread"))
    is_pressed = request.method == "POST" and "confirmed" in request.POST
    choices = {"tags": suggested_tags(), "people": assignable_people()}
    form = form_class(request.POST if is_pressed else None, **choices)
    if is_pressed and selection.is_valid and form.is_valid():
        try:
            operation = _start(request.user, kind, form.cleaned_data, selection)
        except ServiceError as exc:
            form.add_error(exc.param if exc.param in form.fields else None, exc.message)
        else:
            return _answer(request, operation, selection)
    return _form_page(request, action, selection, form)


def _start(user, kind, parameters, selection):
    """Do it at once when it is small and asks no server; else leave it to the worker."""
    operation = start_operation(
        actor=user,
        kind=kind,
        parameters=parameters,
        selection=selection.stored,
        newest_id=newest_thread_id(),
        query=selection.query,
    )
    if selection.count > STEP or kind in REMOTE:
        run_operation.enqueue(operation.pk)
        return operation
    while not operation.is_finished:
        operation = run_step(operation=operation, threads=threads_of(operation))
    return operation


def _answer(request, operation, selection):
    if not operation.is_finished:
        return go_to(request, operation)
    level = flash.error if operation.error else flash.success
    level(request, outcome_of(operation))
    return go_to(request, selection.list_href)


def _form_page(request, action, selection, form):
    kind, _form, title, word = ACTIONS[action]
    is_remote = kind in REMOTE
    context = {
        "selection": selection,
        "form": form,
        "action": action,
        "title": title % {"threads": selection.words()} if selection.is_valid else word,
        "submit_label": word,
        "is_background": is_remote or (selection.is_valid and selection.count > STEP),
        "is_remote": is_remote,
        "minutes": minutes_for(selection.count) if is_remote and selection.is_valid else 0,
    }
    is_right = selection.is_valid and not form.errors
    status = 200 if is_right else 422
    return render_page(request, "thread_bulk.html", context, pieces=PIECES, status=status)
