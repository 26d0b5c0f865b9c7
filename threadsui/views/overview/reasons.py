"""Why creates failed, in plain words: what the overview counts."""

from django.utils.translation import gettext_lazy as _

from threadsui.models import Submission

State = Submission.State

BY_CODE = {
    "insufficient_quota": _("Quota of the key used up"),
    "credit_balance_exhausted": _("Quota of the key used up"),
    "string_above_max_length": _("A text or value too long"),
    "array_above_max_length": _("Too many items in a list"),
    "invalid_api_key": _("Key refused by the server"),
    "request_too_large": _("Request too large for the server"),
}
BY_STATUS = {
    401: _("Key refused by the server"),
    403: _("Key not allowed to create threads"),
    404: _("Not found by the server"),
    408: _("Server gave up waiting"),
    413: _("Request too large for the server"),
    429: _("Rate limited by the server"),
}
WITHOUT_STATUS = {
    State.NOT_SENT: _("Could not reach the server"),
    State.REFUSED: _("Refused by the server"),
    State.UNKNOWN: _("No answer, or one cut short"),
}


def words(reason):
    """ "Rate limited by the server"; the status code is said beside it."""
    status = reason.status
    if status is None:
        return str(WITHOUT_STATUS[reason.state])
    if found := BY_CODE.get(reason.code) or BY_STATUS.get(status):
        return str(found)
    if status < 300:
        return str(_("Answered with something else than a thread"))
    if status < 400:
        return str(_("Redirected to another address"))
    return str(_("Server failed") if status >= 500 else _("Request not accepted"))
