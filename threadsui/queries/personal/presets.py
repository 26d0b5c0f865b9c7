"""Reads about presets. Lists leave the forms themselves unread."""

from django.db.models import QuerySet

from threadsui.models import Preset, User

from ..paging.name_pages import by_name
from ..paging.pagination import Page

IN_MENU = 8


def preset_page(user: User, *, text: str = "", cursor: str = "") -> Page[Preset]:
    """Those that `user` may use, their own first, by name; of these, the ones whose name holds `text`.

    Raises InvalidCursor.
    """
    presets = Preset.objects.visible_to(user).select_related("owner").defer("form")
    if text:
        presets = presets.filter(name__icontains=text)
    return by_name(presets, user=user, cursor=cursor)


def presets_in_menu(user: User) -> QuerySet[Preset]:
    """The few that the composer names by itself: the ones that were changed last."""
    presets = Preset.objects.visible_to(user).only("name")
    return presets.order_by("-updated_at", "-pk")[:IN_MENU]


def preset_for(user: User, pk: int | None) -> Preset | None:
    """One preset that `user` may use, with its form."""
    if pk is None:
        return None
    visible = Preset.objects.visible_to(user).select_related("owner", "connection")
    return visible.filter(pk=pk).first()
