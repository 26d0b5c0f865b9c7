"""What a create came to: the only place where an API failure becomes an outcome and a sentence for a person.

Each says what happened, whether anything was sent or created, and what to do next: sentences with their values, kept in
English, so that every reader gets them in their own language (`Submission.sentences`) and scripts in one.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop as _

from threadsui import api
from threadsui.api import schema
from threadsui.api.retries import FINAL_CODES
from threadsui.models import Connection, Submission

from ..calling.causes import cause_sentence

State = Submission.State
API_SENTENCES = api.SENTENCES  # of the errors that are kept with a submission

SENT_ALL_THE_SAME = {303, 408}  # "see the result elsewhere", and "gave up waiting"
Sentence = tuple[str, dict[str, Any]]  # a sentence and the values in it, as JSON can hold them


def _sentence(text: str, /, **values: Any) -> Sentence:
    return text, values


SENT = _sentence(_("The request was sent."))
NOTHING_SENT = _sentence(_("Nothing was sent."))
NOTHING_CREATED = _sentence(_("Nothing was created."))
LOOK_FIRST = _sentence(_("A thread may exist. Look for it before you resend."))
ADMIN_TESTS = _sentence(_("Choose another connection, or ask an admin to test it."))
DRAFT_SAFE = _sentence(_("What you wrote is safe: it is kept with this submission."))


@dataclass(frozen=True, slots=True)
class Outcome:
    """`thread` is what the server answered, when it accepted; `error` is what went wrong otherwise."""

    state: Submission.State
    sentences: list[Sentence] = field(default_factory=list)
    thread: schema.Thread | None = None
    error: api.APIError | None = None
    is_interrupted: bool = False  # found by the system, not met by the person who sent it

    @property
    def explanation(self) -> str:
        """The sentences in English."""
        return " ".join(text % values for text, values in self.sentences)


def accepted(thread: schema.Thread) -> Outcome:
    return Outcome(State.ACCEPTED, thread=thread)


def already_recorded(thread: schema.Thread) -> Outcome:
    """A create answered with the id of a thread that the console has: no proof that a new one exists."""
    return Outcome(
        State.UNKNOWN,
        [
            _sentence(
                _("The server answered with %(thread)s, a thread that this console already has."),
                thread=thread.id,
            ),
            LOOK_FIRST,
        ],
        thread=thread,
    )


def interrupted(connection: Connection) -> Outcome:
    """The process that sent the request ended before it wrote what came of it."""
    return Outcome(
        State.UNKNOWN,
        [
            _sentence(
                _("The console was stopped while it waited for %(connection)s."),
                connection=str(connection),
            ),
            _sentence(_("The request was probably sent.")),
            LOOK_FIRST,
        ],
        is_interrupted=True,
    )


def failed(error: api.APIError, connection: Connection) -> Outcome:
    """The outcome that `error` stands for."""
    state, sentences = _judge(error, connection)
    return Outcome(state, sentences, error=error)


def _judge(error: api.APIError, connection: Connection) -> tuple[Submission.State, list[Sentence]]:
    if isinstance(error, api.APIStatusError):
        return _judge_status(error, connection)
    if not error.sent:
        return State.NOT_SENT, _unsent(error, connection)
    if isinstance(error, api.APITimeoutError):
        seconds = f"{connection.read_timeout:g}"
        what = _sentence(_("No answer within %(seconds)s seconds."), seconds=seconds)
        return State.UNKNOWN, [what, SENT, LOOK_FIRST]
    if isinstance(error, api.APIResponseError):
        said = _(
            "The server accepted the request, but its answer (HTTP %(status)s) was not a thread."
        )
        return State.UNKNOWN, [_sentence(said, status=error.status_code), LOOK_FIRST]
    said = _("The connection to %(connection)s broke before the answer was complete.")
    return State.UNKNOWN, [_sentence(said, connection=str(connection)), SENT, LOOK_FIRST]


def _unsent(error: api.APIError, connection: Connection) -> list[Sentence]:
    name = str(connection)
    cause = cause_sentence(error)
    why = [cause] if cause else []
    if isinstance(error, api.APITokenError):
        what = _sentence(_("No token could be fetched for %(connection)s."), connection=name)
        return [what, NOTHING_SENT, *why, ADMIN_TESTS, DRAFT_SAFE]
    if isinstance(error, api.APIRequestError) and not cause:  # its key cannot be read, for instance
        reason = error.message.removesuffix(" Nothing was sent.")
        return [_sentence("%(reason)s", reason=reason), NOTHING_SENT, ADMIN_TESTS, DRAFT_SAFE]
    what = _sentence(_("Could not reach %(connection)s."), connection=name)
    return [what, NOTHING_SENT, *why, ADMIN_TESTS, DRAFT_SAFE]


def _judge_status(
    error: api.APIStatusError, connection: Connection
) -> tuple[Submission.State, list[Sentence]]:
    status = error.status_code
    if status == 429:
        return State.NOT_SENT, _limited(error, connection)
    if status >= 500 or status in SENT_ALL_THE_SAME:
        said = _("The server failed (HTTP %(status)s) after the request was sent.")
        return State.UNKNOWN, [_sentence(said, status=status), LOOK_FIRST]
    return State.REFUSED, _refused(error, connection)


def _limited(error: api.APIStatusError, connection: Connection) -> list[Sentence]:
    name = str(connection)
    if {error.code, error.type} & FINAL_CODES:
        what = _sentence(_("The quota of %(connection)s is used up (429)."), connection=name)
        remedy = _("An admin can raise it with the provider, or choose another connection.")
        return [what, NOTHING_CREATED, _sentence(remedy), DRAFT_SAFE]
    if error.attempts == 1:
        said = _("%(connection)s is limiting requests and turned this one away once.")
        what = _sentence(said, connection=name)
    else:
        said = _("%(connection)s is limiting requests and turned this one away %(times)s times.")
        what = _sentence(said, connection=name, times=error.attempts)
    remedy = _("Wait a minute, then create again.")
    return [what, NOTHING_CREATED, _sentence(remedy), DRAFT_SAFE]


# Status → what happened, what to do next.
KEY_PROBLEMS = {
    401: (
        _("The key for %(connection)s was refused (401)."),
        _("An admin can replace it in the connection."),
    ),
    403: (
        _("The key for %(connection)s may not create threads (403)."),
        _("An admin can see which key is used, or choose another connection."),
    ),
}


def _refused(error: api.APIStatusError, connection: Connection) -> list[Sentence]:
    status, name = error.status_code, str(connection)
    if status in KEY_PROBLEMS:
        what, remedy = KEY_PROBLEMS[status]
        return [_sentence(what, connection=name), NOTHING_CREATED, _sentence(remedy)]
    if status == 404 and error.is_empty_body:
        what = _("%(connection)s no longer offers threads at %(address)s (404 with an empty body).")
        remedy = _(
            "OpenAI switched its Threads API off on 2026-08-26; "
            "an admin can point the connection at a server that still offers it."
        )
        values: dict[str, Any] = {"connection": name, "address": connection.base_url}
        return [_sentence(what, **values), NOTHING_CREATED, _sentence(remedy)]
    if status < 400:
        what = _("%(connection)s redirects to another address (HTTP %(status)s).")
        remedy = _("An admin can correct the base URL of the connection.")
        values = {"connection": name, "status": status}
        return [_sentence(what, **values), NOTHING_CREATED, _sentence(remedy)]
    what, remedy = _("The server refused this thread."), _("Correct it, then create again.")
    return [_sentence(what), NOTHING_CREATED, _sentence(remedy)]
