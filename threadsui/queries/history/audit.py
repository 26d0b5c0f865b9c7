"""Reads about the audit history."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from threadsui.audit.presenting import LOOKS
from threadsui.audit.vocabulary import RECORD, RECORDS
from threadsui.models import ApiCall, AuditEvent, AuditHead, AuditVerification
from threadsui.models.masking import reads_masked
from threadsui.models.masks import LABELLED_BY_TITLE
from threadsui.search.conditions import Condition

from ..search.listing import (
    Known,
    Questions,
    always,
    holds,
    is_rare,
    known_thread,
    narrowed,
    part_of,
    with_id,
    with_number,
)

DONE = "done"


def events_for_list(conditions: Iterable[Condition] = ()) -> QuerySet[AuditEvent]:
    """The events in sight of which all conditions hold, newest first. What no index knows is looked for in windows."""
    return narrowed(AuditEvent.visible.all(), AuditEvent.objects.all(), conditions, QUESTIONS)


def last_number() -> int:
    """That of the last event."""
    return AuditHead.objects.values_list("number", flat=True).first() or 0


def last_verification() -> AuditVerification | None:
    return AuditVerification.objects.order_by("-pk").first()


def calls_in_action(event: AuditEvent) -> list[ApiCall]:
    """The HTTP attempts of the same request of the same person."""
    if not event.correlation_id:
        return []
    return list(
        ApiCall.visible.filter(correlation_id=event.correlation_id)
        .defer("request_body", "response_body")
        .order_by("started_at", "pk")[:20]
    )


def _about(value: str) -> Q:
    """`thread`, `thread#7` or `#7`."""
    kind, sign, number = value.partition(RECORD)
    name = f"{RECORDS}{kind}"
    if not sign:
        return Q(target_type__endswith=name)  # for an equal one SQLite would read all of the kind
    return Q(target_type=name, target_id=number) if kind else Q(target_id=number)


def _about_threads(numbers: tuple[int, ...]) -> Q:
    return Q(target_type="threadsui.thread", target_id__in=[str(pk) for pk in numbers])


def _known(text: str) -> Known | None:
    """What an index answers: a whole correlation id, an address, the id of a thread. None where it is none of them."""
    for key, name in (("correlation", "correlation_id"), ("address", "address")):
        if AuditEvent.visible.filter(**{name: text}).exists():
            return key, (text, False)
    return known_thread(text)


def _with_words(text: str) -> Q:
    """A part of a label or of a reason."""
    label = holds("target_label", text)
    if reads_masked():  # asking again and again would spell a title out
        label &= ~Q(target_type__in=LABELLED_BY_TITLE)
    return label | holds("reason", text)


def _with_result(result: str) -> Q:
    """Whatever has no result of its own is done."""
    if result == DONE:
        return ~Q(action__in=[action for action, look in LOOKS.items() if look.state != DONE])
    return Q(action__in=[action for action, look in LOOKS.items() if look.state == result])


QUESTIONS = Questions(
    moment="created_at",
    each={
        "actor": lambda name: Q(actor_name=name),
        "action": lambda action: Q(action=action),
        "target": _about,
        "thread": _about_threads,
        "correlation": with_id("correlation_id"),
        "address": with_id("address"),
        "result": _with_result,
        "id": with_number("pk"),
        "reason": part_of("reason"),
    },
    words=_with_words,
    known=_known,
    found={
        "target": lambda value: not value.startswith(RECORD) and RECORD in value,
        "thread": always,
        "correlation": is_rare,
        "id": always,
    },
    ordered=(frozenset({"actor", "action"}), frozenset({"address"})),
)
