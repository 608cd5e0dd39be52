"""Reads of rounds, drawing rights and claims."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import Select, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from subsidy.accounts.models import Person
from subsidy.allocation.domain import Distribution
from subsidy.allocation.domain.key import Computation, Indicator, Key, Names, Values, explain
from subsidy.allocation.domain.lifecycle import ClaimStatus, RoundStatus
from subsidy.allocation.models import Claim, DrawingRight, Round
from subsidy.catalogue import queries as catalogue
from subsidy.catalogue.models import CatalogueItem
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.organisations import queries as organisations
from subsidy.organisations.models import Organisation
from subsidy.policy import AGENCY, Actor
from subsidy.workflow import AuditEntry, subject_of

INDICATORS: Mapping[str, Indicator] = {
    "population_2021": Indicator(
        "population_2021", Text("Inhabitants on 1 January 2021"), "Statbel"
    ),
    "population_2020": Indicator(
        "population_2020", Text("Inhabitants on 1 January 2020"), "Statbel"
    ),
    "area_hectares": Indicator(
        "area_hectares", Text("Area in hectares"), Text("National Geographic Institute")
    ),
    "einclusion_2022_euro": Indicator(
        "einclusion_2022_euro",
        Text("Published maximum of the e-inclusion subsidy of 2022, in euro"),
        Text("Agency for Home Affairs"),
    ),
    "climate_pact_2021_euro": Indicator(
        "climate_pact_2021_euro",
        Text("Published amount of the climate pact of 2021, in euro"),
        Text("Agency for Home Affairs"),
    ),
}


def _rounds() -> Select[Round]:
    return select(Round).options(joinedload(Round.line))


def round_(session: Session, public_id: str) -> Round | None:
    return session.scalar(_rounds().where(Round.public_id == public_id))


def rounds(session: Session, actor: Actor) -> Sequence[Round]:
    every = _rounds().order_by(Round.id.desc())
    if actor.roles.isdisjoint(AGENCY):
        every = every.where(Round.status == RoundStatus.OPENED)
    return session.scalars(every).all()


def opened_rounds(session: Session) -> Sequence[Round]:
    return session.scalars(
        _rounds().where(Round.status == RoundStatus.OPENED).order_by(Round.closes_at, Round.id)
    ).all()


def claimable(session: Session, at: datetime) -> Sequence[Round]:
    return session.scalars(
        _rounds()
        .where(Round.status == RoundStatus.OPENED, Round.opens_at <= at, Round.closes_at > at)
        .order_by(Round.closes_at, Round.id)
    ).all()


def proposed(session: Session) -> Sequence[Round]:
    return session.scalars(_rounds().where(Round.status == RoundStatus.PROPOSED)).all()


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who can receive: municipalities by NIS code, with the values of their indicators."""

    by_nis: Mapping[str, Organisation]
    values: Values


def recipients(session: Session, indicators: Sequence[str]) -> Recipients:
    """Return all municipalities with the values that a key needs; two statements."""
    found = organisations.municipalities(session)
    values = organisations.indicator_values(session, indicators)
    by_nis = {each.nis: each for each in found if each.nis is not None}
    return Recipients(by_nis, {nis: values.get(each.id, {}) for nis, each in by_nis.items()})


@dataclass(frozen=True, slots=True)
class Computed:
    """A distribution with everything that it came from."""

    key: Key
    recipients: Recipients
    distribution: Distribution
    names: Names

    def computation(self, nis: str) -> Computation:
        return explain(self.key, self.recipients.values, self.distribution, nis, self.names)


def names_of(by_nis: Mapping[str, Organisation]) -> Names:
    return Names({nis: body.name for nis, body in by_nis.items()}, INDICATORS)


def frozen(round_: Round, given: Sequence[DrawingRight]) -> Computed:
    """Return the distribution of an opened round as its drawing rights keep it.

    Nothing is computed again: later figures of municipalities change nothing here.
    """
    by_nis = {str(right.organisation.nis): right for right in given}
    bodies = {nis: right.organisation for nis, right in sorted(by_nis.items())}
    kept = {nis: by_nis[nis].computation for nis in bodies}
    amounts = {nis: by_nis[nis].amount.cents for nis in bodies}
    distribution = Distribution(
        amounts=amounts,
        remainder_cents=round_.envelope.cents - sum(amounts.values()),
        divisor=next((Fraction(each["divisor"]) for each in kept.values()), Fraction(1)),
        corrections={nis: each["correction"] for nis, each in kept.items() if each["correction"]},
    )
    values = {nis: each["values"] for nis, each in kept.items()}
    return Computed(round_.key, Recipients(bodies, values), distribution, names_of(bodies))


def rights(session: Session, round_id: int) -> Sequence[DrawingRight]:
    return session.scalars(
        select(DrawingRight)
        .join(Organisation, Organisation.id == DrawingRight.organisation_id)
        .where(DrawingRight.round_id == round_id)
        .options(joinedload(DrawingRight.organisation))
        .order_by(Organisation.sort_name)
    ).all()


