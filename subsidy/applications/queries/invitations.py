"""Reads of the mails with which an organisation is invited."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from subsidy.accounts.domain import token_hash
from subsidy.applications.models import Application, InvitationMail, Partner


def invitation_mail(session: Session, token: str) -> InvitationMail | None:
    """Return the mail that held this token; what the database keeps of it is a hash."""
    return session.scalar(
        select(InvitationMail)
        .where(InvitationMail.token_hash == token_hash(token))
        .options(
            joinedload(InvitationMail.application).joinedload(Application.lead),
            joinedload(InvitationMail.organisation),
        )
    )


def invitation_mails(
    session: Session, record: Application, partner: Partner
) -> Sequence[InvitationMail]:
    """Return the mails to an invited organisation, the last one first."""
    return session.scalars(
        select(InvitationMail)
        .where(
            InvitationMail.application_id == record.id,
            InvitationMail.organisation_id == partner.organisation_id,
        )
        .order_by(InvitationMail.id.desc())
    ).all()
