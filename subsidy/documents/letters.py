"""A letter that is plain data, as blocks of a document."""

from collections.abc import Iterator

from subsidy.core.letter import Block, Cell, Heading, Letter, Paragraph, Subheading, Table
from subsidy.core.money import Money
from subsidy.documents import blocks
from subsidy.language import shown, words

SENDER = "Agentschap Binnenlands Bestuur"


def letter_blocks(letter: Letter) -> Iterator[blocks.Block]:
    """Yield what the letter says, after its address and its subject."""
    return (_block(block) for block in letter.blocks)


def _block(block: Block) -> blocks.Block:
    match block:
        case Heading():
            return blocks.Heading(words(block.text), 2)
        case Subheading():
            return blocks.Heading(block.text, 3)
        case Paragraph():
            return blocks.Paragraph(_cell(block.text))
        case Table():
            return _table(block)


def _table(table: Table) -> blocks.Table:
    numeric = [
        all(isinstance(row[i], Money | int) for row in table.rows) for i in range(len(table.heads))
    ]
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    return blocks.Table(
        columns=[
            blocks.TableColumn(words(head), number)
            for head, number in zip(table.heads, numeric, strict=True)
        ],
        rows=rows[:-1] if table.total else rows,
        caption=words(table.caption),
        total=rows[-1] if table.total else (),
        row_heads=True,
    )


def _cell(cell: Cell) -> str:
    return cell if isinstance(cell, str) else shown(cell)
