"""How long a sign-in lasts: from the sign-in on, whatever the session is used for meanwhile.

Django counts a session's age from its last change: whoever confirms who they are would stay signed in for longer,
and whoever stole a session for ever.
"""

import time

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

SIGNED_IN_AT = "signed_in_at"  # in the session: seconds since 1970


@receiver(user_logged_in)
def note_sign_in(*, request, **_rest):
    request.session[SIGNED_IN_AT] = time.time()


class SessionAgeMiddleware:
    """Ends a session that is too old, as if its cookie had gone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        since = request.session.get(SIGNED_IN_AT)
        if since is not None and time.time() - since >= settings.SESSION_COOKIE_AGE:
            request.session.flush()
            request.user = AnonymousUser()
        return self.get_response(request)
