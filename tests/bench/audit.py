"""The audit chain: what recording an event costs beside a plain insert, and how fast the whole chain is verified.

Goals: `record` costs at most 0.5 ms more, at the median, than inserting the same row without a chain; a million events
are verified in under a minute. AUDIT_EVENTS=1000000 verifies so many; by default it is a tenth of that.
"""

import os
import time

from . import _stage

ROUNDS = 500
WARM_UP = 50
EVENTS = int(os.environ.get("AUDIT_EVENTS", "100000"))
BATCH = 5_000
RECORD_GOAL = 0.5  # ms
VERIFY_GOAL = 60.0  # seconds for a million
CHANGES = {"metadata": {"old": {"tier": "silver"}, "new": {"tier": "gold", "locale": "pl-PL"}}}


def main():
    _stage.prepare("http://127.0.0.1:9/v1")
    _bench_record()
    _bench_verify()


def _bench_record():
    """Each in a transaction of its own, in turn."""
    from django.db import transaction

    from threadsui.audit.recording import record
    from threadsui.models import AuditEvent, Connection, User

    actor, target = User.objects.get(username="bench"), Connection.objects.get(slug="bench")
    plain = _plain_model()

    def chained():
        with transaction.atomic():
            record(
                AuditEvent.Action.CONNECTION_UPDATED, actor=actor, target=target, changes=CHANGES
            )

    def unchained():
        with transaction.atomic():
            plain.objects.create(**_fields(actor, target))

    peers = {"plain insert": unchained, "audit.record": chained}
    times = {name: [] for name in peers}
    for turn in range(WARM_UP + ROUNDS):
        for name, peer in peers.items():
            taken = _stage.timed(peer)
            if turn >= WARM_UP:
                times[name].append(taken)
    for name, measured in times.items():
        print(f"{name:16}{_stage.median(measured):8.2f} ms, p95 {_stage.p95(measured):8.2f} ms")
    one, other = (_stage.median(times[name]) for name in ("audit.record", "plain insert"))
    verdict = "met" if one - other <= RECORD_GOAL else "MISSED"
    print(
        f"{one / other:.1f} times; {one - other:.2f} ms more (goal: {RECORD_GOAL:g} ms): {verdict}."
    )


def _fields(actor, target):
    return {
        "action": "connection.updated",
        "actor": actor,
        "actor_name": actor.username,
        "target_type": "threadsui.connection",
        "target_id": str(target.pk),
        "target_label": str(target),
        "changes": CHANGES,
    }


def _plain_model():
    """The table of audit events as it was without a chain, its indexes included."""
    from django.db import connection, models

    from threadsui.models import AuditEvent

    chained = {"id", "mac", "key_id"}
    fields = {
        field.name: field.clone()
        for field in AuditEvent._meta.local_fields
        if field.name not in chained
    }
    meta = type("Meta", (), {"app_label": "threadsui", "indexes": _plain_indexes(AuditEvent)})
    plain = type("PlainEvent", (models.Model,), fields | {"__module__": __name__, "Meta": meta})
    with connection.schema_editor() as editor:
        editor.create_model(plain)
    return plain


def _plain_indexes(model):
    copies = [index.clone() for index in model._meta.indexes]
    for index in copies:
        index.name = f"plain_{index.name}"[:30]
    return copies


def _bench_verify():
    from threadsui.audit.content import rows
    from threadsui.audit.verifying import verify
    from threadsui.models import AuditEvent

    _fill()
    events = rows(AuditEvent.objects.order_by("pk")).iterator(chunk_size=BATCH)
    read = _stage.timed(lambda: sum(1 for _ in events)) / 1000
    start, worked = time.perf_counter(), time.process_time()
    number, finding = verify()
    taken, worked = time.perf_counter() - start, time.process_time() - worked
    if finding:
        raise RuntimeError(f"The chain is broken: {finding}.")
    million = taken / number * 1_000_000
    verdict = "met" if million < VERIFY_GOAL else "MISSED"
    print(f"reading {number:,} events    {read:8.1f} s")
    print(
        f"verifying them          {taken:8.1f} s, {worked:.1f} s of it at work; {taken / read:.1f} times"
    )
    print(f"A million: {million:.0f} s (goal: under {VERIFY_GOAL:g} s): {verdict}.")


def _fill():
    """Add events until there are EVENTS, as `record` would."""
    from threadsui.audit.appending import append
    from threadsui.audit.recording import new_event
    from threadsui.models import AuditEvent, AuditHead, Connection, User

    actor, target = User.objects.get(username="bench"), Connection.objects.get(slug="bench")
    missing = EVENTS - AuditHead.objects.values_list("number", flat=True).get()
    action = AuditEvent.Action.CONNECTION_UPDATED
    while missing > 0:
        batch = range(min(missing, BATCH))
        append([new_event(action, actor=actor, target=target, changes=CHANGES) for _ in batch])
        missing -= BATCH
