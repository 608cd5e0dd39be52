"""Who moves up from the reserve list: prepared by the system, approved by a person as ever."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.awards import queries
from subsidy.awards.domain.decision import FINAL, Outcome, Status
from subsidy.awards.models import Decision
from subsidy.awards.service import decisions
from subsidy.awards.service.decisions import Proposal, prepare
from subsidy.awards.service.desk import prepare_for_call, proposals_for
from subsidy.budget import queries as budget
from subsidy.budget.domain import Stage
from subsidy.calls.models import Call
from subsidy.core.money import Money
from subsidy.core.text import Text, plural
from subsidy.policy import Actor, Role
from subsidy.scoring import queries as scoring
from subsidy.scoring import service as choosing
from subsidy.scoring.domain.outcome import Row
from subsidy.scoring.domain.rank_order import Outcome as Selected
from subsidy.scoring.domain.reserve_list import Standing, moving_up
from subsidy.scoring.models import Computation, SelectionRun
from subsidy.workflow import tell

MOVED = "moved_up"  # in the details of a decision: the list it follows, and what was free


def prepare_next(session: Session, actor: Actor, call: Call) -> tuple[Decision, ...]:
    """Prepare every decision that is missing; when none is, of who can move up."""
    session.refresh(call, ["status"], with_for_update=True)
    return prepare_for_call(session, actor, call) or move_up(session, actor, call, actor.id)


def move_up(session: Session, actor: Actor, call: Call, author_id: int) -> tuple[Decision, ...]:
    """Prepare the awards of who moves up with the money that is free; ``author_id`` answers.

    Nobody moves up before money returned and every file of the selection is decided. What is
    prepared together never asks more than what is free, to the cent.
    """
    state = _state(session, call)
    if state is None:
        return ()
    made = choosing.list_reserves(session, actor, call, state.run, state.standing)
    if made is None or not state.is_ready:
        return ()
    free = free_of(session, call, state.every)
    prepared = tuple(
        prepare(session, actor, proposal, author_id)
        for proposal in _proposals(session, call, state, made, free)
    )
    if prepared:
        list_again(session, actor, call)
        _tell(session, actor, call, prepared)
    return prepared


def approve(session: Session, actor: Actor, decision: Decision) -> None:
    """Approve a decision; the last one of a selection tells the case officers who can move up.

    Raises RefusedError as :func:`decisions.approve` does.
    """
    decisions.approve(session, actor, decision)
    _tell_when_ready(session, actor, (decision,))


def approve_all(
    session: Session, actor: Actor, waiting: Sequence[Decision]
) -> tuple[decisions.Refused, ...]:
    """Approve many decisions as :func:`decisions.approve_all`; tell once who can move up."""
    refused = decisions.approve_all(session, actor, waiting)
    _tell_when_ready(session, actor, waiting)
    return refused


def _tell_when_ready(session: Session, actor: Actor, approved: Sequence[Decision]) -> None:
    """Money that returned before every file was decided idles, unless somebody hears of it."""
    first = [each for each in approved if each.replaces_id is None]
    call = queries.call_with_returned(session, first[0].reservation_ref) if first else None
    state = None if call is None else _state(session, call)
    if call is None or state is None or not state.is_ready:
        return
    places = [each.waiting for each in choosing.reserves_of(session, state.run)]
    if moving_up(places, free_of(session, call, state.every).cents):
        tell(
            session,
            people.people_with(session, Role.CASE_OFFICER),
            Text("Files can move up on the reserve list"),
            Text(
                "Every file of “%(title)s” is decided, and money returned. "
                "Prepare the decisions of who moves up.",
                title=call.title,
            ),
            path=f"/oproepen/{call.public_id}/beslissingen",
            now=actor.now,
        )


def return_to_author(session: Session, actor: Actor, decision: Decision, reason: str) -> None:
    """Send a prepared decision back; who moved up by it waits on the reserve list again."""
    # The call first, then the decision, as an approval does: or the two wait for each other.
    call = None if decision.replaces_id is None else queries.held(session, decision)
    decisions.return_to_author(session, actor, decision, reason)
    if call is not None:
        list_again(session, actor, call)


def list_again(session: Session, actor: Actor, call: Call) -> None:
    """Make the reserve list of a call beside the awards of this moment."""
    state = _state(session, call)
    if state is not None:
        choosing.list_reserves(session, actor, call, state.run, state.standing)


def free_of(session: Session, call: Call, every: Sequence[Decision]) -> Money:
    """Return what is left of the reservation beside the awards that wait for approval."""
    left = budget.balance(session, call.line_id, Stage.RESERVED, call.case_ref)
    waiting = (each.amount for each in every if each.status is Status.PREPARED)
    asked = Money.total(waiting)
    return left - asked if left > asked else Money(0)


@dataclass(frozen=True, slots=True)
class _State:
    """A selection with a reserve list, and the decisions on its files that count."""

    run: SelectionRun
    rows: Sequence[Row]
    every: Sequence[Decision]

    @property
    def standing(self) -> Standing:
        return standing_of(self.rows, self.every)

    @property
    def is_ready(self) -> bool:
        decided = {each.source_ref for each in self.every if each.status in FINAL}
        returned = any(each.status is Status.GIVEN_UP for each in self.every)
        return returned and all(_ref(row) in decided for row in self.rows)


def _state(session: Session, call: Call) -> _State | None:
    run = scoring.latest_run(session, call.id)
    if run is None or not choosing.has_reserve_list(run):
        return None
    every = queries.of_reservation(session, call.case_ref)
    return _State(run, choosing.decided_rows(session, run), every)


def standing_of(rows: Sequence[Row], every: Sequence[Decision]) -> Standing:
    """Return what stands: awards, and what the selection gives where nothing is decided yet.

    Out for good: who gave up, who people put aside, and who asks nothing.
    """
    amounts: dict[str, int] = {}
    gone: set[str] = set()
    for row in rows:
        own = [each for each in every if each.source_ref == _ref(row)]
        awards = [each for each in own if each.outcome is Outcome.AWARD]
        if any(each.status is Status.GIVEN_UP for each in awards):
            gone.add(row.number)
        elif awards:
            amounts[row.number] = awards[-1].amount.cents
        elif row.is_funded and not own:
            amounts[row.number] = row.awarded.cents
        elif choosing.never_waits(row):
            gone.add(row.number)
    return Standing(amounts, frozenset(gone))


def _ref(row: Row) -> str:
    return f"application:{row.application}"


def _proposals(
    session: Session, call: Call, state: _State, made: Computation, free: Money
) -> list[Proposal]:
    waiting = {each.id: each for each in choosing.waiting_of(made)}
    up = moving_up(tuple(waiting.values()), free.cents)
    rejected = {each.source_ref: each for each in state.every}
    rows = [row for row in state.rows if row.number in up]
    moved = [_moved(row, rejected[_ref(row)]) for row in rows]
    return [
        replace(
            each,
            replaces_id=rejected[each.source_ref].id,
            details={
                **each.details,
                MOVED: {
                    "list": made.public_id,
                    "place": waiting[number].place,
                    "free": free.cents,
                },
            },
        )
        for each, number in zip(
            proposals_for(session, call, state.run, moved),
            (row.number for row in moved),
            strict=True,
        )
    ]


def _moved(row: Row, rejected: Decision) -> Row:
    """Return the row of a file that receives all it asks, with why.

    Of the rejection only the first sentence stays, its place: why it lost is no reason any more.
    """
    said = Text(
        "Money of this call returned. The file stood next on the reserve list and moves up. "
        "This decision replaces decision %(number)s.",
        number=rejected.number,
    )
    told = (*row.sentences[:1], said)
    return replace(row, awarded=row.asked, outcome=Selected.FUNDED, sentences=told)


def _tell(session: Session, actor: Actor, call: Call, prepared: Sequence[Decision]) -> None:
    tell(
        session,
        people.people_with(session, Role.DECISION_MAKER),
        Text("Who moves up on the reserve list waits for approval"),
        plural(
            "Money of “%(title)s” returned. One decision is prepared.",
            "Money of “%(title)s” returned. %(n)s decisions are prepared.",
            len(prepared),
            title=call.title,
        ),
        path=f"/oproepen/{call.public_id}/beslissingen",
        now=actor.now,
    )
