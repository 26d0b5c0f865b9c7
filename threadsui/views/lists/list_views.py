"""What stands above a list: its views as tabs, and how this person wants it."""

from django.utils.translation import gettext as _

from threadsui.forms.lists.list_display import COLUMNS
from threadsui.queries.personal.list_display import display_of
from threadsui.queries.personal.saved_views import view_for, views_above

from ..numbers import id_in
from ..pages import wants_piece

VIEW = "view"
ALL = "all"  # what the address says in place of a view when the whole list is wanted, whatever the default


def default_view(request, list_name):
    """The view that this person opens the list with, when the address asks for nothing at all."""
    if request.GET or wants_piece(request):
        return None
    return view_for(request.user, display_of(request.user, list_name).default_view, list_name)


def list_frame(request, kind, builtin=()):
    """Context of a list: `hidden`, `density`, and for a whole page the tabs.

    A piece costs a query only when a view is open. `builtin`: the tabs beside All that every person has, as dicts
    with label, href, is_current and perhaps count.
    """
    display = display_of(request.user, kind.name)
    frame = {
        "list_name": kind.name.value,
        "density": display.density,
        "clear_href": _whole_list(request, display),
    }
    pk = id_in(request.GET, VIEW)
    if wants_piece(request, kind.piece):
        current = view_for(request.user, pk, kind.name) if pk else None
    else:
        above = views_above(request.user, kind.name)
        current = next((view for view in above.views if view.pk == pk), None)
        views = above.views
        if (
            above.has_more and pk and current is None
        ):  # one of those that are no tabs: it is, while it is open
            current = view_for(request.user, pk, kind.name)
            views = [*views, *([current] if current else [])]
        frame |= _tabs(views, current, builtin, frame["clear_href"])
        frame["has_more_views"] = above.has_more
    hidden = display.hidden
    if current and current.hidden_columns is not None:
        hidden = frozenset(current.hidden_columns)
    return frame | {
        "hidden": frozenset(hidden & COLUMNS[kind.name].keys()),
        "current_view": current,
        "view_value": current.pk if current else ALL if display.default_view else "",
    }


def _whole_list(request, display):
    return f"{request.path}?{VIEW}={ALL}" if display.default_view else request.path


def _tabs(views, current, builtin, all_href):
    """All first; the saved ones last. One of them is the current one."""
    tabs = [tab | {"is_current": tab["is_current"] and not current} for tab in builtin]
    is_all = not current and not any(tab["is_current"] for tab in tabs)
    return {
        "tabs": [{"label": _("All"), "href": all_href, "is_current": is_all}, *tabs],
        "saved_tabs": [
            {
                "label": view.name,
                "href": view.get_absolute_url(),
                "is_current": view == current,
                "is_shared": view.is_shared,
            }
            for view in views
        ],
    }
