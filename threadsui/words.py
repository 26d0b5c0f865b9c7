"""What every layer needs to speak the reader's language: numbers, lists of words, sentences with values in them."""

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.formats import get_format
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext, pgettext

# Of a sentence's values, those that are words of the contract and no one's input.
WORDS_OF_THE_CONTRACT = ("expected", "got", "subject")
# "'user' or 'assistant'", as pydantic joins the values that a field may have.
ALTERNATIVES = re.compile(r"(?:'[^']*', )*'[^']*' or '[^']*'")


def number(value: float, decimals: int = 0) -> str:
    """ "1,204" or "2.1" in English, "1.204" or "2,1" in German.

    Django's own number_format takes some 16 µs, which is much for the hundreds of counters of a composer.
    """
    text = f"{value:,.{decimals}f}"
    separators = _separators(get_language())
    return text.translate(separators) if separators else text


@functools.cache
def _separators(language: str | None) -> dict[int, str]:
    """What stands for the comma and the point of Python's own format; {} where both stay."""
    thousands = get_format("THOUSAND_SEPARATOR", lang=language, use_l10n=True)
    point = get_format("DECIMAL_SEPARATOR", lang=language, use_l10n=True)
    return {} if (thousands, point) == (",", ".") else str.maketrans({",": thousands, ".": point})


lazy_number = lazy(number, str)


def _fill(sentence: str, values: Mapping[str, Any]) -> str:
    return sentence % values


_fill_lazily = lazy(_fill, str)


def filled(sentence: str, **values: Any) -> str:
    """A lazy sentence with its values in it, lazy again: for what is written where a module or a class is made."""
    filled_sentence: str = _fill_lazily(sentence, values)
    return filled_sentence


def told(sentence: str, values: Mapping[str, Any]) -> str:
    """A sentence of the contract (`Problem.sentence`, `Problem.values`) in the reader's language.

    The contract itself speaks English, as the service does: the sandbox answers with it, byte by byte.
    """
    words = {
        name: _in_words(value) if name in WORDS_OF_THE_CONTRACT and value else value
        for name, value in values.items()
    }
    return gettext(sentence) % words


def told_again(said: str, sentences: Iterable[str]) -> str:
    """What was said in English by one of these `sentences`, in the reader's language; anything else as it is."""
    for sentence in sentences:
        if match := _pattern(sentence).fullmatch(said):
            return gettext(sentence) % match.groupdict()
    return said


@functools.cache
def _pattern(sentence: str) -> re.Pattern[str]:
    """Which texts are this sentence with values in it."""
    words = re.split(r"%\((\w+)\)s", sentence)
    parts = [
        f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(words)
    ]
    return re.compile("".join(parts), re.DOTALL)


def _in_words(expected: str) -> str:
    if not ALTERNATIVES.fullmatch(expected):
        return gettext(expected)
    *first, last = re.findall(r"'[^']*'", expected)
    several = pgettext("between words of a list", ", ").join(first)
    return gettext("%(several)s or %(last)s") % {"several": several, "last": last}


def listed(words: Sequence[str]) -> str:
    """ "metadata", "metadata and title", "metadata, title and tool resources"."""
    *first, last = words
    if not first:
        return last
    several = pgettext("between words of a list", ", ").join(first)
    return gettext("%(several)s and %(last)s") % {"several": several, "last": last}
