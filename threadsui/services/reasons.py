"""Why somebody did what cannot be taken back: asked for, bounded, and kept in the event."""

from django.utils.translation import gettext as _

from threadsui.models.audit_event import REASON_MAX_LENGTH, REASON_MIN_LENGTH

from .errors import ServiceError


def checked_reason(reason: str) -> str:
    """`reason` without white space around it. Raises ServiceError (param `reason`) for none, and for one too long."""
    reason = reason.replace("\r\n", "\n").replace("\0", "").strip()
    if len(reason) < REASON_MIN_LENGTH:
        said = _("Say why, in %(number)s characters or more. Nothing was done.")
        raise ServiceError(said % {"number": REASON_MIN_LENGTH}, param="reason")
    if len(reason) > REASON_MAX_LENGTH:
        said = _("A reason has %(number)s characters at most. Nothing was done. Shorten it.")
        raise ServiceError(said % {"number": REASON_MAX_LENGTH}, param="reason")
    return reason
