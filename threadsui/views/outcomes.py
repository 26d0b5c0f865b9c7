"""What the composer says about a create that made no thread."""

from django.urls import reverse

from threadsui.models import Submission

REFUSED = "The server refused this thread. Nothing was created."


def words_of_server(submission):
    """The server's sentence, for the field that it is about."""
    said = submission.error_message.removeprefix(f"{submission.error_param}: ").rstrip(".")
    return f"The server says: {said}." if said else "The server refused this value."


def banner(submission, *, place, user):
    """The facts of a refused or unsent submission; `place` is where the server's `param` leads, if anywhere."""
    refused = submission.state == Submission.State.REFUSED
    title, _, text = submission.explanation.partition(". ")
    title += "."
    if submission.explanation.startswith(REFUSED):  # else the console knows better what it was
        title, text = REFUSED, submission.explanation.removeprefix(REFUSED).strip()
        text = f"{words_of_server(submission)} {text}"
    found = place is not None and bool(place.label)
    if found:
        text = f"{words_of_server(submission)} Everything you wrote is still here; fix it and create again."
    return {
        "tone": "danger" if refused else "warn",
        "title": title,
        "text": text,
        "place": _in_a_sentence(place.label) if found else "",
        "target": place.target if found else "",
        "status": submission.error_status,
        "state": submission.state,
        "kind": submission.error_type or submission.error_code,
        "request_id": submission.request_id,
        "links": _links(submission, user),
    }


def reused(error):
    """The form's token had been used: for what, if the reader may know."""
    title, _, text = error.message.partition(". ")
    links = []
    if error.submission:
        label = f"First press: {error.submission.get_state_display().lower()}"
        links = [(label, (error.submission.thread or error.submission).get_absolute_url())]
    return {"tone": "warn", "title": f"{title}.", "text": text, "links": links}


def not_done(error):
    """Something that only a person can settle stood in the way."""
    title, _, text = error.message.partition(". ")
    return {"tone": "warn", "title": f"{title}.", "text": text, "links": []}


def _links(submission, user):
    call = None
    if user.has_perm("threadsui.view_apicall"):
        call = submission.calls.order_by("-started_at", "-pk").first()
    if call:
        return [("View API call", call.get_absolute_url())]
    if user.has_perm("threadsui.view_submission"):
        address = reverse("threadsui:submission_detail", args=[submission.pk])
        return [("View submission", address)]
    return []


def _in_a_sentence(label):
    return label[:1].lower() + label[1:]
