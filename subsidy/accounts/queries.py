"""Reads of people, their mandates, their sign-ins and their messages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from subsidy.accounts.domain import same_email, token_hash
from subsidy.accounts.models import AgencyRole, Person, PersonMandate, SignIn
from subsidy.core.text import Text
from subsidy.organisations.domain import OrganisationKind
from subsidy.organisations.models import Organisation
from subsidy.policy import MandateKind, Role, Standing, writers
from subsidy.workflow import OutboxMessage


def _unread_of(person_id: InstrumentedAttribute[int]) -> ScalarSelect[int]:
    """Count within the statement: every page shows it, and a statement of its own costs more."""
    unread = select(func.count(OutboxMessage.id)).where(
        OutboxMessage.person_id == person_id, OutboxMessage.read_at.is_(None)
    )
    return unread.correlate(SignIn).scalar_subquery()


@cache
def _by_token() -> Select[SignIn, int]:
    """Make the statement once, as making it takes as long as sending it: every request asks it."""
    person = joinedload(SignIn.person)
    return (
        select(SignIn, _unread_of(SignIn.person_id))
        .join(SignIn.person)
        .where(
            SignIn.token_hash == bindparam("token_hash"),
            SignIn.ends_at > bindparam("now", type_=SignIn.ends_at.type),
            Person.active.is_(True),
        )
        .options(
            person.joinedload(Person.agency_roles),
            person.joinedload(Person.mandates).joinedload(PersonMandate.organisation),
        )
    )


def signed_in(session: Session, token: str, real_now: datetime) -> SignIn | None:
    """Return the sign-in of this token with its person, roles, mandates and how much is unread.

    None when there is none (any more), when it has ended, or when the person may not sign in:
    whatever a cookie says, the row decides at every request.
    """
    values = {"token_hash": token_hash(token), "now": real_now}
    found = session.execute(_by_token(), values).unique().one_or_none()
    if found is None:
        return None
    row, row.unread = found[0], found[1]
    return row


def account(session: Session, email: str) -> Person | None:
    """Return who may sign in with this address."""
    return session.scalar(
        select(Person).where(Person.email == same_email(email), Person.active.is_(True))
    )


def person(session: Session, public_id: str) -> Person | None:
    return session.scalar(select(Person).where(Person.public_id == public_id))


def organisations_of(session: Session, person_id: int) -> Sequence[Organisation]:
    """Return the organisations that a person can work for, by name."""
    held = select(PersonMandate.organisation_id).where(PersonMandate.person_id == person_id)
    return session.scalars(
        select(Organisation).where(Organisation.id.in_(held)).order_by(Organisation.sort_name)
    ).all()


def people_of(
    session: Session,
    organisation_ids: Iterable[int],
    *kinds: MandateKind,
    file_id: str | None = None,
) -> frozenset[int]:
    """Return who acts for one of these organisations, with one of these mandates if any is named.

    ``file_id``: also who acts for it in this one file; who does so elsewhere is told nothing.
    """
    query = (
        select(PersonMandate.person_id)
        .join(Person, Person.id == PersonMandate.person_id)
        .where(
            PersonMandate.organisation_id.in_(set(organisation_ids)),
            PersonMandate.kind.in_(kinds or MandateKind),
            or_(PersonMandate.file_id.is_(None), PersonMandate.file_id == file_id),
            Person.active.is_(True),
        )
    )
    return frozenset(session.scalars(query))


def writers_at(session: Session, *standings: Standing) -> frozenset[int]:
    """Return who writes or signs, for all files, for an organisation of such a kind."""
    kinds = [kind for kind in OrganisationKind if kind.standing in standings]
    query = (
        select(PersonMandate.person_id)
        .join(Person, Person.id == PersonMandate.person_id)
        .join(Organisation, Organisation.id == PersonMandate.organisation_id)
        .where(
            Organisation.kind.in_(kinds),
            PersonMandate.kind.in_(writers),
            PersonMandate.file_id.is_(None),
            Person.active.is_(True),
        )
    )
    return frozenset(session.scalars(query))


def members_of(session: Session, organisation_id: int) -> Sequence[Person]:
    """Return who has a role for an organisation, in all its files or in one, by name."""
    held = select(PersonMandate.person_id).where(PersonMandate.organisation_id == organisation_id)
    return (
        session.scalars(
            select(Person)
            .where(Person.id.in_(held), Person.active.is_(True))
            .options(joinedload(Person.mandates).joinedload(PersonMandate.organisation))
            .order_by(Person.name, Person.id)
        )
        .unique()
        .all()
    )


def kinds_of(
    session: Session, person_id: int, organisation_id: int, file_id: str
) -> frozenset[MandateKind]:
    """Return what somebody may do for an organisation in one file, by whatever mandate."""
    query = select(PersonMandate.kind).where(
        PersonMandate.person_id == person_id,
        PersonMandate.organisation_id == organisation_id,
        or_(PersonMandate.file_id.is_(None), PersonMandate.file_id == file_id),
    )
    return frozenset(session.scalars(query))


def people_with(session: Session, *roles: Role) -> frozenset[int]:
    """Return who has one of these roles in the agency or a jury."""
    return frozenset(
        session.scalars(
            select(AgencyRole.person_id)
            .join(Person, Person.id == AgencyRole.person_id)
            .where(AgencyRole.role.in_(roles), Person.active.is_(True))
        )
    )


def names(session: Session, person_ids: Iterable[int]) -> Mapping[int, str]:
    """Return the names of people by id, for timelines and letters."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(set(person_ids))))
    return {person_id: name for person_id, name in rows}  # noqa: C416 - a row is not a pair for a type checker


