"""A search once everything in it was looked up, as values that can be kept: people are numbers, and days moments."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition; any one of `values` may hold.

    What a value is depends on `key`: the number of a person, a connection or a tag (None: nobody); (from, before), two
    datetimes or None, of `created`; (text, is_prefix) of words and ids; a text, or None for any, of `metadata`, whose
    `name` is the pair's key; else the word of a choice.
    """

    key: str
    values: tuple[Any, ...]
    is_negated: bool = False
    name: str = ""
