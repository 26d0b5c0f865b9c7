"""What every request passes through, beside Django's own."""

import functools
import re
import uuid
import zoneinfo

from django.conf import settings
from django.core.exceptions import (
    MiddlewareNotUsed,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpResponseForbidden
from django.shortcuts import render
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect, reswap

from threadsui.audit.context import Context, bound_context

from .security import header_value, is_loopback

REQUEST_ID = re.compile(r"^[\w.:-]{8,64}$", re.ASCII)


class RequestIdMiddleware:
    """One id per request: in the answer, the logs and, as correlation id, in the audit trail."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if REQUEST_ID.match(given) else uuid.uuid4().hex
        context = Context(correlation_id=request.id, address=request.META.get("REMOTE_ADDR", ""))
        with bound_context(context):
            response = self.get_response(request)
        response.headers.setdefault("X-Request-ID", request.id)
        return response


class DemoOnLoopbackMiddleware:
    """Demo mode answers this machine alone, also under a server that listens elsewhere, as `runserver 0.0.0.0:80`."""

    def __init__(self, get_response):
        if not settings.DEMO:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        address = request.META.get("REMOTE_ADDR", "")  # empty: a Unix socket
        if address and not is_loopback(address):
            return HttpResponseForbidden(
                "Demo mode answers on loopback only: everybody knows its passwords.\n",
                content_type="text/plain",
            )
        return self.get_response(request)


class ContentSecurityPolicyMiddleware:
    """Django 6 has this built in; delete it then."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.value = header_value(settings.SECURE_CSP)

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.value)
        return response


class RequestSizeMiddleware:
    """An oversize form is answered with a page, before anything else reads the body and fails."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method == "POST" and not request.path.startswith("/sandbox/"):
            try:
                request.POST  # noqa: B018  reading it is what checks the limits
            except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
                return render(request, "413.html", status=413)
        return self.get_response(request)


class HtmxLoginMiddleware:
    """A lost session answers htmx with a whole-page redirect, not a sign-in form inside a drawer.

    What htmx posts somebody has typed: that page stays, and says that nothing was sent.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        location = response.headers.get("Location", "")
        if request.htmx and response.status_code == 302 and "/accounts/login/" in location:
            if request.method == "POST":
                response = render(request, "components/signed_out.html", status=401)
                return reswap(response, "none")
            return HttpResponseClientRedirect(location)
        return response


class TimezoneMiddleware:
    """Times are shown in the reader's zone, which a script puts into a cookie; UTC until then."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        name = request.COOKIES.get("timezone", "")
        zone = zoneinfo.ZoneInfo(name) if name in _known_zones() else None
        with timezone.override(zone):
            return self.get_response(request)


@functools.cache
def _known_zones():
    return zoneinfo.available_timezones()
