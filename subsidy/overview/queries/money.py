"""What the allocation overview shows of one line; a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from subsidy.allocation.models import Claim, DrawingRight, Round
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application
from subsidy.awards.domain.decision import FINAL
from subsidy.awards.models import Decision, Share
from subsidy.budget.models import LedgerAccount, Line
from subsidy.calls.models import Call
from subsidy.scoring import queries as scoring
from subsidy.scoring.domain.outcome import Row
from subsidy.scoring.service import decided_of_all


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything about one line, ready to be written."""

    line: Line
    calls: Sequence[Call]
    applications: Sequence[Application]
    standings: dict[str, Row]
    decisions: dict[str, Decision]
    rights: Sequence[DrawingRight]
    rounds: dict[int, Round]
    claims: dict[int, Claim]
    accounts: Sequence[LedgerAccount]


def overview(session: Session, line: Line) -> Overview:
    """Read the line; only what is closed is read, so nothing sealed can leak."""
    calls = session.scalars(
        select(Call)
        .where(Call.line_id == line.id)
        .options(selectinload(Call.versions))
        .order_by(Call.id)
    ).all()
    rounds = session.scalars(select(Round).where(Round.line_id == line.id).order_by(Round.id)).all()
    return Overview(
        line=line,
        calls=calls,
        applications=_applications(session, calls),
        standings=_standings(session, calls),
        decisions=_decisions(session, line),
        rights=_rights(session, rounds),
        rounds={each.id: each for each in rounds},
        claims=_claims(session, rounds),
        accounts=session.scalars(
            select(LedgerAccount).where(LedgerAccount.line_id == line.id).order_by(LedgerAccount.id)
        ).all(),
    )


def _applications(session: Session, calls: Sequence[Call]) -> Sequence[Application]:
    return session.scalars(
        select(Application)
        .where(
            Application.call_id.in_([call.id for call in calls]),
            Application.status.in_([Status.ADMISSIBLE, Status.INADMISSIBLE]),
        )
        .options(joinedload(Application.lead))
        .order_by(Application.call_id, Application.number)
    ).all()


def _standings(session: Session, calls: Sequence[Call]) -> dict[str, Row]:
    runs = scoring.latest_runs(session, [call.id for call in calls])
    decided = decided_of_all(session, runs)
    return {row.application: row for run in runs for row in decided[run.id]}


def _decisions(session: Session, line: Line) -> dict[str, Decision]:
    rows = session.scalars(
        select(Decision)
        .where(Decision.line_id == line.id, Decision.status.in_(FINAL))
        .options(
            joinedload(Decision.lead), selectinload(Decision.shares).joinedload(Share.organisation)
        )
        .order_by(Decision.id)
    )
    return {decision.source_ref: decision for decision in rows}


def _rights(session: Session, rounds: Sequence[Round]) -> Sequence[DrawingRight]:
    return session.scalars(
        select(DrawingRight)
        .where(DrawingRight.round_id.in_([each.id for each in rounds]))
        .options(joinedload(DrawingRight.organisation))
        .order_by(DrawingRight.round_id, DrawingRight.id)
    ).all()


def _claims(session: Session, rounds: Sequence[Round]) -> dict[int, Claim]:
    rows = session.scalars(select(Claim).where(Claim.round_id.in_([each.id for each in rounds])))
    return {claim.right_id: claim for claim in rows}
