"""Reads about mentions: a person's own, newest first, and how many of them are unread."""

from django.db.models import QuerySet

from threadsui.models import Mention, User

BADGE_MAX = 99  # more is shown as 99+, see components/mentions.html


def mentions_of(person: User, *, is_unread: bool = False) -> QuerySet[Mention]:
    """In no order yet; each with its note, its author and its thread, which are looked up by their ids."""
    mentions = Mention.visible.of(person)
    if is_unread:
        mentions = mentions.unread()
    return mentions.prefetch_related("note__author", "note__thread")


def unread_count(person: User) -> int:
    """Up to BADGE_MAX + 1, which stands for more. It reads `mention_unread_of_person` alone."""
    return Mention.visible.of(person).unread().order_by()[: BADGE_MAX + 1].count()
