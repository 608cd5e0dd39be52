"""Asking a partner to sign again, once, when somebody changed what it signed."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.applications import queries
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.signing import withdrawn
from subsidy.applications.models import Application, Partner, SignatureAsked
from subsidy.core.text import Text
from subsidy.policy import Actor
from subsidy.workflow import tell


def ask_again(session: Session, actor: Actor, record: Application) -> None:
    """Tell each partner whose signature a change withdrew; one statement while nobody signed.

    Nothing withdraws a signature but the content itself: see ``domain/signing.py``.
    """
    if not queries.has_signatures(session, record):
        return
    file = queries.file_now(session, record)
    gone = {signature.partner_id for signature in withdrawn(file)}
    asked = queries.asked_again(session, record)
    for partner in record.partners:
        if partner.public_id in gone and partner.id not in asked:
            session.add(SignatureAsked(partner_id=partner.id, asked_at=actor.now))
            _ask(session, actor, record, file, partner)
    session.flush()


def _ask(
    session: Session, actor: Actor, record: Application, file: CaseFile, partner: Partner
) -> None:
    found = queries.changed_since_signing(session, file, partner)
    subject = Text("Sign %(number)s again", number=record.number)
    body = Text(
        "Somebody changed what %(name)s signed: %(what)s. "
        "Read what changed. Sign again if you agree.",
        name=file.partner(partner.public_id).name,
        what=tuple(each.label for each in found),
    )
    told = people.people_of(session, [partner.organisation_id], file_id=record.public_id)
    path = f"/aanvragen/{record.public_id}/ondertekenen"
    tell(session, told, subject, body, path=path, now=actor.now)


def signed_again(session: Session, partner: Partner) -> None:
    """Note that a partner signed: a later change asks it again."""
    session.execute(delete(SignatureAsked).where(SignatureAsked.partner_id == partner.id))
