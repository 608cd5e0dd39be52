"""The verbs of a deviation from the selection: propose, confirm by a second person, drop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.applications.models import Application
from subsidy.calls.models import Call
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.core.two_people import ActFacts
from subsidy.policy import Action, Actor, Role
from subsidy.scoring import queries
from subsidy.scoring.domain import deviations as rules
from subsidy.scoring.domain import limits
from subsidy.scoring.domain.deviations import (
    DEVIATION_LIFECYCLE,
    Bounds,
    Deviation,
)
from subsidy.scoring.domain.outcome import Row
from subsidy.scoring.models import SelectionDeviation, SelectionRun
from subsidy.scoring.service.reserving import as_decided, list_reserves
from subsidy.scoring.service.selecting import rows_of, stands
from subsidy.scoring.service.trying import question_behind
from subsidy.workflow import advance, audit, tell

SELECT_FIRST = Text("Make the selection first. Then you can deviate from it.")
APPROVED = Text("Decisions of this call are approved. Nobody can deviate from the selection now.")
SECOND = (Role.DECISION_MAKER, Role.BUDGET_OFFICER)


@dataclass(frozen=True, slots=True)
class NewDeviation:
    """What somebody proposes. ``application``: the public id of a file."""

    application: str
    amount: Money
    reason: str


def no_deviation(session: Session, call: Call, run: SelectionRun | None) -> Text | None:
    """Say why nobody can deviate now; None when it can be proposed."""
    if run is None:
        return SELECT_FIRST
    return APPROVED if stands(session, call) else None


def propose_deviation(
    session: Session, actor: Actor, call: Call, new: NewDeviation
) -> SelectionDeviation:
    """Write down a deviation for a second person to confirm; nothing changes yet.

    Raises RefusedError with everything that is wrong, the limits of the regulation too; proposals
    that wait count with the rest.
    """
    run = _held(session, call)
    row = next((each for each in rows_of(run) if each.application == new.application), None)
    file = queries.application_of(session, call.id, new.application)
    if row is None or file is None:
        raise refuse(Text("Choose an application of this selection."), "application")
    live = [each for each in queries.deviations(session, call.id) if _counts(each, run)]
    if any(each.application_id == file.id for each in live):
        text = Text("There is already a deviation for this application.")
        raise refuse(text, "application")
    amounts = {**_amounts(live), row.number: new.amount}
    refuse_if(
        [
            *rules.faults(row, bounds_of(file, row), new.amount),
            *rules.over(run.envelope, rules.spent(rows_of(run), amounts)),
            *_broken(session, call, run, amounts, row.number),
        ]
    )
    said = Deviation(row.number, new.amount, new.reason.strip())
    made = SelectionDeviation(
        run_id=run.id,
        application_id=file.id,
        amount=said.amount,
        reason=said.reason,
        content_hash=rules.digest_of(run.content_hash, said),
        prepared_by_id=actor.id,
        prepared_at=actor.now,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise refuse(Text("There is already a deviation for this application.")) from None
    audit(session, actor, Action.PROPOSE_DEVIATION, made, reason=said.reason)
    _ask_a_second(session, actor, made, row)
    return made


def confirm_deviation(
    session: Session, actor: Actor, call: Call, deviation: SelectionDeviation
) -> None:
    """Let a deviation count: what was prepared by the selection alone has to be prepared again.

    Raises RefusedError for who proposed it, for an earlier selection, over the envelope, and where
    it breaks a limit of the regulation.
    """
    run = _held(session, call)
    faults = _stale(run, deviation) or _over(session, call, run, deviation)
    facts = ActFacts(deviation.prepared_by_id, actor.id, faults)
    advance(
        session,
        DEVIATION_LIFECYCLE,
        deviation,
        Action.CONFIRM_DEVIATION,
        facts,
        actor=actor,
        stamp={"confirmed_by_id": actor.id, "confirmed_at": actor.now},
    )
    list_reserves(session, actor, call, run, as_decided(decided_rows(session, run)))


def drop_deviation(
    session: Session, actor: Actor, deviation: SelectionDeviation, reason: str
) -> None:
    """Drop a deviation that nobody confirmed yet."""
    facts = ActFacts(deviation.prepared_by_id, actor.id)
    action = Action.DROP_DEVIATION
    advance(session, DEVIATION_LIFECYCLE, deviation, action, facts, actor=actor, reason=reason)


def bounds_of(file: Application, row: Row) -> Bounds:
    return Bounds(row.asked, file.feasible_minimum)


def decided_rows(session: Session, run: SelectionRun) -> tuple[Row, ...]:
    """Return every file of a selection as it will be decided, deviations included."""
    return decided_of_all(session, [run])[run.id]


def decided_of_all(session: Session, runs: Sequence[SelectionRun]) -> Mapping[int, tuple[Row, ...]]:
    """Return the rows of each selection by its id, deviations included, in one statement."""
    found = queries.confirmed(session, runs)
    return {run.id: rules.all_decided(rows_of(run), queries.said_of(found[run.id])) for run in runs}


def hash_in_force(session: Session, run: SelectionRun) -> str:
    """Return the hash of a selection with its confirmed deviations: what decisions follow."""
    found = queries.confirmed(session, [run])[run.id]
    return rules.in_force(run.content_hash, (each.content_hash for each in found))


def _held(session: Session, call: Call) -> SelectionRun:
    """Return the latest selection; nobody selects, approves or deviates until this one is done."""
    session.refresh(call, ["status"], with_for_update=True)
    run = queries.latest_run(session, call.id)
    reason = no_deviation(session, call, run)
    if run is None or reason is not None:
        raise refuse(reason or SELECT_FIRST)
    return run


def _counts(each: SelectionDeviation, run: SelectionRun) -> bool:
    return each.run_id == run.id and (each.is_open or each.is_confirmed)


def _amounts(found: Sequence[SelectionDeviation]) -> dict[str, Money]:
    return {each.application.number: each.amount for each in found}


def _stale(run: SelectionRun, deviation: SelectionDeviation) -> list[Refusal]:
    if deviation.run_id == run.id:
        return []
    return [Refusal(Text("The selection was made again. Drop this deviation and propose it anew."))]


def _over(
    session: Session, call: Call, run: SelectionRun, deviation: SelectionDeviation
) -> list[Refusal]:
    """Only what is confirmed counts here: money must be free before somebody gets it."""
    amounts = _with_confirmed(session, call, run, deviation)
    return [
        *rules.over(run.envelope, rules.spent(rows_of(run), amounts)),
        *_broken(session, call, run, amounts, deviation.application.number),
    ]


def _with_confirmed(
    session: Session, call: Call, run: SelectionRun, deviation: SelectionDeviation
) -> dict[str, Money]:
    confirmed = [each for each in queries.deviations(session, call.id) if each.is_confirmed]
    return _amounts([*(each for each in confirmed if each.run_id == run.id), deviation])


def _broken(
    session: Session, call: Call, run: SelectionRun, others: Mapping[str, Money], number: str
) -> list[Refusal]:
    if not others.get(number):  # who gets nothing breaks no cap
        return []
    question = question_behind(session, call, run)
    return limits.broken(question.candidates, question.rules, _cents(run, others), number)


def _cents(run: SelectionRun, others: Mapping[str, Money]) -> dict[str, int]:
    return {row.number: others.get(row.number, row.awarded).cents for row in rows_of(run)}


def minimums_missed(
    session: Session, call: Call, deviation: SelectionDeviation
) -> tuple[Text, ...]:
    """Return the minimums that the call does not reach when a deviation counts that waits now.

    They do not stop it: who decides reads them. Empty when it does not wait any more.
    """
    run = queries.latest_run(session, call.id)
    if run is None or run.id != deviation.run_id or not deviation.is_open:
        return ()
    question = question_behind(session, call, run)
    amounts = _cents(run, _with_confirmed(session, call, run, deviation))
    return limits.not_reached(question.candidates, question.rules, amounts)


def _ask_a_second(session: Session, actor: Actor, made: SelectionDeviation, row: Row) -> None:
    tell(
        session,
        people.people_with(session, *SECOND) - {actor.id},
        Text("A deviation from the selection waits for a second person"),
        Text(
            "It is about %(number)s, “%(title)s”. Read the reason before you confirm it.",
            number=row.number,
            title=row.title,
        ),
        path=f"/afwijkingen/{made.public_id}",
        now=actor.now,
    )
