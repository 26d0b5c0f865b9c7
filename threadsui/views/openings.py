"""What a composer opens with: a draft, a submission that came to nothing, a thread to copy, or what a link says."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from django.http import Http404

from threadsui.forms.composer import ComposerForm
from threadsui.forms.draft_data import as_posted
from threadsui.forms.prefill import asks_to_fill_in, prefill
from threadsui.models import Connection
from threadsui.queries import drafts as draft_queries
from threadsui.queries.thread_page import thread_for_page
from threadsui.services.cloning import clone_thread

from .corrections import SECOND_THREAD, may_be_corrected, visible_submission
from .numbers import as_id, id_in
from .permissions import check

GONE = {
    "tone": "warn",
    "title": "This draft is not here.",
    "text": "Its thread was created, it was discarded, or it is somebody else’s. Nothing was sent. "
    "This is a new, empty form.",
}


@dataclass
class Opening:
    """`posted` is a form's data, unvalidated; `values` are for `initial`. Neither means the first, empty rows."""

    posted: Any = None
    values: dict | None = None
    draft: Any = None
    parent: Any = None  # the submission that it corrects
    notices: list[dict] = field(default_factory=list)
    status: int = 200
    saves_at_once: bool = False  # as a draft, before anything is typed


def opening(request):
    """The Opening that the address asks for; the first of the known parameters counts."""
    for name, opener in OPENERS.items():
        if name in request.GET:
            return opener(request, as_id(request.GET[name]))
    return _link(request) if asks_to_fill_in(request.GET) else Opening()


def _draft(request, pk):
    draft = draft_queries.draft_for(request.user, pk)
    if draft is None:
        return Opening(notices=[GONE], status=404)
    notices = []
    if doubtful := draft_queries.doubtful_create_of(draft):
        notices.append(
            {
                "tone": "unknown",
                "title": "This draft was sent, and nobody knows yet whether a thread was created.",
                "text": "Look for it before you create again, or there may be two.",
                "href": doubtful.get_absolute_url(),
                "label": "See what happened",
            }
        )
    posted = as_posted(draft.fields)
    parent = visible_submission(request.user, id_in(posted, "parent"))
    if parent and parent.is_open_unknown:
        notices.append(SECOND_THREAD)
    if parent and not may_be_corrected(request.user, parent):
        parent = None  # it has its outcome by now, or takes a word that this person may not give
    return Opening(posted=posted, draft=draft, parent=parent, notices=notices)


def _clone(request, pk):
    """Everything of the thread that a create takes. Its body is checked when it is sent, as any other."""
    check(request.user, "threadsui.view_thread")
    thread = thread_for_page(pk) if pk is not None else None
    if thread is None:
        raise Http404
    clone = clone_thread(thread=thread)
    values = ComposerForm.values_of(clone.payload) | {"title": clone.title}
    if thread.connection.is_active:
        values["connection"] = thread.connection.slug
    else:
        clone.notes.append(f"{thread.connection} is switched off. Check the connection below.")
    notice = {
        "tone": "warn" if clone.notes else "info",
        "title": "Filled in from another thread. Nothing has been sent.",
        "text": " ".join(clone.notes),
        "href": thread.get_absolute_url(),
        "label": str(thread),
    }
    return Opening(values=_with_rows(values), notices=[notice], saves_at_once=True)


def _link(request):
    slugs = set(Connection.objects.active().values_list("slug", flat=True))
    pairs = parse_qsl(request.META["QUERY_STRING"], keep_blank_values=True)
    found = prefill(pairs, connections=slugs)
    notice = {
        "tone": "warn" if found.notes else "info",
        "title": "Filled in from a link. Nothing has been sent.",
        "text": " ".join([*found.notes, "Read it before you create the thread."]),
    }
    return Opening(values=found.values, notices=[notice])


def _with_rows(values):
    """At least a message and a pair to write into."""
    return values | {
        "messages": values["messages"] or [{"role": "user"}],
        "metadata": values["metadata"] or [{}],
    }


OPENERS = {"draft": _draft, "clone": _clone}
