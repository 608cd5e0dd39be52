"""Reads of the slots in which a jury hears applicants.

Who has a conflict of interest with a file reads nothing of it here.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application, Partner
from subsidy.calls.domain.dossier import Consent
from subsidy.scoring.domain.hearings import LONGEST, Elsewhere, Slot, Who
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Hearing, Juror, Review
from subsidy.scoring.queries.conflicts import against
from subsidy.scoring.queries.files import files
from subsidy.scoring.queries.reviews import review
from subsidy.scoring.queries.seats import jurors
from subsidy.workflow import AuditEntry, subject_of


@dataclass(frozen=True, slots=True)
class FileHearing:
    """A file in a jury, with its slot if there is one."""

    application: Application
    row: Hearing | None

    @property
    def key(self) -> str:
        return self.application.public_id

    @property
    def slot(self) -> Slot | None:
        return None if self.row is None else self.row.slot


def hearings(session: Session, call_id: int, person_id: int) -> Sequence[FileHearing]:
    """Return the files of a call that are not closed for who looks, by number."""
    judged = files(session, call_id)
    own = [each for each in jurors(session, call_id) if each.person_id == person_id]
    held = against(session, own, judged)
    rows = {
        row.application_id: row
        for row in session.scalars(
            select(Hearing)
            .join(Application, Application.id == Hearing.application_id)
            .where(Application.call_id == call_id)
            .execution_options(populate_existing=True)
        )
    }
    return [
        FileHearing(file, rows.get(file.id))
        for file in judged
        if not any(held.reasons(seat.id, file.id) for seat in own)
    ]


def hearing(session: Session, application: Application) -> Slot | None:
    """Return when the jury hears the applicants of a file that is still with it."""
    row = session.get(Hearing, application.id)
    return row.slot if row is not None and application.status is Status.ADMISSIBLE else None


@dataclass(frozen=True, slots=True)
class Planned:
    """The slot of a file with how often it changed since it was planned first, and when last."""

    application: Application
    slot: Slot
    times: int
    changed_at: datetime


def planned(session: Session, application: Application) -> Planned | None:
    """Return the slot of a file that is still with the jury, as an agenda program keeps it."""
    slot = hearing(session, application)
    row = session.get(Hearing, application.id)
    if slot is None or row is None:
        return None
    noted = session.scalars(
        select(AuditEntry.at).where(AuditEntry.subject == subject_of(row)).order_by(AuditEntry.id)
    ).all()
    changed_at = noted[-1] if noted else slot.starts_at
    return Planned(application, slot, max(len(noted) - 1, 0), changed_at)


def heard_by(session: Session, public_id: str) -> Review | None:
    """Return a review whose juror reads the slot of its file: declared, and nothing forbids it."""
    found = review(session, public_id)
    if found is None or found.is_closed or found.status is ReviewStatus.ASSIGNED:
        return None
    return found


def elsewhere(
    session: Session, own: Collection[int], since: datetime, until: datetime
) -> Sequence[Elsewhere]:
    """Return the slots between two instants of files that are not among these, in any call."""
    rows = session.scalars(
        select(Hearing)
        .join(Application, Application.id == Hearing.application_id)
        .where(
            Application.status == Status.ADMISSIBLE,
            Hearing.application_id.not_in(own),
            Hearing.starts_at > since - timedelta(minutes=LONGEST),
            Hearing.starts_at < until,
        )
        .order_by(Hearing.starts_at, Hearing.application_id)
        .execution_options(populate_existing=True)
    ).all()
    who = attending(session, [row.application_id for row in rows])
    return [Elsewhere(row.slot, who[row.application_id]) for row in rows]


def attending(session: Session, ids: Collection[int]) -> Mapping[int, Who]:
    """Return who has to be at the hearing of each file: its jurors and its partners."""
    found: dict[int, set[tuple[str, int]]] = defaultdict(set)
    partners = select(Partner.application_id, Partner.organisation_id).where(
        Partner.application_id.in_(ids), Partner.consent != Consent.REFUSED
    )
    judging = (
        select(Review.application_id, Juror.person_id)
        .join(Juror, Juror.id == Review.juror_id)
        .where(
            Review.application_id.in_(ids),
            Review.status.not_in((ReviewStatus.BLOCKED, ReviewStatus.RELEASED)),
            Juror.left_at.is_(None),
        )
    )
    for file, organisation in session.execute(partners):
        found[file].add(("partner", organisation))
    for file, person in session.execute(judging):
        found[file].add(("juror", person))
    return {file: frozenset(found[file]) for file in ids}
