"""The files enclosed in applications."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.applications.domain.accounts import LETTER, letter_key
from subsidy.applications.domain.attachments import TO_SCAN, Scan
from subsidy.applications.domain.completion import OF_POINT
from subsidy.applications.models import Application, Attachment, Partner

OF_THE_FILE = Attachment.question.not_like(f"{OF_POINT}%")  # what completes it stands beside it
# Letters for an account have a page of their own; who reads the application does not read them.
_IS_SHARED = Attachment.question.not_like(f"{LETTER}%")


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file with who enclosed it."""

    row: Attachment
    person: str


def enclosed(session: Session, record: Application) -> Sequence[Enclosed]:
    rows = session.execute(
        select(Attachment, Person.name)
        .join(Person, Person.id == Attachment.added_by_id)
        .where(Attachment.application_id == record.id, OF_THE_FILE, _IS_SHARED)
        .order_by(Attachment.id)
    )
    return [Enclosed(row, name) for row, name in rows]


def attachments(session: Session, record: Application) -> Sequence[Attachment]:
    """Return the rows as they stand now, also of files with a virus."""
    return session.scalars(
        select(Attachment)
        .where(Attachment.application_id == record.id, OF_THE_FILE)
        .order_by(Attachment.id)
        .execution_options(populate_existing=True)
    ).all()


def attachment(session: Session, record: Application, public_id: str) -> Attachment | None:
    return session.scalar(
        select(Attachment).where(
            Attachment.application_id == record.id,
            Attachment.public_id == public_id,
            _IS_SHARED,
        )
    )


def letter(session: Session, partner: Partner) -> Attachment | None:
    """Return the letter for the account of a partner: for its own people and the agency."""
    return session.scalar(
        select(Attachment)
        .where(
            Attachment.application_id == partner.application_id,
            Attachment.question == letter_key(partner.public_id),
        )
        .execution_options(populate_existing=True)
    )


def scans(session: Session, record: Application) -> Mapping[str, Scan]:
    """Return what is known of viruses in each file of an application, by its identifier."""
    rows = session.scalars(select(Attachment).where(Attachment.application_id == record.id))
    return {row.public_id: row.scan for row in rows}


def to_scan(session: Session, before: datetime) -> str | None:
    """Return the content that waits longest for the scanner, not looked at since ``before``."""
    return session.scalar(
        select(Attachment.content_hash)
        .where(
            Attachment.scan.in_(TO_SCAN),
            Attachment.looked_at.is_(None) | (Attachment.looked_at < before),
        )
        .order_by(Attachment.looked_at.is_not(None), Attachment.looked_at, Attachment.id)
        .limit(1)
    )


def hashes_in_use(session: Session) -> frozenset[str]:
    return frozenset(session.scalars(select(Attachment.content_hash).distinct()))
