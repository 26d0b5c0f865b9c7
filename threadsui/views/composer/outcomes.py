"""What the composer says about a create that made no thread."""

from django.urls import reverse
from django.utils.translation import gettext as _

from threadsui.models import Submission

REFUSED = "The server refused this thread."  # as it is kept


def words_of_server(submission):
    """The server's sentence, for the field that it is about."""
    said = submission.error_message.removeprefix(f"{submission.error_param}: ").rstrip(".")
    if not said:
        return _("The server refused this value.")
    return _("The server says: %(reason)s.") % {"reason": said}


def banner(submission, *, place, user):
    """The facts of a refused or unsent submission; `place` is where the server's `param` leads, if anywhere."""
    refused = submission.state == Submission.State.REFUSED
    title, text = _told(submission)
    found = place is not None and bool(place.label)
    if found:
        remedy = _("Everything you wrote is still here; fix it and create again.")
        text = f"{words_of_server(submission)} {remedy}"
    return {
        "tone": "danger" if refused else "warn",
        "title": title,
        "text": text,
        "place": place.in_a_sentence if found else "",
        "target": place.target if found else "",
        "status": submission.error_status,
        "state": submission.state,
        "kind": submission.error_type or submission.error_code,
        "request_id": submission.request_id,
        "links": _links(submission, user),
    }


def _told(submission):
    """What happened, and the rest of it: with the server's words where the console does not know better."""
    what, *rest = submission.sentences or [""]
    if submission.explanation.startswith(REFUSED) and rest:
        created, *remedy = rest
        return f"{what} {created}", " ".join([words_of_server(submission), *remedy])
    return what, " ".join(rest)


def reused(error):
    """The form's token had been used: for what, if the reader may know."""
    title, _stop, text = error.message.partition(". ")
    links = []
    if error.submission:
        state = error.submission.get_state_display()
        label = _("First press: %(state)s") % {"state": state.lower()}
        links = [(label, (error.submission.thread or error.submission).get_absolute_url())]
    return {"tone": "warn", "title": f"{title}.", "text": text, "links": links}


def not_done(error):
    """Something that only a person can settle stood in the way."""
    title, _stop, text = error.message.partition(". ")
    return {"tone": "warn", "title": f"{title}.", "text": text, "links": []}


def empty():
    """Nothing was written: rather a slip of the keys than a wish. Its button is the wish."""
    return {
        "tone": "warn",
        "title": _("This thread would be empty."),
        "text": _("Nothing was sent. Write a message first, or create it without any."),
        "links": [],
        "confirms_empty": True,
    }


def _links(submission, user):
    call = None
    if user.has_perm("threadsui.view_apicall"):
        call = submission.calls.order_by("-started_at", "-pk").first()
    if call:
        return [(_("View API call"), call.get_absolute_url())]
    if user.has_perm("threadsui.view_submission"):
        address = reverse("threadsui:submission_detail", args=[submission.pk])
        return [(_("View submission"), address)]
    return []
