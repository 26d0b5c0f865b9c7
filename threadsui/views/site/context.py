"""What every page's frame shows."""

import functools

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from threadsui.queries.history.submissions import open_unknown_count
from threadsui.queries.people.mentions import unread_count
from threadsui.queries.personal.drafts import draft_count
from threadsui.templatetags.ui import current_section

THEMES = ("light", "dark")


def console(request):
    """`open_unknown_count`: how many outcomes need a person's word, of those the reader may see; `my_draft_count`;
    `unread_mention_count`, where 100 stands for more; `theme`: what the reader chose, or empty for the system's;
    `single_sign_on_name`: the provider that people may sign in with, or empty; `sso_only`: and with nothing else.

    `rights`: the names of all that the reader may do; `menu_key`: all that the menu depends on. Both for `kept`.

    The counts are asked for lazily: a fragment, which shows none of them, pays for none.
    """

    @functools.cache
    def my_open_unknown_count():
        user = getattr(request, "user", None)
        if user is None or not user.has_perm("threadsui.view_submission"):
            return 0
        return open_unknown_count(user)

    @functools.cache
    def my_draft_count():
        return draft_count(request.user)

    @functools.cache
    def my_unread_mention_count():
        user = getattr(request, "user", None)
        if user is None or not user.has_perm("threadsui.view_note"):
            return 0
        return unread_count(user)

    @functools.cache
    def rights():
        return frozenset(request.user.get_all_permissions())

    def menu_key():
        return (
            rights(),
            current_section(request),
            "threadsui.resolve_submission" in rights() and my_open_unknown_count(),
            "threadsui.add_thread" in rights() and my_draft_count(),
            my_unread_mention_count(),
        )

    theme = request.COOKIES.get("theme", "")
    return {
        "open_unknown_count": SimpleLazyObject(my_open_unknown_count),
        "my_draft_count": SimpleLazyObject(my_draft_count),
        "unread_mention_count": SimpleLazyObject(my_unread_mention_count),
        "rights": rights,
        "menu_key": menu_key,
        "single_sign_on_name": settings.SINGLE_SIGN_ON.name if settings.SINGLE_SIGN_ON else "",
        "sso_only": settings.SSO_ONLY,
        "theme": theme if theme in THEMES else "",
    }
