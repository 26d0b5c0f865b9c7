"""What the audit page says about the chain: when it was last verified, up to where, and what was found."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from threadsui.audit.seals import is_genuine_verification
from threadsui.audit.sentences import finding_sentence
from threadsui.models import AuditVerification
from threadsui.queries.history.audit import last_number, last_verification
from threadsui.words import number

Problem = AuditVerification.Problem
LATE = timedelta(days=2)  # twice the time in which the worker verifies


def proof_shown():
    """Context of partials/audit_proof.html."""
    result = last_verification()
    if result is None:
        return _proof("", "clock", _("The audit chain was not verified yet."))
    if not is_genuine_verification(result):
        sentence = _("The result of the last verification was changed outside the console.")
        return _proof("danger", "shield-alert", sentence)
    if result.problem == Problem.TRIGGERS:
        return _proof("warn", "triangle-alert", finding_sentence(result), result.finished_at)
    if result.problem:
        sentence = _("The history is not as it was written.")
        found = f"{sentence} {finding_sentence(result)}"
        return _proof("danger", "shield-alert", found, result.finished_at)
    is_late = result.finished_at < timezone.now() - LATE
    tone, icon = ("warn", "triangle-alert") if is_late else ("success", "shield-check")
    sentence = _("Whole up to event %(number)s") % {"number": number(result.number)}
    return _proof(tone, icon, sentence, result.finished_at) | {"more": _more_since(result)}


def _more_since(result):
    """ "3 more since then, not yet verified", or nothing."""
    more = last_number() - result.number
    if more <= 0:
        return ""
    said = ngettext(
        "%(number)s more since then, not yet verified",
        "%(number)s more since then, not yet verified",
        more,
    )
    return said % {"number": number(more)}


def _proof(tone, icon, sentence, at=None):
    return {"tone": tone, "icon": icon, "sentence": sentence, "at": at}
