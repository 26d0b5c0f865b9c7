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


def titles(events: Iterable[AuditEvent]) -> dict[tuple[str, str], str]:
    """By (kind, id): the titles that the threads and submissions which these events are about have now."""
    wanted: dict[str, set[int]] = {"threadsui.thread": set(), "threadsui.submission": set()}
    for event in events:
        if event.target_type in wanted and event.target_id.isdigit():
            wanted[event.target_type].add(int(event.target_id))
    submitted = Submission.visible.only("title", "thread").in_bulk(wanted["threadsui.submission"])
    found: dict[str, Mapping[int, Thread | Submission]] = {
        "threadsui.thread": threads(wanted["threadsui.thread"]),
        "threadsui.submission": submitted,
    }
    return {(kind, str(pk)): one.title for kind, rows in found.items() for pk, one in rows.items()}


def threads(ids: Iterable[int | None]) -> dict[int, Thread]:
    wanted = {pk for pk in ids if pk}
    return Thread.visible.only("title", "remote_id").in_bulk(wanted)


def submissions(ids: Iterable[int | None]) -> dict[int, Submission]:
    wanted = {pk for pk in ids if pk}
    return Submission.visible.only("title", "body").in_bulk(wanted)
