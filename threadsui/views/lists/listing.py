"""What every list page has: its search in the address, a page by key, counts, and its piece for htmx."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from threadsui.models import ListName
from threadsui.queries.paging.pagination import (
    COUNT_MAX,
    PAGE_SIZE,
    InvalidCursor,
    Page,
    counted_so_far,
    newest_first,
)
from threadsui.queries.paging.walking import Counted
from threadsui.words import number

from ..pages import render_page, wants_piece
from .list_views import default_view, list_frame

CURSOR = "cursor"
FIELDS = "filter-fields"  # the id of the panel that the filters' fields are put into when somebody opens it
OPEN = "filters"  # in an address: the panel is open, its fields are there. For browsers without scripts
FIELDS_TEMPLATE = "partials/filter_fields.html"


@dataclass(frozen=True)
class List:
    """One kind of list.

    `name`: what its views and each person's choices are kept under.
    `piece`: the id of the element that a filter or the pager swaps, and the name of its partial.
    `field`: the datetime that orders it.
    `nouns`: "%(count)s threads", lazy, with its plural chosen by `number`.
    """

    name: ListName
    template: str
    piece: str
    field: str
    nouns: str


def render_list(request, kind: List, form, *, query, present, context, tabs=()):
    """Answer with the page, or with its piece.

    `query()` gives the queryset, of a form that is valid; `present(rows)` what the template shows for them; `context`
    is that of the search box and what the list has besides. A search that makes no sense is a 422 with its error and no
    rows; a cursor that we did not make is a 400. An address that asks for nothing leads to the person's default view.
    `tabs` are those beside All and the saved views.
    """
    if view := default_view(request, kind.name):
        return redirect(view)
    if wants_piece(request, FIELDS):
        context = {"form": form, **context}
        return render_page(request, FIELDS_TEMPLATE, context, pieces={FIELDS: FIELDS_TEMPLATE})
    try:
        page, count = _read(request, kind, form, query)
    except InvalidCursor:
        context = {"list_href": request.path}
        return render(request, "threadsui/cursor_invalid.html", context, status=400)
    context = {
        "form": form,
        "rows": present(page.rows),
        "total": count.number,
        "count": counted(count.number, kind.nouns, is_least=count.is_least),
        "summary": _summary(page, count, kind.nouns),
        **_how_far(page),
        "newer_href": _with(request, cursor=page.newer) if page.newer else "",
        "older_href": _with(request, cursor=page.older) if page.older else "",
        "is_filtered": bool(form.search.text),
        "shows_fields": shows_fields(request),
        "opens_fields": OPEN in request.GET,
        "fields_href": _with(request, **{OPEN: "open"}),
        "is_piece": wants_piece(request, kind.piece),
        **list_frame(request, kind, tabs),
        **context,
    }
    response = render_page(
        request,
        kind.template,
        context,
        pieces={kind.piece: kind.piece},
        status=200 if form.is_valid() else 422,
    )
    if wants_piece(request, kind.piece):
        response.headers["HX-Push-Url"] = _with(request, cursor=request.GET.get(CURSOR, ""))
    return response


def shows_fields(request):
    """Whether the filters' fields are part of the answer: most pages are read without anybody opening them."""
    return OPEN in request.GET or wants_piece(request, FIELDS)


def counted(total: int, nouns: str, *, is_least: bool = False) -> str:
    """ "1 thread", "37 threads", "10,000+ threads"; "37+ threads" where it is not known whether that is all."""
    return nouns % {"number": total, "count": _capped(total, is_least)}


def _capped(total: int, is_least: bool) -> str:
    shown = number(min(total, COUNT_MAX))
    return f"{shown}+" if is_least or total > COUNT_MAX else shown


def _read(request, kind: List, form, query) -> tuple[Page[Any], Counted]:
    if not form.is_valid():
        return Page([]), Counted(0)
    queryset = query()
    cursor = request.GET.get(CURSOR, "")
    page = newest_first(queryset, field=kind.field, cursor=cursor, size=PAGE_SIZE)
    if page.looked_to or not (page.newer or page.older):
        return page, Counted(len(page.rows), is_least=page.looked_to is not None)
    return page, counted_so_far(queryset)


def _summary(page, count, nouns):
    if page.looked_to:
        return counted(len(page.rows), nouns)
    if not page.newer and not page.older:
        said = _("%(counted)s, newest first") % {"counted": counted(count.number, nouns)}
        return said if count.number else ""
    values = {
        "shown": number(len(page.rows)),
        "total": _capped(count.number, count.is_least),
    }
    return _("%(shown)s of %(total)s, newest first") % values


def _how_far(page):
    """Of a search that ended before its list did: the moment that it had come to, in either direction."""
    return {
        "looked_back_to": None if page.is_upwards else page.looked_to,
        "looked_on_to": page.looked_to if page.is_upwards else None,
    }


def _with(request, **changes):
    """This list's address without empty filters; a page only by `cursor=`."""
    query = request.GET.copy()
    query.pop(CURSOR, None)
    query.pop(OPEN, None)
    for name in list(query):
        values = [value for value in query.getlist(name) if value.strip()]
        query.setlist(name, values)
        if not values:
            del query[name]
    for name, value in changes.items():
        if value:
            query[name] = value
    text = query.urlencode()
    return f"{request.path}?{text}" if text else request.path
