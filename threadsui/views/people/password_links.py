"""Links to choose a password by: shown once to the admin who made one, and the page that it leads to."""

from django.conf import settings
from django.contrib import messages as flash
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from threadsui.forms.people.team import ChoosePasswordForm
from threadsui.services.errors import ServiceError
from threadsui.services.people import password_links as services

from .closed_ways import links

COOKIE = "password_link"
SALT = "threadsui.password_link.shown"
SHOWN_FOR = 120  # seconds, from the making to the page that shows it


@login_not_required
@never_cache
@links
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password_link(request, token):
    """Choose a password: for whoever has the link, signed in or not."""
    link = services.find_link(token)
    if link is None:
        return render(request, "account/password_link_invalid.html", status=404)
    form = ChoosePasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.use_link(token=token, password=form.cleaned_data["password"])
        except ServiceError as exc:
            form.add_error(exc.param or None, exc.message)
        else:
            said = _("Your password is set. Sign in with it.")
            flash.success(request, said, extra_tags="password-set")
            return redirect("account_login")
    context = {"form": form, "person": link.user, "is_invitation": link.user.is_invited}
    status = 422 if form.errors else 200
    return render(request, "account/password_link.html", context, status=status)


def keep_link(response, member, token):
    """Have the admin's browser bring the token to the person's page, once; "" takes it away.

    Neither the session nor anything else in the database may hold it.
    """
    path = reverse("threadsui:member_detail", args=[member.pk])
    if not token:
        response.delete_cookie(COOKIE, path=path, samesite="Strict")
        return response
    response.set_signed_cookie(
        COOKIE,
        token,
        salt=SALT,
        max_age=SHOWN_FOR,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def take_link(request, member):
    """The whole address of the link that was just made for `member`; "" when none was, or it is used by now."""
    token = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=SHOWN_FOR)
    link = services.find_link(token) if token else None
    if link is None or link.user_id != member.pk:
        return ""
    return request.build_absolute_uri(reverse("threadsui:password_link", args=[token]))
