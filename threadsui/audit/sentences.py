"""What a verification came to, for a person."""

from django.utils.translation import gettext as _

from threadsui.models import AuditVerification
from threadsui.words import number

Problem = AuditVerification.Problem


def finding_sentence(result: AuditVerification) -> str:
    """ "Event 812 was edited." or "The audit chain is whole up to event 1,316." """
    if not result.problem:
        return _("The audit chain is whole, up to event %(number)s.") % {
            "number": number(result.number)
        }
    first = number(result.bad_number) if result.bad_number is not None else ""
    last = number(result.bad_until) if result.bad_until is not None else ""
    if result.problem == Problem.CHECKPOINT and not first:
        return _("The file of checkpoints has a line that the console did not write.")
    sentences = _of_many() if first != last and last else _of_one()
    sentence = sentences.get(result.problem, _("The audit chain is broken."))
    return sentence % {"first": first, "last": last}


def _of_one() -> dict[str, str]:
    return {
        Problem.EDITED: _("Event %(first)s was edited."),
        Problem.MISSING: _("Event %(first)s was deleted."),
        Problem.INSERTED: _("Event %(first)s was inserted: the console did not write it."),
        Problem.TRUNCATED: _("The last event, %(first)s, was cut off."),
        Problem.KEY: _("Event %(first)s was sealed with a key that AUDIT_KEY does not have."),
        **_of_ends(),
    }


def _of_many() -> dict[str, str]:
    return {
        Problem.MISSING: _("Events %(first)s to %(last)s were deleted."),
        Problem.INSERTED: _(
            "Events %(first)s to %(last)s were inserted: the console did not write them."
        ),
        Problem.SWAPPED: _("Events %(first)s and %(last)s were swapped."),
        Problem.TRUNCATED: _("The last events, %(first)s to %(last)s, were cut off."),
        **_of_ends(),
    }


def _of_ends() -> dict[str, str]:
    return {
        Problem.HEAD: _("The record of the chain's end was changed: it does not fit the events."),
        Problem.CHECKPOINT: _("Checkpoint %(first)s does not fit the events, or was changed."),
        Problem.TRIGGERS: _(
            "Every event is as it was written, but the database does not refuse to change them any more: "
            "its triggers are gone."
        ),
    }
