"""Text into pieces: where a term begins, its key, its values. What the pieces mean is the parser's business."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

KEY = re.compile(r"([A-Za-z][\w-]*)(?=[:.])")
OPENING = '"“„'
CLOSING = {'"': '"', "“": "”“", "„": "“”"}


def _is_address(text: str) -> bool:
    """Whether it is an IPv6 address, whose colons end no key."""
    try:
        return isinstance(ip_address(text), IPv6Address)
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Piece:
    """A value as it stands in the text; `text` is unquoted. A piece whose quote does not end is not `is_closed`."""

    text: str
    start: int
    end: int
    is_quoted: bool = False
    is_closed: bool = True
    has_star: bool = False  # directly after the closing quote


class Reader:
    """Goes through a text from left to right; `at` is how far it is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    @property
    def is_done(self) -> bool:
        return self.at >= len(self.text)

    def skip_space(self) -> None:
        while not self.is_done and self.text[self.at].isspace():
            self.at += 1

    def skips(self, sign: str) -> bool:
        """True, and past it, if `sign` is next."""
        found = self.text.startswith(sign, self.at)
        self.at += len(sign) if found else 0
        return found

    def is_in_term(self) -> bool:
        """Whether the next character still belongs to the term."""
        return not self.is_done and not self.text[self.at].isspace()

    def key(self) -> str:
        """The key that is next, and past it: it ends at a colon that begins no `//`, or at a dot. Else empty."""
        found = KEY.match(self.text, self.at)
        if not found:
            return ""
        rest = self.text[found.end() :]
        if ":" in rest[1:] and _is_address(self.text[self.at :].split(maxsplit=1)[0]):
            return ""
        is_pair = rest[0] == "." and found[1].lower() == "metadata" and len(rest) > 1
        is_key = rest[0] == ":" and not rest.startswith("://")
        if not is_key and not (is_pair and not rest[1].isspace()):
            return ""
        self.at = found.end()
        return found[1]

    def piece(self, stops: str = "") -> Piece:
        """What is next, as far as its closing quote, else as far as white space or one of `stops`."""
        if not self.is_done and self.text[self.at] in OPENING:
            return self._quoted()
        start = self.at
        while self.is_in_term() and self.text[self.at] not in stops:
            self.at += 1
        return Piece(self.text[start : self.at], start, self.at)

    def _quoted(self) -> Piece:
        start, signs = self.at, []
        closing = CLOSING[self.text[start]]
        self.at += 1
        while not self.is_done:
            sign = self.text[self.at]
            self.at += 1
            if sign in closing:
                has_star = self.skips("*")
                return Piece("".join(signs), start, self.at, is_quoted=True, has_star=has_star)
            if sign == "\\" and not self.is_done and self.text[self.at] in '"\\':
                sign = self.text[self.at]
                self.at += 1
            signs.append(sign)
        return Piece("".join(signs), start, self.at, is_quoted=True, is_closed=False)
