"""Random submissions, API calls and events, with everything that a search can ask for."""

from datetime import UTC, datetime, timedelta

from tests import factories
from threadsui.models import ApiCall, AuditEvent, Submission

START = datetime(2026, 10, 30, tzinfo=UTC)
NOW = datetime(2026, 12, 1, tzinfo=UTC)
COUNT = 40
WORDS = ["Refund", "late delivery", "100%", "l_te", "a\\b", "Größe", "req-1", "'; --", "o"]
IDS = ["c-11112222", "c-11113333", "c-2", ""]
ADDRESSES = ["192.0.2.7", "192.0.2.70", "2001:db8::1", ""]
SLUGS = ["eu", "us"]
ACTIONS = ["thread.created", "thread.deleted", "submission.refused", "thread.gone", "user.updated"]
STATUSES = [200, 201, 302, 400, 429, 500, 503, None]


def moment(chance):
    return START + timedelta(hours=chance.randrange(24 * 4), minutes=chance.choice([0, 59]))


def submissions(chance, people, connections, threads):
    free = list(threads)
    for place in range(COUNT):
        state = chance.choice(["sending", "refused", "unknown", "not_sent", "accepted"])
        state = "refused" if state == "accepted" and not free else state
        refused = state == "refused"
        resolution = chance.choice(["", "", "dismissed", "resent"]) if state == "unknown" else ""
        at = moment(chance)
        made = Submission.objects.create(
            token=f"{place:032x}",
            connection=chance.choice(connections),
            actor=chance.choice(people),
            source=chance.choice(["form", "command", "bulk"]),
            title=chance.choice([*WORDS, ""]),
            body="{}",
            state=state,
            thread=free.pop() if state == "accepted" else None,
            error_status=chance.choice([400, 429, 503, None]) if refused else None,
            error_code=chance.choice(["rate_limit", "rate", ""]) if refused else "",
            request_id=chance.choice(["req-1111", "req-11112222", ""]) if refused else "",
            created_at=at,
            finished_at=None if state == "sending" else at,
            deadline_at=NOW + timedelta(hours=chance.choice([-1, 1])),
            resolution=resolution,
            resolution_reason=chance.choice(WORDS) if resolution else "",
            resolved_by=people[0] if resolution else None,
            resolved_at=at if resolution else None,
        )
        if chance.random() < 0.4:
            factories.call(submission=made, request_id=chance.choice(["req-33", "req-11112222"]))
    return Submission.objects.select_related("actor", "connection", "thread")


def calls(chance, people, connections, threads):
    entries = [factories.submission(state="refused") for _ in range(2)]
    for _ in range(COUNT):
        status = chance.choice(STATUSES)
        ApiCall.objects.create(
            connection=chance.choice(connections),
            actor=chance.choice([*people, None]),
            method=chance.choice(["GET", "POST", "DELETE"]),
            path=chance.choice([*(f"/threads/{word}" for word in WORDS), "/threads"]),
            attempt=chance.choice([1, 1, 2]),
            status=status,
            error="" if status else "none came",
            duration_ms=1,
            request_id=chance.choice(["req-1111", "req-11112222", ""]),
            correlation_id=chance.choice(IDS),
            thread=chance.choice([*threads, None]),
            submission=chance.choice([*entries, None]),
            started_at=moment(chance),
        )
    return ApiCall.objects.select_related("actor", "connection", "thread", "submission")


def events(chance, people, connections, threads):
    for _ in range(COUNT):
        factories.event(
            chance.choice(ACTIONS),
            actor=chance.choice([*people, False]),
            target=chance.choice([*threads, *connections]),
            target_label=chance.choice(WORDS),
            reason=chance.choice([*WORDS, ""]),
            correlation_id=chance.choice(IDS),
            address=chance.choice(ADDRESSES),
            created_at=moment(chance),
        )
    return AuditEvent.objects.all()


MAKE = {"submissions": submissions, "calls": calls, "audit": events}
