"""How a person wants a list, chosen under Display above it, or on a page of its own."""

from urllib.parse import urlsplit

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from threadsui.forms.lists.list_display import ListDisplayForm
from threadsui.models import ListName
from threadsui.queries.personal.list_display import display_of
from threadsui.queries.personal.saved_views import view_for
from threadsui.services.personal.list_display import set_list_display

from ..lists.list_views import VIEW
from ..lists.names import list_or_404
from ..numbers import id_in
from ..pages import render_page

PIECES = {"list-display": "partials/list_display_form.html"}  # in the menu above the list


@require_http_methods(["GET", "HEAD", "POST"])
def list_display(request, list_name):
    name = list_or_404(request.user, list_name)
    if request.method == "POST":
        form = ListDisplayForm(request.POST, list_name=name)
        if form.is_valid():
            set_list_display(
                actor=request.user,
                list_name=name,
                hidden=form.hidden(),
                density=form.cleaned_data["density"],
            )
            return redirect(_where_it_was_pressed(request, name))
    else:
        form = ListDisplayForm(list_name=name, display=display_of(request.user, name))
    context = {"form": form, "list_name": name.value, "list_label": ListName(name).label}
    context["list_href"] = reverse(name.url_name)
    context["current_view"] = view_for(request.user, id_in(request.GET, VIEW), name)
    status = 422 if form.is_bound else 200
    return render_page(request, "list_display.html", context, pieces=PIECES, status=status)


def _where_it_was_pressed(request, name):
    """The list with the filters that it has now, which scripts may have changed since the page was sent."""
    base = reverse(name.url_name)
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # whoever sends that is no browser of ours
        return base
    is_ours = came_from.netloc == request.get_host() and came_from.path == base
    return f"{base}?{came_from.query}" if is_ours and came_from.query else base
