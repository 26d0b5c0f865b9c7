"""The log of API calls: the list, and one HTTP attempt."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_safe

from threadsui.models import ListName
from threadsui.queries.history.calls import call_for_page, calls_for_list, calls_of_one_send

from ..lists.listing import List, render_list
from ..lists.rows import call_rows
from ..lists.search_box import box_context, searched
from ..permissions import requires

CALLS = List(
    ListName.CALLS,
    "call_list.html",
    "call-table",
    "started_at",
    ngettext_lazy("%(count)s call", "%(count)s calls", "number"),
)


@require_safe
@requires("threadsui.view_apicall")
def call_list(request):
    form, sent, answer = searched(request, ListName.CALLS)
    if answer:
        return answer
    return render_list(
        request,
        CALLS,
        form,
        query=lambda: calls_for_list(form.conditions),
        present=lambda calls: list(call_rows(calls)),
        context=box_context(request, form, sent),
    )


@require_safe
@requires("threadsui.view_apicall")
def call_detail(request, pk):
    call = call_for_page(pk)
    if call is None:
        raise Http404
    context = {"call": call, "attempts": calls_of_one_send(call)}
    return render(request, "threadsui/call_detail.html", context)
