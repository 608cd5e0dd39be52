"""Reads of the slots in which a jury hears applicants.

Who has a conflict of interest with a file reads nothing of it here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application
from subsidy.scoring.domain.hearings import Slot
from subsidy.scoring.models import Hearing
from subsidy.scoring.queries.conflicts import against
from subsidy.scoring.queries.files import files
from subsidy.scoring.queries.seats import jurors


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
