"""The Threads API as a function: a Request in, a Response out. It knows no sockets, views or connections."""

import logging
import uuid
from dataclasses import replace
from time import perf_counter
from typing import Any

from django.db import DatabaseError, router, transaction

from . import errors, faults
from .errors import Refusal
from .exchange import Request, Response, json_response
from .models import Thread
from .routing import route

BETA = "assistants=v2"

logger = logging.getLogger(__name__)

__all__ = ["Request", "Response", "handle", "signed"]


def handle(request: Request) -> Response:
    """Answer as the service did. What it changes is committed before it returns, even if the answer is then cut off.

    Who may come in is the doors' business; here any bearer token will do. The header X-Sandbox-Fault: NAME (see
    `faults`) makes it misbehave.
    """
    start = perf_counter()
    try:
        response = _answered(request)
    except Refusal as refusal:
        response = refusal.response()
    except DatabaseError:
        logger.exception("The sandbox could not %s %s", request.method, request.path)
        response = errors.server_error().response()
    return signed(response, seconds=perf_counter() - start)


def signed(response: Response, *, seconds: float = 0.0) -> Response:
    """The answer with the headers that every answer has. `seconds`: how long it took to make."""
    own = {
        "x-request-id": f"req_{uuid.uuid4().hex}",
        "openai-processing-ms": str(round(seconds * 1000)),
        "openai-version": "2020-10-01",
    }
    return replace(response, headers=response.headers | own)


def _answered(request: Request) -> Response:
    if not request.bearer_token:
        raise errors.no_key()
    fault = faults.find(request.header(faults.HEADER))
    instead = fault.instead(request)
    if instead is not None:
        return instead
    return fault.afterwards(request, _honest_answer(request))


def _honest_answer(request: Request) -> Response:
    try:
        return json_response(200, _carried_out(request))
    except Refusal as refusal:
        return refusal.response()


def _carried_out(request: Request) -> dict[str, Any]:
    verb, ids = route(request)
    values = (value.strip() for value in request.header("openai-beta").split(","))
    if BETA not in values:
        raise errors.no_beta()
    if request.method == "GET":
        return verb(request, **ids)
    with transaction.atomic(using=router.db_for_write(Thread)):
        return verb(request, **ids)
