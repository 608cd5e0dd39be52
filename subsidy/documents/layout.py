"""From blocks to pages: everything placed, nothing drawn yet.

A document is cut into strips: slices as wide as the page that are never broken. A page is filled
with strips; those that belong together (a heading and what follows, the lines of a table row)
stay together as long as a page can hold them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

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
)
from subsidy.documents.tags import Element
from subsidy.documents.type_setting import Style, broken, tidy, width

SHORT, LONG = 595.28, 841.89  # A4 in points
SIDE, TOP, BOTTOM = 62.0, 62.0, 66.0
CELL = 5.0  # the space left and right of the text in a cell
LONGEST_WORD = 110.0  # points; a longer one may be cut in a table
HIGHEST_HEAD = 200.0  # points; a higher one is not repeated on every page
LONGEST_KEPT_FACTS = 160.0  # points; a longer list of facts may go on on the next page
HALVINGS = 30
MOST_KEPT = 0.5  # of a page: what is taller need not stay together

BODY = Style()
STRONG = Style(bold=True)
SMALL = Style(size=8, leading=11.5, colour="#44494e")
LINES = Style(after=22)
WARNING = Style(bold=True, colour="#aa2729", before=9, after=9)
HEADINGS = {
    1: Style(size=17, leading=23, bold=True, before=10, after=10),
    2: Style(size=12.5, leading=18, bold=True, before=12, after=5),
    3: Style(size=10.5, leading=15, bold=True, before=9, after=4),
}
CELLS = Style(size=8.5, leading=12)
HEADS = Style(size=8.5, leading=12, bold=True)
DARK, PALE, FILL, RED = "#44494e", "#b7c6d4", "#dce8f5", "#aa2729"


@dataclass(frozen=True, slots=True)
class Run:
    """A line of text; ``down`` is from the top of its strip to its base line."""

    x: float
    down: float
    text: str
    style: Style
    element: Element | None


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled rectangle; a rule is a very flat one. Never more than decoration."""

    x: float
    down: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Strip:
    """``keep``: not without the next strip. ``repeat``: to be repeated above it on a new page."""

    height: float
    runs: tuple[Run, ...] = ()
    shapes: tuple[Shape, ...] = ()
    keep: bool = False
    repeat: tuple["Strip", ...] = ()
    bookmark: tuple[str, int] | None = None

    @property
    def blank(self) -> bool:
        return not self.runs and not self.shapes


@dataclass(slots=True)
class Page:
    """Strips with their distance from the top of the page's frame."""

    placed: list[tuple[float, Strip]] = field(default_factory=list)
    used: float = 0.0

    def add(self, strip: Strip) -> None:
        self.placed.append((self.used, strip))
        self.used += strip.height


@dataclass(frozen=True, slots=True)
class Paper:
    """The sheet and the frame on it."""

    width: float
    height: float

    @property
    def room(self) -> float:
        return self.width - 2 * SIDE

    @property
    def depth(self) -> float:
        return self.height - TOP - BOTTOM


def paper(document: Document) -> Paper:
    return Paper(LONG, SHORT) if document.landscape else Paper(SHORT, LONG)


def laid_out(document: Document) -> tuple[Element, list[Page]]:
    """Return the structure of the document and its pages."""
    root = Element("Document")
    sheet = paper(document)
    strips = [strip for block in document.blocks for strip in _strips(block, root, sheet.room)]
    return root, _paginated(strips, sheet.depth)


# --- pages -----------------------------------------------------------------------------------


def _paginated(strips: Sequence[Strip], depth: float) -> list[Page]:
    pages = [Page()]
    for group in _groups(strips, depth):
        if pages[-1].placed and pages[-1].used + sum(strip.height for strip in group) > depth:
            pages.append(Page())
        for strip in group:
            if pages[-1].used + strip.height > depth and not strip.blank:
                pages.append(Page())
            _place(pages[-1], strip)
    return pages


def _place(page: Page, strip: Strip) -> None:
    if page.placed:
        page.add(strip)
        return
    for head in strip.repeat:
        page.add(_unspoken(head))
    if not strip.blank:
        page.add(strip)


def _unspoken(strip: Strip) -> Strip:
    """Return what repeats something already said: seen, but not part of the text."""
    return replace(strip, runs=tuple(replace(run, element=None) for run in strip.runs))


def _groups(strips: Iterable[Strip], depth: float) -> Iterator[list[Strip]]:
    """Yield what must not be torn apart; what is taller than most of a page may be."""
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.keep or sum(member.height for member in group) > depth * MOST_KEPT:
            yield group
            group = []
    if group:
        yield group


# --- blocks ----------------------------------------------------------------------------------


def _strips(block: Block, root: Element, room: float) -> list[Strip]:
    match block:
        case Heading():
            return _heading(block, root, room)
        case Banner():
            return _banner(block, root, room)
        case Bullets():
            return _bullets(block, root, room)
        case Facts():
            return _facts(block, root, room)
        case Table():
            return _table(block, root, room)
        case _:
            return _prose(block, root.child("P"), room)


