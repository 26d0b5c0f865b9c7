"""Bulk operations: listed; how far one is while it runs, what came of it afterwards, and its end before its end."""

from django.contrib import messages as flash
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from threadsui.models import Operation
from threadsui.queries.history.operations import operation_for, operations_for, sees_all
from threadsui.queries.paging.pagination import InvalidCursor, newest_first
from threadsui.services.bulk.cancelling import cancel_operation
from threadsui.services.errors import ServiceError

from ..pages import go_to, render_page, wants_piece
from ..permissions import requires
from .adoptions_shown import adoptions_context
from .operation_words import asked_of, outcome_of, results_of

TONES = {"running": "accent", "failed": "danger", "cancelled": "warn", "done": "success"}


@require_safe
@requires("threadsui.view_thread")
def operation_list(request):
    """The reader's own; with `?show=all` everybody's, for those who see them."""
    sees_others = sees_all(request.user)
    is_own = not sees_others or request.GET.get("show") != "all"
    found = operations_for(request.user, is_own=is_own)
    try:
        page = newest_first(found, field="created_at", cursor=request.GET.get("cursor", ""))
    except InvalidCursor:
        context = {"list_href": request.path}
        return render(request, "threadsui/cursor_invalid.html", context, status=400)
    show = "" if is_own else "show=all&"
    context = {
        "rows": [_row(operation) for operation in page.rows],
        "sees_others": sees_others,
        "is_own": is_own,
        "newer_href": f"?{show}cursor={page.newer}" if page.newer else "",
        "older_href": f"?{show}cursor={page.older}" if page.older else "",
        "summary": _("Newest first"),
    }
    return render_page(request, "operation_list.html", context)


def _row(operation):
    return {
        "operation": operation,
        "asked": asked_of(operation),
        "outcome": outcome_of(operation),
        "tone": TONES.get(operation.state, ""),
    }


@require_safe
@requires("threadsui.view_thread")
def operation_detail(request, pk):
    operation = operation_for(request.user, pk)
    if operation is None:
        raise Http404
    query = f"?{operation.query}" if operation.query else ""
    context = {
        "operation": operation,
        "asked": asked_of(operation),
        "outcome": outcome_of(operation),
        "results": results_of(operation),
        "list_href": f"{reverse('threadsui:thread_list')}{query}",
        "percent": _percent(operation),
        "is_piece": wants_piece(request, "operation"),
    }
    if operation.kind == Operation.Kind.ADOPT:
        context |= adoptions_context(request, operation)
    pieces = {"operation": "operation", "adoptions": "partials/adoptions.html"}
    return render_page(request, "operation_detail.html", context, pieces=pieces)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.triage_thread")
def operation_cancel(request, pk):
    """The button is on the operation's page, where GET leads back to."""
    operation = operation_for(request.user, pk)
    if operation is None:
        raise Http404
    if request.method == "POST":
        try:
            cancel_operation(operation=operation, actor=request.user)
        except ServiceError as exc:
            flash.warning(request, exc.message)
    return go_to(request, operation)


def _percent(operation):
    if operation.state == Operation.State.DONE:
        return 100
    if not operation.total:
        return 0
    return min(100, operation.done_count * 100 // operation.total)
