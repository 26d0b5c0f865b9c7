"""Tags themselves: renamed, coloured, kept for groups, deleted. What puts them on threads is in tags.py."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from threadsui.audit.appending import append
from threadsui.audit.recording import diff, new_event, record
from threadsui.models import AccessGroup, AuditEvent, Tag, User
from threadsui.models.visibility import SEES_EVERYTHING

from ..errors import ServiceError
from ..people.access_groups import chosen_groups, group_names
from .tags import checked_tag_name

Action = AuditEvent.Action


def update_tag(
    *, actor: User, tag: Tag, name: str, tone: str, groups: Collection[int], version: str = ""
) -> Tag:
    """Write what differs; nothing, and no event, when nothing does. `groups`: the numbers of those who see its threads.

    `version`: `version_of` the tag that the person has seen. Raises ServiceError, whose param is the argument, with
    nothing changed: also for groups that `actor` is in none of, who would lose sight of the tag.
    """
    with transaction.atomic():
        current = _locked(tag, actor)
        before = _told(current)
        if version and version != version_of(current):
            raise ServiceError(
                _("Somebody else changed this tag meanwhile. Nothing was changed. Look again.")
            )
        current.name, current.tone = _free_name(name, current), _checked_tone(tone)
        chosen = chosen_groups(groups, refusal=_("Nothing was changed."))
        _check_stays_in_sight(actor, chosen)
        current.save(update_fields=["name", "tone"])
        current.groups.set(chosen)
        if changes := diff(before, _told(current)):
            record(Action.TAG_UPDATED, actor=actor, target=current, changes=changes)
    return current


def delete_tag(*, actor: User, tag: Tag) -> None:
    """Delete a tag that no thread has. Raises ServiceError, with nothing deleted, while one does."""
    with transaction.atomic():
        current = _locked(tag, actor)
        if current.thread_tags.exists():
            raise ServiceError(
                _("Threads have this tag. Nothing was deleted. Take it off them first.")
            )
        changes = diff(_told(current), {})
        event = new_event(Action.TAG_DELETED, actor=actor, target=current, changes=changes)
        current.delete()
        append([event])


def version_of(tag: Tag) -> str:
    """Differs when the form of the tag would."""
    return "|".join([tag.name, tag.tone, *group_names(tag)])


def _told(tag: Tag) -> dict[str, Any]:
    return {"name": tag.name, "colour": tag.tone or None, "groups": group_names(tag) or None}


def _locked(tag: Tag, actor: User) -> Tag:
    current = Tag.objects.visible_to(actor).select_for_update().filter(pk=tag.pk).first()
    if current is None:
        raise ServiceError(_("This tag was deleted meanwhile. Nothing was changed."))
    return current


def _free_name(text: str, tag: Tag) -> str:
    try:
        name = checked_tag_name(text)
    except ServiceError as exc:
        raise ServiceError(exc.message, param="name") from exc
    if Tag.objects.exclude(pk=tag.pk).filter(name=name).exists():
        said = _("There is a tag of this name. Nothing was changed. Choose another.")
        raise ServiceError(said, param="name")
    return name


def _checked_tone(tone: str) -> str:
    if tone and tone not in Tag.Tone.values:
        raise ServiceError(
            _("There is no such colour. Nothing was changed. Choose another."), param="tone"
        )
    return tone


def _check_stays_in_sight(actor: User, groups: list[AccessGroup]) -> None:
    if not groups or actor.has_perm(SEES_EVERYTHING):
        return
    if not actor.access_groups.filter(pk__in=[group.pk for group in groups]).exists():
        raise ServiceError(
            _(
                "You are in none of these groups, and would see the tag and its threads no more. Nothing was changed. "
                "Choose one of yours as well."
            ),
            param="groups",
        )
