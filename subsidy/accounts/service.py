"""The verbs of people: make an account, give a mandate, sign in and out, read a message."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from subsidy.accounts import queries
from subsidy.accounts.domain import (
    SIGN_IN_LASTS,
    account_faults,
    longer,
    password_faults,
    same_email,
    token_hash,
)
from subsidy.accounts.models import AgencyRole, Person, PersonMandate, SignIn
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.organisations.models import Organisation
from subsidy.policy import MandateKind, Role
from subsidy.workflow import OutboxMessage

TOKEN_BYTES = 32
DEMO_PASSWORD = "welkom in het relanceloket"  # noqa: S105 - for demo accounts; printed where they are
NO_PASSWORD = ""  # verifies never: this person cannot sign in with a password

# OWASP's least: 19 MiB, two passes; eight threads that verify at once stay under 160 MB.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


# Accounts -----------------------------------------------------------------------------------------


def hash_password(password: str) -> str:
    """Return what is stored of a password. Raises RefusedError when it is too short or too long."""
    refuse_if(password_faults(password))
    return _hasher.hash(password)


@cache
def demo_password_hash() -> str:
    """Return the one hash that all demo people share: hashing is slow on purpose."""
    return hash_password(DEMO_PASSWORD)


def create_person(
    session: Session,
    email: str,
    name: str,
    *,
    password_hash: str = NO_PASSWORD,
    roles: Iterable[Role] = (),
    employer: Organisation | None = None,
) -> Person:
    """Make an account; ``employer`` is where a juror works. Raises RefusedError."""
    address = same_email(email)
    faults = account_faults(address, name)
    if session.scalar(select(Person.id).where(Person.email == address)) is not None:
        faults.append(Refusal(Text("Somebody has this e-mail address already."), "email"))
    refuse_if(faults)
    person = Person(
        email=address,
        name=name.strip(),
        password_hash=password_hash,
        employer=employer,
        agency_roles=[AgencyRole(role=role) for role in sorted(set(roles))],
        mandates=[],
    )
    session.add(person)
    session.flush()
    return person


def give_mandate(
    session: Session,
    person: Person,
    organisation: Organisation,
    *kinds: MandateKind,
    file_id: str | None = None,
) -> None:
    """Let a person act for an organisation; what was given before stays as it is."""
    known = set(
        session.scalars(
            select(PersonMandate.kind).where(
                PersonMandate.person_id == person.id,
                PersonMandate.organisation_id == organisation.id,
                PersonMandate.file_id == file_id,
            )
        )
    )
    session.add_all(
        PersonMandate(
            person_id=person.id,
            organisation_id=organisation.id,
            organisation=organisation,
            kind=kind,
            file_id=file_id,
        )
        for kind in kinds
        if kind not in known
    )
    session.flush()
    session.expire(person, ["mandates"])


def take_mandate(
    session: Session,
    person: Person,
    organisation_id: int,
    kind: MandateKind,
    file_id: str | None = None,
) -> bool:
    """Take a mandate away; return whether there was one."""
    gone = session.execute(
        delete(PersonMandate).where(
            PersonMandate.person_id == person.id,
            PersonMandate.organisation_id == organisation_id,
            PersonMandate.kind == kind,
            PersonMandate.file_id == file_id,
        )
    )
    session.expire(person, ["mandates"])
    return bool(gone.rowcount)  # type: ignore[attr-defined]  # a cursor result counts its rows


def hand_over(session: Session, organisation_id: int, leaver: Person, heir: Person) -> int:
    """Give all that somebody may do for an organisation to a colleague; return how many rights.

    The rows are held meanwhile: of two who hand over at once, the second finds nothing left.
    """
    moving = _held(session, organisation_id, leaver)
    owned = {(each.kind, each.file_id) for each in _held(session, organisation_id, heir)}
    for mandate in moving:
        if (mandate.kind, mandate.file_id) in owned:
            session.delete(mandate)
        else:
            mandate.person_id = heir.id
    session.flush()
    session.expire(leaver, ["mandates"])
    session.expire(heir, ["mandates"])
    return len(moving)


def _held(session: Session, organisation_id: int, person: Person) -> Sequence[PersonMandate]:
    return session.scalars(
        select(PersonMandate)
        .where(
            PersonMandate.organisation_id == organisation_id,
            PersonMandate.person_id == person.id,
        )
        .order_by(PersonMandate.id)
        .with_for_update()
    ).all()


def grant(session: Session, person: Person, role: Role) -> None:
    """Give a person a role in the agency or a jury; twice is once."""
    if session.get(AgencyRole, (person.id, role)) is None:
        session.add(AgencyRole(person_id=person.id, role=role))
        session.flush()
        session.expire(person, ["agency_roles"])


def people_of(
    session: Session, organisation_ids: Iterable[int], *kinds: MandateKind
) -> frozenset[int]:
    """Return whom to tell about something of these organisations."""
    return queries.people_of(session, organisation_ids, *kinds)


# Signing in ---------------------------------------------------------------------------------------


def knows_password(person: Person | None, password: str) -> bool:
    """Return whether this is the password; equally slow for an account that does not exist."""
    stored = person.password_hash if person is not None else NO_PASSWORD
    try:
        _hasher.verify(stored or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored != NO_PASSWORD


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(TOKEN_BYTES))


def sign_in(session: Session, person: Person, real_now: datetime) -> SignIn:
    """Start a sign-in of one browser; its ``token`` goes into the cookie and is stored nowhere.

    Who can work for one organisation only starts there; others choose.
    """
    session.execute(delete(SignIn).where(SignIn.ends_at <= real_now))
    organisations = queries.organisations_of(session, person.id)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = SignIn(
        token_hash=token_hash(token),
        person=person,
        organisation_id=organisations[0].id if len(organisations) == 1 else None,
        created_at=real_now,
        ends_at=real_now + SIGN_IN_LASTS,
    )
    session.add(row)
    session.flush()
    row.token = token
    return row


def sign_out(session: Session, row: SignIn) -> None:
    """Delete the sign-in: a copy of its cookie is worthless from now on."""
    session.execute(delete(SignIn).where(SignIn.id == row.id))


def stay(session: Session, row: SignIn) -> None:
    """Make a sign-in an hour longer. Raises RefusedError when it would last more than a day."""
    if not row.can_stay:
        raise refuse(
            Text("You can stay signed in for one day at most. Save your work and sign in again.")
        )
    ends_at = longer(row.created_at, row.ends_at)
    session.execute(update(SignIn).where(SignIn.id == row.id).values(ends_at=ends_at))


def switch_organisation(session: Session, row: SignIn, public_id: str) -> Organisation:
    """Act for another organisation from now on. Raises RefusedError without a mandate for it."""
    own = {
        organisation.public_id: organisation
        for organisation in queries.organisations_of(session, row.person_id)
    }
    chosen = own.get(public_id)
    if chosen is None:
        raise refuse(Text("Choose an organisation for which you have a mandate."), "organisation")
    session.execute(update(SignIn).where(SignIn.id == row.id).values(organisation_id=chosen.id))
    return chosen


# Messages -----------------------------------------------------------------------------------------


def mark_read(session: Session, person_id: int, message: OutboxMessage, now: datetime) -> None:
    session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.id == message.id,
            OutboxMessage.person_id == person_id,
            OutboxMessage.read_at.is_(None),
        )
        .values(read_at=now)
    )


def mark_all_read(session: Session, person_id: int, now: datetime) -> None:
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.person_id == person_id, OutboxMessage.read_at.is_(None))
        .values(read_at=now)
    )
