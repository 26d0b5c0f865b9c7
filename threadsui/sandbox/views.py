"""Door 1: the sandbox over HTTP, for any Threads API client, at /sandbox/v1."""

import errno
import time
from collections.abc import Iterator
from secrets import compare_digest

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from . import bodies, engine, errors
from .errors import Refusal
from .exchange import Request, Response


@csrf_exempt  # a browser sends no bearer token by itself
@login_not_required
def endpoint(request: HttpRequest, path: str) -> HttpResponseBase:
    """Every method and path below /v1."""
    asked = Request(request.method, path, request.GET.dict(), request.headers)
    try:
        _let_in(asked)
        response = engine.handle(_with_body(asked, request))
    except Refusal as refusal:
        response = engine.signed(refusal.response())
    return _sent(response)


def _let_in(asked: Request) -> None:
    """In demo mode any token will do (and the engine asks for one); elsewhere it is SANDBOX_KEY or nothing."""
    if settings.DEMO:
        return
    if not settings.SANDBOX_KEY:
        raise errors.closed()
    if not asked.bearer_token:
        raise errors.no_key()
    if not compare_digest(asked.bearer_token.encode(), settings.SANDBOX_KEY.encode()):
        raise errors.wrong_key()


def _with_body(asked: Request, request: HttpRequest) -> Request:
    """Read only now, so that nobody without a key can make the server hold a large body."""
    try:
        body = request.body
    except RequestDataTooBig as exc:
        limit = min(settings.DATA_UPLOAD_MAX_MEMORY_SIZE, bodies.MAX_BYTES)
        raise errors.body_too_large(limit) from exc
    return Request(asked.method, asked.path, asked.query, asked.headers, body)


def _sent(response: Response) -> HttpResponseBase:
    time.sleep(response.delay)
    if response.is_cut:
        # 100 says that the answer is still to come, so a client takes the end of the connection for what it is.
        # Without these bytes Django's own server, unlike gunicorn, would keep the connection open.
        return StreamingHttpResponse(_hanging_up(), status=100)
    answer = HttpResponse(response.body, status=response.status, headers=response.headers)
    if "content-type" not in response.headers:
        del answer.headers["content-type"]
    return answer


def _hanging_up() -> Iterator[bytes]:
    yield b""
    # A server takes this for the client's doing: it closes the connection, and does not log it.
    raise ConnectionResetError(errno.ECONNRESET, "cut on demand")