def right_of(session: Session, round_id: int, organisation_id: int) -> DrawingRight | None:
    return session.scalar(
        select(DrawingRight)
        .where(DrawingRight.round_id == round_id, DrawingRight.organisation_id == organisation_id)
        .options(joinedload(DrawingRight.organisation))
    )


def rights_of_organisation(session: Session, organisation_id: int) -> Sequence[DrawingRight]:
    return session.scalars(
        select(DrawingRight)
        .where(DrawingRight.organisation_id == organisation_id)
        .order_by(DrawingRight.round_id.desc())
    ).all()


def _claims() -> Select[Claim]:
    return select(Claim).options(
        joinedload(Claim.round).joinedload(Round.line),
        joinedload(Claim.right),
        joinedload(Claim.organisation),
    )


def claim(session: Session, public_id: str) -> Claim | None:
    return session.scalar(_claims().where(Claim.public_id == public_id))


def claim_of(session: Session, round_id: int, organisation_id: int) -> Claim | None:
    return session.scalar(
        _claims().where(Claim.round_id == round_id, Claim.organisation_id == organisation_id)
    )


def visible_to(actor: Actor) -> Select[Claim]:
    """Return the SQL twin of READ_CLAIM: own claims, and for the agency submitted ones."""
    sees = []
    own = actor.organisation_id
    if own is not None and actor.may(frozenset({own})):
        sees.append(Claim.organisation_id == own)
    if not actor.roles.isdisjoint(AGENCY):
        sees.append(Claim.status == ClaimStatus.SUBMITTED)
    return _claims().where(or_(false(), *sees))


def claims_of_organisation(session: Session, organisation_id: int) -> Sequence[Claim]:
    return session.scalars(_claims().where(Claim.organisation_id == organisation_id)).all()


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of claims is narrowed to; None: all."""

    round_id: int | None = None
    status: ClaimStatus | None = None


def claims(
    session: Session, actor: Actor, wanted: Filter, *, offset: int = 0, limit: int | None = None
) -> Sequence[Claim]:
    query = _narrowed(visible_to(actor), wanted).order_by(Claim.id)
    return session.scalars(query.offset(offset).limit(limit)).all()


def count_claims(session: Session, actor: Actor, wanted: Filter) -> int:
    query = _narrowed(visible_to(actor), wanted)
    return session.scalar(query.with_only_columns(func.count(Claim.id)).order_by(None)) or 0


def _narrowed(query: Select[Claim], wanted: Filter) -> Select[Claim]:
    if wanted.round_id is not None:
        query = query.where(Claim.round_id == wanted.round_id)
    if wanted.status is not None:
        query = query.where(Claim.status == wanted.status)
    return query


def submitted(session: Session, round_id: int) -> Sequence[Claim]:
    return session.scalars(
        _claims()
        .where(Claim.round_id == round_id, Claim.status == ClaimStatus.SUBMITTED)
        .order_by(Claim.id)
    ).all()


@dataclass(frozen=True, slots=True)
class TakeUp:
    """How much of a round is claimed: counts and sums of submitted claims."""

    rights: int
    total: Money
    claims: int
    claimed: Money


NOTHING = (0, Money(0))


def take_up(session: Session, round_id: int) -> TakeUp:
    return take_ups(session, [round_id])[round_id]


def take_ups(session: Session, round_ids: Collection[int]) -> Mapping[int, TakeUp]:
    """Return the take-up of each of these rounds; two statements whatever their number."""
    rights = _sums(
        session,
        select(DrawingRight.round_id, func.count(), func.sum(DrawingRight.amount))
        .where(DrawingRight.round_id.in_(round_ids), DrawingRight.amount > Money(0))
        .group_by(DrawingRight.round_id),
    )
    claims = _sums(
        session,
        select(Claim.round_id, func.count(), func.sum(Claim.amount))
        .where(Claim.round_id.in_(round_ids), Claim.status == ClaimStatus.SUBMITTED)
        .group_by(Claim.round_id),
    )
    return {id_: TakeUp(*rights.get(id_, NOTHING), *claims.get(id_, NOTHING)) for id_ in round_ids}


def _sums(session: Session, query: Select[int, int, Money]) -> Mapping[int, tuple[int, Money]]:
    rows = session.execute(query)
    return {round_id: (count, _money(total)) for round_id, count, total in rows}


def _money(value: object) -> Money:
    return value if isinstance(value, Money) else Money(int(str(value)))


def adoptable(session: Session, organisation_id: int) -> Sequence[CatalogueItem]:
    """Return the realisations of others, by title: what this organisation can adopt."""
    return [item for item in catalogue.all_items(session) if item.owner_id != organisation_id]


@dataclass(frozen=True, slots=True)
class Event:
    """One act on a round or a claim, with the name of who did it."""

    entry: AuditEntry
    person: str


def history(session: Session, record: Round | Claim) -> Sequence[Event]:
    rows = session.execute(
        select(AuditEntry, Person.name)
        .join(Person, Person.id == AuditEntry.actor_id)
        .where(AuditEntry.subject == subject_of(record))
        .order_by(AuditEntry.id.desc())
    )
    return [Event(entry, name) for entry, name in rows]
