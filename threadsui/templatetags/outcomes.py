"""How the outcome of a create is shown: its colour, its icon, its heading."""

from django import template
from django.utils.translation import gettext_lazy as _

from threadsui.models import Submission
from threadsui.services.creating.outcomes import API_SENTENCES
from threadsui.words import told_again

register = template.Library()

State = Submission.State
TONES = {
    State.ACCEPTED: "success",
    State.REFUSED: "danger",
    State.NOT_SENT: "warn",
    State.UNKNOWN: "unknown",
}
ICONS = {
    State.ACCEPTED: "circle-check",
    State.REFUSED: "circle-x",
    State.NOT_SENT: "unplug",
    State.UNKNOWN: "circle-question-mark",
}
TITLES = {
    State.ACCEPTED: _("The server created the thread"),
    State.REFUSED: _("The server refused this thread"),
    State.NOT_SENT: _("No thread was created"),
    State.UNKNOWN: _("Nobody knows yet whether a thread exists"),
}


@register.filter
def in_the_readers_words(submission):
    """What went wrong technically: the client's own sentences translated, all others as they are."""
    return told_again(submission.error_message, API_SENTENCES)


@register.filter
def outcome_tone(submission):
    if submission.state == State.UNKNOWN and submission.resolution:
        return "neutral"
    return TONES.get(submission.state, "info")


@register.filter
def outcome_icon(submission):
    return ICONS.get(submission.state, "info")


@register.filter
def outcome_title(submission):
    if submission.state == State.UNKNOWN and submission.resolution:
        return _("The outcome stayed unknown")
    return TITLES.get(submission.state, _("Sending"))
