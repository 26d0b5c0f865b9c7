"""Reads about tags: those of a page's threads, those that there are, and whom a thread can be given to."""

from collections import defaultdict
from collections.abc import Iterable

from threadsui.models import Tag, Thread, ThreadTag, User
from threadsui.models.visibility import who_see

SUGGESTED_MAX = 200  # names to choose from; every other one can still be typed
PEOPLE_MAX = 500
BACKEND = "django.contrib.auth.backends.ModelBackend"


def tags_of(thread_ids: Iterable[int]) -> dict[int, list[Tag]]:
    """The tags of these threads, by the thread's id, each thread's by name; in one query."""
    found = ThreadTag.objects.filter(thread__in=list(thread_ids)).select_related("tag")
    tags: dict[int, list[Tag]] = defaultdict(list)
    for thread_tag in sorted(found.order_by(), key=lambda one: one.tag.name):
        tags[thread_tag.thread_id].append(thread_tag.tag)
    return tags


def suggested_tags() -> list[Tag]:
    """The first tags by name, to choose from."""
    return list(Tag.visible.order_by("name")[:SUGGESTED_MAX])


def suggested_people() -> list[User]:
    """The first active people by user name, to choose from."""
    people = User.objects.filter(is_active=True).only("username", "first_name", "last_name")
    return list(people.order_by("username")[:SUGGESTED_MAX])


def assignable_people(thread: Thread | None = None) -> list[User]:
    """The active people who may work on threads, by name; of those who see `thread`, where one is given."""
    people = User.objects.with_perm("threadsui.triage_thread", backend=BACKEND)
    if thread is not None:
        people = who_see(people, thread)
    people = people.only("username", "first_name", "last_name")
    return sorted(people.order_by("pk")[:PEOPLE_MAX], key=lambda one: one.display_name.lower())
