"""Tagged PDF: ReportLab draws the pages, pikepdf adds structure and metadata.

Machine-checked in part (the ``pdfua`` checker knows 16 of the 106 rules), so: tagged, not
"conforming". An HTML page with the same blocks always exists beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from threading import Lock

from pikepdf import ObjectStreamMode, OutlineItem, PageLocation, Pdf
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from subsidy.core.text import Text
from subsidy.documents.blocks import (
    Address,
    Banner,
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Table,
    TableColumn,
)
from subsidy.documents.layout import (
    BOTTOM,
    SIDE,
    SMALL,
    TOP,
    WARNING,
    Page,
    Paper,
    Run,
    laid_out,
    paper,
)
from subsidy.documents.tags import About, Element, tag
from subsidy.documents.type_setting import (
    BOLD,
    REGULAR,
    Style,
    drawable,
    font,
    shortened,
    tidy,
    width,
)
from subsidy.language import words

__all__ = [
    "Address",
    "Banner",
    "Block",
    "Bullets",
    "Document",
    "Facts",
    "Heading",
    "Note",
    "Paragraph",
    "Table",
    "TableColumn",
    "render",
]

FOOTER, HEADER = 0.55, 0.6  # where in the margins the page number and the banner stand
_ONE_AT_A_TIME = Lock()  # ReportLab's reader of a font file keeps its position in the font


def render(document: Document, created: datetime) -> bytes:
    """Return the document as a PDF; the same document and instant give the same bytes."""
    with _ONE_AT_A_TIME:
        for name in (REGULAR, BOLD):
            font(name)
        root, pages = laid_out(document)
        drawn = _Drawing(document, pages).finished()
    title, author = tidy(document.title), tidy(document.author)
    with Pdf.open(BytesIO(drawn)) as pdf:
        tag(pdf, root, About(title, author, document.language, created))
        _add_bookmarks(pdf, pages, paper(document))
        result = BytesIO()
        pdf.save(
            result,
            deterministic_id=True,
            object_stream_mode=ObjectStreamMode.generate,
            compress_streams=True,
        )
    return result.getvalue()


class _Drawing:
    """One PDF being drawn, without structure but with the marks it will hang on."""

    def __init__(self, document: Document, pages: Sequence[Page]) -> None:
        self._document = document
        self._pages = pages
        self._paper = paper(document)
        self._buffer = BytesIO()
        self._canvas = Canvas(
            self._buffer,
            pagesize=(self._paper.width, self._paper.height),
            invariant=1,
            pageCompression=0,  # pikepdf compresses
            initialFontName=REGULAR,  # type: ignore[arg-type]  # else Helvetica is named, unembedded
        )

    def finished(self) -> bytes:
        for index, page in enumerate(self._pages):
            with self._marked("Artifact", "/Type /Layout"):
                self._draw_shapes(page)
            for number, (element, runs) in enumerate(_spoken(page)):
                element.marks.append((index, number))
                with self._marked(element.role, f"/MCID {number}"):
                    self._draw_text(runs)
            with self._marked("Artifact", "/Type /Pagination"):
                self._draw_runs(_unspoken(page))
                self._draw_margins(index)
            self._canvas.showPage()
        self._canvas.save()
        return self._buffer.getvalue()

    @contextmanager
    def _marked(self, role: str, properties: str) -> Iterator[None]:
        code = self._canvas._code  # type: ignore[attr-defined]  # noqa: SLF001 - there is no method
        code.append(f"/{role} <<{properties}>> BDC")
        yield
        code.append("EMC")

    def _draw_shapes(self, page: Page) -> None:
        for down, strip in page.placed:
            for shape in strip.shapes:
                self._canvas.setFillColor(HexColor(shape.colour))
                y = self._y(down + shape.down + shape.height)
                self._canvas.rect(SIDE + shape.x, y, shape.width, shape.height, stroke=0, fill=1)

    def _draw_text(self, runs: Sequence[tuple[float, Run]]) -> None:
        """Draw the lines of one element, with its words beside them where drawing loses some."""
        if all(drawable(run.text, run.style) == run.text for _, run in runs):
            self._draw_runs(runs)
            return
        text = "".join(run.text for _, run in runs)
        with self._marked("Span", f"/ActualText <FEFF{text.encode('utf-16-be').hex()}>"):
            self._draw_runs(runs)

    def _draw_runs(self, runs: Iterable[tuple[float, Run]]) -> None:
        for down, run in runs:
            self._write(SIDE + run.x, self._y(down + run.down), run.text, run.style)

    def _draw_margins(self, index: int) -> None:
        """Draw the number of the page and, from the second page on, the banner."""
        language = self._document.language[:2]
        numbering = Text("Page %(n)s of %(total)s", n=index + 1, total=len(self._pages))
        right = words(numbering, language)
        end = self._paper.width - SIDE - width(right, SMALL)
        self._write(end, BOTTOM * FOOTER, right, SMALL)
        room = end - SIDE - width("  ", SMALL)
        self._write(SIDE, BOTTOM * FOOTER, shortened(self._document.reference, SMALL, room), SMALL)
        if index:
            banner = shortened(self._document.banner, WARNING, self._paper.room)
            self._write(SIDE, self._paper.height - TOP * HEADER, banner, WARNING)

    def _write(self, x: float, y: float, text: str, style: Style) -> None:
        self._canvas.setFillColor(HexColor(style.colour))
        self._canvas.setFont(style.font, style.size)
        self._canvas.drawString(x, y, drawable(text, style))

    def _y(self, down: float) -> float:
        return self._paper.height - TOP - down


def _spoken(page: Page) -> list[tuple[Element, list[tuple[float, Run]]]]:
    """Return the text of a page in the order of reading: cell by cell, not line by line."""
    found: dict[Element, list[tuple[float, Run]]] = {}
    for down, strip in page.placed:
        for run in strip.runs:
            if run.element is not None and run.text:
                found.setdefault(run.element, []).append((down, run))
    return list(found.items())


def _unspoken(page: Page) -> Iterator[tuple[float, Run]]:
    """Yield repeated table heads, which were read out where the table began."""
    for down, strip in page.placed:
        yield from ((down, run) for run in strip.runs if run.element is None)


def _add_bookmarks(pdf: Pdf, pages: Sequence[Page], sheet: Paper) -> None:
    with pdf.open_outline() as outline:
        above: dict[int, list[OutlineItem]] = {0: outline.root}
        for index, title, level, down in _bookmarks(pages):
            item = OutlineItem(
                title, index, PageLocation.XYZ, left=0, top=sheet.height - TOP - down
            )
            above[max(key for key in above if key < level)].append(item)
            above = {key: items for key, items in above.items() if key < level}
            above[level] = item.children


def _bookmarks(pages: Sequence[Page]) -> Iterator[tuple[int, str, int, float]]:
    for index, page in enumerate(pages):
        for down, strip in page.placed:
            if strip.bookmark is not None:
                yield index, *strip.bookmark, down
