"""The few places where openpyxl is bent: rows of ready XML, and an archive without the clock."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml.etree import fromstring  # type: ignore[import-untyped]  # lxml ships no types
from openpyxl import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

LINE_HEIGHT = 15  # points
MOST_LINES = 25  # Excel allows 409 points


class _RowWriter(WorksheetWriter):
    """Writes the XML of a row as it was made; a third of the time of one element at a time."""

    def write_row(self, xf: Any, row: Any, row_idx: int) -> None:  # noqa: ANN401 - lxml's xmlfile
        cells, lines = row
        height = f' ht="{LINE_HEIGHT * lines}"' if lines > 1 else ""
        xf.write(fromstring(f'<row r="{row_idx}"{height}>{cells}</row>'))


class StreamedSheet(WriteOnlyWorksheet):
    """A write-only sheet that takes rows as XML; what is appended goes straight to a file."""

    column_dimensions: Any  # openpyxl makes these in a method, out of sight of its types
    sheet_properties: Any
    page_setup: Any
    oddFooter: Any  # noqa: N815 - openpyxl's name
    _rows: Any
    _writer: Any

    def append_xml(self, cells: str = "", lines: int = 1) -> None:
        """Add a row; ``lines`` is how high wrapped text makes it."""
        self.append([cells, min(lines, MOST_LINES)])

    def _values_to_row(self, values: Any, row_idx: int) -> Any:  # noqa: ANN401, ARG002 - openpyxl's
        return values

    def _get_writer(self) -> None:
        if self._writer is None:
            self._writer = _RowWriter(self)
            self._writer.write_top()

    def discard(self) -> None:
        """Remove the temporary file of a sheet that was never saved."""
        if self._writer is None or not Path(self._writer.out).exists():
            return
        with suppress(Exception):  # the file is thrown away; how it ends does not matter
            if self._rows is not None:
                self._rows.close()
            self._writer.close()
        self._writer.cleanup()


def new_sheet(book: Workbook, name: str) -> StreamedSheet:
    sheet = StreamedSheet(book, name)
    book._add_sheet(sheet)  # type: ignore[attr-defined]  # noqa: SLF001 - create_sheet() cannot make our subclass
    return sheet


def save(book: Workbook, file: IO[bytes], stamp: datetime) -> None:
    """Write the closed sheets; every entry bears ``stamp`` so that equal input is equal bytes."""
    with _StampedZip(file, stamp) as archive:
        ExcelWriter(book, archive).write_data()


class _StampedZip(ZipFile):
    """An archive whose entries bear a given time instead of the clock's or the file's."""

    def __init__(self, file: IO[bytes], stamp: datetime) -> None:
        super().__init__(file, "w", ZIP_DEFLATED, allowZip64=True)
        self._stamp = stamp.timetuple()[:6]

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name, self._stamp)
        entry.compress_type = ZIP_DEFLATED
        return entry

    def writestr(self, name: Any, data: Any, *_options: Any) -> None:  # noqa: ANN401 - zipfile's
        super().writestr(self._entry(str(name)), data)

    def write(self, filename: Any, arcname: Any = None, *_options: Any) -> None:  # noqa: ANN401
        with Path(filename).open("rb") as source, self.open(self._entry(arcname), "w") as target:
            copyfileobj(source, target)
