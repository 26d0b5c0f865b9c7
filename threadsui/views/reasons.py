"""Why creates failed, in plain words: what the overview counts."""

from threadsui.models import Submission

State = Submission.State

BY_CODE = {
    "insufficient_quota": "Quota of the key used up",
    "credit_balance_exhausted": "Quota of the key used up",
    "string_above_max_length": "A text or value too long",
    "array_above_max_length": "Too many items in a list",
    "invalid_api_key": "Key refused by the server",
    "request_too_large": "Request too large for the server",
}
BY_STATUS = {
    401: "Key refused by the server",
    403: "Key not allowed to create threads",
    404: "Not found by the server",
    408: "Server gave up waiting",
    413: "Request too large for the server",
    429: "Rate limited by the server",
}
WITHOUT_STATUS = {
    State.NOT_SENT: "Could not reach the server",
    State.REFUSED: "Refused by the server",
    State.UNKNOWN: "No answer, or one cut short",
}


def words(reason):
    """ "Rate limited by the server"; the status code is said beside it."""
    status = reason.status
    if status is None:
        return WITHOUT_STATUS[reason.state]
    if found := BY_CODE.get(reason.code) or BY_STATUS.get(status):
        return found
    if status < 300:
        return "Answered with something else than a thread"
    if status < 400:
        return "Redirected to another address"
    return "Server failed" if status >= 500 else "Request not accepted"
