"""The letter about a claim: the amount, and the computation that anyone can do again."""

from dataclasses import dataclass

from subsidy.core.letter import Block, Heading, Letter, Paragraph, Table
from subsidy.core.money import Money
from subsidy.core.text import Text

APPEAL = Text(
    "You can ask us for an explanation. You can also appeal to the Council of State "
    "(Raad van State) within 60 days after you receive this letter."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """Everything that the letter about one claim tells."""

    addressee: str
    number: str
    round: str
    right: Money
    awarded: Money
    computation: tuple[Text, ...]
    efforts: tuple[Text, ...]
    continuity: str


def claim_letter(facts: LetterFacts) -> Letter:
    left = facts.right - facts.awarded
    blocks: tuple[Block, ...] = (
        Paragraph(
            Text(
                "Your municipality receives %(amount)s from the round “%(round)s”.",
                amount=facts.awarded,
                round=facts.round,
            )
        ),
        Table(
            Text("Your drawing right"),
            (Text("What"), Text("Amount")),
            (
                (Text("Drawing right"), facts.right),
                (Text("Claimed and awarded"), facts.awarded),
                (Text("Not claimed"), left),
            ),
        ),
        Heading(Text("How we computed your drawing right")),
        *(Paragraph(sentence) for sentence in facts.computation),
        Heading(Text("What you do with it")),
        Paragraph(Text("You make these efforts: %(efforts)s.", efforts=facts.efforts)),
        Heading(Text("What we expect after the subsidy")),
        Paragraph(facts.continuity),
        Heading(Text("If you do not agree")),
        Paragraph(APPEAL),
    )
    return Letter(facts.addressee, Text("Your drawing right is awarded"), facts.number, blocks)
