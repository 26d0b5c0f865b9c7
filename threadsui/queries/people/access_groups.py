"""Reads about groups, and about tags as what is kept for them."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from threadsui.models import AccessGroup, Connection, Tag, ThreadTag, User

LISTED_MAX = 200
PEOPLE_MAX = 500


def groups_for_list() -> QuerySet[AccessGroup]:
    """All of them by name, each with its people, and the connections and tags that are kept for it."""
    connections = Prefetch("connections", Connection.visible.only("name").order_by("name"))
    tags = Prefetch("tags", Tag.visible.order_by("name"))
    groups = AccessGroup.objects.prefetch_related("members", connections, tags)
    return groups.order_by("name", "pk")


def group_for_page(pk: int) -> AccessGroup | None:
    return groups_for_list().filter(pk=pk).first()


def group_choices() -> list[tuple[str, str]]:
    """(number, name) of all of them, for a form."""
    groups = AccessGroup.objects.order_by("name", "pk").values_list("pk", "name")
    return [(str(pk), name) for pk, name in groups]


def people_choices(group: AccessGroup | None = None) -> list[tuple[str, str]]:
    """(number, name) of PEOPLE_MAX active people, and of whoever is in the group, by name.

    Everybody who is in it, however many: whoever has no box to tick would be taken out by saving.
    """
    names = User.objects.only("username", "first_name", "last_name").order_by("username")
    inside = list(names.filter(access_groups=group)) if group else []
    others = names.filter(is_active=True).exclude(pk__in=[one.pk for one in inside])
    named = [(str(one.pk), _named(one)) for one in (*inside, *others[:PEOPLE_MAX])]
    return sorted(named, key=lambda one: one[1].casefold())


def tags_for_list(*, text: str = "") -> QuerySet[Tag]:
    """Those that whoever reads sees, by name; of these, the ones with `text` in it. Each with its groups, and
    `is_used`: whether any thread has it. One more than LISTED_MAX tells that there are more.
    """
    used = ThreadTag.objects.filter(tag=OuterRef("pk"))
    tags = Tag.visible.annotate(is_used=Exists(used)).prefetch_related("groups")
    if text:
        tags = tags.filter(name__contains=text.lower())
    return tags.order_by("name")[: LISTED_MAX + 1]


def tag_for_page(pk: int) -> Tag | None:
    used = ThreadTag.objects.filter(tag=OuterRef("pk"))
    return Tag.visible.annotate(is_used=Exists(used)).filter(pk=pk).first()


def _named(person: User) -> str:
    name = person.display_name
    return name if name == person.username else f"{name} ({person.username})"
