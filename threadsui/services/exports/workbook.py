"""A workbook (XLSX) that a spreadsheet opens without running anything. Needs the extra `xlsx` (openpyxl).

It is written row by row to a temporary file and leaves once it is whole, as a workbook's list of contents is its end:
unlike a CSV, nothing arrives before. Memory does not grow with it, but time does: it is for up to ROWS_MAX rows.
"""

import re
from collections.abc import Generator, Iterable, Sequence
from importlib.util import find_spec
from tempfile import TemporaryFile
from typing import IO, Any

ROWS_MAX = 100_000  # some ten thousand a minute arrive; a sheet would end at 1,048,576
TEXT_MAX = 32_767  # characters of a cell
CUT = "…"
PIECE = 64 * 1024  # bytes
# What XML cannot say at all, not even escaped.
IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def is_available() -> bool:
    """Whether the extra is installed."""
    return find_spec("openpyxl") is not None


def workbook(
    header: Sequence[str], rows: Iterable[Sequence[object]], *, title: str
) -> Generator[bytes, None, None]:
    """The bytes of the file. Every text is a cell of text, whatever it begins with: none is a formula."""
    with TemporaryFile() as file:
        _write(file, header, rows, title)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _write(
    file: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[object]], title: str
) -> None:
    from openpyxl import Workbook  # noqa: PLC0415  an extra, which may be missing

    book = Workbook(write_only=True)
    is_whole = False
    try:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        sheet.append(list(header))
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
        book.save(file)
        is_whole = True
    finally:
        if not is_whole:
            _discard(book)


def _discard(book: Any) -> None:
    """Remove what openpyxl keeps of each sheet on the disk, which it does by itself only when it saves them."""
    for sheet in book.worksheets:
        sheet.close()
        sheet._writer.cleanup()


def _cell(sheet: Any, value: object) -> object:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  as above

    if not isinstance(value, str):
        return value
    text = IMPOSSIBLE.sub("\ufffd", value)
    cell = WriteOnlyCell(sheet, text if len(text) <= TEXT_MAX else text[: TEXT_MAX - 1] + CUT)
    cell.data_type = "s"  # openpyxl takes what begins with "=" for a formula
    return cell