def _prose(block: Paragraph | Note | Address, element: Element, room: float) -> list[Strip]:
    match block:
        case Paragraph():
            return _text(block.text, STRONG if block.strong else BODY, element, room)
        case Note():
            return _text(block.text, SMALL, element, room)
        case Address():
            return _text("\n".join(block.lines), LINES, element, room)


def _text(text: str, style: Style, element: Element, room: float, x: float = 0) -> list[Strip]:
    """Return a gap, the lines and a gap; neither the first nor the last line stands alone."""
    lines = broken(text, style, room)
    strips = [Strip(style.before, keep=True)] if style.before else []
    last = len(lines) - 1
    for number, line in enumerate(lines):
        run = Run(x, _base(style), line, style, element)
        strips.append(Strip(style.leading, (run,), keep=last > 0 and number in (0, last - 1)))
    return [*strips, Strip(style.after)]


def _base(style: Style) -> float:
    return (style.leading + style.size * 0.72) / 2


def _heading(block: Heading, root: Element, room: float) -> list[Strip]:
    element = root.child(f"H{block.level}")
    strips = [
        replace(strip, keep=True)
        for strip in _text(block.text, HEADINGS[min(block.level, 3)], element, room)
    ]
    first = next(i for i, strip in enumerate(strips) if strip.runs)
    strips[first] = replace(strips[first], bookmark=(tidy(block.text), block.level))
    return strips


def _banner(block: Banner, root: Element, room: float) -> list[Strip]:
    inner = _text(block.text, WARNING, root.child("P"), room - 24, x=12)
    return [*_boxed(inner, room), Strip(14)]


def _boxed(inner: Sequence[Strip], room: float) -> list[Strip]:
    """Draw a frame around strips: on both sides of each, above and below."""
    sides = [
        replace(
            strip,
            keep=True,
            shapes=(Shape(0, 0, 2, strip.height, RED), Shape(room - 2, 0, 2, strip.height, RED)),
        )
        for strip in inner
    ]
    rule = Strip(2, shapes=(Shape(0, 0, room, 2, RED),), keep=True)
    return [rule, *sides, replace(rule, keep=False)]


def _bullets(block: Bullets, root: Element, room: float) -> list[Strip]:
    if not block.items:
        return []
    numbering = "Decimal" if block.numbered else "Disc"
    element = root.child("L", ListNumbering=numbering)
    labels = [f"{n}." if block.numbered else "•" for n in range(1, len(block.items) + 1)]
    indent = max(width(label, BODY) for label in labels) + 9
    style = replace(BODY, after=3)
    strips: list[Strip] = []
    for label, text in zip(labels, block.items, strict=True):
        item = element.child("LI")
        mark = Run(2, _base(style), label, style, item.child("Lbl"))
        first, *rest = _text(text, style, item.child("LBody"), room - indent, x=indent)
        strips += [replace(first, runs=(mark, *first.runs)), *rest]
    return [*strips, Strip(BODY.after - style.after)]


# --- tables ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    style: Style
    element: Element


def _facts(block: Facts, root: Element, room: float) -> list[Strip]:
    if not block.rows:
        return []
    element = root.child("Table")
    widest = max(width(tidy(label), HEADS) for label, _ in block.rows) + 2 * CELL
    left = min(widest + 12, room * 0.45)
    columns = _Columns((left, room - left), (False, False))
    strips: list[Strip] = []
    for label, value in block.rows:
        row = element.child("TR")
        cells = (
            _Cell(label, HEADS, row.child("TH", Scope="Row")),
            _Cell(value, CELLS, row.child("TD")),
        )
        strips += columns.row(cells, PALE)
    if sum(strip.height for strip in strips) < LONGEST_KEPT_FACTS:
        strips = [*(replace(strip, keep=True) for strip in strips[:-1]), strips[-1]]
    return [*strips, Strip(10)]


def _table(block: Table, root: Element, room: float) -> list[Strip]:
    element = root.child("Table")
    columns = _fitting(block, room)
    caption = _caption(block, element, room)
    row = element.child("TR")
    heads = [
        _Cell(column.heading, columns.head, row.child("TH", Scope="Column"))
        for column in block.columns
    ]
    head = tuple(replace(strip, keep=True) for strip in columns.row(heads, DARK, FILL))
    low = sum(strip.height for strip in head) < HIGHEST_HEAD
    body = [
        replace(strip, repeat=head if low else ())
        for cells in _body(block, element, columns)
        for strip in columns.row(cells, PALE)
    ]
    return [*caption, *head, *body, Strip(10)]


def _caption(block: Table, element: Element, room: float) -> list[Strip]:
    if not block.caption:
        return []
    style = replace(STRONG, before=4, after=4)
    strips = _text(block.caption, style, element.child("Caption"), room)
    return [replace(strip, keep=True) for strip in strips]


def _body(block: Table, element: Element, columns: "_Columns") -> Iterator[list[_Cell]]:
    for texts in block.rows:
        yield _cells(texts, element.child("TR"), columns.plain, heads=block.row_heads)
    if block.total:
        yield _cells(block.total, element.child("TR"), columns.head, heads=block.row_heads)


