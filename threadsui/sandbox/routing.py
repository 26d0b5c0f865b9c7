"""Which function answers which method and path."""

import re
from collections.abc import Callable
from typing import Any

from . import errors, message_list, messages, threads
from .exchange import Request

Verb = Callable[..., dict[str, Any]]

_ID = r"(?P<{}>[^/]+)"
_THREAD = "/threads/" + _ID.format("thread_id")
_MESSAGE = _THREAD + "/messages/" + _ID.format("message_id")

# There is no list of threads: the service never had one for API keys.
ROUTES: list[tuple[re.Pattern[str], dict[str, Verb]]] = [
    (re.compile("/threads"), {"POST": threads.create}),
    (
        re.compile(_THREAD),
        {"GET": threads.retrieve, "POST": threads.update, "DELETE": threads.delete},
    ),
    (re.compile(_THREAD + "/messages"), {"GET": message_list.retrieve, "POST": messages.create}),
    (
        re.compile(_MESSAGE),
        {"GET": messages.retrieve, "POST": messages.update, "DELETE": messages.delete},
    ),
]


def route(request: Request) -> tuple[Verb, dict[str, str]]:
    """The function, and the ids of the path by name. Raises a Refusal for an unknown path or method."""
    for pattern, verbs in ROUTES:
        match = pattern.fullmatch(request.path)
        if match is None:
            continue
        if request.method not in verbs:
            raise errors.wrong_method(list(verbs))
        return verbs[request.method], match.groupdict()
    raise errors.no_such_url(request.method, request.path)
