"""What the last check of a thread's server found, for its page and its drawer."""

from threadsui.models import ThreadCheck
from threadsui.services.threads.comparing import differences


def drift_of(thread):
    """The check and what differs in it now; None when nothing does, or the thread is only read."""
    check = check_of(thread)
    if check is None or not thread.drifted_at or thread.state != thread.State.CREATED:
        return None
    changes = differences(thread, check)
    changes.pop("messages", None)  # told in words
    return {
        "check": check,
        "changes": changes,
        "new_messages": check.new_messages,
        "removed_messages": check.removed_messages,
    }


def check_of(thread):
    """The thread's last check; None when it was never compared."""
    try:
        return thread.last_check
    except ThreadCheck.DoesNotExist:
        return None
