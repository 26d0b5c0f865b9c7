"""`{{order_id}}` and `{{greeting=Hello}}` in the text of a kept form: what a preset asks for when it is applied.

A name starts with a letter; letters, digits, `_`, `-` and spaces follow, and a space is the same as `_`. What stands
after `=` is the value unless another is given. Braces around anything else (`{{ user.name }}`, JSON, `{{` alone) are
text like any other.
"""

import re
from dataclasses import dataclass

from .draft_data import SAYS_NOTHING

PLACEHOLDER = re.compile(
    r"\{\{[ \t]*([^\W\d_](?:[\w -]{0,38}\w)?)[ \t]*(?:=([^{}\r\n]{0,500}))?\}\}"
)


@dataclass(frozen=True)
class Placeholder:
    """`default` is None for one that has to be given."""

    name: str
    default: str | None = None

    @property
    def label(self):
        """`order_id` → `Order id`."""
        words = self.name.replace("_", " ")
        return words[:1].upper() + words[1:]


def placeholders_in(fields):
    """The Placeholders of a kept form, in the form's order; each name once, with the first default that it has."""
    found = {}
    for text in _texts(fields):
        for match in PLACEHOLDER.finditer(text):
            name = _name_of(match)
            if found.get(name) is None:
                found[name] = match[2].strip() if match[2] is not None else None
    return [Placeholder(name, default) for name, default in found.items()]


def expand(fields, values):
    """The kept form with `values` in the place of their names, as they are: what is put in is not looked at again."""

    def value_of(match):
        return values.get(_name_of(match), match[0])

    return {
        name: texts if _is_no_text(name) else [PLACEHOLDER.sub(value_of, text) for text in texts]
        for name, texts in fields.items()
    }


def expanded_length(fields, values):
    """About how many characters `expand` would make: cheap to know before it makes them."""
    texts = list(_texts(fields))
    matches = (match for text in texts for match in PLACEHOLDER.finditer(text))
    return sum(map(len, texts)) + sum(len(values.get(_name_of(match), "")) for match in matches)


def _name_of(match):
    return "_".join(match[1].split())


def _texts(fields):
    for name, texts in fields.items():
        if not _is_no_text(name):
            yield from texts


def _is_no_text(name):
    """A choice, a count of rows, or where it goes: never typed in words."""
    return SAYS_NOTHING.fullmatch(name)
