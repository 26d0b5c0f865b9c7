"""Exporting the audit events that the list shows."""

from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from threadsui.forms.lists.audit_export import AuditExportForm
from threadsui.models.masking import Reader, iterate_read_by, reads_masked
from threadsui.pace import giving_way
from threadsui.queries.history.audit import events_for_list
from threadsui.queries.history.audit_export import event_records
from threadsui.services.exports.audit import FORMATS, audit_file, start_audit_export

from ..pages import render_page
from ..permissions import confirms_identity, requires

PIECES = {"dialogs": "partials/audit_export_form.html"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.view_auditevent")
@confirms_identity
def audit_export(request):
    """GET asks for the format, POST answers with the file. It is streamed: nothing holds the whole of it."""
    if request.method == "POST":
        form = AuditExportForm(request.POST, reader=request.user, asks_reason=reads_masked())
        if form.is_valid():
            return _file(request, form)
    else:
        form = AuditExportForm.of_list(request.GET, reader=request.user, asks_reason=reads_masked())
    context = {"form": form, "list_href": _list_href(form.filter_query)}
    status = 422 if form.errors or not form.filters.is_valid() else 200
    return render_page(request, "audit_export.html", context, pieces=PIECES, status=status)


def _file(request, form):
    chosen = FORMATS[form.cleaned_data["format"]]
    reason = form.cleaned_data.get("reason", "")
    event = start_audit_export(
        actor=request.user,
        format_name=form.cleaned_data["format"],
        query=form.filter_query,
        reason=reason,
    )
    events = events_for_list(form.filters.conditions)
    records = event_records(events, until=event.pk)
    reader = None if reason else Reader(request.user)
    content = audit_file(
        iterate_read_by(reader, giving_way(records)),
        format_name=form.cleaned_data["format"],
        event=event,
    )
    response = StreamingHttpResponse(content, content_type=chosen.content_type)
    name = f"audit-{timezone.localtime():%Y-%m-%d}.{chosen.extension}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _list_href(query):
    return f"{reverse('threadsui:audit_list')}{query and '?'}{query}"
