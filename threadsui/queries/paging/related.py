"""The people and connections of a page's rows, by id, after the rows: a join would spoil the page's plan."""

from collections.abc import Iterable, Mapping

from threadsui.models import AuditEvent, Connection, Submission, Thread, User


def people(ids: Iterable[int | None]) -> dict[int, User]:
    wanted = {pk for pk in ids if pk}
    return User.objects.only("username", "first_name", "last_name").in_bulk(wanted)


def connections(ids: Iterable[int | None]) -> dict[int, Connection]:
    """Without their secrets: a list has no use for them."""
    wanted = {pk for pk in ids if pk}
    return Connection.visible.only("slug", "name", "is_sandbox").in_bulk(wanted)


def titles(events: Iterable[AuditEvent]) -> dict[int, str]:
    """By event: the title that the thread or submission it is about has now, if the event itself keeps none."""
    events = list(events)
    found: dict[str, Mapping[int, Thread | Submission]] = {
        "threadsui.thread": threads(_targets(events, "threadsui.thread")),
        "threadsui.submission": Submission.visible.only("title", "thread").in_bulk(
            _targets(events, "threadsui.submission")
        ),
    }
    names = {}
    for event in events:
        record = found.get(event.target_type, {}).get(_number(event))
        if record is not None and event.target_label in ("", record.audit_label):
            names[event.pk] = record.title
    return names


def _targets(events: Iterable[AuditEvent], kind: str) -> set[int]:
    return {_number(event) for event in events if event.target_type == kind} - {0}


def _number(event: AuditEvent) -> int:
    return int(event.target_id) if event.target_id.isdigit() else 0


def threads(ids: Iterable[int | None]) -> dict[int, Thread]:
    wanted = {pk for pk in ids if pk}
    return Thread.visible.only("title", "remote_id").in_bulk(wanted)


def submissions(ids: Iterable[int | None]) -> dict[int, Submission]:
    wanted = {pk for pk in ids if pk}
    return Submission.visible.only("title", "body").in_bulk(wanted)
