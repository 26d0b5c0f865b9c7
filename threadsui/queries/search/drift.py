"""Which threads the last comparison with their server came to something for."""

from django.db.models import Exists, OuterRef, Q

from threadsui.models import ThreadCheck

State = ThreadCheck.State
CHECK_STATES = (State.CHANGED, State.UNREACHABLE)  # that a list can be narrowed to
# Up to so many are looked up first; above, the newest threads are asked one by one.
RARE_MAX = 5_000


def in_check_state(state: str) -> Q:
    """For `changed`, threads that differ from their server's, which an index of the newest holds; for `unreachable`,
    those whose last check did not reach it.
    """
    if state == State.CHANGED:
        return Q(drifted_at__isnull=False, deleted_at=None, gone_at=None)
    found = ThreadCheck.objects.filter(state=state)
    ids = list(found.order_by("-thread").values_list("thread", flat=True)[: RARE_MAX + 1])
    if len(ids) <= RARE_MAX:
        return Q(pk__in=ids)
    return Q(Exists(found.filter(thread=OuterRef("pk"))))
