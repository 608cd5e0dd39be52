"""What somebody may read of the statistics: the own severity, and files that are not closed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from subsidy.applications.models import Application
from subsidy.calls.models import Call
from subsidy.scoring.domain.computing import Kind, State
from subsidy.scoring.domain.figures import Figures, Guard, JurorFigures
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Computation, Juror, Review
from subsidy.scoring.queries.conflicts import against
from subsidy.scoring.queries.files import files
from subsidy.scoring.queries.seats import Panel, jurors

OPEN = (ReviewStatus.ASSIGNED, ReviewStatus.CLEARED)


@dataclass(frozen=True, slots=True)
class OwnSeverity:
    """How severe a juror was in one call, with what makes that uncertain."""

    call: str
    juror: JurorFigures
    guards: tuple[Guard, ...]


def own_severity(session: Session, person_id: int) -> Sequence[OwnSeverity]:
    """Return the own severity per call where it was computed and no mark is awaited any more."""
    newest = (
        select(func.max(Computation.id))
        .where(Computation.kind == Kind.STATISTICS, Computation.state == State.DONE)
        .group_by(Computation.call_id)
    )
    others = aliased(Juror)
    awaited = exists(
        select(Review.id)
        .join(others, others.id == Review.juror_id)
        .where(others.call_id == Juror.call_id, Review.status.in_(OPEN))
    )
    rows = session.execute(
        select(Call.title, Juror.label, Computation.result)
        .join(Juror, Juror.call_id == Call.id)
        .join(Computation, Computation.call_id == Call.id)
        .where(Juror.person_id == person_id, Computation.id.in_(newest), ~awaited)
        .order_by(Call.id.desc())
    )
    return [
        OwnSeverity(title, own, figures.guards)
        for title, label, result in rows
        for figures in (Figures.from_data(result or {}),)
        for own in figures.jurors
        if own.juror == label
    ]


def open_to(session: Session, panel: Panel, person_id: int) -> Sequence[Application]:
    """Return the files of a jury, without those that a conflict closes for this person."""
    every = files(session, panel.call.id)
    seats = [each for each in jurors(session, panel.call.id) if each.person_id == person_id]
    if not seats:
        return every
    held = against(session, seats, every)
    return [file for file in every if not held.reasons(seats[0].id, file.id)]
