"""Reads of which files a juror may still ask for, and of what was asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, raiseload, selectinload

from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application, Partner
from subsidy.calls.domain.dossier import Consent
from subsidy.scoring.domain.bids import Bid
from subsidy.scoring.models import FileBid, Juror, Review, SelectionRun
from subsidy.scoring.queries.conflicts import against


@dataclass(frozen=True, slots=True)
class Biddable:
    """A file that can still be given to a juror, and what this juror said of it."""

    juror: Juror
    application: Application
    row: FileBid | None

    @property
    def bid(self) -> Bid | None:
        return None if self.row is None else self.row.bid

    @property
    def partners(self) -> Sequence[str]:
        """The names of those who take part beside the lead."""
        lead = self.application.lead_id
        return [
            each.organisation.name
            for each in self.application.partners
            if each.organisation_id != lead and each.consent is not Consent.REFUSED
        ]


def biddable(session: Session, person_id: int) -> Sequence[Biddable]:
    """Return the files that a person may ask for, over all juries, by call and number.

    Until the selection is made; none that this juror has or had, and none that a conflict closes.
    """
    seats = {each.call_id: each for each in _seats(session, person_id)}
    files = _files(session, seats)
    ids = [each.id for each in seats.values()]
    taken = set(session.scalars(select(Review.application_id).where(Review.juror_id.in_(ids))))
    rows = session.scalars(select(FileBid).where(FileBid.juror_id.in_(ids)))
    said = {each.application_id: each for each in rows}
    held = against(session, list(seats.values()), files)
    return [
        Biddable(seats[file.call_id], file, said.get(file.id))
        for file in files
        if file.id not in taken and not held.reasons(seats[file.call_id].id, file.id)
    ]


def _seats(session: Session, person_id: int) -> Sequence[Juror]:
    selected = select(SelectionRun.id).where(SelectionRun.call_id == Juror.call_id).exists()
    return session.scalars(
        select(Juror)
        .where(Juror.person_id == person_id, Juror.left_at.is_(None), ~selected)
        .options(joinedload(Juror.person), joinedload(Juror.employer), joinedload(Juror.call))
        .order_by(Juror.id)
    ).all()


def _files(session: Session, call_ids: Collection[int]) -> Sequence[Application]:
    return session.scalars(
        select(Application)
        .where(Application.call_id.in_(call_ids), Application.status == Status.ADMISSIBLE)
        .options(
            joinedload(Application.lead),
            selectinload(Application.partners).joinedload(Partner.organisation),
            raiseload("*"),
        )
        .order_by(Application.call_id, Application.number)
    ).all()


def bids(session: Session, juror_ids: Collection[int]) -> Mapping[tuple[int, int], Bid]:
    """Return what these jurors asked for, by the ids of juror and application."""
    rows = session.scalars(select(FileBid).where(FileBid.juror_id.in_(juror_ids)))
    return {(each.juror_id, each.application_id): each.bid for each in rows}