def _cells(texts: Sequence[str], row: Element, style: Style, *, heads: bool) -> list[_Cell]:
    first = [row.child("TH", Scope="Row")] if heads else []
    elements = first + [row.child("TD") for _ in texts[len(first) :]]
    return [_Cell(text, style, element) for text, element in zip(texts, elements, strict=True)]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Widths of columns, which of them are aligned to the right, and how their text looks."""

    widths: tuple[float, ...]
    numeric: tuple[bool, ...]
    plain: Style = CELLS
    head: Style = HEADS

    def row(self, cells: Sequence[_Cell], rule: str, fill: str = "") -> list[Strip]:
        """Return the strips of a row, one per line of text, with a rule below the last."""
        texts = [
            broken(cell.text, cell.style, size - 2 * CELL)
            for cell, size in zip(cells, self.widths, strict=True)
        ]
        last = max(len(lines) for lines in texts) - 1
        return [
            self._strip(cells, texts, line, _Frame(line == 0, line == last, rule, fill))
            for line in range(last + 1)
        ]

    def _strip(
        self, cells: Sequence[_Cell], texts: Sequence[Sequence[str]], line: int, frame: "_Frame"
    ) -> Strip:
        height = frame.above + cells[0].style.leading + frame.below
        runs = tuple(self._runs(cells, texts, line, frame.above))
        shapes = frame.shapes(sum(self.widths), height)
        return Strip(height, runs, shapes, keep=not frame.last)

    def _runs(
        self, cells: Sequence[_Cell], texts: Sequence[Sequence[str]], line: int, above: float
    ) -> Iterator[Run]:
        x = 0.0
        for cell, lines, size, numeric in zip(cells, texts, self.widths, self.numeric, strict=True):
            if line < len(lines):
                used = width(lines[line].rstrip(" "), cell.style) if numeric else 0.0
                start = x + size - CELL - used if numeric else x + CELL
                yield Run(start, above + _base(cell.style), lines[line], cell.style, cell.element)
            x += size


@dataclass(frozen=True, slots=True)
class _Frame:
    """What surrounds one line of a table row."""

    first: bool
    last: bool
    rule: str
    fill: str

    @property
    def above(self) -> float:
        return 4.0 if self.first else 0.0

    @property
    def below(self) -> float:
        return 5.0 if self.last else 0.0

    def shapes(self, room: float, height: float) -> tuple[Shape, ...]:
        fill = (Shape(0, 0, room, height, self.fill),) if self.fill else ()
        rule = (Shape(0, height - 0.7, room, 0.7, self.rule),) if self.last else ()
        return fill + rule


def _fitting(block: Table, room: float) -> _Columns:
    """Choose widths, and smaller letters when the amounts would not fit otherwise."""
    for smaller in (0.0, 1.0, 2.0):
        plain, head = (replace(style, size=style.size - smaller) for style in (CELLS, HEADS))
        needs = [_needs(block, index, plain, head) for index in range(len(block.columns))]
        if sum(least for least, _ in needs) <= room:
            break
    numeric = tuple(column.numeric for column in block.columns)
    return _Columns(tuple(_widths(needs, numeric, room)), numeric, plain, head)


def _needs(block: Table, index: int, plain: Style, head: Style) -> tuple[float, float]:
    """Return the least and the most width that a column can use."""
    column = block.columns[index]
    heading, total = tidy(column.heading), tidy(block.total[index]) if block.total else ""
    cells = [tidy(row[index]) for row in block.rows]
    most = max(width(text, style) for text, style in [(heading, head), (total, head)])
    most = max([most, *(width(text, plain) for text in cells)])
    unbroken = cells if column.numeric else _words(cells)
    least = max(width(word, head) for word in _words([heading, total]))
    least = max([least, *(width(text, plain) for text in unbroken)])
    if not column.numeric:
        least = min(least, LONGEST_WORD)
    return least + 2 * CELL, most + 2 * CELL + 1


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in text.split()]


def _widths(
    needs: Sequence[tuple[float, float]], numeric: Sequence[bool], room: float
) -> list[float]:
    """Give every column what it needs; what is short falls on the widest, what is left on text."""
    if sum(most for _, most in needs) > room:
        squeeze = min(1.0, room / sum(least for least, _ in needs))
        return _capped([(least * squeeze, most) for least, most in needs], room)
    takers = [not number for number in numeric] if not all(numeric) else [True] * len(needs)
    spare = (room - sum(most for _, most in needs)) / sum(takers)
    return [most + spare * taker for (_, most), taker in zip(needs, takers, strict=True)]


def _capped(needs: Sequence[tuple[float, float]], room: float) -> list[float]:
    """Find the one width that no column exceeds, but for its least, so that all fill the room."""
    low, high = 0.0, room
    for _ in range(HALVINGS):
        cap = (low + high) / 2
        widths = [min(most, max(least, cap)) for least, most in needs]
        low, high = (cap, high) if sum(widths) < room else (low, cap)
    return widths
