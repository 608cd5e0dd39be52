"""What a letter says, as plain data: frozen with a decision, rendered to a page or a PDF later.

A letter is a list of blocks whose cells are Texts, amounts or words of the applicant. It is stored
as JSON with the decision, so the letter of years ago is the same letter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from subsidy.core.money import Money
from subsidy.core.text import Text, pack, unpack

Cell = Text | str | Money | int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the letter."""

    text: Text


@dataclass(frozen=True, slots=True)
class Subheading:
    """A name above paragraphs, inside a part of the letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: our words, or somebody's own words as they were typed."""

    text: Text | str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as there are heads. ``total``: the last row sums up."""

    caption: Text
    heads: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: bool = False


Block = Heading | Subheading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one organisation."""

    addressee: str
    subject: Text
    reference: str
    blocks: tuple[Block, ...]

    def to_data(self) -> dict[str, Any]:
        return {
            "addressee": self.addressee,
            "subject": self.subject.to_data(),
            "reference": self.reference,
            "blocks": [_block_to_data(block) for block in self.blocks],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Letter":
        return cls(
            addressee=data["addressee"],
            subject=Text.from_data(data["subject"]),
            reference=data["reference"],
            blocks=tuple(_block_from_data(block) for block in data["blocks"]),
        )


def _block_to_data(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"heading": block.text.to_data()}
        case Subheading():
            return {"subheading": block.text}
        case Paragraph():
            return {"paragraph": pack(block.text)}
        case Table():
            return {
                "table": {
                    "caption": block.caption.to_data(),
                    "heads": [head.to_data() for head in block.heads],
                    "rows": [[pack(cell) for cell in row] for row in block.rows],
                    "total": block.total,
                }
            }


def _block_from_data(data: Mapping[str, Any]) -> Block:
    if "heading" in data:
        return Heading(Text.from_data(data["heading"]))
    if "subheading" in data:
        return Subheading(data["subheading"])
    if "paragraph" in data:
        return Paragraph(unpack(data["paragraph"]))
    table = data["table"]
    return Table(
        caption=Text.from_data(table["caption"]),
        heads=tuple(Text.from_data(head) for head in table["heads"]),
        rows=tuple(tuple(unpack(cell) for cell in row) for row in table["rows"]),
        total=table["total"],
    )
