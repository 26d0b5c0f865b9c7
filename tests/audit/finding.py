"""What verifying says of the history."""

from threadsui.audit.verifying import verify
from threadsui.models import AuditVerification

Problem = AuditVerification.Problem


def found():
    """(number up to which the chain is whole, problem, first, last)"""
    number, finding = verify()
    return number, *((finding.problem, finding.number, finding.until) if finding else ("",))
