"""Partners: invited by the lead, each answers for itself and says what it does."""

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.conflicts import differences
from subsidy.applications.domain.form import Tasks, answers_of, tidied, unfit
from subsidy.applications.models import Application, Partner, Section
from subsidy.applications.service.forgetting import forget
from subsidy.applications.service.guard import (
    answers_in,
    inform,
    keep,
    own_partner,
    refuse_closed,
    refuse_overwriting,
    refuse_unless_seen,
    refuse_unless_writing,
)
from subsidy.applications.service.history import keep_earlier
from subsidy.applications.service.leaving import of_leaving
from subsidy.applications.service.mailing import end_links, mail_contacts
from subsidy.calls.domain.dossier import Consent
from subsidy.core.clock import brussels_day
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import N_, Text
from subsidy.organisations.models import Organisation
from subsidy.policy import Action, Actor
from subsidy.workflow import audit

MOST_PARTNERS = 50
WITHDRAWN = "- "  # before the name of the partner in the audit entry


def invite(
    session: Session, actor: Actor, record: Application, organisation: Organisation
) -> Partner:
    """Invite an organisation; one that refused earlier is asked again."""
    refuse_closed(session, actor, record)
    known = next((p for p in record.partners if p.organisation_id == organisation.id), None)
    refuse_if(_not_invitable(record, organisation, known, actor))
    if known is None:
        known = Partner(organisation=organisation, consent=Consent.INVITED, invited_at=actor.now)
        record.partners.append(known)
    known.consent, known.invited_at, known.answered_at = Consent.INVITED, actor.now, None
    session.flush()
    audit(session, actor, Action.INVITE_PARTNER, record, reason=organisation.name)
    mail_contacts(session, actor, record, known)
    return known


def _not_invitable(
    record: Application, organisation: Organisation, known: Partner | None, actor: Actor
) -> list[Refusal]:
    if known is not None and known.consent is not Consent.REFUSED:
        name = organisation.name
        reason = Text("%(name)s is already in the list. Choose another organisation.", name=name)
        return [Refusal(reason, "organisation")]
    if not organisation.active_on(brussels_day(actor.now)):
        return [
            Refusal(
                Text(
                    "%(name)s does not exist any more. Choose the municipality that took over.",
                    name=organisation.name,
                ),
                "organisation",
            )
        ]
    if len(record.partners) >= MOST_PARTNERS:
        most = Text("An application has at most %(most)s partners.", most=MOST_PARTNERS)
        return [Refusal(most, "organisation")]
    return []


def withdraw_invitation(
    session: Session,
    actor: Actor,
    record: Application,
    partner: Partner,
    seen: str | None = None,
) -> None:
    """Take back an invitation that was not accepted, with what was planned for that partner.

    ``seen``: the mark of what was shown to disappear, if anything was.
    """
    refuse_closed(session, actor, record)
    if partner.application_id != record.id or partner.consent is Consent.ACCEPTED:
        raise refuse(Text("This partner already takes part. Nothing was changed."))
    if seen is not None:
        refuse_unless_seen(seen, of_leaving(session, record, partner))
    name, organisation_id = partner.organisation.name, partner.organisation_id
    asked = partner.consent is Consent.INVITED
    forget(session, actor, record, partner)
    end_links(session, actor, record, organisation_id)
    record.partners.remove(partner)
    session.delete(partner)
    session.flush()
    audit(session, actor, Action.INVITE_PARTNER, record, reason=f"{WITHDRAWN}{name}")
    if asked:
        message = (
            Text("%(lead)s withdraws its invitation", lead=record.lead.name),
            Text("You need not answer for %(number)s any more.", number=record.number),
        )
        inform(session, actor.now, record, [organisation_id], message)


def answer(session: Session, actor: Actor, record: Application, *, accept: bool) -> Partner:
    """Accept or refuse the invitation, for the organisation of the actor."""
    refuse_closed(session, actor, record)
    own = own_partner(record, actor)
    if own is None or own.consent is not Consent.INVITED:
        raise refuse(Text("Your organisation has no invitation that waits for an answer."))
    own.answered_at = actor.now
    end_links(session, actor, record, own.organisation_id)
    if accept:
        own.consent = Consent.ACCEPTED
    else:
        forget(session, actor, record, own)
    session.flush()
    audit(session, actor, Action.ANSWER_INVITATION, record, reason=str(own.consent))
    subject = (
        N_("%(name)s takes part in %(number)s")
        if accept
        else N_("%(name)s does not take part in %(number)s")
    )
    body = (
        Text("You find the partners and what is still to do in the application.")
        if accept
        else Text("Look at the conditions again: perhaps you must invite another partner.")
    )
    words = {"name": own.organisation.name, "number": record.number}
    inform(session, actor.now, record, [record.lead_id], (Text(subject, **words), body))
    return own


def save_tasks(
    session: Session,
    actor: Actor,
    record: Application,
    partner: Partner,
    part: Tasks,
    version: int | None = None,
) -> Section:
    """Save what a partner does, and which of its needs that meets."""
    refuse_unless_writing(session, actor, record)
    if partner.application_id != record.id or partner.consent is Consent.REFUSED:
        raise refuse(Text("This organisation does not take part in this application."))
    part = tidied(part)
    refuse_if(unfit(part))
    key = queries.tasks_key(partner.public_id)
    section = queries.section(session, record, key)
    before = Tasks(tasks=partner.tasks, needs=str(answers_in(section).get("needs", "")))
    refuse_overwriting(session, section, version, differences(before, part))
    keep_earlier(session, actor, section, answers_of(before), answers_of(part))
    partner.tasks = part.tasks
    return keep(session, actor, record, key, {"needs": answers_of(part)["needs"]})
