"""How long a connection's texts are kept: what the rule is, what it would remove, and setting it."""

from urllib.parse import urlencode

from django.contrib import messages as flash
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from threadsui.forms.connections.retention import RetentionDaysForm, RetentionForm
from threadsui.queries.paging.pagination import COUNT_MAX
from threadsui.queries.retention import preview_of
from threadsui.services.errors import ServiceError
from threadsui.services.safekeeping.retention import set_retention_rule
from threadsui.words import number

from ..permissions import confirms_identity, requires
from .connections import connection_or_404
from .retention_shown import retention_shown


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.view_connection", "threadsui.view_retention")
def connection_retention(request, pk):
    """GET with `days` shows what such a rule would remove; only a POST with a reason sets it."""
    connection = connection_or_404(pk)
    retention = retention_shown(connection)
    if request.method == "POST":
        return _set(request, connection, retention)
    seen = retention["rule"].days if retention["rule"] else None
    is_asked = "days" in request.GET
    asked = RetentionDaysForm(request.GET if is_asked else None, initial={"days": seen})
    if is_asked and not asked.is_valid():
        return _draw(request, connection, retention, asked, None, status=422)
    form = None
    if is_asked and asked.cleaned_data["days"] != seen:
        form = RetentionForm(initial={"days": asked.cleaned_data["days"], "seen": seen})
    return _draw(request, connection, retention, asked, form)


@requires("threadsui.set_retention")
@confirms_identity
def _set(request, connection, retention):
    form, asked = RetentionForm(request.POST), RetentionDaysForm(request.POST)
    if form.is_valid() and asked.is_valid() and _is_set(request, connection, form):
        return redirect("threadsui:connection_retention", connection.pk)
    return _draw(request, connection, retention, asked, form, status=422)


def _is_set(request, connection, form):
    """Whether the rule is set; what cannot be is said at its field."""
    try:
        set_retention_rule(connection=connection, actor=request.user, **form.cleaned_data)
    except ServiceError as exc:
        form.add_error(exc.param if exc.param == "reason" else None, exc.message)
        return False
    flash.success(request, _("The rule was saved. Nothing is removed before a day has passed."))
    return True


def _draw(request, connection, retention, asked, form, status=200):
    days = _days_to_preview(retention["rule"], asked)
    preview = preview_of(connection, days) if days else None
    context = {
        "connection": connection,
        **retention,
        "asked": asked,
        "form": form,
        "days": days,
        "preview": preview,
        "lines": _lines(preview) if preview else [],
        "due_href": _due_href(connection, preview) if preview else "",
        "held_href": _href(f"connection:{connection.slug} is:held"),
    }
    return render(request, "threadsui/connection_retention.html", context, status=status)


def _days_to_preview(rule, asked):
    """Those that were asked about, else those of the rule; None when texts are kept for ever."""
    if asked.is_bound:
        return asked.cleaned_data.get("days") if asked.is_valid() else None
    return rule.days if rule else None


def _lines(preview):
    """(label, number) of what would go now."""
    return [
        (_("Threads"), _capped(preview.threads)),
        (_("Messages"), _many(preview.messages, preview.is_capped)),
        (_("Submissions without a thread"), _capped(preview.submissions)),
        (_("API calls"), _many(preview.calls, preview.is_capped or preview.calls > COUNT_MAX)),
        (_("Threads in the next 30 days"), _capped(preview.soon)),
        (_("Kept by a legal hold"), _capped(preview.held)),
    ]


def _capped(count):
    return _many(min(count, COUNT_MAX), count > COUNT_MAX)


def _many(count, is_more):
    return f"{number(count)}+" if is_more else number(count)


def _due_href(connection, preview):
    """The list of threads that were recorded on days before the one on which the rule begins to spare them."""
    day = timezone.localtime(preview.before).date()
    return _href(f"connection:{connection.slug} before:{day} -is:held -is:removed")


def _href(query):
    return f"{reverse('threadsui:thread_list')}?{urlencode({'q': query})}"
