"""What a session keeps of a sign-in through the provider."""

from allauth.account.signals import user_logged_in
from django.contrib import messages as flash
from django.dispatch import receiver
from django.utils.translation import gettext as _

SESSION_KEY = "single_sign_on"  # {"second_factor": bool}


@receiver(user_logged_in)
def note_sign_in(*, request, single_sign_on=None, **_rest):
    if not single_sign_on:
        return
    request.session[SESSION_KEY] = {"second_factor": single_sign_on["second_factor"]}
    if single_sign_on["keeps_admin"]:
        said = _(
            "None of your groups at %(provider)s makes you an admin. You stay one, because nobody else is: "
            "have somebody put into such a group."
        )
        flash.warning(request, said % {"provider": single_sign_on["provider"]})


def was_proven_elsewhere(session):
    """Whether the provider's second factor, that counts by OIDC_SECOND_FACTOR, was part of this session's sign-in."""
    return bool(session.get(SESSION_KEY, {}).get("second_factor"))
