"""Decisions: prepared by one, approved by another, committed in the ledger at the same instant."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.accounts import queries as people
from subsidy.accounts import service as accounts
from subsidy.awards import queries
from subsidy.awards.domain.decision import LIFECYCLE, Facts, Outcome
from subsidy.awards.models import Decision, Share
from subsidy.budget import queries as committed
from subsidy.budget import service as budget
from subsidy.catalogue import service as catalogue
from subsidy.catalogue.domain import Offer
from subsidy.core.errors import Refusal, RefusedError, refuse, refuse_if
from subsidy.core.letter import Letter
from subsidy.core.money import Money
from subsidy.core.text import N_, Text
from subsidy.language import words
from subsidy.planning import service as planning
from subsidy.planning.domain.codes import Aim, members
from subsidy.planning.domain.grants import LONGEST_FUNDER, NewGrant
from subsidy.policy import Action, Actor
from subsidy.scoring import queries as scoring
from subsidy.scoring import service as choosing
from subsidy.scoring.models import SelectionRun
from subsidy.workflow import advance, audit, tell

SELECTION = "selection"  # in the details of a decision: the hash of the selection it follows
PROJECT = "project"  # in the details of a decision: what the register of subsidies keeps


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything of a decision that its author prepares.

    ``shares``: organisation id -> amount; empty unless the outcome is an award.
    ``offers``: realisations that enter the catalogue when the award is approved.
    ``replaces_id``: the rejection after which it moves up from the reserve list.
    """

    number: str
    line_id: int
    source_ref: str
    reservation_ref: str
    lead_id: int
    title: str
    outcome: Outcome
    letter: Letter
    shares: tuple[tuple[int, Money], ...] = ()
    offers: tuple[Offer, ...] = ()
    adopts: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    replaces_id: int | None = None

    @property
    def amount(self) -> Money:
        return Money.total(amount for _, amount in self.shares)

    @property
    def selection(self) -> str | None:
        """The hash of the selection it follows; None: no selection decided."""
        return self.details.get(SELECTION)


