"""Reads about the audit history."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from threadsui.audit.presenting import LOOKS
from threadsui.models import ApiCall, AuditEvent, AuditHead, AuditVerification, Thread
from threadsui.models.masking import reads_masked
from threadsui.models.masks import LABELLED_BY_TITLE

from .hints import Hints, Walk, with_hints

DONE = "done"
SAME_ID_MAX = 20  # threads of one id, on several connections


@dataclass(frozen=True, slots=True)
class AuditFilters:
    text: str = ""  # a part of the target's label or of the reason, or a whole id or address
    actor: str = ""  # a name as it was written then; "system" for the console itself
    action: str = ""
    target_type: str = ""
    target_id: str = ""
    correlation_id: str = ""
    address: str = ""  # whole
    result: str = ""  # the state of the pill that the list shows: "done", "refused" …
    created_from: datetime | None = None
    created_before: datetime | None = None


def events_for_list(filters: AuditFilters) -> QuerySet[AuditEvent]:
    """Newest first. What no index knows, a part of a text, is looked for in windows of the list: see hints.Walk."""
    if not filters.text:
        return _narrowed(AuditEvent.visible.all(), filters)
    known = _known(filters.text)
    if known is not None:
        return _narrowed(AuditEvent.visible.filter(known), filters)
    events = _narrowed(AuditEvent.visible.filter(_matching(filters.text)), filters)
    guide = AuditFilters(
        actor=filters.actor,
        action=filters.action,
        address=filters.address,
        created_from=filters.created_from,
        created_before=filters.created_before,
    )
    walk = Walk(_narrowed(AuditEvent.objects.all(), guide), "created_at")
    return with_hints(events, Hints(walk=walk))


def _narrowed(events: QuerySet[AuditEvent], filters: AuditFilters) -> QuerySet[AuditEvent]:
    exact = {
        "actor_name": filters.actor,
        "action": filters.action,
        "target_type": filters.target_type,
        "target_id": filters.target_id,
        "correlation_id": filters.correlation_id,
        "address": filters.address,
    }
    events = events.filter(**{name: value for name, value in exact.items() if value})
    if filters.result:
        events = events.filter(_with_result(filters.result))
    if filters.created_from:
        events = events.filter(created_at__gte=filters.created_from)
    if filters.created_before:
        events = events.filter(created_at__lt=filters.created_before)
    return events


def last_number() -> int:
    """That of the last event."""
    return AuditHead.objects.values_list("number", flat=True).first() or 0


def last_verification() -> AuditVerification | None:
    return AuditVerification.objects.order_by("-pk").first()


def _known(text: str) -> Q | None:
    """What an index answers: a whole correlation id, an address, the id of a thread. None where it is none of them."""
    for name in ("correlation_id", "address"):
        exact = Q(**{name: text})
        if AuditEvent.visible.filter(exact).exists():
            return exact
    threads = list(Thread.visible.filter(remote_id=text).values_list("pk", flat=True)[:SAME_ID_MAX])
    if not threads:
        return None
    return Q(target_type="threadsui.thread", target_id__in=[str(pk) for pk in threads])


def _matching(text: str) -> Q:
    """A part of a label or of a reason."""
    label = Q(target_label__icontains=text)
    if reads_masked():  # asking again and again would spell a title out
        label &= ~Q(target_type__in=LABELLED_BY_TITLE)
    return label | Q(reason__icontains=text)


def _with_result(result: str) -> Q:
    """Whatever has no result of its own is done."""
    if result == DONE:
        return ~Q(action__in=[action for action, look in LOOKS.items() if look.state != DONE])
    return Q(action__in=[action for action, look in LOOKS.items() if look.state == result])


def calls_in_action(event: AuditEvent) -> list[ApiCall]:
    """The HTTP attempts of the same request of the same person."""
    if not event.correlation_id:
        return []
    return list(
        ApiCall.visible.filter(correlation_id=event.correlation_id)
        .defer("request_body", "response_body")
        .order_by("started_at", "pk")[:20]
    )
