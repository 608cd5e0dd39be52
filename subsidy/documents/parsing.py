"""Reading the cells out of a workbook, within limits; ``grid`` loads this when it is needed."""

import re
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import FORMULA_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.functions import iterparse

from subsidy.core.errors import refuse
from subsidy.core.text import Text
from subsidy.documents.cells import clean
from subsidy.documents.grid import Broken, Grid, Value
from subsidy.documents.names import column_letter
from subsidy.documents.opening import Limits

_OWN_ESCAPE = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL_CODE = re.compile(r"_x00[01][0-9A-Fa-f]_")


def read(data: bytes, limits: Limits) -> Iterator[Grid]:
    """Yield every sheet with cells; a damaged file makes openpyxl fail in any way."""
    reader = ExcelReader(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    with reader.archive:
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        sheets = [(sheet, rel) for sheet, rel in reader.parser.find_sheets() if _has_cells(rel)]
        if len(sheets) > limits.sheets:
            raise refuse(Text("The workbook has more than %(n)s sheets.", n=limits.sheets))
        budget = _Budget(limits)
        for sheet, rel in sheets:
            with reader.archive.open(rel.target) as source:
                parser = _Parser(source, reader)
                yield _filled(Grid(sheet.name), parser.filled_cells(), budget)


def _has_cells(rel: Any) -> bool:  # noqa: ANN401 - openpyxl's Relationship
    return str(rel.Type).endswith("/worksheet")


class _Parser(WorkSheetParser):
    """Reads only rows, and tells a formula without a value from an empty cell."""

    def __init__(self, source: Any, reader: ExcelReader) -> None:  # noqa: ANN401 - a zip entry
        book: Any = reader.wb
        super().__init__(
            source,
            reader.shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001 - as openpyxl's own reader does
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001 - the same
        )

    def filled_cells(self) -> Iterator[tuple[int, int, Value]]:
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                _, cells = self.parse_row(element)
                element.clear()
                for cell in cells:
                    if cell["value"] is not None:
                        yield cell["row"], cell["column"], cell["value"]

    def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401 - an XML element
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["data_type"] == "e":
            cell["value"] = Broken.ERROR
        elif cell["value"] is None and element.find(FORMULA_TAG) is not None:
            cell["value"] = Broken.UNCALCULATED
        elif isinstance(cell["value"], str):
            cell["value"] = _plain(cell["value"]) or None
        return cell


def _plain(text: str) -> str:
    text = _CONTROL_CODE.sub("", _OWN_ESCAPE.sub("_", text))
    return unicodedata.normalize("NFC", clean(text)).strip()


class _Budget:
    """How many cells may still come, over all sheets, and how far from the first."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._cells = limits.cells

    def spend(self, sheet: str, row: int, column: int) -> None:
        self._cells -= 1
        if self._cells < 0:
            most = self._limits.cells
            raise refuse(Text("The workbook has more than %(n)s filled cells.", n=most))
        if row > self._limits.rows:
            most = self._limits.rows
            raise refuse(Text("There is data below row %(n)s. Remove it.", n=most), sheet)
        if column > self._limits.columns:
            last = column_letter(self._limits.columns)
            raise refuse(
                Text("There is data to the right of column %(last)s. Remove it.", last=last), sheet
            )


def _filled(grid: Grid, cells: Iterator[tuple[int, int, Value]], budget: _Budget) -> Grid:
    for row, column, value in cells:
        budget.spend(grid.name, row, column)
        grid.rows.setdefault(row, {})[column] = value
    return grid
