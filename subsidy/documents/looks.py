"""How cells look: one set of style numbers per workbook."""

from collections.abc import Mapping

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from subsidy.documents.cells import Kind, Look
from subsidy.documents.stream import StreamedSheet

FORMATS = {
    Kind.TEXT: "General",
    Kind.MONEY: '"€"\\ #,##0.00;"€"\\ \\-#,##0.00',
    Kind.INTEGER: "#,##0",
    Kind.NUMBER: "General",
    Kind.PERCENT: "0.00%",
    Kind.SCORE: "0.00",
    Kind.DATE: "dd/mm/yyyy",
    Kind.MOMENT: "dd/mm/yyyy\\ hh:mm",
}
WIDTHS = {
    Kind.TEXT: 28.0,
    Kind.MONEY: 18.0,
    Kind.INTEGER: 12.0,
    Kind.NUMBER: 16.0,
    Kind.PERCENT: 12.0,
    Kind.SCORE: 12.0,
    Kind.DATE: 12.0,
    Kind.MOMENT: 17.0,
}
LINE = Side(style="thin", color="FF44494E")
BOLD = Font(name="Calibri", size=11, bold=True)


class Looks:
    """The looks of a workbook; ``sheet`` is any sheet of it."""

    def __init__(self, sheet: StreamedSheet) -> None:
        self._sheet = sheet
        self.header = self._header("left")
        self.header_of_numbers = self._header("right")
        self.title = self._look(font=Font(name="Calibri", size=16, bold=True))
        self.label = self._look(font=BOLD, alignment=Alignment(vertical="top", wrap_text=True))
        self.cells = {kind: self._of_kind(kind) for kind in Kind}
        self.totals = {
            kind: self._of_kind(kind, font=BOLD, border=Border(top=LINE)) for kind in Kind
        }
        left = Alignment(horizontal="left", vertical="top", wrap_text=True)
        self.facts = {kind: self._of_kind(kind, alignment=left) for kind in Kind}

    def header_of(self, kind: Kind) -> Look:
        return self.header if kind is Kind.TEXT else self.header_of_numbers

    def _header(self, side: str) -> Look:
        return self._look(
            font=BOLD,
            fill=PatternFill("solid", fgColor="FFDCE8F5"),
            border=Border(bottom=LINE),
            alignment=Alignment(horizontal=side, vertical="center", wrap_text=True),
        )

    def _of_kind(self, kind: Kind, **style: object) -> Look:
        top = Alignment(vertical="top", wrap_text=kind is Kind.TEXT)
        return self._look(**{"alignment": top, "number_format": FORMATS[kind], **style})

    def _look(self, **style: object) -> Look:
        text = {**style, "number_format": FORMATS[Kind.TEXT]}
        return Look(self._number(style), self._number(text), self._number(text, guarded=True))

    def _number(self, style: Mapping[str, object], *, guarded: bool = False) -> str:
        cell = WriteOnlyCell(self._sheet)
        for name, value in style.items():
            setattr(cell, name, value)
        cell._style.quotePrefix = int(guarded)  # type: ignore[attr-defined]  # noqa: SLF001 - openpyxl has no setter for it
        return str(cell.style_id)
