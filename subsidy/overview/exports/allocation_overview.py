"""The allocation overview: one workbook of a line that adds up to the cent.

The totals on the first sheet are live formulas over the other sheets, beside what the ledger
says; the difference is a formula too, and is zero.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from subsidy.allocation.domain.lifecycle import ClaimStatus
from subsidy.awards.domain.decision import Outcome, Status
from subsidy.awards.models import Decision, Share
from subsidy.budget.domain import Stage
from subsidy.budget.models import Line
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.documents import workbook
from subsidy.documents.workbook import Column, Fact, Formula, Introduction, Kind, Sheet
from subsidy.language import words
from subsidy.overview.queries.money import Overview, overview

CREATOR = "Relanceloket"
COMMITTED = (Stage.COMMITTED, Stage.PAID)
NUMBER, AMOUNT = Text("File number"), Text("Amount awarded")
STAGE, BALANCE = Text("Stage"), Text("Balance")


def allocation_overview(session: Session, line: Line, made_at: datetime) -> bytes:
    """Return the workbook of everything decided on a line, as the database says it now."""
    found = overview(session, line)
    sheets = [_applications(found), _partners(found), _criteria(found), _rights(found)]
    ledger = _ledger(found)
    introduction = _summary(found, sheets[1], ledger)
    return workbook.write(
        [introduction, *sheets, ledger],
        title=Text("Allocation overview of %(line)s", line=line.name),
        creator=CREATOR,
        created=made_at,
    )


def _summary(found: Overview, partners: Sheet, ledger: Sheet) -> Introduction:
    decided = Money.total(decision.kept for decision in found.decisions.values())
    booked = Money.total(a.balance for a in found.accounts if a.stage in COMMITTED)
    awarded = f"SUM({_column(partners, AMOUNT)})"
    committed = "+".join(
        f"SUMIFS({_column(ledger, BALANCE)},{_column(ledger, STAGE)},"
        f"{workbook.quoted(words(stage))})"
        for stage in COMMITTED
    )
    return Introduction(
        title=Text("Allocation overview of %(line)s", line=found.line.name),
        lines=(Text("All amounts are in euro. Every total is a formula over the other sheets."),),
        facts=(
            *(_stage_fact(found, ledger, stage) for stage in Stage if stage is not Stage.FUNDER),
            Fact(Text("Awarded to partners"), Formula(awarded, decided), Kind.MONEY),
            Fact(Text("Committed and paid in the ledger"), Formula(committed, booked), Kind.MONEY),
            Fact(
                Text("Difference between awards and ledger"),
                Formula(f"({awarded})-({committed})", decided - booked),
                Kind.MONEY,
            ),
        ),
    )


def _stage_fact(found: Overview, ledger: Sheet, stage: Stage) -> Fact:
    total = Money.total(a.balance for a in found.accounts if a.stage is stage)
    formula = (
        f"SUMIFS({_column(ledger, BALANCE)},{_column(ledger, STAGE)},"
        f"{workbook.quoted(words(stage))})"
    )
    return Fact(stage.label, Formula(formula, total), Kind.MONEY)


def _column(sheet: Sheet, heading: Text) -> str:
    """Return a whole column of a sheet below its head, far enough for any programme."""
    letter = sheet.letter(heading)
    first = workbook.address(words(sheet.name), f"${letter}", f"${workbook.FIRST_ROW}")
    rows = len(list(sheet.rows)) if isinstance(sheet.rows, tuple) else 0
    return f"{first}:${letter}${max(workbook.FIRST_ROW, workbook.FIRST_ROW + rows - 1)}"


def _applications(found: Overview) -> Sheet:
    def rows() -> Iterator[tuple[object, ...]]:
        for each in found.applications:
            standing = found.standings.get(each.public_id)
            decision = found.decisions.get(each.case_ref)
            yield (
                each.number,
                each.title,
                each.lead.name,
                each.status,
                None if standing is None else standing.rank,
                None if standing is None else standing.merit,
                each.requested,
                _said(decision),
                Money(0) if decision is None else decision.kept,
            )

    return Sheet(
        Text("Applications"),
        (
            Column(NUMBER),
            Column(Text("Project"), width=40),
            Column(Text("Lead partner"), width=28),
            Column(Text("Admissibility"), width=18),
            Column(Text("Rank"), Kind.INTEGER),
            Column(Text("Score out of 100"), Kind.SCORE),
            Column(Text("Amount requested"), Kind.MONEY, total=True),
            Column(Text("Decision"), width=24),
            Column(AMOUNT, Kind.MONEY, total=True),
        ),
        tuple(rows()),
        Text("Every application that was assessed, with its rank, score and decision."),
    )


def _said(decision: Decision | None) -> Text | Outcome | Status:
    if decision is None:
        return Text("not decided yet")
    return decision.status if decision.status is Status.GIVEN_UP else decision.outcome


def _kept(found: Overview, decision: Decision) -> Iterator[tuple[Share, Money]]:
    """Give what each partner keeps: of an award that was given up only what was paid before."""
    for share in decision.shares:
        if decision.status is not Status.GIVEN_UP:
            yield share, share.amount
            continue
        own = (each.balance for each in found.accounts if each.case_ref == share.case_ref)
        paid = Money.total(own)
        if paid:
            yield share, paid


def _partners(found: Overview) -> Sheet:
    titles = {each.case_ref: each.number for each in found.applications}
    claims = {claim.case_ref: claim.number for claim in found.claims.values()}
    numbers = titles | claims

    def rows() -> Iterator[tuple[object, ...]]:
        for decision in found.decisions.values():
            for share, amount in _kept(found, decision):
                body = share.organisation
                yield (
                    numbers.get(decision.source_ref, decision.number),
                    body.name,
                    body.nis,
                    body.kbo,
                    body.region,
                    body.province,
                    amount,
                )

    return Sheet(
        Text("Partners"),
        (
            Column(NUMBER),
            Column(Text("Partner"), width=28),
            Column(Text("NIS code")),
            Column(Text("KBO number")),
            Column(Text("Reference region"), width=22),
            Column(Text("Province"), width=18),
            Column(AMOUNT, Kind.MONEY, total=True),
        ),
        tuple(rows()),
        Text("What each partner receives, of calls and of rounds."),
    )


def _criteria(found: Overview) -> Sheet:
    names = {
        criterion.key: (criterion.name, criterion.weight_basis_points)
        for call in found.calls
        for version in call.versions
        for criterion in version.regulation.criteria
    }

    def rows() -> Iterator[tuple[object, ...]]:
        for each in found.applications:
            standing = found.standings.get(each.public_id)
            for key, mean in (standing.means if standing else {}).items():
                name, weight = names[key]
                yield each.number, name, weight, mean

    return Sheet(
        Text("Criteria scores"),
        (
            Column(NUMBER),
            Column(Text("Criterion"), width=40),
            Column(Text("Weight"), Kind.PERCENT),
            Column(Text("Mean mark out of 10"), Kind.SCORE),
        ),
        tuple(rows()),
        Text("The mean mark of the jury per application and criterion."),
    )


def _rights(found: Overview) -> Sheet:
    def rows() -> Iterator[tuple[object, ...]]:
        for right in found.rights:
            claim = found.claims.get(right.id)
            submitted = claim is not None and claim.status is ClaimStatus.SUBMITTED
            decision = found.decisions.get(claim.case_ref) if claim is not None else None
            body = right.organisation
            yield (
                found.rounds[right.round_id].title,
                body.name,
                body.nis,
                body.region,
                right.amount,
                claim.amount if claim is not None and submitted else Money(0),
                _awarded(decision),
            )

    return Sheet(
        Text("Drawing rights"),
        (
            Column(Text("Round"), width=32),
            Column(Text("Municipality"), width=28),
            Column(Text("NIS code")),
            Column(Text("Reference region"), width=22),
            Column(Text("Drawing right"), Kind.MONEY, total=True),
            Column(Text("Amount claimed"), Kind.MONEY, total=True),
            Column(AMOUNT, Kind.MONEY, total=True),
        ),
        tuple(rows()),
        Text("What every municipality may draw, what it claimed and what was awarded."),
    )


def _awarded(decision: Decision | None) -> Money:
    return Money(0) if decision is None else decision.amount


def _ledger(found: Overview) -> Sheet:
    names = {call.case_ref: call.title for call in found.calls}
    names |= {each.case_ref: each.title for each in found.rounds.values()}
    for decision in found.decisions.values():
        for share in decision.shares:
            names[share.case_ref] = f"{decision.number} {share.organisation.name}"
    return Sheet(
        Text("Ledger"),
        (
            Column(STAGE, width=16),
            Column(Text("For what"), width=48),
            Column(BALANCE, Kind.MONEY),
        ),
        tuple(
            (account.stage, names.get(account.case_ref, account.case_ref), account.balance)
            for account in found.accounts
        ),
        Text("Every account of the line and what stands on it; together they are zero."),
    )
