"""Reads about snippets."""

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from threadsui.models import Snippet, User

from ..paging.name_pages import by_name
from ..paging.pagination import Page

FOUND_MAX = 8


def snippet_page(user: User, *, text: str = "", cursor: str = "") -> Page[Snippet]:
    """Those that `user` may use, their own first, by name; of these, the ones with `text` in name or text.

    Raises InvalidCursor.
    """
    return by_name(_holding(user, text).select_related("owner"), user=user, cursor=cursor)


def find_snippets(user: User, text: str) -> QuerySet[Snippet]:
    """The few that somebody who types `::text` may mean: names that begin with it first."""
    begins = When(name__istartswith=text, then=Value(0))
    within = When(name__icontains=text, then=Value(1))
    rank = Case(begins, within, default=Value(2), output_field=IntegerField())
    return _holding(user, text).annotate(rank=rank).order_by("rank", "name", "pk")[:FOUND_MAX]


def snippet_for(user: User, pk: int) -> Snippet | None:
    return Snippet.objects.visible_to(user).select_related("owner").filter(pk=pk).first()


def _holding(user: User, text: str) -> QuerySet[Snippet]:
    snippets = Snippet.objects.visible_to(user)
    if not text:
        return snippets
    return snippets.filter(Q(name__icontains=text) | Q(text__icontains=text))
