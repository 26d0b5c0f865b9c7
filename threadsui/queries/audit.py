"""Reads about the audit history."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from threadsui.audit.presenting import LOOKS
from threadsui.models import ApiCall, AuditEvent, AuditHead, AuditVerification
from threadsui.models.masking import reads_masked
from threadsui.models.masks import LABELLED_BY_TITLE

DONE = "done"


@dataclass(frozen=True, slots=True)
class AuditFilters:
    text: str = ""  # a part of the target's label or of the reason, or a whole correlation id
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
    events = AuditEvent.visible.all()
    if filters.text:
        events = events.filter(_matching(filters.text))
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


def _matching(text: str) -> Q:
    """A whole correlation id is looked up, not searched for."""
    exact = Q(correlation_id=text)
    if AuditEvent.visible.filter(exact).exists():
        return exact
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
