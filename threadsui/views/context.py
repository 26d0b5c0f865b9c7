"""What every page's frame shows."""

from django.utils.functional import SimpleLazyObject

from threadsui.queries.drafts import draft_count
from threadsui.queries.mentions import unread_count
from threadsui.queries.submissions import open_unknown_count

THEMES = ("light", "dark")


def console(request):
    """`open_unknown_count`: how many outcomes need a person's word, of those the reader may see; `my_draft_count`;
    `unread_mention_count`, where 100 stands for more; `theme`: what the reader chose, or empty for the system's.

    The counts are asked for lazily: a fragment, which shows none of them, pays for none.
    """

    def my_open_unknown_count():
        user = getattr(request, "user", None)
        if user is None or not user.has_perm("threadsui.view_submission"):
            return 0
        return open_unknown_count(user)

    def my_draft_count():
        return draft_count(request.user)

    def my_unread_mention_count():
        user = getattr(request, "user", None)
        if user is None or not user.has_perm("threadsui.view_note"):
            return 0
        return unread_count(user)

    theme = request.COOKIES.get("theme", "")
    return {
        "open_unknown_count": SimpleLazyObject(my_open_unknown_count),
        "my_draft_count": SimpleLazyObject(my_draft_count),
        "unread_mention_count": SimpleLazyObject(my_unread_mention_count),
        "theme": theme if theme in THEMES else "",
    }
