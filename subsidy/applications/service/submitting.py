"""Signing what one commits to, submitting in time, withdrawing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from subsidy.applications import queries
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.editing import missing_in
from subsidy.applications.domain.expectations import not_agreed, of_partner
from subsidy.applications.domain.form import LIMITS
from subsidy.applications.domain.lifecycle import LIFECYCLE, Facts
from subsidy.applications.domain.signing import (
    content_hash,
    current_signatures,
    not_ready_to_sign,
    signed_part,
    unsigned,
)
from subsidy.applications.domain.snapshot import digest, snapshot
from subsidy.applications.models import (
    Application,
    Partner,
    Signature,
    SignedPart,
    Snapshot,
)
from subsidy.applications.service.accounts import replaced
from subsidy.applications.service.asking_again import signed_again
from subsidy.applications.service.guard import (
    inform,
    own_partner,
    refuse_unless_writing,
    taking_part,
    window,
)
from subsidy.calls.domain.rules import Finding
from subsidy.core.clock import brussels_day
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.pasted import clean
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.workflow import advance, audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """``content_hash``: of what the signatory saw. Who saw nothing signs nothing.

    ``agreed``: the marks of what others expect, as far as the signatory confirmed it.
    """

    name: str
    function: str
    deciding_body: str = ""
    decided_on: date | None = None
    content_hash: str = ""
    agreed: tuple[str, ...] = ()


def sign(session: Session, actor: Actor, record: Application, signing: Signing) -> Signature:
    """Sign, for the organisation of the actor, exactly what it commits to."""
    refuse_unless_writing(session, actor, record)
    signing = _cleaned(signing)
    file = queries.file_again(session, record)
    own = own_partner(record, actor)
    if own is None:
        raise refuse(Text("Your organisation does not take part in this application."))
    years = queries.years_after(file, queries.regulation(record))
    now = content_hash(file, own.public_id)
    refuse_if(
        [
            *_unfit(signing, brussels_day(actor.now)),
            *_changed(signing, now),
            *not_agreed(file.expectations, own.public_id, signing.agreed),
            *not_ready_to_sign(file, own.public_id, years),
            *_replaced(session, record, file, own),
        ]
    )
    signature = Signature(
        application_id=record.id,
        partner_id=own.id,
        person_id=actor.id,
        name=signing.name,
        function=signing.function,
        deciding_body=signing.deciding_body,
        decided_on=signing.decided_on,
        content_hash=now,
        signed_at=actor.now,
    )
    session.add(signature)
    session.flush()
    part = signed_part(file, own.public_id)
    session.add(SignedPart(signature_id=signature.id, content=part))
    signed_again(session, own)
    audit(session, actor, Action.SIGN_APPLICATION, record, reason=own.organisation.name)
    _tell_signed(session, actor, record, own.organisation.name)
    return signature


def _replaced(session: Session, record: Application, file: CaseFile, own: Partner) -> list[Refusal]:
    place = f"account.{own.public_id}"
    return [one for one in replaced(session, record, file) if one.place == place]


def hash_to_sign(session: Session, actor: Actor, record: Application) -> str:
    """Return the hash of what the organisation of the actor would sign now; empty: nothing."""
    own = own_partner(record, actor)
    if own is None:
        return ""
    return content_hash(queries.file_again(session, record), own.public_id)


def marks_to_agree(session: Session, actor: Actor, record: Application) -> tuple[str, ...]:
    """Return the marks of what others expect of the organisation of the actor now."""
    own = own_partner(record, actor)
    if own is None:
        return ()
    file = queries.file_again(session, record)
    return tuple(one.mark for one in of_partner(file.expectations, own.public_id))


def _cleaned(signing: Signing) -> Signing:
    """Return it without the signs that nobody sees: a name reads in the order it was typed."""
    return replace(
        signing,
        name=clean(signing.name),
        function=clean(signing.function),
        deciding_body=clean(signing.deciding_body),
    )


def _unfit(signing: Signing, today: date) -> list[Refusal]:
    asked = {
        "name": (signing.name, Text("Fill in your name.")),
        "function": (signing.function, Text("Fill in your function.")),
        "deciding_body": (signing.deciding_body, Text("Fill in which body decided to sign.")),
    }
    refusals = [Refusal(text, key) for key, (typed, text) in asked.items() if not typed]
    for key, (typed, _) in asked.items():
        if len(typed) > LIMITS[key]:
            text = Text("Use at most %(limit)s characters.", limit=LIMITS[key])
            refusals.append(Refusal(text, key))
    if signing.decided_on is None:
        refusals.append(Refusal(Text("Fill in the date of that decision."), "decided_on"))
    elif signing.decided_on > today:
        refusals.append(Refusal(Text("Fill in a day that is not in the future."), "decided_on"))
    return refusals


def _changed(signing: Signing, now: str) -> list[Refusal]:
    if signing.content_hash == now:
        return []
    text = Text("Somebody changed this part while you read it. Read it again, then sign.")
    return [Refusal(text)]


def _tell_signed(session: Session, actor: Actor, record: Application, name: str) -> None:
    if actor.organisation_id == record.lead_id:
        return
    subject = Text("%(name)s signed %(number)s", name=name, number=record.number)
    body = Text("You see in the conditions who must still sign.")
    inform(session, actor.now, record, [record.lead_id], (subject, body))


# Submitting ---------------------------------------------------------------------------------------


def facts(
    record: Application,
    file: CaseFile,
    actor: Actor,
    reason: str = "",
    findings: Sequence[Finding] = (),
) -> Facts:
    """Gather what a transition may depend on, of an application that is loaded whole."""
    opens, closes = window(record) or (actor.now, actor.now)
    regulation = queries.regulation(record)
    return Facts(
        now=actor.now,
        opens_at=opens,
        closes_at=closes,
        dossier=file.dossier,
        findings=findings,
        missing=missing_in(file, queries.years_after(file, regulation)),
        unsigned=unsigned(file),
        reason=reason,
    )


def submit(session: Session, actor: Actor, record: Application) -> Snapshot:
    """Submit the file as it is, judged on the instant of arrival; keep it whole for ever."""
    queries.hold(session, record)
    file = queries.file_again(session, record)
    terms = queries.regulation(record)
    queries.hold_seats(session, file, terms)
    findings = queries.findings_now(session, file, terms)
    refuse_if(replaced(session, record, file))
    advance(
        session,
        LIFECYCLE,
        record,
        Action.SUBMIT_APPLICATION,
        facts(record, file, actor, findings=findings),
        actor=actor,
        stamp={"submitted_at": actor.now},
    )
    kept = _keep(session, actor, record, file, findings)
    message = (
        Text("%(number)s is submitted", number=record.number),
        Text(
            "The application “%(title)s” arrived on %(at)s and asks for %(amount)s. "
            "You find the receipt in the application.",
            title=record.title,
            at=actor.now,
            amount=file.requested,
        ),
    )
    inform(session, actor.now, record, taking_part(record), message)
    return kept


def _keep(
    session: Session,
    actor: Actor,
    record: Application,
    file: CaseFile,
    findings: Sequence[Finding],
) -> Snapshot:
    held = current_signatures(file)
    signed = tuple(held[partner.id] for partner in file.accepted)
    content = snapshot(replace(file, signatures=signed), actor.now, findings)
    kept = Snapshot(
        application_id=record.id,
        content=content,
        content_hash=digest(content),
        received_at=actor.now,
        submitted_by_id=actor.id,
    )
    session.add(kept)
    session.flush()
    return kept


def withdraw(session: Session, actor: Actor, record: Application, reason: str = "") -> None:
    """Withdraw a draft or a submitted file while the call is open."""
    queries.hold(session, record)
    reason = clean(reason)
    known = facts(record, queries.file_again(session, record), actor, reason)
    advance(
        session,
        LIFECYCLE,
        record,
        Action.WITHDRAW_APPLICATION,
        known,
        actor=actor,
        reason=reason,
    )
    message = (
        Text("%(number)s is withdrawn", number=record.number),
        Text(
            "%(lead)s withdrew the application “%(title)s”.",
            lead=record.lead.name,
            title=record.title,
        ),
    )
    inform(session, actor.now, record, taking_part(record), message)
