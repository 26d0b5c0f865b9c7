"""One bulk operation: how far it is while it runs, what came of it afterwards."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from threadsui.models import Operation
from threadsui.queries.operations import operation_for
from threadsui.words import number

from .pages import render_page
from .permissions import requires

Kind = Operation.Kind


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
        "list_href": f"{reverse('threadsui:thread_list')}{query}",
        "percent": _percent(operation),
    }
    return render_page(request, "operation_detail.html", context, pieces={"operation": "operation"})


def asked_of(operation):
    """ "Tag threads with “vip”"."""
    given = operation.parameters
    if operation.kind == Kind.ASSIGN:
        if not given["assignee"]:
            return _("Assign threads to nobody")
        return _("Assign threads to %(name)s") % {"name": given["assignee"]}
    if operation.kind == Kind.EXPORT:
        return _("Export threads as %(format)s") % {"format": given["format"]}
    said = {
        Kind.TAG: _("Tag threads with “%(tag)s”"),
        Kind.UNTAG: _("Remove “%(tag)s” from threads"),
    }
    return said[operation.kind] % given


def outcome_of(operation):
    """What it has done so far, by its exact numbers."""
    if operation.kind == Kind.EXPORT:
        done = operation.done_count
        said = ngettext("%(n)s thread exported.", "%(n)s threads exported.", done)
        return _joined(said % {"n": number(done)}, operation.told_error)
    changed, rest = operation.changed_count, operation.done_count - operation.changed_count
    said = ngettext("%(n)s thread changed.", "%(n)s threads changed.", changed)
    left = ngettext("%(n)s stayed as it was: %(why)s.", "%(n)s stayed as they were: %(why)s.", rest)
    why = {
        Kind.TAG: _("tagged so before, or as many tags as fit"),
        Kind.UNTAG: _("not tagged so"),
        Kind.ASSIGN: _("assigned so before"),
    }[operation.kind]
    sentences = [said % {"n": number(changed)}]
    if rest:
        sentences.append(left % {"n": number(rest), "why": why})
    return _joined(*sentences, operation.told_error)


def _joined(*sentences):
    return " ".join(sentence for sentence in sentences if sentence)


def _percent(operation):
    if operation.state == Operation.State.DONE:
        return 100
    if not operation.total:
        return 0
    return min(100, operation.done_count * 100 // operation.total)
