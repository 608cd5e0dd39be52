"""The letter about an application that was scored: what is awarded or not, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from subsidy.calls.domain.rules import Finding
from subsidy.core.letter import Block, Cell, Heading, Letter, Paragraph, Subheading, Table
from subsidy.core.money import Money
from subsidy.core.text import Text


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """What the jury found on one criterion. ``mean`` in hundredths of a mark (0-1000)."""

    name: str
    weight_basis_points: int
    mean: int
    motivations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What one partner receives."""

    name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class ApplicationResult:
    """Everything that the letter about one application tells."""

    addressee: str
    number: str
    title: str
    call: str
    requested: Money
    awarded: Money
    merit: int | None
    explanation: tuple[Text, ...]
    criteria: tuple[CriterionResult, ...]
    shares: tuple[Share, ...]
    instalments: tuple[tuple[str, Money], ...]
    continuity: str
    appeal: str
    findings: tuple[Finding, ...] = ()


def award_letter(result: ApplicationResult) -> Letter:
    blocks: list[Block] = [
        Paragraph(
            Text(
                "Your consortium receives %(amount)s for the project “%(title)s”.",
                amount=result.awarded,
                title=result.title,
            )
        ),
        *_explained(result),
        *_divided(result),
        *_judged(result),
        *_advised(result),
        Heading(Text("What we expect after the subsidy")),
        Paragraph(result.continuity),
        *_appeal(result),
    ]
    return _letter(result, Text("Your application is awarded"), blocks)


def rejection_letter(result: ApplicationResult) -> Letter:
    blocks: list[Block] = [
        Paragraph(
            Text(
                "Your consortium receives no subsidy for the project “%(title)s”.",
                title=result.title,
            )
        ),
        *_explained(result),
        *_judged(result),
        *_advised(result),
        *_appeal(result),
    ]
    return _letter(result, Text("Your application is not awarded"), blocks)


def _letter(result: ApplicationResult, subject: Text, blocks: Sequence[Block]) -> Letter:
    opening = Paragraph(
        Text(
            "You applied to the call “%(call)s” for %(requested)s. The file number is %(number)s.",
            call=result.call,
            requested=result.requested,
            number=result.number,
        )
    )
    return Letter(result.addressee, subject, result.number, (opening, *blocks))


def _explained(result: ApplicationResult) -> list[Block]:
    return [Heading(Text("Why")), *(Paragraph(text) for text in result.explanation)]


def _advised(result: ApplicationResult) -> list[Block]:
    advice = [finding for finding in result.findings if finding.advice]
    if not advice:
        return []
    heads = (Text("What we found"), Text("Outcome"))
    return [
        Heading(Text("Advice of the call")),
        Paragraph(Text("This advice played no part in the decision.")),
        Table(Text("Advice of the call"), heads, _rows(advice)),
    ]


def _rows(findings: Sequence[Finding]) -> tuple[tuple[Cell, ...], ...]:
    return tuple((finding.sentence, finding.outcome.label) for finding in findings)


def _divided(result: ApplicationResult) -> list[Block]:
    rows: list[tuple[Cell, ...]] = [(share.name, share.amount) for share in result.shares]
    total = Money.total(share.amount for share in result.shares)
    instalments: tuple[tuple[Cell, ...], ...] = tuple(result.instalments)
    return [
        Heading(Text("The money")),
        Table(
            Text("What each partner receives"),
            (Text("Partner"), Text("Amount")),
            (*rows, (Text("Total"), total)),
            total=True,
        ),
        Table(
            Text("When we pay"),
            (Text("Instalment"), Text("Amount")),
            (*instalments, (Text("Total"), total)),
            total=True,
        ),
    ]


def _judged(result: ApplicationResult) -> list[Block]:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            criterion.name,
            Text("%(percent)s %%", percent=_plain(criterion.weight_basis_points)),
            Text("%(mark)s of 10", mark=_plain(criterion.mean)),
        )
        for criterion in result.criteria
    )
    if not rows or result.merit is None:
        return []
    motivated: list[Block] = [Heading(Text("What the jury wrote"))]
    for criterion in result.criteria:
        motivated.append(Subheading(criterion.name))
        motivated.extend(Paragraph(motivation) for motivation in criterion.motivations)
    return [
        Heading(Text("The marks of the jury")),
        Table(
            Text("Mean mark per criterion"),
            (Text("Criterion"), Text("Weight"), Text("Mean mark")),
            rows,
        ),
        Paragraph(Text("Your total score is %(merit)s of 100.", merit=_plain(result.merit))),
        *motivated,
    ]


def _plain(hundredths: int) -> str:
    """Render hundredths as a Dutch decimal; whole numbers without a comma."""
    whole, part = divmod(hundredths, 100)
    return f"{whole},{part:02d}" if part else str(whole)


def _appeal(result: ApplicationResult) -> list[Block]:
    return [Heading(Text("If you do not agree")), Paragraph(result.appeal)]
