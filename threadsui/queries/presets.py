"""Reads about presets. Lists leave the forms themselves unread."""

from django.db.models import Case, QuerySet, Value, When

from threadsui.models import Preset, User

LISTED_MAX = 200
IN_MENU = 8


def presets_for(user: User, *, text: str = "") -> QuerySet[Preset]:
    """Those that `user` may use, their own first, by name; of these, the ones whose name holds `text`.

    One more than LISTED_MAX tells that there are more.
    """
    presets = Preset.objects.visible_to(user).select_related("owner").defer("form")
    if text:
        presets = presets.filter(name__icontains=text)
    return presets.order_by(own_first(user), "name", "pk")[: LISTED_MAX + 1]


def own_first(user: User) -> Case:
    """To order by: what is shared by many never pushes somebody's own out of a list that is cut."""
    return Case(When(owner=user, then=Value(0)), default=Value(1))


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
