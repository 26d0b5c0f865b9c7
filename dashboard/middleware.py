"""What every request passes through, beside Django's own."""

import functools
import re
import uuid
import zoneinfo

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
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
from threadsui.models.masking import Reader, iterate_read_by, read_by
from threadsui.models.visibility import iterate_seen_by, seen_by
from threadsui.queries.people.team import has_second_factor
from threadsui.services.people.last_seen import note_seen
from threadsui.single_sign_on.sessions import was_proven_elsewhere
from threadsui.views.history.revealed import revealed_in
from threadsui.views.pages import go_to
from threadsui.views.site import machines

from .security import HEADERS, header_value, is_loopback

REQUEST_ID = re.compile(r"[\w.:-]{8,64}", re.ASCII)


class RequestIdMiddleware:
    """One id per request: in the answer, the logs and, as correlation id, in the audit trail."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
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
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class MachinesMiddleware:
    """Load balancers ask by address, under any host, and get their answer before a session or a host is looked at."""

    VIEWS = {"/healthz": machines.healthz, "/readyz": machines.readyz}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.VIEWS.get(request.path_info, self.get_response)(request)


class RequestSizeMiddleware:
    """An oversize form is answered with a page, before anything else reads the body and fails."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method == "POST" and not request.path.startswith("/sandbox/"):
            try:
                request.POST  # noqa: B018 - reading it is what checks the limits
            except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
                return render(request, "413.html", status=413)
        return self.get_response(request)


class SignedOutMiddleware:
    """What is asked without a session leads to the sign-in page: of htmx the whole page, not a form inside a drawer.

    What is posted somebody has typed, and a sign-in page would take it away. A page that posts by htmx stays, and says
    that nothing was sent; else what was written is shown once more, to be copied.
    """

    # Neither a secret nor what nobody wrote.
    HIDDEN = re.compile(r"password|secret|token|code|header", re.IGNORECASE)

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        location = response.headers.get("Location", "")
        if response.status_code != 302 or not location.startswith("/accounts/login/"):
            return response
        if request.method == "POST":
            return self._with_what_was_posted(request, response, location)
        return HttpResponseClientRedirect(location) if request.htmx else response

    def _with_what_was_posted(self, request, response, location):
        if request.htmx:
            return reswap(render(request, "components/signed_out.html", status=401), "none")
        # A composer's text is a draft by now, and signing in leads there.
        is_kept = location != redirect_to_login(request.get_full_path()).url
        written = [] if is_kept else self._written(request.POST)
        if not written:
            return response
        context = {"written": written, "sign_in_href": location}
        return render(request, "signed_out.html", context, status=401)

    def _written(self, posted):
        """Texts of more than one word: what is typed anew in a moment needs no page of its own."""
        seen = (name for name in posted if not self.HIDDEN.search(name))
        return [text for name in seen for text in posted.getlist(name) if len(text.split()) > 1]


class ReaderMiddleware:
    """Whoever asks is the one who reads: what is kept for others is not there for them, and text is masked that they
    may not read, wherever it is shown.

    What is streamed is made after this has returned, so each piece is made as the same reader.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        reader = Reader(request.user, lambda: revealed_in(request.session))
        with read_by(reader), seen_by(request.user):
            response = self.get_response(request)
        if response.streaming:
            content = iterate_read_by(reader, response.streaming_content)
            response.streaming_content = iterate_seen_by(request.user, content)
        return response


class LastSeenMiddleware:
    """People are seen by what they ask for; after the answer, so that no page waits for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and request.session.session_key:
            note_seen(user=request.user, session_key=request.session.session_key)
        return response


class SecondFactorMiddleware:
    """Where everybody has to have a second factor, nothing opens without one but what it takes to add it."""

    OPEN = ("mfa_", "account_", "single_sign_on", "choose_language", "healthz", "readyz")

    def __init__(self, get_response):
        if not settings.SECOND_FACTOR_REQUIRED:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        is_open = match.view_name == "threadsui:account" or (match.url_name or "").startswith(
            self.OPEN
        )
        if is_open or not request.user.is_authenticated:
            return None
        if was_proven_elsewhere(request.session) or has_second_factor(request.user):
            return None
        return go_to(request, "threadsui:account")


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
