"""Exporting the submissions or API calls that a list shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from threadsui.forms.lists.record_export import RecordExportForm
from threadsui.models import ApiCall, AuditEvent, ListName, Submission
from threadsui.models.masking import Reader, iterate_read_by
from threadsui.pace import giving_way
from threadsui.queries.history import record_export as records
from threadsui.queries.history.calls import calls_for_list
from threadsui.queries.history.submissions import submissions_for_list
from threadsui.services.exports.records import FORMATS, record_file, start_record_export

from ..pages import render_page
from ..permissions import confirms_identity, requires

PIECES = {"dialogs": "partials/record_export_form.html"}
Action = AuditEvent.Action


@dataclass(frozen=True)
class Export:
    """What is exported: its records from the list's criteria and reader, its header, and what is told of it."""

    list_name: ListName
    model: Any
    action: Action
    title: str
    list_label: str
    list_url: str
    url: str
    header: list[str]
    read: Callable


SUBMISSIONS = Export(
    ListName.SUBMISSIONS,
    Submission,
    Action.SUBMISSIONS_EXPORTED,
    _("Export submissions"),
    _("Submissions"),
    "threadsui:submission_list",
    "threadsui:submission_export",
    records.SUBMISSION_HEADER,
    lambda criteria, reader: records.submission_records(
        submissions_for_list(reader=reader, **criteria)
    ),
)
CALLS = Export(
    ListName.CALLS,
    ApiCall,
    Action.CALLS_EXPORTED,
    _("Export API calls"),
    _("API calls"),
    "threadsui:call_list",
    "threadsui:call_export",
    records.CALL_HEADER,
    lambda criteria, reader: records.call_records(calls_for_list(**criteria)),
)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.view_submission", "threadsui.export_thread")
@confirms_identity
def submission_export(request):
    return _export(request, SUBMISSIONS)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.view_apicall", "threadsui.export_thread")
@confirms_identity
def call_export(request):
    return _export(request, CALLS)


def _export(request, kind):
    """GET asks for the format, POST answers with the file. It is streamed: nothing holds the whole of it."""
    options = {"list_name": kind.list_name, "reader": request.user}
    if request.method == "POST":
        form = RecordExportForm(request.POST, **options)
        if form.is_valid():
            return _file(request, kind, form)
    else:
        form = RecordExportForm(initial={"query": request.GET.urlencode()}, **options)
    query = form.filter_query
    context = {
        "form": form,
        "kind": kind,
        "action": reverse(kind.url),
        "list_href": f"{reverse(kind.list_url)}{query and '?'}{query}",
    }
    status = 422 if form.errors or not form.filters.is_valid() else 200
    return render_page(request, "record_export.html", context, pieces=PIECES, status=status)


def _file(request, kind, form):
    format_name = form.cleaned_data["format"]
    chosen = FORMATS[format_name]
    start_record_export(
        actor=request.user,
        of=kind.model,
        action=kind.action,
        format_name=format_name,
        query=form.filter_query,
    )
    found = iterate_read_by(
        Reader(request.user), giving_way(kind.read(form.filters.criteria(), request.user))
    )
    content = record_file(found, header=kind.header, format_name=format_name)
    response = StreamingHttpResponse(content, content_type=chosen.content_type)
    name = f"{kind.list_name.value}-{timezone.localtime():%Y-%m-%d}.{chosen.extension}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
