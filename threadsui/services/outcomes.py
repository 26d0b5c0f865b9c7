"""What a create came to: the only place where an API failure becomes an outcome and a sentence for a person.

Each sentence says what happened, whether anything was sent or created, and what to do next.
"""

from dataclasses import dataclass

from threadsui import api
from threadsui.api import schema
from threadsui.api.retries import FINAL_CODES
from threadsui.models import Connection, Submission

State = Submission.State

SENT_ALL_THE_SAME = {303, 408}  # "see the result elsewhere", and "gave up waiting"
LOOK_FIRST = "A thread may exist. Look for it before you resend."
NOTHING_CREATED = "Nothing was created."
DRAFT_SAFE = "What you wrote is safe: it is kept with this submission."


@dataclass(frozen=True, slots=True)
class Outcome:
    """`thread` is what the server answered, when it accepted; `error` is what went wrong otherwise."""

    state: Submission.State
    explanation: str = ""
    thread: schema.Thread | None = None
    error: api.APIError | None = None
    is_interrupted: bool = False  # found by the system, not met by the person who sent it


def accepted(thread: schema.Thread) -> Outcome:
    return Outcome(State.ACCEPTED, thread=thread)


def already_recorded(thread: schema.Thread) -> Outcome:
    """A create answered with the id of a thread that the console has: no proof that a new one exists."""
    return Outcome(
        State.UNKNOWN,
        f"The server answered with {thread.id}, a thread that this console already has. {LOOK_FIRST}",
        thread=thread,
    )


def interrupted(connection: Connection) -> Outcome:
    """The process that sent the request ended before it wrote what came of it."""
    return Outcome(
        State.UNKNOWN,
        f"The console was stopped while it waited for {connection}. "
        f"The request was probably sent. {LOOK_FIRST}",
        is_interrupted=True,
    )


def failed(error: api.APIError, connection: Connection) -> Outcome:
    """The outcome that `error` stands for."""
    state, explanation = _judge(error, connection)
    return Outcome(state, explanation, error=error)


def _judge(error: api.APIError, connection: Connection) -> tuple[Submission.State, str]:
    if isinstance(error, api.APIStatusError):
        return _judge_status(error, connection)
    if not error.sent:
        return State.NOT_SENT, (
            f"Could not reach {connection}. Nothing was sent. "
            f"Check the connection or choose another. {DRAFT_SAFE}"
        )
    if isinstance(error, api.APITimeoutError):
        return State.UNKNOWN, (
            f"No answer within {connection.read_timeout:g} seconds. The request was sent. {LOOK_FIRST}"
        )
    if isinstance(error, api.APIResponseError):
        return State.UNKNOWN, (
            f"The server accepted the request, but its answer (HTTP {error.status_code}) "
            f"was not a thread. {LOOK_FIRST}"
        )
    return State.UNKNOWN, (
        f"The connection to {connection} broke before the answer was complete. "
        f"The request was sent. {LOOK_FIRST}"
    )


def _judge_status(
    error: api.APIStatusError, connection: Connection
) -> tuple[Submission.State, str]:
    status = error.status_code
    if status == 429:
        return State.NOT_SENT, _limited(error, connection)
    if status >= 500 or status in SENT_ALL_THE_SAME:
        return State.UNKNOWN, (
            f"The server failed (HTTP {status}) after the request was sent. {LOOK_FIRST}"
        )
    return State.REFUSED, _refused(error, connection)


def _limited(error: api.APIStatusError, connection: Connection) -> str:
    if {error.code, error.type} & FINAL_CODES:
        return (
            f"The quota of {connection} is used up (429). {NOTHING_CREATED} "
            f"An admin can raise it with the provider, or choose another connection. {DRAFT_SAFE}"
        )
    times = "once" if error.attempts == 1 else f"{error.attempts} times"
    return (
        f"{connection} is limiting requests and turned this one away {times}. {NOTHING_CREATED} "
        f"Wait a minute, then create again. {DRAFT_SAFE}"
    )


def _refused(error: api.APIStatusError, connection: Connection) -> str:
    status = error.status_code
    if status == 401:
        return (
            f"The key for {connection} was refused (401). {NOTHING_CREATED} "
            "An admin can replace it in the connection."
        )
    if status == 403:
        return (
            f"The key for {connection} may not create threads (403). {NOTHING_CREATED} "
            "An admin can see which key is used, or choose another connection."
        )
    if status == 404 and error.is_empty_body:
        return (
            f"{connection} does not offer threads at {connection.base_url} (404 with an empty body). "
            f"{NOTHING_CREATED} OpenAI switched its Threads API off on 2026-08-26; "
            "an admin can point the connection at a server that still offers it."
        )
    if status < 400:
        return (
            f"{connection} redirects to another address (HTTP {status}). {NOTHING_CREATED} "
            "An admin can correct the base URL of the connection."
        )
    return f"The server refused this thread. {NOTHING_CREATED} Correct it, then create again."
