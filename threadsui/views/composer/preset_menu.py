"""The composer's menu of presets. Its buttons save the draft first, and lead on from there: nothing typed is lost."""

from django.urls import reverse
from django.utils.http import urlencode

from threadsui.models import Connection
from threadsui.queries.personal.presets import preset_for, presets_in_menu

from ..numbers import as_id, id_in
from ..permissions import may_change_preset

PAGES = {"preset_list", "preset_create"}


def preset_menu(request, preset=None):
    """`menu_presets`, unread until they are drawn, and the `edited_preset` that this form was opened to change."""
    if preset is None:
        preset = preset_for(request.user, id_in(request.POST, "preset"))
        if preset and not may_change_preset(request.user, preset):
            preset = None
        if preset:
            preset.opened_version = request.POST.get("preset_version", "")
    return {"menu_presets": presets_in_menu(request.user), "edited_preset": preset}


def onward(data, draft):
    """Where the button `then` leads, with the draft that was saved of the form, if it says anything; "" without one."""
    then = data.get("then", "")
    query = {"draft": draft.pk} if draft else {}
    if then in PAGES:
        return _address(then, query)
    if (pk := as_id(then)) is None:
        return ""
    chosen = data.get("connection", "")
    if draft is None and _is_a_choice(chosen):
        query["connection"] = chosen
    return _address("thread_create", {"preset": pk} | query)


def _is_a_choice(slug):
    """Whether somebody chose this connection: the default one stands there by itself."""
    return Connection.visible.active().filter(slug=slug, is_default=False).exists()


def _address(name, query):
    address = reverse(f"threadsui:{name}")
    return f"{address}?{urlencode(query)}" if query else address
