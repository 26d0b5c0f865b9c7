"""The list of threads."""

from dataclasses import replace
from urllib.parse import urlencode

from django.utils.translation import gettext, ngettext_lazy
from django.views.decorators.http import require_safe

from threadsui.forms.filters import ThreadFilterForm
from threadsui.forms.saved_views import filters_in
from threadsui.models import ListName
from threadsui.queries.tags import suggested_people, suggested_tags
from threadsui.queries.threads import ThreadFilters, threads_for_list

from .listing import List, render_list
from .permissions import requires
from .rows import thread_rows
from .selections import can_select_threads

THREADS = List(
    ListName.THREADS,
    "thread_list.html",
    "thread-table",
    "recorded_at",
    ngettext_lazy("%(count)s thread", "%(count)s threads", "number"),
)


@require_safe
@requires("threadsui.view_thread")
def thread_list(request):
    form = ThreadFilterForm(request.GET, reader=request.user)

    def present(threads):
        keys = {key for key, _ in form.cleaned_data.get("metadata") or []}
        return list(thread_rows(threads, reader=request.user, fixed_keys=keys))

    filters = ThreadFilters(**form.criteria()) if form.is_valid() else ThreadFilters()
    return render_list(
        request,
        replace(THREADS, field=filters.moment),
        form,
        query=lambda _criteria: threads_for_list(filters),
        present=present,
        tabs=_tabs(request, form),
        context={
            "can_select": can_select_threads(request.user),
            "suggested_people": suggested_people,
            "suggested_tags": suggested_tags,
            "query": filters_in(ListName.THREADS, request.GET),
        },
    )


def _tabs(request, form):
    """Those beside All that everybody has who creates threads."""
    user = request.user
    if user.has_perm("threadsui.add_thread"):
        yield {
            "label": gettext("Mine"),
            "href": f"{request.path}?{urlencode({'creator': user.username})}",
            "is_current": form.data.get("creator") == user.username,
        }
