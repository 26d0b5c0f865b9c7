"""Exporting the threads that a list shows, or those that are ticked in it."""

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from threadsui.forms.lists.selections import ExportForm
from threadsui.models.masking import Reader, iterate_read_by, reads_masked
from threadsui.pace import giving_way
from threadsui.queries.history.operations import running_exports
from threadsui.queries.paging.pagination import has_more_than
from threadsui.queries.threads.thread_export import thread_records
from threadsui.services.exports.operations import counted_export, exported, start_export
from threadsui.services.exports.threads import FORMATS
from threadsui.services.exports.workbook import is_available
from threadsui.words import number

from ..pages import render_page
from ..permissions import confirms_identity, requires
from .operation_words import outcome_of
from .selections import Selection

PIECES = {"dialogs": "partials/export_form.html"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.export_thread")
@confirms_identity
def thread_export(request):
    """GET asks for the format, POST answers with the file. It is streamed: nothing holds the whole of it."""
    selection = Selection(request, takes_filters=True)
    is_pressed = request.method == "POST" and "confirmed" in request.POST
    form = ExportForm(
        request.POST if is_pressed else None,
        asks_reason=reads_masked(),
        lacking=() if is_available() else ("xlsx",),
    )
    if is_pressed and selection.is_valid and form.is_valid():
        problem = _problem(FORMATS[form.cleaned_data["format"]], selection)
        if not problem:
            return _file(request, selection, form.cleaned_data)
        form.add_error("format", problem)
    context = {"selection": selection, "form": form, "running": _running(request.user)}
    is_right = selection.is_valid and not form.errors
    status = 200 if is_right else 422
    return render_page(request, "thread_export.html", context, pieces=PIECES, status=status)


def _running(user):
    return [
        {"href": operation.get_absolute_url(), "outcome": outcome_of(operation)}
        for operation in running_exports(user)
    ]


def _problem(chosen, selection):
    """Why the file cannot be made; "" if it can."""
    if chosen.extension == "xlsx" and not is_available():
        return _(
            "This console cannot write workbooks: its extra “xlsx” is not installed. Nothing was exported. "
            "Choose CSV, or ask whoever runs the console to install it."
        )
    if chosen.rows_max and has_more_than(selection.threads, chosen.rows_max):
        said = _(
            "More than %(max)s threads match, which is too much for a workbook. Nothing was exported. "
            "Choose CSV, or narrow the list."
        )
        return said % {"max": number(chosen.rows_max)}
    return ""


def _file(request, selection, data):
    format_name, reason = data["format"], data.get("reason", "")
    chosen = FORMATS[format_name]
    operation = start_export(
        actor=request.user,
        parameters={"format": format_name},
        selection=selection.stored,
        query=selection.query,
        reason=reason,
    )
    records = thread_records(
        selection.threads, field=selection.field, with_messages=chosen.with_messages
    )
    records = iterate_read_by(None if reason else Reader(request.user), records)
    lines = chosen.write(counted_export(operation, giving_way(records)))
    name = f"threads-{timezone.localtime():%Y-%m-%d}.{chosen.extension}"
    response = StreamingHttpResponse(
        exported(operation, lines, language=get_language()), content_type=chosen.content_type
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
