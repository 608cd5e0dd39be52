"""Reads of deviations from selections."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from subsidy.applications.models import Application
from subsidy.core.two_people import ActStatus
from subsidy.scoring.domain.deviations import Deviation
from subsidy.scoring.models import SelectionDeviation, SelectionRun


def _whole() -> Select[SelectionDeviation]:
    return select(SelectionDeviation).options(
        joinedload(SelectionDeviation.run),
        joinedload(SelectionDeviation.application).joinedload(Application.lead),
        joinedload(SelectionDeviation.prepared_by),
        joinedload(SelectionDeviation.confirmed_by),
    )


def deviation(session: Session, public_id: str) -> SelectionDeviation | None:
    return session.scalar(_whole().where(SelectionDeviation.public_id == public_id))


def deviations(session: Session, call_id: int) -> Sequence[SelectionDeviation]:
    """Return every deviation of a call, of earlier selections too; the oldest first."""
    return session.scalars(
        _whole()
        .join(SelectionRun, SelectionRun.id == SelectionDeviation.run_id)
        .where(SelectionRun.call_id == call_id)
        .order_by(SelectionDeviation.id)
    ).all()


def confirmed(
    session: Session, runs: Sequence[SelectionRun]
) -> Mapping[int, Sequence[SelectionDeviation]]:
    """Return the confirmed deviations of each of these selections by its id, in one statement."""
    found = session.scalars(
        select(SelectionDeviation)
        .where(
            SelectionDeviation.run_id.in_([run.id for run in runs]),
            SelectionDeviation.status == ActStatus.CONFIRMED,
        )
        .options(joinedload(SelectionDeviation.application))
        .order_by(SelectionDeviation.id)
    ).all()
    return {run.id: [each for each in found if each.run_id == run.id] for run in runs}


def said_of(found: Sequence[SelectionDeviation]) -> Mapping[str, Deviation]:
    """Return the deviation of each file by its number."""
    return {each.application.number: each.said for each in found}
