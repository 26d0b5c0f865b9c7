"""What a search box understands: its keys, what each takes, and what it says of a key that it has not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum


class Kind(Enum):
    """What the values of a key are, which says how they are read."""

    CHOICE = "choice"  # one of the key's `choices`
    DAY = "day"  # a day, a month, a year, `today`, `yesterday`
    DAYS = "days"  # a day as above, or a range of them
    PERSON = "person"  # a user name, or one of `choices`
    NAME = "name"  # a user name as it was written once, whether or not somebody has it now, or one of `choices`
    CONNECTION = "connection"  # a slug
    TAG = "tag"
    ID = "id"  # an id, or the beginning of one and a `*`
    THREAD = "thread"  # the id of a thread as above, or the console's number of it as in `#12`
    WORDS = "words"  # words, as outside of any key
    PAIR = "pair"  # KEY.NAME:value, KEY.NAME:* or KEY.NAME alone


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    `label`: what it narrows by, for people. `choices`: value → label. `elsewhere`: value → the sentence that says where
    such things are found instead. `example`: a term with it. All texts are lazy. `also`: other names of it. `pattern`:
    what a value in small letters may be beside the choices. `is_masked`: not for those who read text masked.
    """

    name: str
    kind: Kind
    label: str
    example: str
    choices: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    pattern: str = ""
    is_masked: bool = False

    def has(self, value: str) -> bool:
        """Whether it is one of the choices, or what may stand beside them; in small letters."""
        return value in self.choices or bool(self.pattern and re.fullmatch(self.pattern, value))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The keys of one list's search box."""

    keys: tuple[Key, ...]

    def get(self, name: str) -> Key | None:
        """The key of this name, in any case."""
        name = name.lower()
        return next((key for key in self.keys if name == key.name or name in key.also), None)

    def nearest(self, name: str) -> str:
        """The name of the key that was probably meant; empty when none is near."""
        return nearest(name, [key.name for key in self.keys])


def nearest(text: str, names: list[str]) -> str:
    """The one of `names` that `text` is probably a slip of; empty when none is near."""
    found = get_close_matches(text.lower(), names, n=1, cutoff=0.6)
    return found[0] if found else ""
