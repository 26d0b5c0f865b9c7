"""All saved views of a list, when there are more than stand above it."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from threadsui.queries.personal.saved_views import LISTED_MAX, views_for

from ..lists.names import list_or_404
from ..searching import search_text


@require_safe
def saved_view_list(request, list_name):
    """The reader's own, then those that others share, by name; `?q=` searches in the names."""
    name = list_or_404(request.user, list_name)
    text = search_text(request)
    rows = list(views_for(request.user, name, text=text))
    context = {
        "views": rows[:LISTED_MAX],
        "has_more": len(rows) > LISTED_MAX,
        "text": text,
        "list_name": name.value,
        "list_label": name.label,
        "list_href": reverse(name.url_name),
    }
    return render(request, "threadsui/saved_view_list.html", context)
