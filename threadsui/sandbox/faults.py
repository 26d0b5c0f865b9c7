"""Misbehaviour on demand, named by the header X-Sandbox-Fault: so that people and tests can see every error."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from . import fault_answers as answers
from .errors import Refusal
from .exchange import Request, Response
from .thread_list import listed

HEADER = "x-sandbox-fault"
SLOW_DEFAULT = 3  # seconds
SLOW_MAX = 60  # seconds


def _nothing(request: Request) -> None:
    return None


def _unchanged(request: Request, response: Response) -> Response:
    return response


@dataclass(frozen=True)
class Fault:
    """`instead` may answer without the request being carried out; `afterwards` spoils the answer to one that was."""

    sentence: str
    instead: Callable[[Request], Response | None] = field(default=_nothing)
    afterwards: Callable[[Request, Response], Response] = field(default=_unchanged)


NO_FAULT = Fault("It behaves.")

_FAULTS = {
    "rate_limited": Fault(
        "429, please wait a second. Nothing is done.", instead=answers.rate_limited
    ),
    "rate_limited_once": Fault(
        "429 the first time; the same request is carried out when it comes again.",
        instead=answers.rate_limited_once,
    ),
    "quota": Fault(
        "429, the quota is used up: waiting is no cure. Nothing is done.", instead=answers.quota
    ),
    "server_error": Fault(
        "500. Nothing is done, but who could tell.", instead=answers.server_error
    ),
    "overloaded": Fault(
        "503, overloaded. Nothing is done, but who could tell.", instead=answers.overloaded
    ),
    "slow": Fault(
        f"It is carried out at once and answered after {SLOW_DEFAULT} seconds; slow:12 answers after 12.",
        afterwards=partial(answers.slow, seconds=SLOW_DEFAULT),
    ),
    "cut": Fault("The connection is cut before anything is done; no answer.", instead=answers.cut),
    "cut_after": Fault(
        "It is carried out, then the connection is cut; no answer.", afterwards=answers.cut_after
    ),
    "gone": Fault(
        "404 with an empty body, as from a withdrawn API. Nothing is done.", instead=answers.gone
    ),
    "html": Fault("502 with a web page, as from a proxy. Nothing is done.", instead=answers.html),
    "not_json": Fault(
        "It is carried out, and answered with 200 and something that is not JSON.",
        afterwards=answers.not_json,
    ),
    "no_id": Fault(
        "It is carried out, and answered with 200 and JSON without an id.", afterwards=answers.no_id
    ),
    "same_id": Fault(
        "No thread is made: the answer is 200 with a thread that already exists.",
        afterwards=answers.same_id,
    ),
    "redirect": Fault("307 to another host. Nothing is done.", instead=answers.redirect),
    "problem": Fault(
        "422 as application/problem+json, as from Prism. Nothing is done.", instead=answers.problem
    ),
    "detail": Fault(
        'A refusal (422) as {"detail": […]}, as from FastAPI. Nothing is done.',
        instead=answers.detail,
    ),
    "string_error": Fault(
        'A refusal (400) as {"error": "…"}, as from Steady. Nothing is done.',
        instead=answers.string_error,
    ),
    "lists": Fault(
        "No fault: GET /threads has a list, as a few servers do. All else goes its usual way.",
        instead=listed,
    ),
}

FAULTS = {name: fault.sentence for name, fault in _FAULTS.items()}
"""Every fault by name, with a sentence for people. `slow` may also be written `slow:SECONDS`."""


def find(name: str) -> Fault:
    """The fault of this name; "" is none. Raises a Refusal for an unknown one."""
    if not name:
        return NO_FAULT
    if name in _FAULTS:
        return _FAULTS[name]
    slow = re.fullmatch(r"slow:([0-9]{1,3})", name)
    if slow and int(slow[1]) <= SLOW_MAX:
        return replace(_FAULTS["slow"], afterwards=partial(answers.slow, seconds=int(slow[1])))
    known = ", ".join(FAULTS)
    raise Refusal(
        400,
        f"Unknown fault '{name}'. Expected one of {known}, or slow:SECONDS up to {SLOW_MAX}.",
        param="X-Sandbox-Fault",
        code="invalid_value",
    )


def is_fault(name: str) -> bool:
    """Whether a connection's switch may be set to this name."""
    try:
        find(name)
    except Refusal:
        return False
    return True