def content_hash(content: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON of a decision's content."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def unfit(proposal: Proposal) -> list[Refusal]:
    """Return why this proposal cannot be a decision at all."""
    award = proposal.outcome is Outcome.AWARD
    refusals = []
    if award and any(amount <= Money(0) for _, amount in proposal.shares):
        refusals.append(Refusal(Text("Give each partner of an award more than zero.")))
    if award != bool(proposal.amount):
        refusals.append(Refusal(Text("Only an award has an amount, and every award has one.")))
    if len({organisation for organisation, _ in proposal.shares}) != len(proposal.shares):
        refusals.append(Refusal(Text("Name each partner of an award once.")))
    return refusals


def prepare(
    session: Session, actor: Actor, proposal: Proposal, author_id: int | None = None
) -> Decision:
    """Write down a decision for a colleague to approve; nothing is committed yet.

    ``author_id``: who answers for it, when that is not who acts now: the reserve list prepared it.
    """
    refuse_if(unfit(proposal))
    content = {
        "letter": proposal.letter.to_data(),
        "offers": [_offer_to_data(offer) for offer in proposal.offers],
        "adopts": list(proposal.adopts),
        "details": proposal.details,
    }
    decision = Decision(
        number=_number(session, proposal),
        line_id=proposal.line_id,
        source_ref=proposal.source_ref,
        reservation_ref=proposal.reservation_ref,
        lead_id=proposal.lead_id,
        title=proposal.title,
        outcome=proposal.outcome,
        amount=proposal.amount,
        content=content,
        content_hash=content_hash(content),
        prepared_by_id=actor.id if author_id is None else author_id,
        prepared_at=actor.now,
        replaces_id=proposal.replaces_id,
        shares=[
            Share(organisation_id=organisation, amount=amount)
            for organisation, amount in proposal.shares
        ],
    )
    _add(session, decision)
    audit(
        session,
        actor,
        Action.PREPARE_DECISION,
        decision,
        reason=_for_whom(session, decision, actor),
    )
    return decision


def _for_whom(session: Session, decision: Decision, actor: Actor) -> str:
    """Say who answers for a decision that the reserve list prepared while somebody else acted."""
    author = decision.prepared_by_id
    if author == actor.id:
        return ""
    name = people.names(session, [author])[author]
    return words(
        Text("The reserve list prepared this decision. %(name)s answers for it.", name=name)
    )


def _number(session: Session, proposal: Proposal) -> str:
    """Return a number of its own for a decision that follows one which was returned."""
    taken = session.scalar(select(Decision.id).where(Decision.number == proposal.number))
    if taken is None:
        return proposal.number
    earlier = select(func.count()).where(Decision.source_ref == proposal.source_ref)
    return f"{proposal.number}-{1 + (session.scalar(earlier) or 0)}"


def _add(session: Session, decision: Decision) -> None:
    try:
        with session.begin_nested():
            session.add(decision)
    except IntegrityError:
        raise refuse(
            Text("There is already a decision on %(title)s. Return it first.", title=decision.title)
        ) from None


def approve(session: Session, actor: Actor, decision: Decision) -> None:
    """Make the decision final: commitments, catalogue, messages; all in this transaction.

    Raises RefusedError when the approver prepared it, when it was decided already, or when the
    reservation cannot carry it, or when the selection was made again: then nothing of it happens.
    """
    _refuse_overtaken(session, decision)
    _stamp(session, actor, decision)
    for share in decision.shares:
        budget.commit_share(
            session,
            actor,
            decision.line_id,
            decision.reservation_ref,
            share.case_ref,
            share.amount,
        )
    _share_with_all(session, actor, decision)
    _register(session, actor, decision)
    _tell_beneficiaries(session, actor, decision)


def _refuse_overtaken(session: Session, decision: Decision) -> None:
    """Refuse a decision that tells the outcome of a selection which is not the latest one."""
    selection = decision.content["details"].get(SELECTION)
    if selection is None:
        return
    run = queries.selection_in_force(session, decision.reservation_ref)
    if run is None or selection != choosing.hash_in_force(session, run):
        raise refuse(
            Text(
                "The selection was made again, or deviated from, after decision %(number)s was "
                "prepared. Return it, so that it is prepared again.",
                number=decision.number,
            )
        )
    refuse_if(uncounted(session, run, decision.line_id, decision.reservation_ref))


def uncounted(
    session: Session, run: SelectionRun, line_id: int, reservation_ref: str
) -> list[Refusal]:
    """Say of which files marks count no more: a juror declared a conflict after the selection.

    Once money was awarded the selection stands, even if all of it returned: nothing is said.
    """
    numbers = tuple(scoring.uncounted_since(session, run))
    if not numbers or committed.was_committed(session, line_id, reservation_ref):
        return []
    text = N_(
        "A juror declared a conflict of interest after the selection. Marks for %(numbers)s "
        "count no more. Return prepared decisions and make the selection again."
    )
    return [Refusal(Text(text, numbers=numbers))]


def _stamp(session: Session, actor: Actor, decision: Decision) -> None:
    facts = Facts(decision.prepared_by_id, actor.id)
    stamp = {"approved_by_id": actor.id, "approved_at": actor.now}
    advance(session, LIFECYCLE, decision, Action.APPROVE_DECISION, facts, actor=actor, stamp=stamp)


def return_to_author(session: Session, actor: Actor, decision: Decision, reason: str) -> None:
    """Send a prepared decision back; its author may prepare another one."""
    facts = Facts(decision.prepared_by_id, actor.id, reason)
    advance(
        session,
        LIFECYCLE,
        decision,
        Action.RETURN_DECISION,
        facts,
        actor=actor,
        reason=reason,
        stamp={"returned_reason": reason},
    )


@dataclass(frozen=True, slots=True)
class Refused:
    """A decision that could not be approved, and why."""

    decision: Decision
    refusals: tuple[Refusal, ...]


def approve_all(
    session: Session, actor: Actor, decisions: Sequence[Decision]
) -> tuple[Refused, ...]:
    """Approve many decisions, each in a savepoint of its own; return what was refused and why."""
    if not decisions:
        raise refuse(Text("No decision waits for approval."))
    refused = []
    for decision in decisions:
        try:
            with session.begin_nested():
                approve(session, actor, decision)
        except RefusedError as error:
            refused.append(Refused(decision, error.refusals))
    return tuple(refused)


def _share_with_all(session: Session, actor: Actor, decision: Decision) -> None:
    offers = [_offer_from_data(data) for data in decision.content["offers"]]
    if decision.outcome is Outcome.AWARD and offers:
        catalogue.publish(session, decision.lead_id, decision.source_ref, offers, actor.now)
    for item in decision.content["adopts"]:
        catalogue.adopt(session, item, decision.lead_id, decision.source_ref, actor.now)


def _register(session: Session, actor: Actor, decision: Decision) -> None:
    """Put the share of every partner in the register, so that nobody pays the same again."""
    project = decision.content["details"].get(PROJECT)
    if decision.outcome is not Outcome.AWARD or not project or not project["first_day"]:
        return
    for share in decision.shares:
        new = NewGrant(
            title=decision.title,
            funder=project["call"][:LONGEST_FUNDER],
            aims=members(Aim, project["aims"]),
            first_day=date.fromisoformat(project["first_day"]),
            last_day=date.fromisoformat(project["last_day"]),
            amount=share.amount,
        )
        planning.register_award(session, actor, share.organisation_id, new, decision.source_ref)


def _tell_beneficiaries(session: Session, actor: Actor, decision: Decision) -> None:
    letter = Letter.from_data(decision.content["letter"])
    tell(
        session,
        accounts.people_of(session, decision.beneficiary_ids),
        letter.subject,
        Text("The decision on “%(title)s” is made. Read the letter.", title=decision.title),
        path=f"/beslissingen/{decision.public_id}",
        now=actor.now,
    )


def _offer_to_data(offer: Offer) -> dict[str, Any]:
    return {
        "title": offer.title,
        "for_whom": offer.for_whom,
        "licence": offer.licence,
        "how_to_use": offer.how_to_use,
        "conditions": offer.conditions,
        "available_from": offer.available_from.isoformat() if offer.available_from else None,
    }


def _offer_from_data(data: dict[str, Any]) -> Offer:
    day = data["available_from"]
    return Offer(**{**data, "available_from": date.fromisoformat(day) if day else None})
