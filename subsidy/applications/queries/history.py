"""Reads of the earlier texts of a part."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.applications.models import Application, SectionVersion


@dataclass(frozen=True, slots=True)
class EarlierText:
    """An earlier text, with the name of who saved it."""

    version: SectionVersion
    person: str


def earlier_texts(session: Session, record: Application, key: str) -> Sequence[EarlierText]:
    """Return the earlier texts of a part, the newest first."""
    rows = session.execute(
        select(SectionVersion, Person.name)
        .join(Person, Person.id == SectionVersion.saved_by_id)
        .where(SectionVersion.application_id == record.id, SectionVersion.key == key)
        .order_by(SectionVersion.number.desc())
    )
    return [EarlierText(version, name) for version, name in rows]


def last_number(session: Session, record: Application, key: str) -> int:
    """Return the version of the newest of the earlier texts of a part; 0 when there is none."""
    newest = select(func.max(SectionVersion.number)).where(
        SectionVersion.application_id == record.id, SectionVersion.key == key
    )
    return session.scalar(newest) or 0
