"""The lead passes to another partner: one of the two asks, the other confirms."""

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from subsidy.applications import queries
from subsidy.applications.domain.consequences import Consequences, led_by
from subsidy.applications.models import Application, LeadOffer, Partner
from subsidy.applications.service.guard import (
    inform,
    refuse_submitted,
    refuse_unless_seen,
    refuse_unless_writing,
    taking_part,
)
from subsidy.calls.domain.dossier import Consent
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.workflow import audit

ASKED, DROPPED = "? ", "x "  # before the name of the partner in the audit entry


def offer_lead(session: Session, actor: Actor, record: Application, partner: Partner) -> LeadOffer:
    """Ask the other side whether this partner becomes the lead."""
    refuse_submitted(session, record)
    refuse_unless_writing(session, actor, record)
    _refuse_unfit(record, partner)
    _refuse_third(actor, record, partner)
    if queries.lead_offer(session, record) is not None:
        raise refuse(Text("A question about the lead is open already. Withdraw it first."))
    by_lead = actor.organisation_id == record.lead_id
    offer = LeadOffer(
        application_id=record.id,
        partner=partner,
        by_lead=by_lead,
        asked_by_id=actor.id,
        asked_at=actor.now,
    )
    session.add(offer)
    session.flush()
    name = partner.organisation.name
    audit(session, actor, Action.PASS_LEAD, record, reason=f"{ASKED}{name}")
    subject = Text("The lead of %(number)s may change", number=record.number)
    body = Text(
        "%(lead)s would pass the lead to %(name)s. Open the partners of the application: "
        "you see there what changes, and you confirm or refuse.",
        lead=record.lead.name,
        name=name,
    )
    asked = partner.organisation_id if by_lead else record.lead_id
    inform(session, actor.now, record, [asked], (subject, body))
    return offer


def confirm_lead(
    session: Session, actor: Actor, record: Application, partner: Partner, seen: str | None = None
) -> None:
    """Agree with the question of the other side: from now on this partner leads."""
    refuse_submitted(session, record)
    refuse_unless_writing(session, actor, record)
    offer = _open_offer(session, record, partner)
    _refuse_unfit(record, partner)
    answering = partner.organisation_id if offer.by_lead else record.lead_id
    if actor.organisation_id != answering:
        raise refuse(Text("The other organisation confirms the new lead. Wait for its answer."))
    refuse_unless_seen(seen, of_leading(session, record, partner))
    before = record.lead.name
    record.lead_id = partner.organisation_id
    session.delete(offer)
    session.flush()
    set_committed_value(record, "lead", partner.organisation)
    name = partner.organisation.name
    audit(session, actor, Action.PASS_LEAD, record, reason=f"{before} → {name}")
    subject = Text("%(name)s leads %(number)s now", name=name, number=record.number)
    body = Text("%(before)s passed the lead. Signatures that were given still hold.", before=before)
    inform(session, actor.now, record, taking_part(record), (subject, body))


def drop_lead(session: Session, actor: Actor, record: Application, partner: Partner) -> None:
    """Withdraw one's own question about the lead, or refuse that of the other side."""
    refuse_submitted(session, record)
    refuse_unless_writing(session, actor, record)
    offer = _open_offer(session, record, partner)
    _refuse_third(actor, record, partner)
    session.delete(offer)
    session.flush()
    name = partner.organisation.name
    audit(session, actor, Action.PASS_LEAD, record, reason=f"{DROPPED}{name}")
    others = {record.lead_id, partner.organisation_id} - {actor.organisation_id}
    message = (
        Text("The lead of %(number)s does not change", number=record.number),
        Text("The question whether %(name)s takes over the lead is withdrawn.", name=name),
    )
    inform(session, actor.now, record, others, message)


def of_leading(session: Session, record: Application, partner: Partner) -> Consequences:
    """Return what it does to the file when this partner leads from now on."""
    file = queries.file_again(session, record)
    after = led_by(file, partner.public_id)
    return queries.consequences_of(session, file, after, queries.regulation(record))


def _open_offer(session: Session, record: Application, partner: Partner) -> LeadOffer:
    offer = queries.lead_offer(session, record)
    if offer is None or offer.partner_id != partner.id:
        raise refuse(Text("Nobody asks any more whether this partner takes over the lead."))
    return offer


def _refuse_unfit(record: Application, partner: Partner) -> None:
    reasons = []
    if partner.application_id != record.id or partner.consent is not Consent.ACCEPTED:
        reasons.append(Text("Only a partner that accepted can lead."))
    if partner.organisation_id == record.lead_id:
        name = partner.organisation.name
        reasons.append(Text("%(name)s leads this application already.", name=name))
    refuse_if([Refusal(reason) for reason in reasons])


def _refuse_third(actor: Actor, record: Application, partner: Partner) -> None:
    if actor.organisation_id not in (record.lead_id, partner.organisation_id):
        raise refuse(Text("Only the lead and this partner decide about the lead together."))
