"""Reads of what was signed, to set beside what stands there now."""

from collections.abc import Sequence

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
