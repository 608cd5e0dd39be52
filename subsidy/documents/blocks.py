"""A document as plain data: rendered as a tagged PDF by ``pdf`` and as HTML by a template.

All words are rendered already (``subsidy.language``); nothing in them is ever read as markup.
A line break in a text is kept. Templates tell blocks apart by ``kind``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 is the title of the document, once; levels do not skip downwards."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    kind: ClassVar[str] = "paragraph"
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: a hash, a source, where the equal HTML page is."""

    kind: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True, slots=True)
class Banner:
    """A boxed warning ("CONCEPT"), repeated at the top of every following page."""

    kind: ClassVar[str] = "banner"
    text: str


@dataclass(frozen=True, slots=True)
class Address:
    kind: ClassVar[str] = "address"
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Bullets:
    kind: ClassVar[str] = "bullets"
    items: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values, one under the other."""

    kind: ClassVar[str] = "facts"
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """``numeric`` columns (amounts, counts) are aligned to the right and never broken."""

    heading: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Cells are text. ``total`` is a last row in bold; the first column may head its rows."""

    kind: ClassVar[str] = "table"
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    total: Sequence[str] = ()
    row_heads: bool = False

    def __post_init__(self) -> None:
        for row in (*self.rows, self.total):
            if row and len(row) != len(self.columns):
                raise ValueError(f"{len(row)} cells for {len(self.columns)} columns: {row}")


Block = Heading | Paragraph | Note | Banner | Address | Bullets | Facts | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A letter or report; ``reference`` stands at the foot of every page.

    ``language`` is that of all words, as a browser names it.
    """

    title: str
    blocks: Sequence[Block]
    author: str = ""
    reference: str = ""
    language: str = "nl-BE"
    landscape: bool = False

    def __post_init__(self) -> None:
        levels = [block.level for block in self.blocks if isinstance(block, Heading)]
        if levels.count(1) != 1:
            raise ValueError("a document has exactly one heading of level 1")
        deepest = levels[0]
        for level in levels:
            if level > deepest + 1:
                raise ValueError(f"a heading of level {level} follows one of level {deepest}")
            deepest = level

    @property
    def banner(self) -> str:
        return next((block.text for block in self.blocks if isinstance(block, Banner)), "")
