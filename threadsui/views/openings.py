"""What a composer opens with: a draft, a submission that came to nothing, a thread to copy, or what a link says."""

from dataclasses import dataclass, field
from typing import Any

from threadsui.forms.draft_data import as_posted
from threadsui.queries import drafts as draft_queries

from .numbers import as_id

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
    notices: list[dict] = field(default_factory=list)
    status: int = 200


def opening(request):
    """The Opening that the address asks for; the first of the known parameters counts."""
    for name, opener in OPENERS.items():
        if name in request.GET:
            return opener(request, as_id(request.GET[name]))
    return Opening()


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
    return Opening(posted=as_posted(draft.fields), draft=draft, notices=notices)


OPENERS = {"draft": _draft}
