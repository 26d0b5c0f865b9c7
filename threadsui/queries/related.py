"""The people and connections of a page's rows, by id, after the rows: a join would spoil the page's plan."""

from collections.abc import Iterable

from threadsui.models import Connection, Submission, Thread, User


def people(ids: Iterable[int | None]) -> dict[int, User]:
    wanted = {pk for pk in ids if pk}
    return User.objects.only("username", "first_name", "last_name").in_bulk(wanted)


def connections(ids: Iterable[int | None]) -> dict[int, Connection]:
    """Without their secrets: a list has no use for them."""
    wanted = {pk for pk in ids if pk}
    return Connection.objects.only("slug", "name", "is_sandbox").in_bulk(wanted)


def threads(ids: Iterable[int | None]) -> dict[int, Thread]:
    wanted = {pk for pk in ids if pk}
    return Thread.objects.only("title", "remote_id").in_bulk(wanted)


def submissions(ids: Iterable[int | None]) -> dict[int, Submission]:
    wanted = {pk for pk in ids if pk}
    return Submission.objects.only("title", "body").in_bulk(wanted)
