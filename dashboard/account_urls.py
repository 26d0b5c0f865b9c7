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

urlpatterns = [
    path("password/change/", whole(account.password_change), name="account_change_password"),
    path("", include("allauth.account.urls")),
    # allauth leads to these two after a change; the account page shows what they would.
    path("2fa/", to_account, name="mfa_index"),
    path("2fa/webauthn/", to_account, name="mfa_list_webauthn"),
    path("2fa/authenticate/", whole(second_factor.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", whole(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", whole(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", whole(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        whole(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("2fa/webauthn/add/", whole(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/",
        whole(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path(
        "2fa/webauthn/reauthenticate/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/webauthn/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
]