def agency_people(session: Session) -> Sequence[Person]:
    """Return who has a role in the agency or a jury, for the sign-in page of a demo."""
    return _with_rights(session, select(AgencyRole.person_id))


def first_members(session: Session, limit: int) -> Sequence[Person]:
    """Return the first people with a mandate, for the sign-in page of a demo."""
    first = (
        select(PersonMandate.person_id)
        .group_by(PersonMandate.person_id)
        .order_by(func.min(PersonMandate.id))
        .limit(limit)
    )
    return _with_rights(session, select(first.subquery().c.person_id))


def _with_rights(session: Session, person_ids: Select[tuple[int]]) -> Sequence[Person]:
    return (
        session.scalars(
            select(Person)
            .where(Person.id.in_(person_ids), Person.active.is_(True))
            .options(
                joinedload(Person.agency_roles),
                joinedload(Person.mandates).joinedload(PersonMandate.organisation),
                joinedload(Person.employer),
            )
            .order_by(Person.id)
        )
        .unique()
        .all()
    )


IsClosed = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Message:
    """A message as its reader sees it."""

    public_id: str
    subject: Text
    body: Text
    path: str
    at: datetime
    is_read: bool
    is_closed: bool


def message(session: Session, person_id: int, public_id: str) -> OutboxMessage | None:
    """Return a message to this person; those to others do not exist."""
    return session.scalar(
        select(OutboxMessage).where(
            OutboxMessage.public_id == public_id, OutboxMessage.person_id == person_id
        )
    )


def inbox(
    session: Session,
    person_id: int,
    closed: IsClosed,
    *,
    offset: int = 0,
    limit: int | None = None,
) -> Sequence[Message]:
    """Return the messages to one person, newest first.

    ``closed``: whether the page that a message leads to is closed to this person by now.
    """
    rows = session.execute(
        select(OutboxMessage, closed)
        .where(OutboxMessage.person_id == person_id)
        .order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [_message(row, is_closed=bool(is_closed)) for row, is_closed in rows]


def _message(row: OutboxMessage, *, is_closed: bool) -> Message:
    return Message(
        public_id=row.public_id,
        subject=Text.from_data(row.subject),
        body=Text.from_data(row.body),
        path=row.path,
        at=row.created_at,
        is_read=row.read_at is not None,
        is_closed=is_closed,
    )


def count_inbox(session: Session, person_id: int) -> int:
    return _count(session, person_id)


def count_unread(session: Session, person_id: int) -> int:
    return _count(session, person_id, unread=True)


def _count(session: Session, person_id: int, *, unread: bool = False) -> int:
    query = select(func.count()).where(OutboxMessage.person_id == person_id)
    if unread:
        query = query.where(OutboxMessage.read_at.is_(None))
    return session.scalar(query) or 0
