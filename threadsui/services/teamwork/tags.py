"""Tags on threads: the console's own, so that no server is called."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Tag, Thread, ThreadTag, User
from threadsui.models.tag import TAG_NAME_MAX_LENGTH, normal_tag_name, validate_tag_name
from threadsui.models.visibility import hidden_from

from ..errors import ServiceError
from ..threads.presence import locked

TAGS_MAX = 20  # on one thread


def tag_thread(
    *, thread: Thread, name: str, actor: User, may_create: bool = False, tone: str = ""
) -> Tag:
    """Put the tag of this name, in whatever case, on the thread, and return it. One that is there already stays.

    `may_create`: whether a tag that nobody used before is made, in the colour `tone` (of Tag.Tone; "" for none). Raises
    ServiceError (param `tag`), with nothing changed, for a name that cannot be one, for a colour that there is not, for
    a tag that does not exist and may not be made, for one that is kept for others, and for a full thread.
    """
    name = checked_tag_name(name)
    if tone and tone not in Tag.Tone.values:
        raise _tag_error(_("There is no such colour. Nothing was changed. Choose another."))
    with transaction.atomic():
        current = locked(thread)
        tag = _tag_named(name, actor=actor, may_create=may_create, tone=tone)
        if current.thread_tags.filter(tag=tag).exists():
            return tag
        if current.thread_tags.count() >= TAGS_MAX:
            raise _tag_error(
                ngettext(
                    "A thread has at most %(max)d tag. Remove it first.",
                    "A thread has at most %(max)d tags. Remove one first.",
                    TAGS_MAX,
                )
                % {"max": TAGS_MAX}
            )
        ThreadTag.objects.create(thread=current, tag=tag, recorded_at=current.recorded_at)
        changes = {"tag": {"old": None, "new": tag.name}}
        record(AuditEvent.Action.THREAD_TAGGED, actor=actor, target=current, changes=changes)
    return tag


def untag_thread(*, thread: Thread, tag: Tag, actor: User) -> bool:
    """Take the tag off the thread. False, and nothing recorded, when it was not on it (any more)."""
    with transaction.atomic():
        current = locked(thread)
        removed, _by_model = current.thread_tags.filter(tag=tag).delete()
        if removed:
            changes = {"tag": {"old": tag.name, "new": None}}
            record(AuditEvent.Action.THREAD_UNTAGGED, actor=actor, target=current, changes=changes)
    return bool(removed)


def checked_tag_name(text: str) -> str:
    """The name as tags are kept. Raises ServiceError (param `tag`)."""
    name = normal_tag_name(text)
    if len(name) > TAG_NAME_MAX_LENGTH:
        raise _tag_error(
            _("This name has %(length)d characters; a tag has at most %(max)d. Shorten it.")
            % {"length": len(name), "max": TAG_NAME_MAX_LENGTH}
        )
    try:
        validate_tag_name(name)
    except ValidationError as exc:
        raise _tag_error(exc.messages[0]) from exc
    return name


def made_tag(name: str, *, actor: User, tone: str = "") -> Tag:
    """The tag of this name, made if there is none. Raises ServiceError (param `tag`) for one kept for others."""
    tag, _is_new = Tag.objects.get_or_create(name=name, defaults={"tone": tone})
    if tag.pk in hidden_from(actor).tags:
        said = _("The tag “%(name)s” is kept for a group that you are not in. Choose another.")
        raise _tag_error(said % {"name": name})
    return tag


def _tag_named(name: str, *, actor: User, may_create: bool, tone: str) -> Tag:
    if may_create:
        return made_tag(name, actor=actor, tone=tone)
    tag = Tag.objects.visible_to(actor).filter(name=name).first()
    if tag is None:
        raise _tag_error(
            _("There is no tag “%(name)s”, and your role does not make new ones. Choose another.")
            % {"name": name}
        )
    return tag


def _tag_error(message: str) -> ServiceError:
    return ServiceError(message, param="tag")
