"""What a failed call on an existing thread is called, for a person."""

import pytest

from threadsui import api
from threadsui.models import Connection
from threadsui.services.calling.failures import is_in_doubt, reading_failed, writing_failed

DESK = Connection(name="Desk", base_url="https://desk.example/v1", read_timeout=30)


def status(number, **fields):
    return api.APIStatusError("No such file.", status_code=number, **fields)


SURELY_NOT_DONE = [
    (status(400, param="metadata.order"), "The server refused this: No such file. "),
    (status(401), "The key for Desk was refused (401). "),
    (status(403), "The key for Desk may not do this (403). "),
    (status(404, is_empty_body=True), "Desk no longer offers threads at https://desk.example/v1 "),
    (status(307), "Desk redirects to another address (HTTP 307). "),
    (status(429), "Desk is limiting requests (429). "),
    (status(429, code="insufficient_quota"), "The quota of Desk is used up (429). "),
    (api.APIConnectionError("No.", sent=False), "Could not reach Desk. "),
    (api.APIRequestError("'..' cannot be an id. Nothing was sent."), "'..' cannot be an id. "),
]
IN_DOUBT = [
    (status(500), "The server failed (HTTP 500). "),
    (status(408), "The server failed (HTTP 408). "),
    (api.APITimeoutError("No.", sent=True), "Desk gave no answer within 30 seconds. "),
    (api.APIConnectionError("No.", sent=True), "The connection to Desk broke "),
    (api.APIResponseError("No.", status_code=200), "The answer of Desk (HTTP 200) could not be "),
]


@pytest.mark.parametrize("error, beginning", SURELY_NOT_DONE + IN_DOUBT)
def test_failed_read_says_what_happened_and_that_nothing_was_changed(error, beginning):
    failure = reading_failed(error, DESK, param="remote_id")

    assert failure.message.startswith(beginning)
    assert " Nothing was changed. " in failure.message
    assert failure.param == "remote_id"


@pytest.mark.parametrize("error, beginning", SURELY_NOT_DONE)
def test_write_that_was_surely_not_done_says_so(error, beginning):
    failure = writing_failed(error, DESK)

    assert not is_in_doubt(error)
    assert failure.message.startswith(beginning)
    assert " Nothing was changed. " in failure.message
    assert failure.param == (getattr(error, "param", None) or "")


@pytest.mark.parametrize("error, _", IN_DOUBT)
def test_write_that_nobody_confirmed_never_says_that_nothing_happened(error, _):
    failure = writing_failed(error, DESK, may_be="The server did not confirm. Look first.")

    assert is_in_doubt(error)
    assert failure.message == "The server did not confirm. Look first."
