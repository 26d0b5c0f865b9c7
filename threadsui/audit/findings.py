"""What a look through the chain may find."""

from dataclasses import dataclass

from threadsui.models import AuditVerification


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `number`, `until`: the first and the last event (or checkpoint) it is said of.

    Of swapped events they are the two places.
    """

    problem: AuditVerification.Problem
    number: int | None = None
    until: int | None = None
