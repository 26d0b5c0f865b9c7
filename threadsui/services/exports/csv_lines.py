"""Comma-separated values that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Generator, Iterable, Sequence

# What makes a spreadsheet take a cell for a formula (OWASP, "CSV injection"); the full-width ones count in some.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "'"  # what spreadsheets themselves put before a cell that is text
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as the code page of the machine


def csv_lines(
    header: Sequence[str], rows: Iterable[Sequence[object]]
) -> Generator[str, None, None]:
    """The lines of a file, the header first. Text that would be a formula gets a mark before it."""
    line = io.StringIO()
    writer = csv.writer(line)
    yield BYTE_ORDER_MARK
    writer.writerow(header)
    yield _taken(line)
    for row in rows:
        writer.writerow([defused(cell) for cell in row])
        yield _taken(line)


def defused(cell: object) -> object:
    """Numbers as they are. Spaces before the sign count as well: some programs trim them."""
    if isinstance(cell, str) and (
        cell.startswith(FORMULA_STARTS) or cell.lstrip().startswith(FORMULA_STARTS)
    ):
        return MARK + cell
    return cell


def _taken(line: io.StringIO) -> str:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text
