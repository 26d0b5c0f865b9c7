"""Writes audit events for so many seconds, each in a transaction with another write, as services do."""

import sys
import time

from django.db import transaction

from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Connection


def main(arguments):
    target = Connection.objects.get(is_sandbox=True)
    end, number = time.monotonic() + float(arguments[0]), 0
    while time.monotonic() < end:
        with transaction.atomic():
            Connection.objects.filter(slug="none").update(name="x")
            record(AuditEvent.Action.CONNECTION_UPDATED, actor=None, target=target)
        number += 1
    sys.stdout.write(f"{number}\n")
