"""Days as people write them in a search. Which moments they are is decided later, by the reader's zone."""

import datetime
import re

FIRST, LAST = datetime.date(2000, 1, 1), datetime.date(2199, 12, 31)
TODAY, YESTERDAY = "today", "yesterday"

SHAPE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


def days_of(text: str, today: datetime.date) -> tuple[datetime.date, datetime.date] | None:
    """The first and last day of `2026-11-22`, `2026-11`, `2026`, `today` or `yesterday`; None if it is none."""
    if text.lower() == TODAY:
        return today, today
    if text.lower() == YESTERDAY:
        before = today - datetime.timedelta(days=1)
        return before, before
    shape = SHAPE.fullmatch(text)
    if not shape:
        return None
    year, month, day = (int(part) if part else None for part in shape.groups())
    try:
        first = datetime.date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if not FIRST <= first <= LAST:  # beyond it a month may have no end that a date can say
        return None
    return first, first if day else _end(first, is_year=month is None)


def range_of(
    text: str, today: datetime.date
) -> tuple[datetime.date | None, datetime.date | None] | None:
    """First and last day of `a..b`, `a..` or `..b`, None where it is open; None when it is no range."""
    begin, dots, end = text.partition("..")
    first, last = days_of(begin, today), days_of(end, today)
    if not dots or not (begin or end) or (begin and not first) or (end and not last):
        return None
    return (first[0] if first else None), (last[1] if last else None)


def _end(first: datetime.date, *, is_year: bool) -> datetime.date:
    if is_year:
        return first.replace(month=12, day=31)
    following = (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    return following - datetime.timedelta(days=1)
