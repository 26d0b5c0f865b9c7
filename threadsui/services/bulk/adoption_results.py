"""What came of the ids of an operation that adopts: written at the ids, and counted at the operation."""

from collections.abc import Mapping

from django.utils import timezone

from threadsui.models import Adoption, Operation

Result = Adoption.Result


def count_results(operation: Operation, results: Mapping[str, int]) -> None:
    """Count so many ids as done, by result; saves the operation."""
    for result, count in results.items():
        _add(operation, result, count)
        operation.done_count += count
        operation.changed_count += count if result == Result.ADOPTED else 0
    operation.updated_at = timezone.now()
    operation.save()


def give_up_rest(operation: Operation, failed_as: str) -> None:
    """Settle every id that is left: what was tried as that, what was not as not asked; saves the operation."""
    tried, untried = _settle_rest(operation, failed_as)
    count_results(operation, {failed_as: tried, Result.NOT_ASKED: untried})


def leave_rest(operation: Operation, *, but_first: bool = False) -> None:
    """Say of the ids that are left that nobody asks for them any more; not saved, and not counted as done.

    `but_first`: the one whose answer is waited for has its result from that.
    """
    tried, untried = _settle_rest(operation, Result.UNREACHABLE, but_first=but_first)
    _add(operation, Result.UNREACHABLE, tried)
    _add(operation, Result.NOT_ASKED, untried)


def next_adoption(operation: Operation) -> Adoption | None:
    """The id to ask for next: those that failed come after those that were not tried."""
    return operation.adoptions.filter(result="").order_by("tries", "pk").first()


def _settle_rest(
    operation: Operation, failed_as: str, *, but_first: bool = False
) -> tuple[int, int]:
    """How many had been tried, and how many not."""
    left = operation.adoptions.filter(result="")
    asked = next_adoption(operation) if but_first else None
    if asked is not None:
        left = left.exclude(pk=asked.pk)
    tried = left.filter(tries__gt=0).update(result=failed_as)
    return tried, left.filter(tries=0).update(result=Result.NOT_ASKED)


def _add(operation: Operation, result: str, count: int) -> None:
    if count:
        operation.counts[result] = operation.counts.get(result, 0) + count
