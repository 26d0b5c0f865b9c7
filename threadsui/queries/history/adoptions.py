"""Reads about adopting: which ids are here already, and what came of those of an operation."""

from collections.abc import Iterable

from threadsui.models import Adoption, Connection, Operation, Thread

PAGE_SIZE = 100
OUT_OF_SIGHT = 0  # the number of a thread that is here, and kept for others


def known_threads(connection: Connection, remote_ids: Iterable[str]) -> dict[str, int]:
    """{id there: number here} of those that the console has of this connection; OUT_OF_SIGHT for those unseen."""
    ours = Thread.objects.filter(connection=connection, remote_id__in=list(remote_ids))
    known = dict(ours.values_list("remote_id", "pk"))
    seen = set(Thread.visible.filter(pk__in=known.values()).values_list("pk", flat=True))
    return {remote_id: pk if pk in seen else OUT_OF_SIGHT for remote_id, pk in known.items()}


def adoptions_of(operation: Operation, *, result: str = "", after: int = 0) -> list[Adoption]:
    """A page of its ids in their order, behind the number `after`, and one more if there are more; of one `result`.

    Those that an operation has left without a result, because an error ended it, were not asked about.
    """
    found = operation.adoptions.filter(pk__gt=after).order_by("pk")
    if result:
        is_left = result == Adoption.Result.NOT_ASKED and operation.is_finished
        found = found.filter(result__in=["", result] if is_left else [result])
    return list(found[: PAGE_SIZE + 1])


def number_by_result(operation: Operation) -> dict[str, int]:
    """{result: so many ids}."""
    numbers = dict(operation.counts)
    left = (operation.total or 0) - sum(numbers.values())
    if operation.is_finished and left > 0:
        not_asked = Adoption.Result.NOT_ASKED.value
        numbers[not_asked] = numbers.get(not_asked, 0) + left
    return numbers


def threads_seen(ids: Iterable[int | None]) -> dict[int, Thread]:
    """Those that whoever reads now may see."""
    wanted = {pk for pk in ids if pk}
    return Thread.visible.only("title", "remote_id").in_bulk(wanted)


def last_failure(operation: Operation) -> str:
    """Why an operation that is paused is so."""
    tried = operation.adoptions.filter(result="", tries__gt=0).order_by("-tries", "-pk")
    return tried.values_list("reason", flat=True).first() or ""


def has_more_to_try(operation: Operation) -> bool:
    """Whether there are ids that may be tried again."""
    return operation.adoptions.filter(result__in=Adoption.AGAIN).exists()
