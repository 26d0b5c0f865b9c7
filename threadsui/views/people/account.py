"""One's own account: who one is here, the password, second factors, and the way to the sessions."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from threadsui.queries.people.team import second_factors_of, signs_in_through_provider
from threadsui.single_sign_on.sessions import was_proven_elsewhere

Type = Authenticator.Type


@require_safe
@never_cache
def account(request):
    """For everybody who is signed in, with whatever role."""
    found = second_factors_of(request.user)
    codes = next((one for one in found if one.type == Type.RECOVERY_CODES), None)
    context = {
        "app": next((one for one in found if one.type == Type.TOTP), None),
        "passkeys": [one for one in found if one.type == Type.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "must_add": settings.SECOND_FACTOR_REQUIRED
        and all(one is codes for one in found)
        and not was_proven_elsewhere(request.session),
        "signs_in_through_provider": signs_in_through_provider(request.user),
        "provider_sets_roles": bool(settings.SINGLE_SIGN_ON and settings.SINGLE_SIGN_ON.roles),
    }
    return render(request, "threadsui/account.html", context)
