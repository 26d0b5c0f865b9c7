"""The language of the pages, chosen by anybody, signed in or not, and kept in a cookie for a year."""

from django.contrib.auth.decorators import login_not_required
from django.views.decorators.http import require_POST
from django.views.i18n import set_language


@login_not_required
@require_POST
def choose_language(request):
    """Take `language` and go back to `next`, or to where the form was, if that is on this site.

    An unknown language changes nothing. Without a choice the pages follow the browser's Accept-Language.
    """
    return set_language(request)
