"""A composer that corrects an earlier create: which one, who may, and what is different now."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from threadsui.forms.drafts.differences import differences
from threadsui.forms.submissions import ResendReasonForm
from threadsui.models import Submission

from ..numbers import id_in
from ..permissions import check

NOTHING_CREATED = (Submission.State.REFUSED, Submission.State.NOT_SENT)
SECOND_THREAD = {
    "tone": "warn",
    "title": _("Resending can create a second thread."),
    "text": _(
        "Nobody knows yet whether the first one was created. Look for it before you create this one."
    ),
}


def visible_submission(user, pk):
    """The submission, of those that `user` may see; None for any other number."""
    visible = Submission.objects.visible_to(user).select_related("connection")
    return visible.filter(pk=pk).first() if pk is not None else None


def may_be_corrected(user, submission):
    """Whether a new create of `user`'s may follow: an unknown one takes a word that not everybody may give.

    Nobody corrects what they may not read: what is masked would be sent as its mask.
    """
    if submission.is_masked:
        return False
    if submission.is_open_unknown:
        return user.has_perm("threadsui.resolve_submission")
    return submission.state in NOTHING_CREATED


def check_may_correct(user, submission):
    """Raise PermissionDenied when it is unknown and `user` may not resolve it, and when they may not read it."""
    if submission.is_masked:
        raise PermissionDenied(_("Only who may read its text can correct a submission."))
    if submission.is_open_unknown:
        check(user, "threadsui.resolve_submission")


def posted_parent(request):
    """The submission that the posted form corrects, if any; whether it still can be is for the service to say."""
    parent = visible_submission(request.user, id_in(request.POST, "parent"))
    if parent is not None:
        check_may_correct(request.user, parent)
    return parent


def resend_form(request, parent):
    """Asks why it is sent once more, when nobody knows what became of `parent`; None for any other."""
    if parent is None or not parent.is_open_unknown:
        return None
    is_sent = request.method == "POST" and "row" not in request.POST
    typed = {"reason": request.POST.get("resend-reason", "")}
    return ResendReasonForm(request.POST if is_sent else None, prefix="resend", initial=typed)


def correction_shown(request, parent, body):
    """What composer/changes.html takes, when the form with this `body` corrects an earlier create."""
    if parent is None:
        return {"parent": None}
    changes = differences(parent.payload, body)
    return {
        "parent": parent,
        "changes": changes,
        "resend_form": resend_form(request, parent),
    }
