"""What the parsers of JSON and YAML complain about, in words of our own: theirs are English, and about parsers."""

from django.utils.translation import gettext_lazy as _

UNKNOWN = _("it cannot be read from here on")

# What the message begins with, and what is said of it.
OF_JSON = {
    "Expecting property name": _("a key in double quotes belongs here"),
    "Expecting ':'": _("a colon belongs here"),
    "Expecting ','": _("a comma or the end of the list or object belongs here"),
    "Expecting value": _("a value belongs here"),
    "Unterminated string": _("the text that begins here has no closing quote"),
    "Invalid control character": _("a line break or another control character stands in a text"),
    "Invalid \\": _("this backslash begins nothing that JSON knows"),
    "Extra data": _("something stands after the end"),
}
OF_YAML = {
    "mapping values are not allowed": _("a colon stands where none may; put the text in quotes"),
    "could not find expected ':'": _("a colon is missing before this"),
    "found unexpected end of stream": _("the text has no closing quote"),
    "did not find expected": _("the indentation or a bracket is not right"),
    "expected": _("the indentation or a bracket is not right"),
    "found character": _("a tab or a special character stands here; put the text in quotes"),
}


def json_problem(message):
    """For a JSONDecodeError's `msg`; to go on in small letters, without a full stop."""
    return _said(OF_JSON, message)


def yaml_problem(message):
    """For a YAMLError's `problem`."""
    return _said(OF_YAML, message)


def _said(sentences, message):
    found = (said for beginning, said in sentences.items() if message.startswith(beginning))
    return next(found, UNKNOWN)
