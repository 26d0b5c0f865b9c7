"""Reads about saved views: a person's own, and those that others share."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from threadsui.models import ListName, SavedView, User

from .presets import own_first

SHARED_MAX = 20  # of others', above a list; a person's own are few
LISTED_MAX = 500


@dataclass(frozen=True, slots=True)
class ViewsAbove:
    """What stands above a list. `has_more`: others share more of it."""

    views: list[SavedView]
    has_more: bool


def views_above(user: User, list_name: ListName) -> ViewsAbove:
    """All of the person's own, then the first that others share, both in the order of their names."""
    of_list = SavedView.objects.filter(list=list_name)
    others = of_list.filter(is_shared=True).exclude(owner=user).order_by("name", "pk")
    first = others.values("pk")[: SHARED_MAX + 1]
    found = of_list.filter(Q(owner=user) | Q(pk__in=first)).order_by("name", "pk")
    own: list[SavedView] = []
    shared: list[SavedView] = []
    for view in found:
        (own if view.owner_id == user.pk else shared).append(view)
    views = [*_by_name(own), *_by_name(shared[:SHARED_MAX])]
    return ViewsAbove(views, has_more=len(shared) > SHARED_MAX)


def views_for(user: User, list_name: ListName, *, text: str = "") -> QuerySet[SavedView]:
    """Those of the list that `user` may open, their own first, by name; of these, the ones with `text` in their name.

    One more than LISTED_MAX tells that there are more.
    """
    views = SavedView.objects.visible_to(user).filter(list=list_name)
    if text:
        views = views.filter(name__icontains=text)
    found = views.select_related("owner")
    return found.order_by(own_first(user), "name", "pk")[: LISTED_MAX + 1]


def view_for(user: User, pk: int | None, list_name: ListName | None = None) -> SavedView | None:
    """One view, if it is the person's own or shared. Those of others are as if not there."""
    views = SavedView.objects.visible_to(user).select_related("owner")
    if list_name:
        views = views.filter(list=list_name)
    return views.filter(pk=pk).first() if pk is not None else None


def _by_name(views: list[SavedView]) -> list[SavedView]:
    """As people sort: capital letters among the small ones."""
    return sorted(views, key=lambda view: (view.name.casefold(), view.pk))
