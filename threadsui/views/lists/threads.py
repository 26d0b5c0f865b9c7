"""The list of threads."""

from dataclasses import replace
from urllib.parse import urlencode

from django.utils.translation import gettext, ngettext_lazy
from django.views.decorators.http import require_safe

from threadsui.forms.lists.saved_views import filters_in
from threadsui.models import ListName
from threadsui.queries.threads.thread_list import ThreadFilters, threads_for_list
from threadsui.search import Term, Value

from ..bulk.selections import can_select_threads
from ..permissions import requires
from .listing import List, render_list
from .rows import thread_rows
from .search_box import box_context, searched

THREADS = List(
    ListName.THREADS,
    "thread_list.html",
    "thread-table",
    "recorded_at",
    ngettext_lazy("%(count)s thread", "%(count)s threads", "number"),
)
HELD = Term("is", (Value("held"),))


@require_safe
@requires("threadsui.view_thread")
def thread_list(request):
    form, sent, answer = searched(request, ListName.THREADS)
    if answer:
        return answer

    def present(threads):
        keys = {term.name for term in form.search.terms if term.name}
        return list(thread_rows(threads, reader=request.user, fixed_keys=keys))

    filters = ThreadFilters(**form.criteria()) if form.is_valid() else ThreadFilters()
    return render_list(
        request,
        replace(THREADS, field=filters.moment),
        form,
        query=lambda: threads_for_list(filters),
        present=present,
        tabs=_tabs(request, form.search),
        context={
            **box_context(request, form, sent),
            "can_select": can_select_threads(request.user),
            "is_of_held": HELD in form.search.terms,
            "query": filters_in(ListName.THREADS, request.GET),
        },
    )


def _tabs(request, search):
    """Those beside All that everybody has who creates threads."""
    user = request.user
    mine = Term("creator", (Value(user.username),))
    if user.has_perm("threadsui.add_thread"):
        yield {
            "label": gettext("Mine"),
            "href": f"{request.path}?{urlencode({'q': str(mine)})}",
            "is_current": mine in search.terms,
        }
