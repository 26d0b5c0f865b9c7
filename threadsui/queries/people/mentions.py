"""Reads about mentions: a person's own, newest first, how many of them are unread, and whom a note can mention."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from threadsui.models import Mention, Thread, User
from threadsui.models.visibility import who_see

BADGE_MAX = 99  # more is shown as 99+, see components/mentions.html
OFFERED_MAX = 8
NAMES = ("username", "first_name", "last_name")
BACKEND = "django.contrib.auth.backends.ModelBackend"


def mentions_of(person: User, *, is_unread: bool = False) -> QuerySet[Mention]:
    """In no order yet; each with its note, its author and its thread, which are looked up by their ids."""
    mentions = Mention.visible.of(person)
    if is_unread:
        mentions = mentions.unread()
    return mentions.prefetch_related("note__author", "note__thread")


def unread_count(person: User) -> int:
    """Up to BADGE_MAX + 1, which stands for more. It reads `mention_unread_of_person` alone."""
    return Mention.visible.of(person).unread().order_by()[: BADGE_MAX + 1].count()


def people_to_mention(thread: Thread, *, author: User, beginning: str = "") -> list[User]:
    """Who would be told of a note of `author`, one of whose names begins so, by user name; OFFERED_MAX at most."""
    begins = reduce(or_, (Q(**{f"{name}__istartswith": beginning}) for name in NAMES))
    readers = User.objects.with_perm("threadsui.view_note", backend=BACKEND)
    people = who_see(readers.filter(begins).exclude(pk=author.pk), thread)
    return list(people.only(*NAMES).order_by("username")[:OFFERED_MAX])
