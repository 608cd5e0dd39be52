"""Prove that everybody who moved up followed a true reserve list, with money that was free then.

A constant number of statements: everything is read first, then each list is judged by itself.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from subsidy.awards.domain.decision import Outcome
from subsidy.awards.domain.waiver import WaiverStatus
from subsidy.awards.models import Decision, Waiver
from subsidy.awards.service.moving_up import MOVED
from subsidy.budget import queries as budget
from subsidy.core.letter import Letter
from subsidy.policy import Action
from subsidy.scoring import queries as scoring
from subsidy.scoring.domain.computing import Kind, State, digest
from subsidy.scoring.domain.outcome import Row
from subsidy.scoring.domain.reserve_list import moving_up
from subsidy.scoring.models import Computation, SelectionDeviation, SelectionRun
from subsidy.scoring.service import rows_of, waiting_of
from subsidy.scoring.service.reserving import RESERVE
from subsidy.workflow import AuditEntry, subject_of

AT_ONCE = timedelta(minutes=1)
"""Acts that wait for each other bear the moment each began, not the order in which they ended."""


def found(session: Session) -> Iterator[str]:
    """Give every fault in who moved up, and in what the lists say that stood."""
    lists = _lists(session)
    known = _Known.read(session, {each.call_ref: each.call_id for each in lists.values()})
    for made in lists.values():
        yield from _standing(made, known)
    for public_id, decisions in _moved(known).items():
        yield from _follow(lists.get(public_id), decisions, known)
    yield from _replace(known)


@dataclass(frozen=True, slots=True)
class _List:
    """What one kept list says; ``question``: the digest of what was asked."""

    id: int
    call_id: int
    call_ref: str
    at: datetime
    question: str
    amounts: Mapping[str, int]
    gone: frozenset[str]
    waiting: Sequence[Any]


def _lists(session: Session) -> Mapping[str, _List]:
    kept = (
        select(Computation)
        .where(Computation.kind == Kind.RESERVING, Computation.state == State.DONE)
        .options(joinedload(Computation.call))
        .order_by(Computation.id)
        .execution_options(yield_per=1)
    )
    return {
        made.public_id: _List(
            made.id,
            made.call_id,
            made.call.case_ref,
            made.asked_at,
            digest(made.input["question"]),
            made.input["standing"]["amounts"],
            frozenset(made.input["standing"]["gone"]),
            waiting_of(made),
        )
        for made in session.scalars(kept)
    }


@dataclass(frozen=True, slots=True)
class _Selection:
    """One selection with its rows by number, and the deviations that were confirmed of it."""

    run: SelectionRun
    question: str
    rows: Mapping[str, Row]
    deviations: Sequence[SelectionDeviation]

    def awards(self, number: str, at: datetime) -> Iterator[int]:
        """Give what the selection gave a file at that moment, with its deviation."""
        row, deviation = self.rows.get(number), self.deviation(number)
        if deviation is not None and _by(deviation.confirmed_at, at):
            yield deviation.amount.cents
        is_selected = deviation is None or not _before(deviation.confirmed_at, at)
        if row is not None and row.is_funded and is_selected:
            yield row.awarded.cents

    def never_waits(self, number: str, at: datetime) -> bool:
        """Tell whether a file asks nothing, or whether people had put it aside."""
        row, deviation = self.rows.get(number), self.deviation(number)
        if deviation is not None and not deviation.amount and _by(deviation.confirmed_at, at):
            return True
        return row is not None and not row.asked

    def deviation(self, number: str) -> SelectionDeviation | None:
        own = (each for each in self.deviations if each.application.number == number)
        return next(own, None)


@dataclass(frozen=True, slots=True)
class _Known:
    """All that the lists are held against."""

    decisions: Mapping[str, Sequence[Decision]]  # by the reference of the reservation
    given_up: Mapping[int, datetime | None]  # by the id of the decision
    returned: Mapping[str, datetime]  # by the subject of the decision
    selections: Mapping[int, Sequence[_Selection]]  # by the id of the call, the oldest first
    money: Mapping[str, Sequence[tuple[datetime, int]]]  # by the reference of the reservation

    @classmethod
    def read(cls, session: Session, calls: Mapping[str, int]) -> "_Known":
        decisions: dict[str, list[Decision]] = defaultdict(list)
        for each in session.scalars(select(Decision).order_by(Decision.id)):
            decisions[each.reservation_ref].append(each)
        waivers = select(Waiver.decision_id, Waiver.confirmed_at)
        given_up = session.execute(waivers.where(Waiver.status == WaiverStatus.CONFIRMED))
        entries = select(AuditEntry.subject, AuditEntry.at)
        returned = session.execute(entries.where(AuditEntry.action == Action.RETURN_DECISION.value))
        return cls(
            decisions,
            dict(given_up.all()),
            dict(returned.all()),
            _selections(session, calls),
            budget.reservation_movements(session, tuple(calls)),
        )


def _selections(session: Session, calls: Mapping[str, int]) -> Mapping[int, Sequence[_Selection]]:
    runs = session.scalars(
        select(SelectionRun)
        .where(SelectionRun.call_id.in_(calls.values()))
        .order_by(SelectionRun.id)
    ).all()
    confirmed = scoring.confirmed(session, runs)
    by_call: dict[int, list[_Selection]] = defaultdict(list)
    for run in runs:
        question = digest(run.content.get(RESERVE) or {})
        rows = {row.number: row for row in rows_of(run)}
        by_call[run.call_id].append(_Selection(run, question, rows, confirmed[run.id]))
    return by_call


# What a list says that stood ----------------------------------------------------------------------


def _standing(made: _List, known: _Known) -> Iterator[str]:
    """Prove that what a list was made beside is what stood then."""
    of_call = known.selections.get(made.call_id, ())
    asked = [each for each in of_call if each.question == made.question]
    if not asked:
        yield f"reserve list {made.id} is of no selection"
        return
    awards: dict[str, list[Decision]] = defaultdict(list)
    for decision in known.decisions.get(made.call_ref, ()):
        if decision.outcome is Outcome.AWARD:
            awards[_number(decision)].append(decision)
    for number in sorted(made.gone):
        gave_up = any(_by(known.given_up.get(each.id), made.at) for each in awards[number])
        if not gave_up and not any(each.never_waits(number, made.at) for each in asked):
            yield f"reserve list {made.id} holds {number} for gone, and it is not"
    for number, cents in sorted(made.amounts.items()):
        stood = set(_awarded(awards[number], made.at, known))
        stood.update(*(each.awards(number, made.at) for each in asked))
        if cents not in stood:
            yield f"reserve list {made.id} says {cents} cents stand for {number}, and they do not"
    yield from _left_out(made, awards, known)


def _awarded(awards: Sequence[Decision], at: datetime, known: _Known) -> Iterator[int]:
    for each in awards:
        if _by(each.prepared_at, at) and not _before(known.given_up.get(each.id), at):
            yield each.amount.cents


def _left_out(
    made: _List, awards: Mapping[str, Sequence[Decision]], known: _Known
) -> Iterator[str]:
    """Give who stood, or had given up, well before a list was made that does not say so."""
    for number, decisions in sorted(awards.items()):
        for each in decisions:
            gave_up = known.given_up.get(each.id)
            if _before(gave_up, made.at) and number not in made.gone:
                yield f"reserve list {made.id} forgets that {number} gave up its award"
            stood = _before(each.approved_at, made.at) and not _by(gave_up, made.at)
            if stood and number not in made.amounts:
                yield f"reserve list {made.id} forgets that {number} has its award"


# Who moved up -------------------------------------------------------------------------------------


def _moved(known: _Known) -> Mapping[str, Sequence[Decision]]:
    """Return who moved up by each list, returned decisions too: the list prepared them."""
    by_list: dict[str, list[Decision]] = defaultdict(list)
    for decisions in known.decisions.values():
        for each in decisions:
            if each.replaces_id is not None:
                by_list[_follows(each).get("list", "")].append(each)
    return by_list


def _follow(made: _List | None, decisions: Sequence[Decision], known: _Known) -> Iterator[str]:
    """Compare who moved up with the list: all of them, none other, each at its own place."""
    free = max(_follows(each).get("free", 0) for each in decisions)
    places = () if made is None else made.waiting
    up = moving_up(places, free)
    own = {each.id: each for each in places if each.id in up}
    for decision in decisions:
        place, says = own.get(_number(decision)), _follows(decision)
        if (
            made is None
            or place is None
            or decision.reservation_ref != made.call_ref
            or (place.amount_cents, place.place, free)
            != (decision.amount.cents, says.get("place"), says.get("free"))
        ):
            yield f"decision {decision.number} does not follow the reserve list"
    if made is None:
        return
    numbers = sorted(_number(each) for each in decisions)
    if numbers != sorted(up):
        yield f"reserve list {made.id} lets {sorted(up)} move up, and {numbers} did"
    selections = known.selections.get(made.call_id, ())
    if not selections or selections[-1].question != made.question:
        yield f"reserve list {made.id} moved files up and is of another selection"
    there = _free(decisions[0], known)
    if free > there:
        yield f"reserve list {made.id} counted {free} cents as free, and {there} were"


def _free(first: Decision, known: _Known) -> int:
    """Return how much was free at most when the first of a list was prepared.

    What came in the same minute counts, what went in it does not: nobody knows which was first. An
    award that was approved in that minute is one that waited, so its money counts as spent once.
    """
    at = first.prepared_at
    left = sum(
        cents
        for moment, cents in known.money.get(first.reservation_ref, ())
        if (_by(moment, at) if cents > 0 else _before(moment, at))
    )
    waited = sum(
        each.amount.cents
        for each in known.decisions[first.reservation_ref]
        if each.id < first.id
        and not _before(each.approved_at, at)
        and not _by(known.returned.get(subject_of(each)), at)
    )
    return max(left - waited, 0)


def _replace(known: _Known) -> Iterator[str]:
    every = {each.id: each for decisions in known.decisions.values() for each in decisions}
    for decision in every.values():
        if decision.replaces_id is None:
            continue
        rejected = every[decision.replaces_id]
        if rejected.source_ref != decision.source_ref or rejected.outcome is Outcome.AWARD:
            yield f"decision {decision.number} replaces a decision on something else"


def _follows(decision: Decision) -> Mapping[str, Any]:
    return decision.content["details"].get(MOVED) or {}


def _number(decision: Decision) -> str:
    """Return the number of the file, as the letter says it."""
    return Letter.from_data(decision.content["letter"]).reference


def _by(moment: datetime | None, at: datetime) -> bool:
    """Tell whether something may have happened when ``at`` was."""
    return moment is not None and moment <= at + AT_ONCE


def _before(moment: datetime | None, at: datetime) -> bool:
    """Tell whether something had surely happened before ``at``."""
    return moment is not None and moment < at - AT_ONCE
