"""What somebody gave a reason for: in their session, each record for a while."""

from django.utils import timezone

KEY = "revealed"  # {"threadsui.thread 7": the second until which it is shown}
MOST = 200  # the oldest are masked again before a session grows without end


def reveal_in(session, record, until):
    """Show the text of `record`, ("threadsui.thread", "7"), until then."""
    kept = {name: end for name, end in session.get(KEY, {}).items() if end > _now()}
    kept = dict(sorted(kept.items(), key=lambda item: item[1])[-(MOST - 1) :])
    session[KEY] = kept | {" ".join(record): until.timestamp()}


def revealed_in(session):
    """The records whose text is shown now."""
    return [tuple(name.split(" ", 1)) for name, end in session.get(KEY, {}).items() if end > _now()]


def end_of(session, record):
    """Until when the text of `record` is shown, as seconds; None when it is not."""
    end = session.get(KEY, {}).get(" ".join(record))
    return end if end and end > _now() else None


def _now():
    return timezone.now().timestamp()
