"""Whether a value makes sense for its key, as far as that can be said without the records."""

import datetime
import re

from django.utils.translation import gettext_lazy as _

from .days import TODAY, YESTERDAY, days_of, range_of
from .lazy import said
from .query import Match, Value
from .reading import Piece
from .vocabulary import Key, Kind, nearest
from .words import has_words

PAIR_NAME_MAX, PAIR_VALUE_MAX = 64, 512  # of metadata: the API's own limits
LISTED_MAX = 12  # choices that an error lists
STARRED = {Kind.ID, Kind.THREAD, Kind.WORDS}  # a star at the end of their values means: begins with

# Any day does to see whether a text is one.
SOME_DAY = datetime.date(2020, 1, 1)

MOVING = re.compile(f"{TODAY}|{YESTERDAY}", re.IGNORECASE)

NO_DAY = _("This is no day. Write it as YYYY-MM-DD, such as 2026-11-22.")
NO_RANGE = _("This is no range of days. Write it as 2026-11-01..2026-11-20.")
BACKWARDS = _("This range ends before it begins. Swap its days.")


def check(key: Key | None, piece: Piece, value: Value) -> tuple[str, str] | None:
    """What is wrong with `value`, and what to write instead if that is known; None when nothing is."""
    kind = key.kind if key else Kind.WORDS
    message, suggestion = "", ""
    if not value.text and kind is not Kind.PAIR and value.match is not Match.PREFIX:
        message = _missing(key, piece)
    elif piece.has_star and kind not in STARRED:
        message = _("A star after quotes makes sense for words and ids only.")
    elif kind is Kind.WORDS:
        message = (
            "" if has_words(value.text) else _("There is no word in this: no letter, no digit.")
        )
    elif kind in {Kind.DAY, Kind.DAYS}:
        message = _wrong_day(value)
    elif kind is Kind.CHOICE:
        message, suggestion = _wrong_choice(key, value.text)
    elif kind is Kind.PAIR:
        message = _wrong_pair(piece, value)
    elif not value.text:
        message = _missing(key, piece)
    return (message, suggestion) if message else None


def _missing(key: Key | None, piece: Piece) -> str:
    if piece.is_quoted or key is None:
        return (
            _("There is nothing between the quotes.")
            if piece.is_quoted
            else _("A word is missing.")
        )
    return said(_("A value is missing here, as in %(example)s."), example=key.example)


def _wrong_day(value: Value) -> str:
    if value.match is not Match.RANGE:
        return "" if days_of(value.text, SOME_DAY) else NO_DAY
    found = range_of(value.text, SOME_DAY)
    if found is None:
        return NO_RANGE
    first, last = found
    is_backwards = first and last and first > last
    return BACKWARDS if is_backwards and not MOVING.search(value.text) else ""


def _wrong_choice(key: Key, text: str) -> tuple[str, str]:
    if key.has(text.lower()):
        return "", ""
    if where := key.elsewhere.get(text.lower()):
        return where, ""
    choices = list(key.choices)
    if len(choices) > LISTED_MAX:
        message = said(
            _("There is no “%(value)s”. What is offered while you type is what there is."),
            value=text,
        )
    else:
        message = said(
            _("“%(value)s” is none of %(choices)s."), value=text, choices=", ".join(choices)
        )
    return message, nearest(text, choices)


def _wrong_pair(piece: Piece, value: Value) -> str:
    if not value.text and value.match is Match.EXACT and not piece.is_quoted:
        return _(
            "A value is missing here. A star stands for any, and quotes with nothing in them for none."
        )
    if len(value.text) > PAIR_VALUE_MAX:
        return said(_("No value is longer than %(max)d characters."), max=PAIR_VALUE_MAX)
    return ""
