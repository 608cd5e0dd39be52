"""What waits for the people of the agency."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sqlalchemy import ColumnElement, case, func, literal, or_, select
from sqlalchemy.orm import Session

from subsidy.allocation import queries as allocation
from subsidy.allocation.domain.lifecycle import ClaimStatus, RoundStatus
from subsidy.allocation.models import Claim, Round
from subsidy.applications.domain.lifecycle import Status as ApplicationStatus
from subsidy.applications.models import Application, CompletionRequest
from subsidy.awards.domain.decision import Status as DecisionStatus
from subsidy.awards.models import Decision
from subsidy.calls import queries as calls
from subsidy.calls.domain.lifecycle import Status as CallStatus
from subsidy.calls.models import Call
from subsidy.core.text import Text, plural
from subsidy.organisations import queries as organisations
from subsidy.overview.domain import CallDesk, Task, next_step
from subsidy.planning import queries as planning
from subsidy.policy import Action, Actor, Role, allows
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Juror, Review, SelectionRun

CALL, ROUND = "call:", "round:"
OUT = (ReviewStatus.BLOCKED, ReviewStatus.RELEASED)
DESKS = MappingProxyType({"call": "awards.desk", "round": "allocation.claims"})


# For decision makers ------------------------------------------------------------------------------


def calls_to_publish(session: Session, actor: Actor) -> list[Task]:
    if Role.DECISION_MAKER not in actor.roles:
        return []
    return [
        Task(
            verb=Text("Judge the proposed call"),
            object=call.title,
            endpoint="calls.show",
            values={"public_id": call.public_id},
            deadline=call.opens_at,
            tag=call.status,
        )
        for call in calls.proposed(session)
        if allows(actor, Action.PUBLISH_CALL, call)
    ]


def rounds_to_open(session: Session, actor: Actor) -> list[Task]:
    if Role.DECISION_MAKER not in actor.roles:
        return []
    return [
        Task(
            verb=Text("Judge the proposed allocation round"),
            object=each.title,
            endpoint="allocation.round",
            values={"public_id": each.public_id},
            deadline=each.opens_at,
            tag=each.status,
        )
        for each in allocation.proposed(session)
        if allows(actor, Action.OPEN_ROUND, each)
    ]


def decisions_to_approve(session: Session, actor: Actor) -> list[Task]:
    """Return one task per call or round with decisions that somebody else prepared."""
    if Role.DECISION_MAKER not in actor.roles:
        return []
    rows = session.execute(
        select(Decision.reservation_ref, func.count())
        .where(Decision.status == DecisionStatus.PREPARED, Decision.prepared_by_id != actor.id)
        .group_by(Decision.reservation_ref)
        .order_by(Decision.reservation_ref)
    ).all()
    titles = _titles(session, [ref for ref, _ in rows])
    return [_approval(ref, titles.get(ref, ref), number) for ref, number in rows]


def _approval(ref: str, title: str, number: int) -> Task:
    kind, _, public_id = ref.partition(":")
    return Task(
        verb=plural("Approve %(n)s decision", "Approve %(n)s decisions", number),
        object=title,
        endpoint=DESKS[kind],
        values={"public_id": public_id},
        tag=DecisionStatus.PREPARED,
    )


def _titles(session: Session, refs: Iterable[str]) -> Mapping[str, str]:
    """Return what the calls and rounds behind these references are called; one statement."""
    wanted = list(refs)
    call_ids = [ref.removeprefix(CALL) for ref in wanted if ref.startswith(CALL)]
    round_ids = [ref.removeprefix(ROUND) for ref in wanted if ref.startswith(ROUND)]
    if not wanted:
        return {}
    of_calls = select(literal(CALL) + Call.public_id, Call.title).where(
        Call.public_id.in_(call_ids)
    )
    of_rounds = select(literal(ROUND) + Round.public_id, Round.title).where(
        Round.public_id.in_(round_ids)
    )
    rows = session.execute(of_calls.union_all(of_rounds))
    return {str(ref): str(title) for ref, title in rows}


def statements_to_publish(session: Session, actor: Actor) -> list[Task]:
    if Role.DECISION_MAKER not in actor.roles:
        return []
    return [
        Task(
            verb=Text("Judge what stays after the subsidy"),
            object=each.line.name,
            endpoint="planning.statement",
            values={"public_id": each.line.public_id},
            tag=each.status,
        )
        for each in planning.drafts(session)
        if allows(actor, Action.PUBLISH_STATEMENT, each)
    ]


# For budget officers ------------------------------------------------------------------------------


def accounts_to_confirm(session: Session, actor: Actor) -> list[Task]:
    if Role.BUDGET_OFFICER not in actor.roles:
        return []
    return [
        Task(
            verb=Text("Confirm the account"),
            object=each.name,
            endpoint="organisations.confirm_account",
            values={"public_id": each.public_id},
        )
        for each in organisations.to_confirm(session)
    ]


# For case officers --------------------------------------------------------------------------------


def own_drafts(session: Session, actor: Actor) -> list[Task]:
    """Return the calls that this officer is still writing, or got back."""
    if Role.CASE_OFFICER not in actor.roles:
        return []
    found = session.scalars(
        select(Call)
        .where(Call.status == CallStatus.DRAFT, Call.created_by_id == actor.id)
        .order_by(Call.id)
    )
    return [
        Task(
            verb=Text("Finish the call"),
            object=call.title,
            endpoint="calls.show",
            values={"public_id": call.public_id},
            tag=call.status,
        )
        for call in found
    ]


def closed_calls(session: Session, actor: Actor) -> list[Task]:
    """Return the next step on each closed call; one statement, whatever their number."""
    if Role.CASE_OFFICER not in actor.roles:
        return []
    columns = _desk_columns()
    rows = session.execute(
        select(Call.public_id, Call.title, *columns.values())
        .where(Call.status == CallStatus.PUBLISHED, Call.closes_at <= actor.now)
        .order_by(Call.closes_at, Call.id)
    )
    found = []
    for public_id, title, *numbers in rows:
        step = next_step(CallDesk(**dict(zip(columns, numbers, strict=True))))
        if step is not None:
            values = {"public_id": public_id}
            found.append(Task(verb=step.label, object=title, endpoint=step, values=values))
    return found


def ended_completions(session: Session, actor: Actor) -> list[Task]:
    """Return the unjudged files of which a completion arrived, or its term ended without one."""
    if Role.CASE_OFFICER not in actor.roles:
        return []
    sent = CompletionRequest.sent_at.is_not(None)
    rows = session.execute(
        select(Application.public_id, Application.number, func.max(case((sent, 1), else_=0)))
        .join(CompletionRequest, CompletionRequest.application_id == Application.id)
        .where(
            Application.status == ApplicationStatus.SUBMITTED,
            or_(sent, CompletionRequest.due_at <= actor.now),
            CompletionRequest.withdrawn_at.is_(None),
        )
        .group_by(Application.id, Application.public_id, Application.number)
        .order_by(Application.id)
    )
    return [
        Task(
            verb=Text("Read the completion and judge")
            if is_sent
            else Text("Judge: nothing was completed"),
            object=str(number),
            endpoint="applications.judge",
            values={"public_id": public_id},
        )
        for public_id, number, is_sent in rows
    ]


def _desk_columns() -> dict[str, ColumnElement[int]]:
    """Return what to count of each call, by the name of the field of ``CallDesk``."""
    admissible = Application.status == ApplicationStatus.ADMISSIBLE
    judged = or_(admissible, Application.status == ApplicationStatus.INADMISSIBLE)
    decided = _decided(literal("application:") + Application.public_id)
    runs = select(func.count(SelectionRun.id)).where(SelectionRun.call_id == Call.id)
    return {
        "unjudged": _applications(Application.status == ApplicationStatus.SUBMITTED),
        "admissible": _applications(admissible),
        "reviews": _reviews(Review.status.not_in(OUT)),
        "scored": _reviews(Review.status == ReviewStatus.SUBMITTED),
        "selections": runs.correlate(Call).scalar_subquery(),
        "undecided": _applications(judged & ~decided),
    }


def _applications(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return (
        select(func.count(Application.id))
        .where(Application.call_id == Call.id, condition)
        .correlate(Call)
        .scalar_subquery()
    )


def _reviews(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return (
        select(func.count(Review.id))
        .join(Juror, Juror.id == Review.juror_id)
        .where(Juror.call_id == Call.id, condition)
        .correlate(Call)
        .scalar_subquery()
    )


def _decided(source_ref: ColumnElement[str]) -> ColumnElement[bool]:
    return (
        select(Decision.id)
        .where(Decision.source_ref == source_ref, Decision.status != DecisionStatus.RETURNED)
        .exists()
    )


def closed_rounds(session: Session, actor: Actor) -> list[Task]:
    """Return the closed rounds with claims on which nobody prepared a decision."""
    if Role.CASE_OFFICER not in actor.roles:
        return []
    rows = session.execute(
        select(Round.public_id, Round.title, func.count(Claim.id))
        .join(Claim, Claim.round_id == Round.id)
        .where(
            Round.status == RoundStatus.OPENED,
            Round.closes_at <= actor.now,
            Claim.status == ClaimStatus.SUBMITTED,
            ~_decided(literal("claim:") + Claim.public_id),
        )
        .group_by(Round.id, Round.public_id, Round.title)
        .order_by(Round.id)
    )
    return [
        Task(
            verb=plural("Prepare %(n)s decision", "Prepare %(n)s decisions", number),
            object=title,
            endpoint="allocation.claims",
            values={"public_id": public_id},
        )
        for public_id, title, number in rows
    ]
