"""To the OpenID provider and back: to sign in, or to show again that it is oneself. Not there unless one is set."""

from functools import wraps

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import ratelimit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from threadsui.single_sign_on.provider import AuthAdapter, CallbackView, SingleSignOnProvider


def _when_set(view):
    @wraps(view)
    def asked(request, *args, **kwargs):
        if settings.SINGLE_SIGN_ON is None:
            raise Http404
        return view(request, *args, **kwargs)

    return asked


@login_not_required
@_when_set
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    """The button of the sign-in page is posted: another site cannot press it."""
    next_url = _next(request)
    if request.user.is_authenticated:
        return redirect(next_url or settings.LOGIN_REDIRECT_URL)
    if request.method != "POST":
        query = f"?{urlencode({'next': next_url})}" if next_url else ""
        return redirect(reverse("account_login") + query)
    return ratelimit.consume_or_429(request, action="login") or _go(request, next_url)


@login_not_required
@_when_set
@never_cache
@require_safe
def callback(request):
    """Guesses are counted as those of passwords are: each of them leaves an event."""
    if request.GET.get("state") not in statekit.get_states(request):
        limited = ratelimit.consume_or_429(request, action="login", limit_get=True)
        if limited:
            return limited
    adapter = AuthAdapter(request, settings.SINGLE_SIGN_ON.issuer)
    return CallbackView.adapter_view(adapter)(request)


@_when_set
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request):
    """Who came through the provider confirms there who they are, before secrets and exports."""
    next_url = _next(request)
    if request.method == "POST":
        limited = ratelimit.consume_or_429(request, action="reauthenticate", user=request.user)
        return limited or _go(request, next_url, confirms=request.user)
    context = {
        "provider_name": settings.SINGLE_SIGN_ON.name,
        "next_url": next_url,
        "reauthentication_alternatives": _alternatives(request, next_url),
    }
    return render(request, "account/single_sign_on_confirm.html", context)


def _go(request, next_url, confirms=None):
    """To the provider by a page that leads on by itself.

    After a form a redirect elsewhere, and each one after that, would have to be named in the policy's `form-action`;
    where a provider hands people on to is not known here.
    """
    provider = get_adapter().get_provider(request, SingleSignOnProvider.id)
    response = provider.start(request, next_url=next_url, confirms=confirms)
    if not isinstance(response, HttpResponseRedirect):
        return response
    context = {"address": response.url, "provider_name": provider.name}
    return render(request, "account/single_sign_on_going.html", context)


def _next(request):
    """Where to go afterwards, when that is here."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if wanted and get_account_adapter().is_safe_url(wanted) else ""


def _alternatives(request, next_url):
    query = f"?{urlencode({'next': next_url})}" if next_url else ""
    methods = get_account_adapter().get_reauthentication_methods(request.user)
    return [one | {"url": one["url"] + query} for one in methods if one["url"] != request.path]
