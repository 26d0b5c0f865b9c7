"""What the history tells, in the order in which it happened."""

from threadsui.models import AuditEvent


def actions():
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def actions_about(thread):
    """What happened to the thread since it was made."""
    events = AuditEvent.objects.about(thread).order_by("pk")
    return [event.action for event in events if event.action != "thread.created"]
