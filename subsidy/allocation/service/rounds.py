"""The verbs of a round: write, simulate, propose, open (which reserves and computes rights)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from subsidy.accounts import service as accounts
from subsidy.allocation import queries
from subsidy.allocation.domain import distribute
from subsidy.allocation.domain.key import Component, Key, Values, faults, shares
from subsidy.allocation.domain.lifecycle import ROUND_LIFECYCLE, RoundFacts, RoundStatus
from subsidy.allocation.models import DrawingRight, Round
from subsidy.allocation.queries import INDICATORS, Computed, Recipients, names_of
from subsidy.budget import service as budget
from subsidy.budget.models import Line
from subsidy.core.errors import Refusal, RefusedError, refuse, refuse_if
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.policy import Action, Actor
from subsidy.workflow import advance, audit, tell


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundInput:
    """What an officer writes of a round. ``components``: (indicator, basis points)."""

    title: str
    aim: str
    continuity_statement: str
    envelope: Money
    floor: Money
    ceiling: Money | None
    components: tuple[tuple[str, int], ...]
    opens_at: datetime
    closes_at: datetime
    first_day: date
    last_day: date

    @property
    def key(self) -> Key:
        return Key(
            tuple(Component(indicator, weight) for indicator, weight in self.components),
            self.floor.cents,
            None if self.ceiling is None else self.ceiling.cents,
        )


def key_of(round_: Round) -> Key:
    """Return the distribution key of a stored round."""
    return round_.key


def unfit(sent: RoundInput) -> list[Refusal]:
    """Return everything that is wrong with a round, field by field."""
    refusals = list(faults(sent.key, INDICATORS))
    if sent.envelope <= Money(0):
        refusals.append(Refusal(Text("Fill in an amount above zero."), "envelope"))
    if sent.closes_at <= sent.opens_at:
        refusals.append(Refusal(Text("Let the round close after it opens."), "closes_at"))
    if sent.last_day < sent.first_day:
        refusals.append(Refusal(Text("Let the period end after it begins."), "last_day"))
    if not sent.continuity_statement.strip():
        text = Text("Write what the agency expects after the money stops.")
        refusals.append(Refusal(text, "continuity_statement"))
    return refusals


def create_round(session: Session, actor: Actor, line: Line, sent: RoundInput) -> Round:
    refuse_if(unfit(sent))
    round_ = Round(line_id=line.id, created_by_id=actor.id, **_columns(sent))
    session.add(round_)
    session.flush()
    audit(session, actor, Action.CREATE_ROUND, round_)
    return round_


def save_round(
    session: Session, actor: Actor, round_: Round, sent: RoundInput, version: int
) -> None:
    """Save a draft; refused when a colleague saved in the meantime."""
    if round_.status is not RoundStatus.DRAFT:
        raise refuse(Text("Only a draft can be changed. Return the round to its author first."))
    refuse_if(unfit(sent))
    changed = session.execute(
        update(Round)
        .where(Round.id == round_.id, Round.version == version)
        .values(version=version + 1)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", changed).rowcount != 1:
        raise refuse(
            Text("A colleague saved this round in the meantime. Copy your text and open it again.")
        )
    session.refresh(round_, ["version"])
    for name, value in _columns(sent).items():
        setattr(round_, name, value)
    audit(session, actor, Action.EDIT_ROUND, round_)


def _columns(sent: RoundInput) -> dict[str, Any]:
    return {
        "title": sent.title,
        "aim": sent.aim,
        "continuity_statement": sent.continuity_statement,
        "envelope": sent.envelope,
        "floor": sent.floor,
        "ceiling": sent.ceiling,
        "components": {"key": [list(component) for component in sent.components]},
        "opens_at": sent.opens_at,
        "closes_at": sent.closes_at,
        "first_day": sent.first_day,
        "last_day": sent.last_day,
    }


def compute(session: Session, envelope: Money, key: Key) -> Computed:
    """Distribute an envelope by a key over all municipalities, without storing anything.

    Raises RefusedError for a key with faults, a missing value, or floors above the envelope.
    """
    refuse_if(faults(key, INDICATORS))
    found = queries.recipients(session, [part.indicator for part in key.components])
    names = names_of(found.by_nis)
    entitled = _entitled(found.values, key)
    kept = Recipients({nis: found.by_nis[nis] for nis in entitled}, entitled)
    return Computed(key, kept, distribute(envelope.cents, shares(key, entitled, names)), names)


def _entitled(values: Values, key: Key) -> Mapping[str, Mapping[str, int]]:
    """Every municipality takes part; one without any of the values cannot be computed.

    The published amounts of 2022 have none for Herstappe: a key on those leaves it out, and only
    it. A municipality that misses some of the values is refused by name.
    """
    needed = {part.indicator for part in key.components}
    return {nis: own for nis, own in values.items() if needed & set(own)}


def propose_round(session: Session, actor: Actor, round_: Round) -> None:
    stamp = {"prepared_by_id": actor.id}
    advance(
        session,
        ROUND_LIFECYCLE,
        round_,
        Action.PROPOSE_ROUND,
        _facts(session, actor, round_),
        actor=actor,
        stamp=stamp,
    )


def return_round(session: Session, actor: Actor, round_: Round, reason: str) -> None:
    facts = RoundFacts(actor.id, round_.prepared_by_id, reason=reason)
    advance(
        session,
        ROUND_LIFECYCLE,
        round_,
        Action.RETURN_ROUND,
        facts,
        actor=actor,
        reason=reason,
        stamp={"prepared_by_id": None},
    )


def open_round(session: Session, actor: Actor, round_: Round) -> Sequence[DrawingRight]:
    """Reserve the envelope and give every municipality its drawing right, frozen."""
    advance(
        session,
        ROUND_LIFECYCLE,
        round_,
        Action.OPEN_ROUND,
        _facts(session, actor, round_),
        actor=actor,
        stamp={"opened_at": actor.now},
    )
    computed = compute(session, round_.envelope, key_of(round_))
    budget.reserve(session, actor, round_.line_id, round_.case_ref, round_.envelope)
    rights = [
        _right(round_, computed, nis, cents) for nis, cents in computed.distribution.amounts.items()
    ]
    session.add_all(rights)
    session.flush()
    _invite(session, actor, round_, rights)
    return rights


def _invite(session: Session, actor: Actor, round_: Round, rights: Sequence[DrawingRight]) -> None:
    """Tell everybody who can claim that the money is there and until when."""
    entitled = [right.organisation_id for right in rights if right.amount]
    tell(
        session,
        accounts.people_of(session, entitled),
        Text("Your municipality has a drawing right"),
        Text(
            "You can claim it in the round “%(title)s” from %(opens)s until %(closes)s.",
            title=round_.title,
            opens=round_.opens_at,
            closes=round_.closes_at,
        ),
        path="/trekkingsrechten",
        now=actor.now,
    )


def _right(round_: Round, computed: Computed, nis: str, cents: int) -> DrawingRight:
    found = computed.computation(nis)
    return DrawingRight(
        round_id=round_.id,
        organisation_id=computed.recipients.by_nis[nis].id,
        weight=f"{found.weight.numerator}/{found.weight.denominator}",
        amount=Money(cents),
        computation={
            "sentences": [sentence.to_data() for sentence in found.sentences],
            "values": {row.indicator: row.value for row in found.rows},
            "divisor": f"{found.divisor.numerator}/{found.divisor.denominator}",
            "correction": found.amount_cents - found.bounded_cents,
        },
    )


def _facts(session: Session, actor: Actor, round_: Round) -> RoundFacts:
    """Gather what a transition may depend on; a key that does not work is a fact too."""
    late = (
        [Refusal(Text("The round closes on %(at)s. Choose a later moment.", at=round_.closes_at))]
        if round_.closes_at <= actor.now
        else []
    )
    try:
        compute(session, round_.envelope, key_of(round_))
    except RefusedError as refused:
        late.extend(refused.refusals)
    return RoundFacts(actor.id, round_.prepared_by_id, tuple(late))
