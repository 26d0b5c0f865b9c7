"""Reads about saved views: a person's own, and those that others share."""

from threadsui.models import ListName, SavedView, User


def views_for(user: User, list_name: ListName) -> list[SavedView]:
    """What may stand above the list, in the order of their names: the person's own first."""
    found = SavedView.objects.visible_to(user).filter(list=list_name)
    return sorted(found, key=lambda view: (view.owner_id != user.pk, view.name.casefold(), view.pk))


def view_for(user: User, pk: int | None, list_name: ListName | None = None) -> SavedView | None:
    """One view, if it is the person's own or shared. Those of others are as if not there."""
    views = SavedView.objects.visible_to(user).select_related("owner")
    if list_name:
        views = views.filter(list=list_name)
    return views.filter(pk=pk).first() if pk is not None else None
