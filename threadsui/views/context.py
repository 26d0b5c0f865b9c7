"""What every page's frame shows."""

from django.utils.functional import SimpleLazyObject

from threadsui.models import Submission


def console(request):
    """`open_unknown_count`: how many outcomes need a person's word, of those the reader may see; asked for lazily."""

    def open_unknown_count():
        user = getattr(request, "user", None)
        if user is None or not user.has_perm("threadsui.view_submission"):
            return 0
        return Submission.objects.open_unknown().visible_to(user).count()

    return {"open_unknown_count": SimpleLazyObject(open_unknown_count)}
