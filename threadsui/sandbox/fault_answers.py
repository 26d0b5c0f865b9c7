"""The answers of the faults. `instead` of the request being carried out, or spoiling the answer `afterwards`."""

import hashlib
import json
from dataclasses import replace

from .errors import Refusal
from .errors import server_error as _server_error
from .exchange import Request, Response, json_response
from .models import Thread, TurnedAway, now
from .threads import described

FORGOTTEN_AFTER = 24 * 60 * 60  # seconds
EMPTY = Response(404, {}, b"")


def rate_limited(request: Request, milliseconds: int = 1000) -> Response:
    return Refusal(
        429,
        "Rate limit reached for requests. Please try again in a moment.",
        code="rate_limit_exceeded",
        retry_after="1",
        retry_after_ms=str(milliseconds),
    ).response()


def rate_limited_once(request: Request) -> Response | None:
    """The same method, path, body and X-Client-Request-Id are let in when they come for the second time."""
    told = (request.method, request.path, request.header("x-client-request-id"))
    fingerprint = hashlib.sha256("\n".join(told).encode() + b"\n" + request.body).hexdigest()
    TurnedAway.objects.filter(turned_away_at__lt=now() - FORGOTTEN_AFTER).delete()
    turned_away, is_new = TurnedAway.objects.get_or_create(pk=fingerprint)
    if is_new:
        return rate_limited(request, milliseconds=100)
    turned_away.delete()
    return None


def quota(request: Request) -> Response:
    return Refusal(
        429,
        "You exceeded your current quota, please check your plan and billing details.",
        kind="insufficient_quota",
        code="insufficient_quota",
    ).response()


def server_error(request: Request) -> Response:
    return _server_error().response()


def overloaded(request: Request) -> Response:
    return Refusal(
        503,
        "The engine is currently overloaded, please try again later.",
        kind="server_error",
        code="overloaded",
    ).response()


def cut(request: Request) -> Response:
    return replace(EMPTY, is_cut=True)


def gone(request: Request) -> Response:
    return EMPTY


def html(request: Request) -> Response:
    page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
    return Response(502, {"content-type": "text/html"}, page.encode())


def redirect(request: Request) -> Response:
    location = f"https://elsewhere.invalid/v1{request.path}"
    return Response(307, {"location": location}, b"")


def problem(request: Request) -> Response:
    said = {
        "type": "https://stoplight.io/prism/errors#UNPROCESSABLE_ENTITY",
        "title": "Invalid request",
        "status": 422,
        "detail": "Your request is not valid and no HTTP validator was found.",
        "validation": [
            {
                "location": ["body", "messages", "0", "content"],
                "severity": "Error",
                "code": "required",
                "message": "must have required property 'content'",
            }
        ],
    }
    return json_response(422, said, content_type="application/problem+json")


def detail(request: Request) -> Response:
    located = {
        "loc": ["body", "messages", 0, "content"],
        "msg": "Field required",
        "type": "missing",
    }
    return json_response(422, {"detail": [located]})


def string_error(request: Request) -> Response:
    return json_response(400, {"error": "Validation failed", "details": []})


def slow(request: Request, response: Response, seconds: float) -> Response:
    return replace(response, delay=seconds)


def cut_after(request: Request, response: Response) -> Response:
    return replace(response, is_cut=True)


def not_json(request: Request, response: Response) -> Response:
    return replace(response, body=b'{"id": "thread_') if response.status == 200 else response


def no_id(request: Request, response: Response) -> Response:
    if response.status != 200:
        return response
    value = json.loads(response.body)
    value.pop("id", None)
    return json_response(200, value)


def same_id(request: Request, response: Response) -> Response:
    """Only a create can answer with a thread that was there before; the first thread of all is made."""
    if response.status != 200 or (request.method, request.path) != ("POST", "/threads"):
        return response
    made = Thread.objects.get(pk=json.loads(response.body)["id"])
    existing = Thread.objects.exclude(pk=made.pk).order_by("-created_at").first()
    if existing is None:
        return response
    made.delete()
    return json_response(200, described(existing))
