"""Reads of the earlier texts of a part."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.applications.domain.history import REALISATION
from subsidy.applications.models import Application, Realisation, SectionVersion


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


@dataclass(frozen=True, slots=True)
class Removed:
    """A realisation that is gone: as it was last, and who wrote it so."""

    public_id: str
    title: str
    saved_at: datetime
    person: str


def removed_realisations(session: Session, record: Application) -> Sequence[Removed]:
    """Return the realisations that were removed and not brought back, by their title."""
    there = select(Realisation.public_id).where(Realisation.application_id == record.id)
    present = set(session.scalars(there))
    rows = session.execute(
        select(SectionVersion, Person.name)
        .join(Person, Person.id == SectionVersion.saved_by_id)
        .where(
            SectionVersion.application_id == record.id,
            SectionVersion.key.startswith(f"{REALISATION}:", autoescape=True),
        )
        .order_by(SectionVersion.number)
    )
    last = {row.key.partition(":")[2]: (row, name) for row, name in rows}
    found = (
        Removed(public_id, str(row.content.get("title", "")), row.saved_at, name)
        for public_id, (row, name) in last.items()
        if public_id not in present
    )
    return sorted(found, key=lambda one: one.title.casefold())


def last_texts(
    session: Session, record: Application, keys: Collection[str]
) -> Mapping[str, Mapping[str, Any]]:
    """Return, by key, the newest of the earlier texts of these parts."""
    rows = session.scalars(
        select(SectionVersion)
        .where(SectionVersion.application_id == record.id, SectionVersion.key.in_(keys))
        .order_by(SectionVersion.number)
    )
    return {row.key: row.content for row in rows}


def last_number(session: Session, record: Application, key: str) -> int:
    """Return the version of the newest of the earlier texts of a part; 0 when there is none."""
    newest = select(func.max(SectionVersion.number)).where(
        SectionVersion.application_id == record.id, SectionVersion.key == key
    )
    return session.scalar(newest) or 0
