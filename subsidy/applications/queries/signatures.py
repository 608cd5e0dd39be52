"""Reads of what was signed and of what arrived, to set beside what somebody has now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.conflicts import Difference
from subsidy.applications.domain.resigning import changed_since
from subsidy.applications.domain.signing import signed_part
from subsidy.applications.models import (
    Application,
    Partner,
    Signature,
    SignatureAsked,
    SignedPart,
    Snapshot,
)


def arrival(session: Session, number: str, content_hash: str) -> datetime | None:
    """Return when a file with this number and exactly this content arrived; None: it never did.

    A file that was withdrawn later did arrive; both are needed, so nobody learns a number by it.
    """
    return session.scalar(
        select(Snapshot.received_at)
        .join(Application, Application.id == Snapshot.application_id)
        .where(Application.number == number, Snapshot.content_hash == content_hash)
        .limit(1)
    )


def has_signatures(session: Session, record: Application) -> bool:
    """Whether anybody ever signed this file."""
    some = select(Signature.id).where(Signature.application_id == record.id).limit(1)
    return session.scalar(some) is not None


def asked_again(session: Session, record: Application) -> frozenset[int]:
    """Return the keys of the partners that were asked to sign again and did not yet."""
    return frozenset(
        session.scalars(
            select(SignatureAsked.partner_id)
            .join(Partner, Partner.id == SignatureAsked.partner_id)
            .where(Partner.application_id == record.id)
        )
    )


def changed_since_signing(
    session: Session, file: CaseFile, partner: Partner
) -> Sequence[Difference]:
    """Return what changed after a partner signed last; empty too when that was not kept then."""
    signed = session.scalar(
        select(SignedPart.content)
        .join(Signature, Signature.id == SignedPart.signature_id)
        .where(Signature.partner_id == partner.id)
        .order_by(Signature.id.desc())
        .limit(1)
    )
    return () if signed is None else changed_since(signed, signed_part(file, partner.public_id))
