"""Reads about saved views: a person's own, and those that others share."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.db.models import Q

from threadsui.models import ListName, SavedView, User
from threadsui.models.visibility import hidden_from
from threadsui.search import parse
from threadsui.vocabularies import VOCABULARIES

from ..paging.name_pages import own_first

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
        if view.owner_id == user.pk:
            own.append(view)
        elif _is_in_sight(view, user):
            shared.append(view)
    views = [*_by_name(own), *_by_name(shared[:SHARED_MAX])]
    return ViewsAbove(views, has_more=len(shared) > SHARED_MAX)


def views_for(user: User, list_name: ListName, *, text: str = "") -> list[SavedView]:
    """Those of the list that `user` may open, their own first, by name; of these, the ones with `text` in their name.

    One more than LISTED_MAX tells that there are more.
    """
    views = SavedView.objects.visible_to(user).filter(list=list_name)
    if text:
        views = views.filter(name__icontains=text)
    found = views.select_related("owner").order_by(own_first(user), "name", "pk")
    return [view for view in found[: LISTED_MAX + 1] if _is_in_sight(view, user)]


def view_for(user: User, pk: int | None, list_name: ListName | None = None) -> SavedView | None:
    """One view, if it is the person's own, or shared and in sight. Those of others are as if not there."""
    if pk is None:
        return None
    views = SavedView.objects.visible_to(user).select_related("owner")
    if list_name:
        views = views.filter(list=list_name)
    view = views.filter(pk=pk).first()
    return view if view and _is_in_sight(view, user) else None


def _is_in_sight(view: SavedView, user: User) -> bool:
    """Whether it is their own, or its filters name no connection or tag that is kept for others."""
    if view.owner_id == user.pk:
        return True
    hidden = hidden_from(user)
    if not hidden:
        return True
    named = {"connection": set(hidden.connections.values()), "tag": set(hidden.tags.values())}
    return not any(text.lower() in named[key] for key, text in _names_in(view) if key in named)


def _names_in(view: SavedView) -> Iterator[tuple[str, str]]:
    """(field, value) of what its address asks for, in fields and in the text of its search."""
    for name, text in parse_qsl(view.query):
        if name != "q":
            yield name, text
            continue
        for term in parse(text, VOCABULARIES[view.list]).terms:
            yield from ((term.key, value.text) for value in term.values)


def _by_name(views: list[SavedView]) -> list[SavedView]:
    """As people sort: capital letters among the small ones."""
    return sorted(views, key=lambda view: (view.name.casefold(), view.pk))
