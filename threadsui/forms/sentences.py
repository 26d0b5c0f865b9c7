"""What a form says when something is wrong: what it is, which limit, what to do."""

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from threadsui.words import number, told

NOTHING_SENT = gettext_lazy("Nothing has been sent.")


def _unsent(sentence):
    return f"{sentence} {NOTHING_SENT}"


def _one_word(noun):
    return _unsent(_("A %(noun)s is one word, without spaces. Correct it.") % {"noun": noun})


# Lazily, so that a class may hold them: the sentence, and that nothing has been sent.
unsent = lazy(_unsent, str)
one_word = lazy(_one_word, str)


def too_long(length, limit, noun, nothing=NOTHING_SENT):
    """`nothing` says what has not happened for it."""
    said = _(
        "This %(noun)s is %(length)s characters; the limit is %(limit)s. Shorten it by %(excess)s."
    ) % {
        "noun": noun,
        "length": number(length),
        "limit": number(limit),
        "excess": number(length - limit),
    }
    return f"{said} {nothing}"


def too_many(count, limit, noun):
    said = _("There are %(count)s %(noun)s; the limit is %(limit)s. Remove %(excess)s.") % {
        "count": number(count),
        "noun": noun,
        "limit": number(limit),
        "excess": number(count - limit),
    }
    return _unsent(said)


def from_schema(problem):
    """What the contract alone refuses, after the form's own checks: rare, so in the contract's words."""
    return _unsent(f"{told(problem.sentence, problem.values)} {_('Correct it.')}")
