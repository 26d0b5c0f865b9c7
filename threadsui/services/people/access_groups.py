"""Groups of people for whom connections and tags are kept: made, changed, deleted, and filled with people.

Who may do this is the caller's to check. A group that something is kept for is not deleted: what has no group left is
for everybody.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from threadsui.audit.appending import append
from threadsui.audit.recording import diff, new_event, record
from threadsui.models import AccessGroup, AuditEvent, User
from threadsui.models.access_group import GROUP_NAME_MAX_LENGTH

from ..errors import ServiceError

Action = AuditEvent.Action


def create_group(*, actor: User, name: str, members: Collection[int] = ()) -> AccessGroup:
    """Make a group of these people (their numbers). Raises ServiceError (param `name`), with nothing made."""
    with transaction.atomic():
        group = AccessGroup.objects.create(name=_checked_name(name))
        group.members.set(_people(members))
        record(Action.GROUP_CREATED, actor=actor, target=group, changes=diff({}, _told(group)))
    return group


def update_group(
    *, actor: User, group: AccessGroup, name: str, members: Collection[int], version: str = ""
) -> AccessGroup:
    """Give the group this name and these people; nothing, and no event, when it is so already.

    `version`: `version_of` the group that the person has seen. Raises ServiceError (param `name`), with nothing
    changed: also when somebody else was quicker, or who was taken out meanwhile would be in again.
    """
    with transaction.atomic():
        current = _locked(group)
        before = _told(current)
        _check_version(version, version_of(current))
        current.name = _checked_name(name, current)
        current.save(update_fields=["name"])
        current.members.set(_people(members))
        if changes := diff(before, _told(current)):
            record(Action.GROUP_UPDATED, actor=actor, target=current, changes=changes)
    return current


def delete_group(*, actor: User, group: AccessGroup) -> None:
    """Delete a group that nothing is kept for. Raises ServiceError, with nothing deleted, while something is."""
    with transaction.atomic():
        current = _locked(group)
        if current.connections.exists() or current.tags.exists():
            raise ServiceError(
                _(
                    "Connections or tags are kept for this group. Nothing was deleted. Choose others for them first: "
                    "what has no group left is for everybody."
                )
            )
        changes = diff(_told(current), {})
        event = new_event(Action.GROUP_DELETED, actor=actor, target=current, changes=changes)
        current.delete()
        append([event])


def set_groups_of(*, actor: User, member: User, groups: Collection[int], version: str = "") -> None:
    """Put the person into these groups (their numbers) and no others; no event when they are so already.

    `version`: `version_of_groups` that the person at work has seen. Raises ServiceError when somebody else was quicker.
    """
    with transaction.atomic():
        list(AccessGroup.objects.select_for_update().order_by("pk").values_list("pk"))
        before = _groups_of(member)
        _check_version(version, version_of_groups(member))
        member.access_groups.set(AccessGroup.objects.filter(pk__in=groups))
        if changes := diff({"groups": before}, {"groups": _groups_of(member)}):
            record(Action.USER_UPDATED, actor=actor, target=member, changes=changes)


def chosen_groups(numbers: Collection[int], *, refusal: str) -> list[AccessGroup]:
    """The groups of these numbers, to be kept for; call it in the transaction of the change.

    Raises ServiceError (param `groups`) when one is gone: what is left could be for everybody. `refusal`: what the
    sentence ends with.
    """
    found = list(AccessGroup.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
    if len(found) < len(set(numbers)):
        said = _("One of these groups was deleted meanwhile. Look again.")
        raise ServiceError(f"{said} {refusal}", param="groups")
    return found


def group_names(kept: Any) -> list[str]:
    """The names of the groups that a connection or a tag is kept for."""
    return list(kept.groups.order_by("name").values_list("name", flat=True))


def version_of(group: AccessGroup) -> str:
    """Differs when the form of the group would."""
    members = group.members.order_by("pk").values_list("pk", flat=True)
    return "|".join([group.name, *map(str, members)])


def version_of_groups(member: User) -> str:
    """Differs when the form of the person's groups would."""
    groups = member.access_groups.order_by("pk").values_list("pk", flat=True)
    return ",".join(["in", *map(str, groups)])


def _check_version(seen: str, current: str) -> None:
    if seen and seen != current:
        raise ServiceError(
            _("Somebody else changed these groups meanwhile. Nothing was changed. Look again.")
        )


def _told(group: AccessGroup) -> dict[str, Any]:
    members = group.members.order_by("username").values_list("username", flat=True)
    return {"name": group.name, "members": list(members)}


def _groups_of(member: User) -> list[str]:
    return list(member.access_groups.order_by("name").values_list("name", flat=True))


def _people(numbers: Collection[int]) -> Any:
    return User.objects.filter(pk__in=numbers)


def _locked(group: AccessGroup) -> AccessGroup:
    current = AccessGroup.objects.select_for_update().filter(pk=group.pk).first()
    if current is None:
        raise ServiceError(_("This group was deleted meanwhile. Nothing was changed."))
    return current


def _checked_name(text: str, group: AccessGroup | None = None) -> str:
    name = " ".join(text.replace("\x00", "").split())
    others = AccessGroup.objects.exclude(pk=group.pk if group else 0)
    if not name:
        problem = _("Enter a name. Nothing was saved.")
    elif len(name) > GROUP_NAME_MAX_LENGTH:
        problem = _("A name has at most %(max)d characters. Nothing was saved. Shorten it.")
    elif others.filter(name__iexact=name).exists():
        problem = _("There is a group of this name. Nothing was saved. Choose another.")
    else:
        return name
    raise ServiceError(problem % {"max": GROUP_NAME_MAX_LENGTH}, param="name")
