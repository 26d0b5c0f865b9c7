"""The sheet of keys, as a page or as the dialog that `?` opens."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ..bulk.selections import can_select_threads
from ..pages import render_page
from ..permissions import requires
from .destinations import destinations_of

DIALOGS = "dialogs"
# Keys that have another name on another language's keyboard.
NAMES = {
    "Ctrl": gettext_lazy("Ctrl"),
    "Enter": gettext_lazy("Enter"),
    "Space": gettext_lazy("Space"),
    "Esc": gettext_lazy("Esc"),
}


@require_safe
@requires("threadsui.view_thread")
def keys(request):
    context = {"groups": _groups(request.user)}
    pieces = {DIALOGS: "partials/keys_dialog.html"}
    return render_page(request, "keys.html", context, pieces=pieces)


def _groups(user):
    """(title, [(keys, what they do)]), each key by the permission of what it presses. Keys apart by a space follow
    one another; those with a plus are held together.
    """
    may_create = user.has_perm("threadsui.add_thread")
    may_change = user.has_perm("threadsui.change_thread")
    lists = [("j", _("Next row")), ("k", _("Row before")), ("o", _("Open the row"))]
    lists += [("Enter", _("Open the row that has the focus"))]
    lists += [("Space", _("Show the row beside the list"))]
    lists += [("x", _("Tick the row"))] if can_select_threads(user) else []
    lists += [("e", _("Edit metadata"))] if may_change else []
    anywhere = [("Ctrl+K", _("Go to a page, a thread, a value or a person"))]
    anywhere += [("/", _("Search")), ("?", _("Show these keys")), ("Esc", _("Close"))]
    composer = [("Ctrl+Enter", _("Create the thread")), ("Alt+M", _("Add a message"))]
    groups = [
        (_("Anywhere"), anywhere),
        (_("Go to"), [(one.keys, one.label) for one in destinations_of(user) if one.keys]),
        (_("Lists and threads"), lists),
        *([(_("New thread"), composer)] if may_create else []),
    ]
    return [(title, [(_parts(key), what) for key, what in rows]) for title, rows in groups]


def _parts(keys):
    """Steps, one after the other, of keys that are held together; of each key (key, its name on the reader's keyboard).

    [[("g", "g")], [("t", "t")]], or [[("Ctrl", "Strg"), ("K", "K")]].
    """
    return [[(key, NAMES.get(key, key)) for key in step.split("+")] for step in keys.split()]
