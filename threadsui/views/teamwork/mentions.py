"""The notes that mention the reader, and marking them as read.

Nothing is marked by a GET, which a browser may send ahead of any person. The notes that are shown bring a form of their
own: htmx posts it as soon as they are on the screen; without JavaScript it is a button.
"""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from threadsui.queries.paging.pagination import InvalidCursor, newest_first
from threadsui.queries.people.mentions import mentions_of, people_to_mention
from threadsui.queries.threads.thread_page import thread_for_page
from threadsui.services.teamwork.mentions import read_mentions

from ..composer.keeping import silent_when_signed_out
from ..numbers import as_id, id_in
from ..pages import render_page, wants_piece
from ..permissions import requires
from ..searching import search_text

IDS_MAX = 100  # more than a page shows


@require_safe
@requires("threadsui.view_note")
def mention_list(request):
    is_unread = request.GET.get("show") == "unread"
    cursor = request.GET.get("cursor", "")
    found = mentions_of(request.user, is_unread=is_unread)
    try:
        page = newest_first(found, field="created_at", cursor=cursor)
    except InvalidCursor:
        context = {"list_href": request.path}
        return render(request, "threadsui/cursor_invalid.html", context, status=400)
    show = "show=unread&" if is_unread else ""
    context = {
        "mentions": page.rows,
        "is_unread": is_unread,
        "newer_href": f"?{show}cursor={page.newer}" if page.newer else "",
        "older_href": f"?{show}cursor={page.older}" if page.older else "",
        "summary": _("Newest first"),
    }
    return render_page(request, "mention_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("threadsui.view_note")
def mention_read(request):
    """POST `mention` (repeated): those were seen, of the reader's own. `thread` leads back without JavaScript."""
    if request.method != "POST":
        return redirect("threadsui:mention_list")
    ids = [as_id(text) for text in request.POST.getlist("mention")[:IDS_MAX]]
    read_mentions(person=request.user, ids=[pk for pk in ids if pk is not None])
    if wants_piece(request):
        return render(request, "threadsui/partials/mentions_seen.html")
    if thread := id_in(request.POST, "thread"):
        return redirect("threadsui:thread_detail", thread)
    return redirect("threadsui:mention_list")


@silent_when_signed_out
@requires("threadsui.view_note", "threadsui.add_note")
@require_safe
def thread_people(request, pk):
    """Whom a note of the thread can mention, of those whose name begins with `?q=`; nobody, once it is a whole name."""
    thread = thread_for_page(pk)
    if thread is None:
        raise Http404
    beginning = search_text(request)
    people = people_to_mention(thread, author=request.user, beginning=beginning)
    if [person.username.lower() for person in people] == [beginning.lower()]:
        people = []
    return render(request, "threadsui/partials/people_options.html", {"people": people})
