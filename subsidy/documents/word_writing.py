"""Writes blocks as a Word file: heading styles, tables with a head that repeats, Dutch for Word.

Every word is text and nothing else: no field, no link, no macro can come of it. Signs that have no
place in XML are left out, so that what somebody pasted never breaks the file.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from types import MappingProxyType
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from subsidy.core.clock import BRUSSELS
from subsidy.documents.blocks import (
    Address,
    Banner,
    Bullets,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Table,
)

FONT = "Calibri"  # LibreOffice and Word both have it, or something as wide
MARGIN = Cm(2.5)
SMALL = Pt(9)
DARK = RGBColor(0x14, 0x17, 0x1A)
DEEPEST = 4  # heading
LONGEST = 255  # of what a Word file says of itself
READABLE = 0o644 << 16
# What XML 1.0 cannot hold; a tab and an end of line have signs of their own in Word.
_NO_PLACE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text_of(text: str) -> str:
    """Return what of a text has a place in a Word file: all of it, unless nobody can see it."""
    return _NO_PLACE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def render(document: Document, created: datetime) -> bytes:
    word = docx.Document()
    _set_up(word, document, created)
    for block in document.blocks:
        _WRITERS[block.kind](word, block)
    return _packed(word, created)


# The file as a whole ------------------------------------------------------------------------------


def _set_up(word: WordDocument, document: Document, created: datetime) -> None:
    about = word.core_properties
    about.title = text_of(document.title)[:LONGEST]
    about.author = text_of(document.author)[:LONGEST]
    about.last_modified_by, about.comments = about.author, ""
    about.language = document.language
    about.created = about.modified = created.astimezone(UTC).replace(tzinfo=None)
    for element in word.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), document.language)
    _set_letters(word)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, MARGIN)
    _say(section.header.paragraphs[0], document.banner, bold=True)
    _say(section.footer.paragraphs[0], document.reference)


def _set_letters(word: WordDocument) -> None:
    """Give headings a colour that everybody can read; that of the library is too pale."""
    word.styles["Normal"].font.name = FONT
    for name in (*(f"Heading {level}" for level in range(1, DEEPEST + 1)), "Caption"):
        word.styles[name].font.color.rgb = DARK


def _packed(word: WordDocument, created: datetime) -> bytes:
    """Return the file with the instant of the document on each part, not that of the machine."""
    written, packed = BytesIO(), BytesIO()
    word.save(written)
    at = created.astimezone(BRUSSELS)
    with ZipFile(written) as parts, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for part in parts.infolist():
            entry = ZipInfo(part.filename, (at.year, at.month, at.day, at.hour, at.minute, 0))
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, READABLE
            archive.writestr(entry, parts.read(part))
    return packed.getvalue()


# Block by block -----------------------------------------------------------------------------------


def _say(paragraph: WordParagraph, text: str, *, bold: bool = False) -> None:
    """Put a text in a paragraph; ends of lines stay ends of lines."""
    run = paragraph.add_run(text_of(text))
    run.bold = bold or None


def _heading(word: WordDocument, block: Heading) -> None:
    _say(word.add_paragraph(style=f"Heading {block.level}"), block.text)


def _paragraph(word: WordDocument, block: Paragraph) -> None:
    _say(word.add_paragraph(), block.text, bold=block.strong)


def _note(word: WordDocument, block: Note) -> None:
    paragraph = word.add_paragraph()
    _say(paragraph, block.text)
    paragraph.runs[0].font.size = SMALL


def _address(word: WordDocument, block: Address) -> None:
    _say(word.add_paragraph(), "\n".join(block.lines))


def _banner(_word: WordDocument, _block: Banner) -> None:
    """Leave it: it stands at the top of every page."""


def _bullets(word: WordDocument, block: Bullets) -> None:
    style = "List Number" if block.numbered else "List Bullet"
    for item in block.items:
        _say(word.add_paragraph(style=style), item)


def _facts(word: WordDocument, block: Facts) -> None:
    for label, value in block.rows:
        paragraph = word.add_paragraph()
        _say(paragraph, f"{label} " if label.endswith("?") else f"{label}: ", bold=True)
        _say(paragraph, value)


def _table(word: WordDocument, block: Table) -> None:
    if block.caption:
        caption = word.add_paragraph(style="Caption")
        _say(caption, block.caption)
        caption.paragraph_format.keep_with_next = True
    table = word.add_table(rows=0, cols=len(block.columns), style="Table Grid")
    numeric = [column.numeric for column in block.columns]
    _repeat(_fill(table.add_row(), [c.heading for c in block.columns], numeric, bold=True))
    for row in block.rows:
        _fill(table.add_row(), row, numeric, row_head=block.row_heads)
    if block.total:
        _fill(table.add_row(), block.total, numeric, bold=True)
    word.add_paragraph()


def _fill(
    row: _Row,
    cells: Iterable[str],
    numeric: Sequence[bool],
    *,
    bold: bool = False,
    row_head: bool = False,
) -> _Row:
    for number, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        _say(_only_paragraph(cell), text, bold=bold or (row_head and number == 0))
        if numeric[number]:
            _only_paragraph(cell).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _mark(row, "w:cantSplit")
    return row


def _only_paragraph(cell: _Cell) -> WordParagraph:
    first: WordParagraph = cell.paragraphs[0]
    return first


def _repeat(row: _Row) -> None:
    """Say that a row heads its table, on every page on which the table goes on."""
    _mark(row, "w:tblHeader")


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - the library has no other way


_WRITERS: Mapping[str, Callable[[WordDocument, Any], None]] = MappingProxyType(
    {
        Heading.kind: _heading,
        Paragraph.kind: _paragraph,
        Note.kind: _note,
        Address.kind: _address,
        Banner.kind: _banner,
        Bullets.kind: _bullets,
        Facts.kind: _facts,
        Table.kind: _table,
    }
)
