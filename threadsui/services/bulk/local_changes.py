"""What a step of a bulk operation does to its threads. Each returns an event for each thread that it changed.

Called inside the step's transaction, with the threads locked; doing it twice changes nothing the second time. The
events are those that the same change of one thread writes (see teamwork/): its timeline shows a bulk change
like any other. The step appends them, all at once and last, because everybody else's wait from there to the commit.

Each raises NotPossible, with nothing changed, when what it gives the threads is gone meanwhile.
"""

from collections.abc import Callable, Sequence

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from threadsui.audit.recording import new_event
from threadsui.models import AuditEvent, Operation, Tag, Thread, ThreadTag, User
from threadsui.models.visibility import hidden_from

from ..errors import ServiceError
from ..reasons import checked_reason
from ..teamwork.tags import TAGS_MAX, checked_tag_name, made_tag
from ..threads.holds import hold_threads, release_threads
from .renames import checked_rename

Action = AuditEvent.Action
TAG_GONE = gettext_noop("There is no such tag any more.")
ASSIGNEE_GONE = gettext_noop("The person chosen cannot work on threads any more.")


class NotPossible(Exception):
    """No thread can be changed so any more. Its text is the sentence to keep, in English."""


def tag_threads(threads: Sequence[Thread], *, actor: User, tag: str) -> list[AuditEvent]:
    """Give each thread the tag. One that has it already, or has as many as fit, stays as it is."""
    wanted = _tag(tag, actor)
    tagged = ThreadTag.objects.filter(thread__in=threads)
    there = set(tagged.filter(tag=wanted).values_list("thread", flat=True))
    counts = tagged.order_by().values("thread").annotate(number=Count("tag"))
    full = {row["thread"] for row in counts if row["number"] >= TAGS_MAX}
    chosen = [thread for thread in threads if thread.pk not in there | full]
    ThreadTag.objects.bulk_create(
        ThreadTag(thread=thread, tag=wanted, recorded_at=thread.recorded_at) for thread in chosen
    )
    changes = {"tag": {"old": None, "new": tag}}
    return [
        new_event(Action.THREAD_TAGGED, actor=actor, target=one, changes=changes) for one in chosen
    ]


def untag_threads(threads: Sequence[Thread], *, actor: User, tag: str) -> list[AuditEvent]:
    """Take the tag off each thread that has it."""
    found = ThreadTag.objects.filter(thread__in=threads, tag=_tag(tag, actor))
    there = set(found.values_list("thread", flat=True))
    found.delete()
    chosen = [thread for thread in threads if thread.pk in there]
    changes = {"tag": {"old": tag, "new": None}}
    return [
        new_event(Action.THREAD_UNTAGGED, actor=actor, target=one, changes=changes)
        for one in chosen
    ]


def assign_threads(threads: Sequence[Thread], *, actor: User, assignee: str) -> list[AuditEvent]:
    """Make the threads this person's work (a user name), or with "" nobody's. What they do not see stays as it is."""
    person = _assignee(assignee)
    if assignee and person is None:
        raise NotPossible(ASSIGNEE_GONE)
    chosen = [one for one in threads if one.assignee_id != (person.pk if person else None)]
    if person and hidden_from(person):
        pks = [one.pk for one in chosen]
        seen = set(
            Thread.objects.visible_to(person).filter(pk__in=pks).values_list("pk", flat=True)
        )
        chosen = [one for one in chosen if one.pk in seen]
    before = User.objects.in_bulk({one.assignee_id for one in chosen if one.assignee_id})
    names = {pk: user.get_username() for pk, user in before.items()}
    Thread.objects.filter(pk__in=[one.pk for one in chosen]).update(assignee=person)
    events = []
    for one in chosen:
        changes = {"assignee": {"old": names.get(one.assignee_id or 0), "new": assignee or None}}
        events.append(new_event(Action.THREAD_ASSIGNED, actor=actor, target=one, changes=changes))
    return events


CHANGES: dict[str, Callable[..., list[AuditEvent]]] = {
    Operation.Kind.TAG: tag_threads,
    Operation.Kind.UNTAG: untag_threads,
    Operation.Kind.ASSIGN: assign_threads,
    Operation.Kind.HOLD: hold_threads,
    Operation.Kind.RELEASE: release_threads,
}


def checked_parameters(kind: str, *, actor: User, **given: str) -> dict[str, str]:
    """The parameters as they are kept. Makes a tag that nobody used before, if `actor` may.

    Raises ServiceError, at the parameter, for what cannot be done to any thread.
    """
    if kind == Operation.Kind.CHECK:
        return {}
    if kind in {Operation.Kind.RENAME_KEY, Operation.Kind.RENAME_VALUE}:
        return checked_rename(**given)
    if kind in {Operation.Kind.HOLD, Operation.Kind.RELEASE}:
        return {"reason": checked_reason(given["reason"])}
    if kind == Operation.Kind.ASSIGN:
        return {"assignee": _checked_assignee(given["assignee"])}
    name = checked_tag_name(given["tag"])
    if kind == Operation.Kind.TAG and actor.has_perm("threadsui.add_tag"):
        made_tag(name, actor=actor)
    elif not Tag.objects.visible_to(actor).filter(name=name).exists():
        raise ServiceError(
            _("There is no tag “%(name)s”. Nothing was changed. Choose another.") % {"name": name},
            param="tag",
        )
    return {"tag": name}


def _checked_assignee(username: str) -> str:
    person = _assignee(username)
    if username and person is None:
        raise ServiceError(
            _("%(name)s cannot work on threads. Nothing was assigned. Choose another person.")
            % {"name": username},
            param="assignee",
        )
    return username


def _assignee(username: str) -> User | None:
    person = User.objects.filter(username=username).first() if username else None
    return person if person and person.has_perm("threadsui.triage_thread") else None


def _tag(name: str, actor: User) -> Tag:
    tag = Tag.objects.visible_to(actor).filter(name=name).first()
    if tag is None:
        raise NotPossible(TAG_GONE)
    return tag
