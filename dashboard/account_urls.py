"""allauth's pages that the console has. Those that change something run in a transaction, with its audit event."""

from functools import wraps

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.db.transaction import atomic
from django.urls import include, path, reverse_lazy
from django.views.generic import RedirectView

from threadsui.views.people import closed_ways, single_sign_on
from threadsui.views.permissions import confirms_once


def whole(view):
    """A post to `view` is one transaction; reading the page takes no lock."""

    @wraps(view)
    def run(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with atomic():
            return view(request, *args, **kwargs)

    return run


to_account = RedirectView.as_view(url=reverse_lazy("threadsui:account"))

change_password = closed_ways.not_there(account.password_change)

urlpatterns = [
    path("login/", closed_ways.sign_in_form(account.login), name="account_login"),
    path("password/change/", whole(change_password), name="account_change_password"),
    path("sso/", single_sign_on.sign_in, name="single_sign_on"),
    path("sso/callback/", single_sign_on.callback, name="single_sign_on_callback"),
    path("sso/confirm/", single_sign_on.confirm, name="single_sign_on_confirm"),
    path("", include("allauth.account.urls")),
    # allauth leads to these two after a change; the account page shows what they would.
    path("2fa/", to_account, name="mfa_index"),
    path("2fa/webauthn/", to_account, name="mfa_list_webauthn"),
    path("2fa/authenticate/", whole(second_factor.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", whole(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", whole(confirms_once(totp.activate_totp)), name="mfa_activate_totp"),
    path(
        "2fa/totp/deactivate/",
        whole(confirms_once(totp.deactivate_totp)),
        name="mfa_deactivate_totp",
    ),
    path(
        "2fa/recovery-codes/",
        confirms_once(codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        whole(confirms_once(codes.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        confirms_once(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("2fa/webauthn/add/", whole(confirms_once(passkeys.add_webauthn)), name="mfa_add_webauthn"),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/",
        whole(confirms_once(passkeys.remove_webauthn)),
        name="mfa_remove_webauthn",
    ),
    path(
        "2fa/webauthn/reauthenticate/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "2fa/webauthn/login/",
        closed_ways.not_there(passkeys.login_webauthn),
        name="mfa_login_webauthn",
    ),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
]
