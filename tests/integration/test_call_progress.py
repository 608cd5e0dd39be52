"""What becomes of a closed call, from its jury to the last euro: facts, one after the other."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from subsidy.awards import service as awards
from subsidy.awards.models import Decision, Share
from subsidy.budget import service as budget
from subsidy.budget.domain import Reason, Stage
from subsidy.budget.models import Line
from subsidy.budget.service import Account, Movement
from subsidy.calls.domain.lifecycle import NOT_BEGUN, Progress
from subsidy.overview.queries.progress import progress
from subsidy.policy import Role
from subsidy.scoring import service as scoring
from tests import factories
from tests.support.applications import published_call
from tests.support.scoring import EIGHTS, all_scored, jury
from tests.support.statements import counted


def test_a_call_that_just_closed_has_no_progress(session: Session) -> None:
    call = published_call(session)

    assert progress(session, [call]) == {call.id: NOT_BEGUN}
    assert progress(session, []) == {}


def test_a_call_goes_from_its_jury_to_its_last_payment(session: Session) -> None:
    made = jury(session, files=2)
    call, officer = made.call, made.actor
    factories.outspoken(session, session.get_one(Line, call.line_id))
    assert progress(session, [call])[call.id] == Progress(assessing=True)

    all_scored(session, made, [EIGHTS] * 2)
    scoring.select(session, officer, call)
    decisions = awards.prepare_for_call(session, officer, call)
    decider = factories.as_actor(
        factories.decision_maker(session), Role.DECISION_MAKER, now=officer.now
    )
    awards.approve(session, decider, decisions[0])
    assert progress(session, [call])[call.id] == Progress(assessing=True)

    awards.approve(session, decider, decisions[1])
    assert progress(session, [call])[call.id] == Progress(assessing=True, decided=True)

    shares = [each for decision in _decisions(session) for each in decision.shares]
    for share in shares[1:]:
        _pay(session, call.line_id, share)
    assert not progress(session, [call])[call.id].settled
    _pay(session, call.line_id, shares[0])
    assert progress(session, [call])[call.id].settled


def _decisions(session: Session) -> list[Decision]:
    query = select(Decision).options(selectinload(Decision.shares)).order_by(Decision.id)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def _pay(session: Session, line_id: int, share: Share) -> None:
    payer = factories.as_actor(factories.person(session), Role.BUDGET_OFFICER)
    source = Account(line_id, Stage.COMMITTED, share.case_ref)
    target = Account(line_id, Stage.PAID, share.case_ref)
    key = f"payment:{share.case_ref}"
    movement = Movement(source, target, share.amount, Reason.PAYMENT, key)
    budget.move(session, payer, movement)


def test_many_calls_are_asked_in_one_statement(session: Session) -> None:
    made = jury(session, files=1)
    other = published_call(session)

    with counted(session.connection()) as statements:
        found = progress(session, [made.call, other])

    assert len(statements) == 1
    assert set(found) == {made.call.id, other.id}
