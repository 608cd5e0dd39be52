"""What became of the files of calls since they closed: facts of the jury, decisions, the ledger.

A call knows none of these slices; the application hands this question to its pages.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import BigInteger, ScalarSelect, String, func, literal, select, type_coerce
from sqlalchemy.orm import Session

from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application
from subsidy.awards.domain.decision import FINAL, Outcome
from subsidy.awards.domain.decision import Status as DecisionStatus
from subsidy.awards.models import Decision, Share
from subsidy.budget.domain import Stage
from subsidy.budget.models import LedgerAccount
from subsidy.calls.domain.lifecycle import Progress
from subsidy.calls.models import Call
from subsidy.scoring.models import Juror

CASE = literal("call:", String) + Call.public_id  # as ``Call.case_ref`` says it


def progress(session: Session, calls: Sequence[Call]) -> Mapping[int, Progress]:
    """Return, by call, what is public about the work on its files; one statement."""
    if not calls:
        return {}
    facts = (_jurors(), _admissible(), _approved(), _awards(), _committed())
    rows = session.execute(select(Call.id, *facts).where(Call.id.in_([each.id for each in calls])))
    return {
        call_id: _progress(jurors, admissible, approved, awards, committed)
        for call_id, jurors, admissible, approved, awards, committed in rows
    }


def _progress(
    jurors: int, admissible: int, approved: int, awards: int, committed: int | None
) -> Progress:
    """Decided: every admissible file has its decision. Settled: nothing awarded is still owed."""
    decided = 0 < admissible <= approved
    return Progress(
        assessing=jurors > 0,
        decided=decided,
        settled=decided and awards > 0 and not committed,
    )


def _jurors() -> ScalarSelect[int]:
    return select(func.count(Juror.id)).where(Juror.call_id == Call.id).scalar_subquery()


def _admissible() -> ScalarSelect[int]:
    own = (Application.call_id == Call.id, Application.status == Status.ADMISSIBLE)
    return select(func.count(Application.id)).where(*own).scalar_subquery()


def _approved() -> ScalarSelect[int]:
    own = (Decision.reservation_ref == CASE, Decision.status.in_(FINAL))
    return select(func.count(Decision.id)).where(*own).scalar_subquery()


def _awards() -> ScalarSelect[int]:
    own = (
        Decision.reservation_ref == CASE,
        Decision.status == DecisionStatus.APPROVED,
        Decision.outcome == Outcome.AWARD,
    )
    return select(func.count(Decision.id)).where(*own).scalar_subquery()


def _committed() -> ScalarSelect[int]:
    share = literal("share:", String) + Share.public_id
    return (
        select(func.sum(type_coerce(LedgerAccount.balance, BigInteger)))
        .join(Share, LedgerAccount.case_ref == share)
        .join(Decision, Decision.id == Share.decision_id)
        .where(Decision.reservation_ref == CASE, LedgerAccount.stage == Stage.COMMITTED)
        .scalar_subquery()
    )
