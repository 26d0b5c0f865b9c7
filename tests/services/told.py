"""What the history tells of a thread."""

from threadsui.models import AuditEvent


def told_of(thread):
    """The actions since the thread was made, in their order."""
    events = AuditEvent.objects.about(thread).order_by("pk")
    return [event.action for event in events if event.action != "thread.created"]
