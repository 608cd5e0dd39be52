"""Writes the sheets of a workbook, row by row, with the spreadsheet library."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import IO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from subsidy.core.labels import Labelled
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.documents.cells import Formula, Kind, as_text, cell_xml, clean, literal, text_xml
from subsidy.documents.looks import WIDTHS, Looks
from subsidy.documents.names import headings, sheet_names, table_name
from subsidy.documents.stream import StreamedSheet, new_sheet, save
from subsidy.documents.workbook import FIRST_ROW, Fact, Introduction, Sheet
from subsidy.language import words

INTRODUCTION_WIDTHS = (34.0, 90.0)
SUM_OF_SHOWN = 109  # SUBTOTAL's number for "sum, without rows that are hidden or filtered away"


def write_to(
    file: IO[bytes],
    sheets: Sequence[Sheet | Introduction],
    *,
    title: Text | str,
    creator: str,
    created: datetime,
    language: str,
) -> None:
    """Write the workbook into a binary file; memory does not grow with the number of rows."""
    stamp = created.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    writer = _BookWriter(sheets, language)
    writer.describe(clean(as_text(title, language)), clean(creator), stamp)
    try:
        writer.add_all()
        save(writer.book, file, stamp)
    finally:
        writer.clean_up()


class _BookWriter:
    """Fills one workbook."""

    def __init__(self, sheets: Sequence[Sheet | Introduction], language: str) -> None:
        self.book = Workbook(write_only=True)
        self._language = language
        self._sheets = sheets
        self._names = sheet_names([as_text(sheet.name, language) for sheet in sheets])
        self._pages = [new_sheet(self.book, name) for name in self._names]
        self._looks = Looks(self._pages[0])

    def describe(self, title: str, creator: str, stamp: datetime) -> None:
        about = self.book.properties
        about.title = title
        about.creator = about.lastModifiedBy = creator
        about.language = f"{self._language}-BE"
        about.created = about.modified = stamp

    def add_all(self) -> None:
        for number, (sheet, page) in enumerate(zip(self._sheets, self._pages, strict=True), 1):
            _prepare_print(page)
            if isinstance(sheet, Introduction):
                self._introduce(page, sheet)
            else:
                self._fill(page, sheet, number)
            page.close()

    def clean_up(self) -> None:
        for page in self._pages:
            page.discard()

    # --- a sheet with a table ---

    def _fill(self, page: StreamedSheet, sheet: Sheet, number: int) -> None:
        nameless = words(Text("Column %(n)s", n="%d"), self._language)
        names = headings([as_text(c.heading, self._language) for c in sheet.columns], nameless)
        letters = [get_column_letter(n) for n in range(1, len(names) + 1)]
        widths = _widths(sheet, names)
        _set_widths(page, widths)
        page.freeze_panes = f"A{FIRST_ROW}"
        page.print_title_rows = f"1:{FIRST_ROW - 1}"
        head = (
            text_xml(f"{letter}1", self._looks.header_of(column.kind), name)
            for letter, column, name in zip(letters, sheet.columns, names, strict=True)
        )
        page.append_xml("".join(head), _height(names, widths))
        last, sums = self._write_rows(page, sheet, widths)
        page.tables.add(_table(table_name(page.title, number), names, f"A1:{letters[-1]}{last}"))
        self._write_totals(page, sheet, last, sums)

    def _write_rows(
        self, page: StreamedSheet, sheet: Sheet, widths: Sequence[float]
    ) -> tuple[int, list[int]]:
        """Write all rows; return the number of the last and the sum of each summed column."""
        sums = [0] * len(sheet.columns)
        summed = [i for i, column in enumerate(sheet.columns) if column.total]
        plan = [
            (get_column_letter(number), self._looks.cells[column.kind], column.kind)
            for number, column in enumerate(sheet.columns, 1)
        ]
        number = FIRST_ROW - 1
        for number, given in enumerate(sheet.rows, FIRST_ROW):
            row = self._worded(given)
            cells = (
                cell_xml(f"{letter}{number}", look, value, kind, self._language)
                for (letter, look, kind), value in zip(plan, row, strict=True)
            )
            page.append_xml("".join(cells), _height(row, widths))
            for i in summed:
                sums[i] += _amount(row[i])
        if number < FIRST_ROW:
            page.append_xml()  # a table needs one row, be it empty
        return max(number, FIRST_ROW), sums

    def _worded(self, row: Sequence[object]) -> list[object]:
        return [
            words(value, self._language) if isinstance(value, Text | Labelled) else value
            for value in row
        ]

    def _write_totals(
        self, page: StreamedSheet, sheet: Sheet, last: int, sums: Sequence[int]
    ) -> None:
        if not any(column.total for column in sheet.columns):
            return
        page.append_xml()
        cells, labelled = [], False
        for index, column in enumerate(sheet.columns):
            letter = get_column_letter(index + 1)
            value: object = None
            if column.total:
                expression = f"SUBTOTAL({SUM_OF_SHOWN},{letter}{FIRST_ROW}:{letter}{last})"
                money = column.kind is Kind.MONEY
                value = Formula(expression, Money(sums[index]) if money else sums[index])
            elif not labelled:
                value, labelled = Text("Total"), True
            look = self._looks.totals[column.kind]
            cells.append(cell_xml(f"{letter}{last + 2}", look, value, column.kind, self._language))
        page.append_xml("".join(cells))

    # --- the first sheet ---

    def _introduce(self, page: StreamedSheet, sheet: Introduction) -> None:
        looks = self._looks
        _set_widths(page, INTRODUCTION_WIDTHS)
        page.append_xml(text_xml("A1", looks.title, sheet.title, self._language))
        for row, line in enumerate(sheet.lines, 2):
            self._append_fact(page, row, Fact("", line))
        page.append_xml()
        first = len(sheet.lines) + 3
        for row, fact in enumerate(sheet.facts, first):
            self._append_fact(page, row, fact)
        self._list_sheets(page, first + len(sheet.facts))

    def _append_fact(self, page: StreamedSheet, row: int, fact: Fact) -> None:
        label, value = self._worded((fact.label, fact.value))
        left = cell_xml(f"A{row}", self._looks.label, label, Kind.TEXT)
        look = self._looks.facts[fact.kind]
        right = cell_xml(f"B{row}", look, value, fact.kind, self._language)
        page.append_xml(left + right, _height((label, value), INTRODUCTION_WIDTHS))

    def _list_sheets(self, page: StreamedSheet, row: int) -> None:
        """List what stands on each other sheet, below ``row``, which stays empty."""
        heads = (Text("Sheet"), Text("What it shows"))
        page.append_xml()
        page.append_xml(
            "".join(
                text_xml(f"{letter}{row + 1}", self._looks.header, head, self._language)
                for letter, head in zip("AB", heads, strict=True)
            )
        )
        for name, sheet in zip(self._names, self._sheets, strict=True):
            if isinstance(sheet, Sheet):
                row += 1
                self._append_fact(page, row + 1, Fact(name, sheet.explanation))


def _height(row: Iterable[object], widths: Iterable[float]) -> int:
    """Return how many lines the longest text of a row takes in columns of these widths."""
    lines = 1
    for value, width in zip(row, widths, strict=True):
        if isinstance(value, str) and (len(value) > width or "\n" in value):
            lines = max(lines, sum(1 + int(len(line) / width) for line in value.split("\n")))
    return lines


def _amount(value: object) -> int:
    """Return what a cell adds to its column's total, in cents or units."""
    match value:
        case Money():
            return value.cents
        case Formula():
            return _amount(value.cached)
        case int() if not isinstance(value, bool):
            return value
    return 0


def _table(name: str, columns: Sequence[str], ref: str) -> Table:
    table = Table(name=name, displayName=name, ref=ref, autoFilter=AutoFilter(ref=ref))
    table.tableColumns = [
        TableColumn(id=number, name=literal(column)) for number, column in enumerate(columns, 1)
    ]
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    return table


def _widths(sheet: Sheet, names: Sequence[str]) -> list[float]:
    """Return the widths asked for, or those of the kinds; no word of a heading is broken."""
    return [
        column.width or max(WIDTHS[column.kind], *(len(word) + 3.0 for word in name.split()))
        for column, name in zip(sheet.columns, names, strict=True)
    ]


def _set_widths(page: StreamedSheet, widths: Iterable[float]) -> None:
    for number, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width


def _prepare_print(page: StreamedSheet) -> None:
    """On paper: landscape A4, as wide as the page, numbered."""
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = "9"
    page.page_setup.fitToHeight = 0
    page.oddFooter.left.text = "&A"
    page.oddFooter.right.text = "&P / &N"
