"""Writing events to the end of the chain."""

from collections.abc import Sequence

from django.db import transaction

from threadsui.models import AuditEvent, AuditHead

from .chain import chain, sealed_head


class HeadMissing(Exception):
    """The row that holds the chain's end is gone: nothing is recorded, and so nothing done, before somebody looks."""

    def __init__(self) -> None:
        super().__init__(
            "The head of the audit chain is missing. See docs/audit.md, “When it is broken”."
        )


def append(events: Sequence[AuditEvent]) -> None:
    """Number, seal and write new events, in one transaction: the caller's if there is one.

    From here to the end of that transaction nobody else can append, so this comes last in it. That the end is locked
    is what keeps the chain from forking; the events' primary key would refuse a fork all the same.
    """
    if not events:
        return
    with transaction.atomic(savepoint=False):
        number, mac = _locked_end()
        head = sealed_head(*chain(events, number=number, mac=mac))
        AuditEvent.objects.bulk_create(events)
        AuditHead.objects.filter(pk=head.pk).update(
            number=head.number, mac=head.mac, key_id=head.key_id, seal=head.seal
        )


def _locked_end() -> tuple[int, str]:
    """Number and MAC of the last event. On SQLite the whole transaction is the lock: it began as a writing one."""
    ends = AuditHead.objects.select_for_update().filter(pk=AuditHead.ONLY)
    end = ends.values_list("number", "mac").first()
    if end is None:
        raise HeadMissing
    return end
