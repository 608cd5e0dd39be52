"""The reserve list of a selection: made when the selection is, and again when awards change.

A page reads what was kept: it never computes. Every list is kept with all that it depends on, so
``subsidy verify`` makes it again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from subsidy.calls.models import Call
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.policy import Actor
from subsidy.scoring import queries
from subsidy.scoring.domain import frozen
from subsidy.scoring.domain.computing import Kind, digest
from subsidy.scoring.domain.outcome import Row
from subsidy.scoring.domain.rank_order import Outcome
from subsidy.scoring.domain.reserve_list import Standing, Waiting
from subsidy.scoring.models import Computation, SelectionRun
from subsidy.scoring.service.computing import compute

RESERVE = "reserve"  # in what a run keeps: the question, when its regulation has a reserve list


@dataclass(frozen=True, slots=True)
class Placed:
    """A place on the reserve list with the row of its file."""

    row: Row
    waiting: Waiting

    @property
    def needed(self) -> Money | None:
        """How much must be free before it moves up, with all before it."""
        cents = self.waiting.needed_cents
        return None if cents is None else Money(cents)


def has_reserve_list(run: SelectionRun) -> bool:
    """Tell whether the regulation that this selection follows has a reserve list."""
    return RESERVE in run.content


def list_reserves(
    session: Session, actor: Actor, call: Call, run: SelectionRun, standing: Standing
) -> Computation | None:
    """Make the reserve list beside what stands; the latest is enough when nothing changed.

    Returns None when the call has no reserve list. Raises RefusedError when it takes too long.
    """
    if not has_reserve_list(run):
        return None
    data = {"question": run.content[RESERVE], "standing": frozen.standing_data(standing)}
    latest = queries.latest_computation(session, call.id, Kind.RESERVING)
    if latest is not None and latest.input_hash == digest(data):
        return latest
    return compute(session, actor, call, Kind.RESERVING, data)


def as_decided(rows: Iterable[Row]) -> Standing:
    """Return what stands when every row becomes a decision.

    Who people put aside is out for good: they said why. So is who asks nothing.
    """
    every = tuple(rows)
    return Standing(
        MappingProxyType({row.number: row.awarded.cents for row in every if row.is_funded}),
        frozenset(row.number for row in every if not row.is_funded and never_waits(row)),
    )


def never_waits(row: Row) -> bool:
    return row.outcome is Outcome.SET_ASIDE or not row.asked


def reserves_of(session: Session, run: SelectionRun) -> tuple[Placed, ...]:
    """Return the reserve list of the latest selection of a call as it was made last."""
    if not has_reserve_list(run):
        return ()
    made = queries.latest_computation(session, run.call_id, Kind.RESERVING)
    return () if made is None else placed(made, run)


def placed(made: Computation, run: SelectionRun) -> tuple[Placed, ...]:
    """Return the places of a list that was made for this selection, each with its row."""
    rows = {data["number"]: Row.from_data(data) for data in run.content["rows"]}
    return tuple(Placed(rows[each.id], each) for each in waiting_of(made))


def waiting_of(made: Computation) -> tuple[Waiting, ...]:
    result: Mapping[str, Any] = made.result or {"waiting": ()}
    return tuple(frozen.waiting(each) for each in result["waiting"])


def with_places(rows: Sequence[Row], places: Sequence[Placed]) -> tuple[Row, ...]:
    """Say to each file its own place on the reserve list, and nothing of another file."""
    said = {each.row.number: own_place(each.waiting) for each in places}
    return tuple(
        replace(row, sentences=(*row.sentences, said[row.number])) if row.number in said else row
        for row in rows
    )


def own_place(waiting: Waiting) -> Text:
    """Say to an applicant where the file stands: its place only."""
    if waiting.needed_cents is None:
        return Text(
            "On the reserve list the file has place %(place)s. "
            "It cannot move up as long as another limit of the call stops it.",
            place=waiting.place,
        )
    return Text(
        "On the reserve list the file has place %(place)s. "
        "It moves up when enough money returns. You then receive a new decision.",
        place=waiting.place,
    )
