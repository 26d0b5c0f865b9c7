"""The lists by their names in addresses, and who may see each."""

from django.http import Http404

from threadsui.models import ListName

from ..permissions import check

PERMISSIONS = {
    ListName.THREADS: "threadsui.view_thread",
    ListName.SUBMISSIONS: "threadsui.view_submission",
    ListName.CALLS: "threadsui.view_apicall",
    ListName.AUDIT: "threadsui.view_auditevent",
}


def list_or_404(user, name):
    """The list of this name; PermissionDenied when `user` may not see it."""
    if name not in ListName.values:
        raise Http404
    found = ListName(name)
    check(user, PERMISSIONS[found])
    return found
