"""Reads of consultations: who may see one, what everybody said, and for whom an association is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Exists, Select, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from subsidy.calls.domain.consultation import Said
from subsidy.calls.models import Call, Consent, Consultation, Voice
from subsidy.organisations.domain import OrganisationKind
from subsidy.organisations.models import Organisation
from subsidy.policy import AGENCY, PARTIES, Actor

Period = tuple[datetime, datetime]


def _consultations() -> Select[Consultation]:
    call = joinedload(Consultation.call)
    return select(Consultation).options(
        call.joinedload(Call.line), call.selectinload(Call.versions)
    )


def consultation(session: Session, public_id: str) -> Consultation | None:
    """Return the consultation on the call with this public id."""
    return session.scalar(
        _consultations().join(Consultation.call).where(Call.public_id == public_id)
    )


def reported_consultation(session: Session, public_id: str) -> Consultation | None:
    """Return a consultation of which everybody may read what came of it."""
    found = consultation(session, public_id)
    return found if found is not None and found.is_reported else None


def consultation_of(session: Session, call_id: int) -> Consultation | None:
    return session.scalar(_consultations().where(Consultation.call_id == call_id))


def visible_to(actor: Actor | None) -> Select[Consultation]:
    """Return the SQL twin of READ_CONSULTATION."""
    every = _consultations()
    if actor is not None and not actor.roles.isdisjoint(AGENCY):
        return every
    told = Consultation.reported_at.is_not(None)
    if actor is not None and _is_party(actor):
        return every.where(or_(told, Consultation.opens_at <= actor.now))
    return every.where(told)


def _is_party(actor: Actor) -> bool:
    return any(
        mandate.standing in PARTIES and mandate.file_id is None
        for mandate in actor.mandates
        if mandate.organisation_id == actor.organisation_id
    )


def consultations(session: Session, actor: Actor | None) -> Sequence[Consultation]:
    """Return the consultations that somebody may read, the one that ends last first."""
    order = (Consultation.closes_at.desc(), Consultation.id.desc())
    return session.scalars(visible_to(actor).order_by(*order)).all()


def periods(session: Session, calls: Iterable[Call]) -> Mapping[int, Period]:
    """Return from when until when local authorities can react to drafts, by id of the call."""
    wanted = [call.id for call in calls if not call.is_public]
    if not wanted:
        return {}
    rows = session.execute(
        select(Consultation.call_id, Consultation.opens_at, Consultation.closes_at).where(
            Consultation.call_id.in_(wanted)
        )
    )
    return {call_id: (opens_at, closes_at) for call_id, opens_at, closes_at in rows}


def voice(session: Session, consultation_id: int, organisation_id: int | None) -> Voice | None:
    return session.scalar(
        select(Voice).filter_by(consultation_id=consultation_id, organisation_id=organisation_id)
    )


def voices(session: Session, consultation_id: int) -> Sequence[Voice]:
    """Return what every organisation said, by name."""
    return session.scalars(
        select(Voice)
        .join(Voice.organisation)
        .where(Voice.consultation_id == consultation_id)
        .options(joinedload(Voice.organisation))
        .order_by(Organisation.sort_name, Organisation.id)
    ).all()


@dataclass(frozen=True, slots=True)
class Heard:
    """One voice and the consultation in which it spoke; for the policy it is that consultation."""

    consultation: Consultation
    voice: Voice

    @property
    def opens_at(self) -> datetime:
        return self.consultation.opens_at

    @property
    def is_reported(self) -> bool:
        return self.consultation.is_reported


def voice_of(session: Session, public_id: str, voice: str) -> Heard | None:
    """Return one voice with the consultation on this call."""
    found = consultation(session, public_id)
    if found is None:
        return None
    row = session.scalar(
        select(Voice)
        .where(Voice.consultation_id == found.id, Voice.public_id == voice)
        .options(joinedload(Voice.organisation))
    )
    return None if row is None else Heard(found, row)


def everybody(session: Session, consultation_id: int) -> tuple[Said, ...]:
    """Return what every organisation said as values, with the members of each association."""
    spoken_for = members(session, consultation_id)
    return tuple(
        Said(
            name=row.organisation.name,
            local=row.organisation.kind.local_authority,
            reactions=row.reactions,
            answers=row.answers,
            speaks_for=spoken_for.get(row.organisation_id, ()),
        )
        for row in voices(session, consultation_id)
    )


def members(session: Session, consultation_id: int) -> Mapping[int, tuple[str, ...]]:
    """Return the names of the members that let an association answer, by its id."""
    rows = session.execute(
        select(Consent.association_id, Organisation.name)
        .join(Organisation, Organisation.id == Consent.member_id)
        .where(Consent.consultation_id == consultation_id)
        .order_by(Organisation.sort_name)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for association_id, name in rows:
        found[association_id].append(name)
    return {association_id: tuple(names) for association_id, names in found.items()}


def consent(session: Session, consultation_id: int, member_id: int | None) -> Consent | None:
    return session.scalar(
        select(Consent).filter_by(consultation_id=consultation_id, member_id=member_id)
    )


def associations(session: Session) -> Sequence[Organisation]:
    """Return who can answer for its members."""
    return session.scalars(
        select(Organisation)
        .where(Organisation.kind == OrganisationKind.ASSOCIATION)
        .order_by(Organisation.sort_name, Organisation.id)
    ).all()


def consultation_runs(now: datetime) -> Exists:
    """Tell whether there is any consultation to which one can react at ``now``."""
    return exists().where(Consultation.opens_at <= now, Consultation.closes_at > now)


def to_react(session: Session, organisation_id: int, now: datetime) -> Sequence[Consultation]:
    """Return the consultations that run, on which this organisation said nothing yet."""
    said = select(Voice.id).where(
        Voice.consultation_id == Consultation.id, Voice.organisation_id == organisation_id
    )
    represented = select(Consent.member_id).where(
        Consent.consultation_id == Consultation.id, Consent.member_id == organisation_id
    )
    return session.scalars(
        select(Consultation)
        .where(
            Consultation.opens_at <= now,
            Consultation.closes_at > now,
            ~said.exists(),
            ~represented.exists(),
        )
        .options(joinedload(Consultation.call))
        .order_by(Consultation.closes_at, Consultation.id)
    ).all()
