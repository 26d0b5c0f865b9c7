"""What an unknown create may have made after all: looked for on its server, when a person asks for it."""

from math import ceil
from urllib.parse import urlencode

from django.contrib import messages as flash
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from threadsui.services.calling.remote_lists import NotListed
from threadsui.services.creating.candidates import find_candidates
from threadsui.services.creating.submissions import settle_overdue_submissions
from threadsui.services.errors import ServiceError
from threadsui.words import number

from ..pages import go_to, render_page
from ..permissions import requires
from .submissions import submission_or_404

PIECES = {"candidates": "partials/submission_candidates.html"}


@require_safe
@requires("threadsui.view_submission", "threadsui.resolve_submission")
def submission_candidates(request, pk):
    settle_overdue_submissions()
    submission = submission_or_404(request.user, pk)
    if said := _why_not(submission):
        flash.warning(request, said)
        return go_to(request, submission)
    context = {"submission": submission, "can_look": True}
    try:
        search = find_candidates(submission=submission, actor=request.user)
    except NotListed as exc:
        context |= {"error": exc.message, "can_look": False}
    except ServiceError as exc:
        context["error"] = exc.message
    else:
        rows = [_row(submission, one, search) for one in search.candidates]
        context |= {"search": search, "rows": rows}
    return render_page(request, "submission_candidates.html", context, pieces=PIECES)


def _why_not(submission):
    """Why nothing is looked for; "" when it can be."""
    if not submission.is_open_unknown:
        return _("This submission has its outcome already. Nothing was changed.")
    if submission.text_removed_at:
        return _(
            "The text of this submission was removed: nothing is left to compare with. "
            "Adopt the thread by its id, or dismiss the submission."
        )
    return ""


def _row(submission, candidate, search):
    facts = [_metadata_said(submission, candidate), _time_said(candidate)]
    if candidate.messages is not None:
        facts.append(_messages_said(candidate, search.sent_messages))
    reason = "".join(f"{fact}. " for fact in facts).strip()
    query = urlencode({"remote_id": candidate.remote_id, "reason": reason})
    return {
        "id": candidate.remote_id,
        "created": candidate.created_at,
        "facts": facts,
        "has_other_messages": candidate.messages is not None and not candidate.has_same_messages,
        "href": f"{reverse('threadsui:submission_adopt', args=[submission.pk])}?{query}",
    }


def _metadata_said(submission, candidate):
    if not submission.payload.get("metadata"):
        return _("No metadata, as it was sent")
    if not candidate.added:
        return _("The same metadata")
    keys = ", ".join(candidate.added)[:200]
    return _("The same metadata, and what the server added: %(keys)s") % {"keys": keys}


def _time_said(candidate):
    if candidate.seconds is None:
        return _("The server tells no time")
    seconds = ceil(candidate.seconds)  # servers leave the part of a second out
    if seconds < 0:
        said = ngettext(
            "Created %(n)s second before it was sent, by the server’s clock",
            "Created %(n)s seconds before it was sent, by the server’s clock",
            -seconds,
        )
        return said % {"n": number(-seconds)}
    if not seconds:
        return _("Created in the second in which it was sent")
    said = ngettext(
        "Created %(n)s second after it was sent", "Created %(n)s seconds after it was sent", seconds
    )
    return said % {"n": number(seconds)}


def _messages_said(candidate, sent):
    if candidate.has_same_messages:
        if not sent:
            return _("No messages, as it was sent")
        said = ngettext("The same message", "The same %(n)s messages", sent)
        return said % {"n": number(sent)}
    if candidate.messages == sent:
        return _("Its messages say something else")
    there = f"{sent}+" if candidate.messages > sent else candidate.messages
    return _("%(there)s messages there, %(sent)s were sent") % {"there": there, "sent": sent}
