"""Threads as a workbook: the rows of the CSV in cells of text, none of which is a formula."""

import io
from pathlib import Path
from tempfile import gettempdir

import openpyxl
import pytest

from tests import factories
from threadsui.models import AuditEvent, Operation
from threadsui.services.exports import threads as formats
from threadsui.services.exports import workbook

URL = "/threads/export/"
PRESS = {"format": "xlsx", "confirmed": "1", "all": "1"}


def sheet_of(response):
    content = b"".join(response.streaming_content)
    return openpyxl.load_workbook(io.BytesIO(content)).active


def left_behind():
    return list(Path(gettempdir()).glob("openpyxl.*"))


def test_workbook_has_a_row_for_each_thread_newest_first(signed_in):
    for title in ("Old", "New"):
        factories.thread(title=title, metadata={"order": "7"}, messages=["Hi"])

    response = signed_in.post(URL, PRESS)
    rows = list(sheet_of(response).iter_rows(values_only=True))

    assert response["Content-Disposition"].endswith('.xlsx"')
    assert rows[0] == formats.CSV_HEADER
    assert [row[1] for row in rows[1:]] == ["New", "Old"]
    assert (rows[1][8], rows[1][10]) == (1, '{"order": "7"}')
    assert AuditEvent.objects.get(action="threads.exported").changes["threads"]["new"] == 2


@pytest.mark.parametrize("title", ["=1+1", "=HYPERLINK(A1)", "+1", "@SUM(A1)", "-2", "#REF!"])
def test_text_that_a_spreadsheet_would_run_is_a_cell_of_text(signed_in, title):
    factories.thread(title=title)

    cell = sheet_of(signed_in.post(URL, PRESS))["B2"]

    assert (cell.value, cell.data_type) == (title, "s")


def test_what_xml_cannot_say_is_replaced():
    content = b"".join(workbook.workbook(["a"], [["bell\x07"], ["x" * 40_000]], title="T"))

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet["A2"].value == "bell\ufffd"
    assert (len(sheet["A3"].value), sheet["A3"].value[-1]) == (32_767, "…")


def test_export_of_nothing_is_a_workbook_with_its_header(signed_in):
    sheet = sheet_of(signed_in.post(URL, PRESS | {"query": "state=gone"}))

    assert [len(row) for row in sheet.iter_rows()] == [len(formats.CSV_HEADER)]


def test_workbook_that_fails_on_the_way_leaves_no_files_behind():
    before = left_behind()

    def rows():
        yield ["one"]
        raise RuntimeError("database is away")

    with pytest.raises(RuntimeError):
        list(workbook.workbook(["a"], rows(), title="T"))

    assert left_behind() == before


def test_console_without_the_extra_says_what_to_do(signed_in, monkeypatch):
    monkeypatch.setattr("threadsui.views.bulk.exports.is_available", lambda: False)

    response = signed_in.post(URL, PRESS)

    assert response.status_code == 422
    assert "its extra “xlsx” is not installed. Nothing was exported." in response.text
    assert not Operation.objects.exists()


@pytest.mark.parametrize("is_installed", [True, False])
def test_workbook_is_offered_where_it_can_be_written(signed_in, monkeypatch, is_installed):
    monkeypatch.setattr("threadsui.views.bulk.exports.is_available", lambda: is_installed)

    assert ('value="xlsx"' in signed_in.get(URL).text) is is_installed


def test_more_threads_than_a_workbook_takes_are_refused(signed_in, monkeypatch):
    few = formats.Format("x", "xlsx", with_messages=False, write=formats.as_workbook, rows_max=1)
    monkeypatch.setitem(formats.FORMATS, "xlsx", few)
    factories.thread()
    factories.thread()

    response = signed_in.post(URL, PRESS)

    assert response.status_code == 422
    assert "More than 1 threads match, which is too much for a workbook." in response.text


def test_export_under_way_is_told_of_and_has_a_page_with_its_count(signed_in, agent):
    running = factories.operation(
        actor=agent, kind="threads.export", parameters={"format": "csv"}, done_count=1_200
    )
    factories.operation(kind="threads.export", parameters={"format": "csv"})  # somebody else's

    dialog = signed_in.get(URL)
    page = signed_in.get(running.get_absolute_url())

    assert ">1,200 threads exported.</a>" in dialog.text
    assert dialog.text.count("is under way") == 1
    assert "1,200 threads exported." in page.text
    assert 'hx-trigger="every 1s"' in page.text
