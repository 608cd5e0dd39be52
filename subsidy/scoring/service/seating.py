"""The verbs of who sits in a jury: invite, answer, take the place of somebody, drop out."""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.calls.models import Call
from subsidy.core.errors import refuse
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.scoring.domain.lifecycle import LIFECYCLE, Facts, ReviewStatus
from subsidy.scoring.domain.seats import OFFERING, OfferFacts, SeatKind
from subsidy.scoring.models import Juror, Review, SeatOffer
from subsidy.scoring.service.jury import place
from subsidy.workflow import advance, audit, tell

UNFINISHED = (ReviewStatus.ASSIGNED, ReviewStatus.CLEARED)


def invite(session: Session, actor: Actor, call: Call, person: Person, kind: SeatKind) -> SeatOffer:
    """Invite somebody to sit in the jury of a call, and tell that person."""
    made = SeatOffer(
        call_id=call.id, person_id=person.id, kind=kind, sent_at=actor.now, sent_by_id=actor.id
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise refuse(Text("%(name)s was invited already.", name=person.name), "person") from None
    audit(session, actor, Action.MANAGE_JURY, made)
    tell(
        session,
        [person.id],
        Text("You are invited for the jury of “%(call)s”", call=call.title),
        Text("Say whether you can sit in this jury. When you cannot, say why."),
        path=f"/jury/uitnodigingen/{made.public_id}",
        now=actor.now,
    )
    return made


def accept(session: Session, actor: Actor, offer: SeatOffer) -> None:
    """Take the seat; a stand-in takes it only when somebody drops out."""
    _answer(session, actor, offer, Action.ACCEPT_SEAT)
    if offer.kind is not SeatKind.STAND_IN:
        place(session, offer.call, offer.person, is_chair=offer.kind is SeatKind.CHAIR)


def decline(session: Session, actor: Actor, offer: SeatOffer, reason: str) -> None:
    """Refuse the seat with a reason, and tell who invited."""
    _answer(session, actor, offer, Action.REFUSE_SEAT, reason)
    session.execute(update(SeatOffer).where(SeatOffer.id == offer.id).values(reason=reason.strip()))
    session.refresh(offer, ["reason"])
    tell(
        session,
        [offer.sent_by_id],
        Text("An invitation for the jury was refused"),
        Text("Invite somebody else for the jury of “%(call)s”.", call=offer.call.title),
        path=f"/oproepen/{offer.call.public_id}/jury/samenstelling",
        now=actor.now,
    )


def _answer(
    session: Session, actor: Actor, offer: SeatOffer, action: Action, reason: str = ""
) -> None:
    stamp = {"answered_at": actor.now}
    facts = OfferFacts(reason)
    advance(session, OFFERING, offer, action, facts, actor=actor, reason=reason, stamp=stamp)


def call_up(session: Session, actor: Actor, offer: SeatOffer) -> Juror:
    """Give a stand-in who said yes a seat."""
    if offer.kind is not SeatKind.STAND_IN:
        raise refuse(Text("Only a stand-in takes the place of somebody."))
    advance(session, OFFERING, offer, Action.MANAGE_JURY, OfferFacts(), actor=actor)
    juror = place(session, offer.call, offer.person)
    tell(
        session,
        [offer.person_id],
        Text("You have a seat in the jury of “%(call)s” now", call=offer.call.title),
        Text("You take the place of somebody who dropped out. You get a message for your files."),
        path="/jury",
        now=actor.now,
    )
    return juror


def drop_out(session: Session, actor: Actor, juror: Juror, reason: str) -> int:
    """Let a juror leave: marks that are in stay, every other file is free; return how many.

    Raises RefusedError without a reason, or when the juror left before.
    """
    if not reason.strip():
        raise refuse(Text("Write why this juror drops out."), "reason")
    if juror.left_at is not None:
        raise refuse(Text("%(juror)s dropped out already.", juror=juror.label), "juror")
    free = session.scalars(
        select(Review).where(Review.juror_id == juror.id, Review.status.in_(UNFINISHED))
    ).all()
    for review in free:
        _release(session, actor, review)
    juror.left_at, juror.left_reason = actor.now, reason.strip()
    audit(session, actor, Action.MANAGE_JURY, juror, reason="dropped out")
    session.flush()
    return len(free)


def _release(session: Session, actor: Actor, review: Review) -> None:
    """Take a file from somebody who leaves; what was begun is kept, sealed, and counts no more."""
    if review.status is ReviewStatus.CLEARED:
        advance(session, LIFECYCLE, review, Action.MANAGE_JURY, Facts(), actor=actor)
    else:
        audit(session, actor, Action.MANAGE_JURY, review, reason="unassigned")
        session.delete(review)
