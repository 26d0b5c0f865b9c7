"""The language of the pages, chosen by anybody, signed in or not, and kept in a cookie for a year."""

from django.contrib.auth.decorators import login_not_required
from django.views.decorators.http import require_POST
from django.views.i18n import set_language


@login_not_required
@require_POST
def choose_language(request):
    """Take `language` and go back to where the form was (the Referer), if that is on this site, else to the start.

    A language without a catalogue changes nothing. Without a choice the pages follow the browser's Accept-Language.
    """
    return set_language(request)
