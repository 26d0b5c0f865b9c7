"""One bulk operation: how far it is while it runs, what came of it afterwards."""

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from threadsui.models import Operation
from threadsui.queries.operations import operation_for

from .operation_words import asked_of, outcome_of, results_of
from .pages import render_page
from .permissions import requires


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
    }
    return render_page(request, "operation_detail.html", context, pieces={"operation": "operation"})


def _percent(operation):
    if operation.state == Operation.State.DONE:
        return 100
    if not operation.total:
        return 0
    return min(100, operation.done_count * 100 // operation.total)
