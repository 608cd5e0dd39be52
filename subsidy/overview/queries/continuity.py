"""What the continuity workbook shows: promises of awarded projects, by year."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from subsidy.applications.models import Application, Partner, Promise, PromiseYear, Realisation
from subsidy.awards.domain.decision import Outcome, Status
from subsidy.awards.models import Decision
from subsidy.budget.models import Line


@dataclass(frozen=True, slots=True)
class PromisedYear:
    """One realisation at one partner in one year after the subsidy stops."""

    line: Line
    application: Application
    realisation: Realisation
    partner: Partner
    promise: Promise
    year: PromiseYear


def promised_years(session: Session, lines: Sequence[Line]) -> Sequence[PromisedYear]:
    """Return a row per realisation x partner x year of every awarded project on these lines."""
    by_line = {line.id: line for line in lines}
    awarded = {
        ref: by_line[line_id]
        for ref, line_id in session.execute(
            select(Decision.source_ref, Decision.line_id).where(
                Decision.line_id.in_(by_line),
                Decision.status == Status.APPROVED,
                Decision.outcome == Outcome.AWARD,
            )
        )
    }
    ids = [ref.removeprefix("application:") for ref in awarded if ref.startswith("application:")]
    applications = session.scalars(
        select(Application)
        .where(Application.public_id.in_(ids))
        .options(
            joinedload(Application.lead),
            selectinload(Application.realisations),
            selectinload(Application.partners).joinedload(Partner.organisation),
            selectinload(Application.promises).selectinload(Promise.years),
        )
        .order_by(Application.number)
    ).all()
    return [row for each in applications for row in _rows(awarded[each.case_ref], each)]


def _rows(line: Line, application: Application) -> list[PromisedYear]:
    realisations = {each.id: each for each in application.realisations}
    partners = {each.id: each for each in application.partners}
    return [
        PromisedYear(
            line,
            application,
            realisations[promise.realisation_id],
            partners[promise.partner_id],
            promise,
            year,
        )
        for promise in application.promises
        for year in promise.years
    ]
