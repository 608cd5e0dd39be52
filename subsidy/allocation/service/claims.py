"""The verbs of a claim: start, save, submit, withdraw; and its decision, prepared for approval."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.accounts import service as accounts
from subsidy.accounts.models import Person
from subsidy.allocation import queries
from subsidy.allocation.domain import claim as form
from subsidy.allocation.domain.claim import LONGEST, Answers
from subsidy.allocation.domain.letter import LetterFacts, claim_letter
from subsidy.allocation.domain.lifecycle import CLAIM_LIFECYCLE, ClaimFacts, ClaimStatus, in_time
from subsidy.allocation.models import Claim, Round
from subsidy.awards import queries as awards
from subsidy.awards.domain.decision import Outcome
from subsidy.awards.models import Decision
from subsidy.awards.service import Proposal, prepare
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.db import random_bytes
from subsidy.organisations import queries as organisations
from subsidy.organisations.models import Organisation
from subsidy.policy import Action, Actor, Owner, allows
from subsidy.workflow import advance, audit, tell

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def start_claim(session: Session, actor: Actor, round_: Round, organisation: Organisation) -> Claim:
    """Begin a claim, filled in as far as we know; an existing one is given back.

    A withdrawn claim becomes a draft again, with what was in it. Raises RefusedError when the
    round is not open or gives this organisation nothing.
    """
    existing = queries.claim_of(session, round_.id, organisation.id)
    if existing is not None:
        return _taken_up(session, actor, existing)
    refuse_if(in_time(ClaimFacts(actor.now, round_.opens_at, round_.closes_at)))
    right = queries.right_of(session, round_.id, organisation.id)
    if right is None or not right.amount:
        raise refuse(Text("%(name)s has no drawing right in this round.", name=organisation.name))
    claim = Claim(
        number=f"T-{_letters(6)}",
        round_id=round_.id,
        organisation_id=organisation.id,
        right_id=right.id,
        amount=right.amount,
        answers=_known(session, actor).to_data(),
        started_by_id=actor.id,
    )
    try:
        with session.begin_nested():
            session.add(claim)
    except IntegrityError:
        raise refuse(Text("A colleague just started this claim. Open it from your list.")) from None
    audit(session, actor, Action.CLAIM, claim)
    found = queries.claim(session, claim.public_id)
    return found or claim


def _letters(number: int) -> str:
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in random_bytes(number))


def _taken_up(session: Session, actor: Actor, claim: Claim) -> Claim:
    if claim.status is ClaimStatus.WITHDRAWN:
        facts = ClaimFacts(actor.now, claim.round.opens_at, claim.round.closes_at)
        advance(session, CLAIM_LIFECYCLE, claim, Action.CLAIM, facts, actor=actor)
    return claim


def _known(session: Session, actor: Actor) -> Answers:
    """Return what the form already knows: the contact of the profile, or who fills it in."""
    own = actor.organisation_id
    if allows(actor, Action.READ_PROFILE, Owner(own)):
        known = organisations.profile_of(session, own)
        if known.name and known.email:
            return Answers(
                contact_name=known.name[: LONGEST["contact_name"]], contact_email=known.email
            )
    person = session.get(Person, actor.id)
    if person is None:
        return Answers()
    return Answers(contact_name=person.name, contact_email=person.email)


def save_claim(
    session: Session, actor: Actor, claim: Claim, answers: Answers, amount: Money, version: int
) -> None:
    """Keep what was filled in, complete or not; refused when a colleague saved meanwhile."""
    if claim.status is not ClaimStatus.DRAFT:
        raise refuse(Text("This claim is no draft any more. Withdraw it before you change it."))
    refuse_if(in_time(ClaimFacts(actor.now, claim.round.opens_at, claim.round.closes_at)))
    refuse_if([*form.too_much(amount, claim.right.amount), *form.too_long(answers)])
    changed = session.execute(
        update(Claim)
        .where(Claim.id == claim.id, Claim.version == version)
        .values(version=version + 1)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", changed).rowcount != 1:
        raise refuse(
            Text("A colleague saved this claim in the meantime. Copy your text and open it again.")
        )
    session.refresh(claim, ["version"])
    claim.answers, claim.amount = answers.to_data(), amount
    audit(session, actor, Action.EDIT_CLAIM, claim)


def faults(session: Session, claim: Claim) -> list[Refusal]:
    """Return everything that keeps this claim from being submitted."""
    answers = Answers.from_data(claim.answers)
    adoptable = {item.public_id for item in queries.adoptable(session, claim.organisation_id)}
    return form.faults(answers, claim.amount, claim.right.amount, adoptable)


def submit_claim(session: Session, actor: Actor, claim: Claim) -> None:
    """Hand the claim in within ``[open, close)``; its content is hashed as it stands."""
    facts = ClaimFacts(
        actor.now, claim.round.opens_at, claim.round.closes_at, tuple(faults(session, claim))
    )
    advance(
        session,
        CLAIM_LIFECYCLE,
        claim,
        Action.SUBMIT_CLAIM,
        facts,
        actor=actor,
        stamp={
            "submitted_at": actor.now,
            "submitted_by_id": actor.id,
            "content_hash": content_hash(claim),
        },
    )
    tell(
        session,
        accounts.people_of(session, [claim.organisation_id]),
        Text("Your claim is submitted"),
        Text("We received your claim %(number)s.", number=claim.number),
        path=f"/trekkingsrechten/{claim.public_id}",
        now=actor.now,
    )


def content_hash(claim: Claim) -> str:
    """Return the SHA-256 of what is claimed."""
    content = {"number": claim.number, "amount": claim.amount.cents, "answers": claim.answers}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def withdraw_claim(session: Session, actor: Actor, claim: Claim) -> None:
    facts = ClaimFacts(actor.now, claim.round.opens_at, claim.round.closes_at)
    advance(session, CLAIM_LIFECYCLE, claim, Action.WITHDRAW_CLAIM, facts, actor=actor)


def prepare_claims(session: Session, actor: Actor, round_: Round) -> Sequence[Decision]:
    """Prepare a decision on every submitted claim that has none yet.

    There is no jury and no competition: what is complete and within the right is awarded.
    """
    if actor.now < round_.closes_at:
        raise refuse(Text("Wait until the round has closed, on %(at)s.", at=round_.closes_at))
    found = queries.submitted(session, round_.id)
    decided = awards.live(session, [claim.case_ref for claim in found])
    return [
        prepare(session, actor, proposal(claim)) for claim in found if claim.case_ref not in decided
    ]


def proposal(claim: Claim) -> Proposal:
    """Return the decision on one claim, letter included: the computation, step by step."""
    answers = Answers.from_data(claim.answers)
    return Proposal(
        number=f"B-{claim.number}",
        line_id=claim.round.line_id,
        source_ref=claim.case_ref,
        reservation_ref=claim.round.case_ref,
        lead_id=claim.organisation_id,
        title=claim.round.title,
        outcome=Outcome.AWARD,
        letter=claim_letter(_facts_of_letter(claim)),
        shares=((claim.organisation_id, claim.amount),),
        adopts=(answers.realisation,),
        details={"right": claim.right.amount.cents},
    )


def _facts_of_letter(claim: Claim) -> LetterFacts:
    sentences = claim.right.computation["sentences"]
    return LetterFacts(
        addressee=claim.organisation.name,
        number=claim.number,
        round=claim.round.title,
        right=claim.right.amount,
        awarded=claim.amount,
        computation=tuple(Text.from_data(sentence) for sentence in sentences),
        efforts=tuple(effort.label for effort in Answers.from_data(claim.answers).efforts),
        continuity=claim.round.continuity_statement,
    )
