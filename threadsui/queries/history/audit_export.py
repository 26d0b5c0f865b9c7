"""Audit events as records to be exported, with what proves each; a batch at a time."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from threadsui.audit.content import content_of, rows
from threadsui.models import AuditEvent, masks
from threadsui.models.masking import reads_masked

BATCH = 500


def event_records(events: QuerySet[AuditEvent], *, until: int) -> Iterator[dict[str, Any]]:
    """The events up to number `until`, in their order: their sealed content, `key_id`, `mac` and `previous_mac`.

    `previous_mac` is the MAC of the event before in the chain, whether or not that one is among `events`.
    For whoever reads text masked it is, which no MAC then fits.
    """
    found = rows(events.filter(pk__lte=until).order_by("pk"))
    last = 0
    while batch := list(found.filter(pk__gt=last)[:BATCH]):
        last = batch[-1][0]
        macs = {row[0]: row[-1] for row in batch} | _macs_before(batch)
        for row in batch:
            yield _readable(content_of(row)) | {
                "key_id": row[-2],
                "previous_mac": macs.get(row[0] - 1, ""),
                "mac": row[-1],
            }


def _readable(content: dict[str, Any]) -> dict[str, Any]:
    if not reads_masked():
        return content
    kind, label = content["target_type"], content["target_label"]
    return content | {
        "target_label": masks.label_of(kind, label),
        "changes": masks.changes(content["changes"]),
    }


def _macs_before(batch: list[tuple[Any, ...]]) -> dict[int, str]:
    """The MACs of the events that come before one of the batch, and are not in it themselves."""
    numbers = {row[0] - 1 for row in batch} - {row[0] for row in batch}
    return dict(AuditEvent.objects.filter(pk__in=numbers).values_list("pk", "mac"))
