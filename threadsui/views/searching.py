"""What is typed into the search of a list by name, and the pages of such a list."""

from urllib.parse import urlencode

from django.shortcuts import render

TEXT_MAX = 200


def search_text(request):
    """`?q=`, without the NUL character, which no text holds and PostgreSQL refuses."""
    return request.GET.get("q", "").replace("\0", "").strip()[:TEXT_MAX]


def pager_of(page, **kept):
    """What the pager takes, for a page of `queries.paging.name_pages`. `kept`: what else stays in the address."""
    kept = {name: value for name, value in kept.items() if value}
    return {
        "newer_href": f"?{urlencode(kept | {'cursor': page.newer})}" if page.newer else "",
        "older_href": f"?{urlencode(kept | {'cursor': page.older})}" if page.older else "",
    }


def page_not_found(request):
    """The answer to a cursor that this console did not make for this list."""
    context = {"list_href": request.path}
    return render(request, "threadsui/cursor_invalid.html", context, status=400)
