"""Invitations by mail: to the known contacts of an organisation or to somebody who is named."""

from base64 import urlsafe_b64encode

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.accounts.domain import same_email, token_hash
from subsidy.applications.domain.invitations import (
    LASTS,
    WHY_NOT,
    Addressee,
    LinkState,
    state_of,
    too_many,
    unfit_addressee,
)
from subsidy.applications.models import Application, InvitationMail, Partner
from subsidy.applications.service.guard import path, refuse_closed
from subsidy.calls.domain.dossier import Consent
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.db import random_bytes
from subsidy.policy import Action, Actor
from subsidy.workflow import OutboxMessage, audit

TOKEN_BYTES = 32
LINK = "/uitnodigingen"
MAILED = "@ "  # before the name of the partner in the audit entry


def send_again(session: Session, actor: Actor, record: Application, partner: Partner) -> int:
    """Send the known contacts a fresh link; earlier links to them end. Return to how many."""
    refuse_closed(session, actor, record)
    _refuse_answered(record, partner)
    known = people.people_of(session, [partner.organisation_id])
    if not known:
        raise refuse(Text("We know nobody at this organisation. Fill in a name and an address."))
    refuse_if(too_many(_sent(session, record, partner), len(known)))
    end_links(session, actor, record, partner.organisation_id, address="")
    mail_contacts(session, actor, record, partner)
    audit(session, actor, Action.INVITE_PARTNER, record, reason=_mailed(partner))
    return len(known)


def send_to(
    session: Session, actor: Actor, record: Application, partner: Partner, to: Addressee
) -> InvitationMail:
    """Send a link to somebody who is named; an earlier link to the same address ends."""
    refuse_closed(session, actor, record)
    _refuse_answered(record, partner)
    refuse_if([*unfit_addressee(to), *too_many(_sent(session, record, partner), 1)])
    address = same_email(to.email)
    end_links(session, actor, record, partner.organisation_id, address=address)
    made = _mail(session, actor, record, partner, Addressee(to.name.strip(), address))
    audit(session, actor, Action.INVITE_PARTNER, record, reason=_mailed(partner))
    return made


def mail_contacts(session: Session, actor: Actor, record: Application, partner: Partner) -> None:
    """Send each known contact a link of its own."""
    for person_id in sorted(people.people_of(session, [partner.organisation_id])):
        _mail(session, actor, record, partner, person_id)


def open_link(session: Session, actor: Actor, mail: InvitationMail) -> None:
    """Use a link, once, for the organisation of the actor. Raises RefusedError otherwise.

    The update is conditional: of many who open it at once, one finds it unused.
    """
    refuse_if(not_for(actor, mail))
    state = state_of(mail, actor.now)
    if state is not LinkState.OPEN:
        raise refuse(WHY_NOT[state])
    used = session.execute(
        update(InvitationMail)
        .where(
            InvitationMail.id == mail.id,
            InvitationMail.used_at.is_(None),
            InvitationMail.withdrawn_at.is_(None),
        )
        .values(used_at=actor.now, used_by_id=actor.id)
        .execution_options(synchronize_session=False)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]  # a cursor result counts its rows
        raise refuse(WHY_NOT[LinkState.USED])


def not_for(actor: Actor, mail: InvitationMail) -> list[Refusal]:
    """Say why this link is not for the actor; nothing of the application is told."""
    if actor.organisation_id == mail.organisation_id and actor.mandates:
        return []
    if any(mandate.organisation_id == mail.organisation_id for mandate in actor.mandates):
        text = Text("You work for another organisation now. Choose the invited one first.")
        return [Refusal(text)]
    return [
        Refusal(
            Text(
                "This invitation is for another organisation. Your account has no role there. "
                "Ask the administrator of that organisation for a role."
            )
        )
    ]


def end_links(
    session: Session,
    actor: Actor,
    record: Application,
    organisation_id: int,
    address: str | None = None,
) -> None:
    """End the links to an organisation that still work; ``address``: only those to one address."""
    which = [
        InvitationMail.application_id == record.id,
        InvitationMail.organisation_id == organisation_id,
        InvitationMail.used_at.is_(None),
        InvitationMail.withdrawn_at.is_(None),
    ]
    if address is not None:
        which.append(InvitationMail.address == address)
    session.execute(
        update(InvitationMail)
        .where(*which)
        .values(withdrawn_at=actor.now)
        .execution_options(synchronize_session=False)
    )


def _mail(
    session: Session, actor: Actor, record: Application, partner: Partner, to: Addressee | int
) -> InvitationMail:
    """Put a mail in the outbox. Until it is sent, its token stands in the link; then nowhere."""
    token = urlsafe_b64encode(random_bytes(TOKEN_BYTES)).decode().rstrip("=")
    named = to if isinstance(to, Addressee) else Addressee("", "")
    made = InvitationMail(
        application_id=record.id,
        organisation_id=partner.organisation_id,
        name=named.name,
        address=named.email,
        token_hash=token_hash(token),
        sent_by_id=actor.id,
        sent_at=actor.now,
        expires_at=actor.now + LASTS,
    )
    subject, body = _words(record)
    letter = OutboxMessage(
        person_id=to if isinstance(to, int) else None,
        address=named.email,
        subject=subject.to_data(),
        body=body.to_data(),
        path=path(record),
        mail_path=f"{LINK}/{token}",
        created_at=actor.now,
    )
    session.add_all([made, letter])
    session.flush()
    return made


def _words(record: Application) -> tuple[Text, Text]:
    return (
        Text("%(lead)s invites you to apply together", lead=record.lead.name),
        Text(
            "%(lead)s asks your organisation to take part in “%(title)s” (%(number)s). "
            "Open the application and accept or refuse. "
            "The link in the mail works once, for seven days.",
            lead=record.lead.name,
            title=record.title or "…",
            number=record.number,
        ),
    )


def _sent(session: Session, record: Application, partner: Partner) -> int:
    sent = select(func.count(InvitationMail.id)).where(
        InvitationMail.application_id == record.id,
        InvitationMail.organisation_id == partner.organisation_id,
    )
    return session.scalar(sent) or 0


def _refuse_answered(record: Application, partner: Partner) -> None:
    if partner.application_id != record.id or partner.consent is not Consent.INVITED:
        raise refuse(Text("This organisation has answered already. No mail is needed."))


def _mailed(partner: Partner) -> str:
    return f"{MAILED}{partner.organisation.name}"
