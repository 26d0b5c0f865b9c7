"""A search as values: its terms, each with its place in the text, and its errors. And back to text.

Places are counted in Unicode characters, as Python does. (JavaScript counts a character beyond U+FFFF as two.) They
say where a term was found, not what it means: two searches are equal when they mean the same.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

# What needs no quotes, whatever the key: no space, comma, colon, quote, star or range.
BARE = re.compile(r"\w[\w@+/=#-]*(?:\.[\w@+/=#-]+)*")
PAIR_PREFIX = "metadata."


class Match(Enum):
    """How a value is meant."""

    EXACT = "exact"
    PREFIX = "prefix"  # word*
    ANY = "any"  # *
    RANGE = "range"  # a..b, a.., ..b


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a term. `text` is without quotes and star; of a RANGE it is as written, `2026-11-01..`."""

    text: str
    match: Match = Match.EXACT
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def __str__(self) -> str:
        if self.match is Match.ANY:
            return "*"
        if self.match is Match.RANGE:
            return self.text
        return _quoted(self.text) + ("*" if self.match is Match.PREFIX else "")


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. Of several `values` any one may hold.

    `key`: a key of the vocabulary, empty for words outside of any key. `name`: of `metadata.NAME`, what is after the
    dot. `start` and `end` include the minus sign.
    """

    key: str
    values: tuple[Value, ...]
    is_negated: bool = False
    name: str = ""
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def __str__(self) -> str:
        key = f"{self.key}.{_quoted(self.name)}" if self.name else self.key
        values = ",".join(str(value) for value in self.values)
        return ("-" if self.is_negated else "") + (f"{key}:{values}" if key else values)


@dataclass(frozen=True, slots=True)
class QueryError:
    """What is wrong between `start` and `end` of the text, for a person; lazy."""

    message: str
    start: int
    end: int
    suggestion: str = ""  # what to write there instead, when that is known


@dataclass(frozen=True, slots=True)
class Search:
    """What `parse` makes of a text: the terms that could be read, all of which must hold, and every error."""

    text: str = field(default="", compare=False)
    terms: tuple[Term, ...] = ()
    errors: tuple[QueryError, ...] = ()

    def __str__(self) -> str:
        """The terms in their one spelling, which parses to an equal search."""
        return " ".join(str(term) for term in self.terms)

    def without(self, term: Term) -> str:
        """The text as it was written, but without this term of it."""
        return f"{self.text[: term.start].rstrip()} {self.text[term.end :].lstrip()}".strip()

    def with_term(self, term: Term) -> str:
        """The text as it was written, and this term after it."""
        return f"{self.text.rstrip()} {term}".strip()

    def replacing(self, old: Term, new: Term) -> str:
        """The text as it was written, with `new` in the place of its term `old`."""
        return self.text[: old.start] + str(new) + self.text[old.end :]


def search_of(terms: Iterable[Term]) -> Search:
    """The search of these terms, with the text and places that it would have if it were written."""
    placed, pieces, start = [], [], 0
    for term in terms:
        piece = str(term)
        placed.append(replace(term, start=start, end=start + len(piece)))
        pieces.append(piece)
        start += len(piece) + 1
    return Search(" ".join(pieces), tuple(placed))


def _quoted(text: str) -> str:
    if BARE.fullmatch(text) and not text.lower().startswith(PAIR_PREFIX):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
