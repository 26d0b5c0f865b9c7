"""What is closed where people sign in through the provider alone (SSO_ONLY): pages that take or make a password."""

from functools import wraps

from django.conf import settings
from django.contrib import messages as flash
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

CLOSED = "closed-way"  # the tag of the message that the sign-in page shows


def not_there(view):
    """The page is not there."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        if settings.SSO_ONLY:
            raise Http404
        return view(request, *args, **kwargs)

    return asked


def sign_in_form(view):
    """The sign-in page stays, without its form; what is posted to it is not looked at."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        if settings.SSO_ONLY and request.method == "POST":
            flash.warning(request, _through_provider(), extra_tags=CLOSED)
            return redirect("account_login")
        return view(request, *args, **kwargs)

    return asked


def links(view):
    """Links to choose a password by lead to a page that says so."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        if settings.SSO_ONLY:
            context = {"said": _through_provider()}
            return render(request, "account/password_link_invalid.html", context, status=404)
        return view(request, *args, **kwargs)

    return asked


def of_admins(view):
    """Nobody is invited to choose a password, nor given a new one."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        if settings.SSO_ONLY:
            said = _("People come in through %(provider)s, with the groups they have there.")
            flash.info(request, said % {"provider": settings.SINGLE_SIGN_ON.name})
            return redirect("threadsui:member_list")
        return view(request, *args, **kwargs)

    return asked


def _through_provider():
    said = _("No password is taken here. Sign in with %(provider)s.")
    return said % {"provider": settings.SINGLE_SIGN_ON.name}
