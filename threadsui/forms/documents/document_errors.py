"""What is said about a document that cannot be read, and the limits that keep reading it cheap."""

from django.utils.translation import gettext_lazy as _

from threadsui.words import filled, lazy_number

DEPTH_MAX = 50
VALUES_MAX = 30_000  # the largest form that can be shown has some 6,000
TOO_DEEP = filled(
    _("It is nested deeper than %(max)s levels. No request is. Correct it."), max=DEPTH_MAX
)
TOO_MANY = filled(
    _("It holds more than %(max)s values. No request does. Make it smaller."),
    max=lazy_number(VALUES_MAX),
)


class DocumentError(ValueError):
    """What is wrong with the text, where, and what to do about it."""


def at(line, column, error):
    """The error, which goes on in small letters, with where it is."""
    said = _("Line %(line)s, column %(column)s: %(error)s")
    return said % {"line": line, "column": column, "error": error}


def visible(text):
    """Text that can be shown, whatever is in it."""
    return str(text)[:200].encode(errors="backslashreplace").decode().replace("\x00", "\\u0000")
