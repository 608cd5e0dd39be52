"""Records for tests: plain functions with sensible defaults, made by the real services."""

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.accounts import service as accounts
from subsidy.accounts.models import Person
from subsidy.budget import service as budget
from subsidy.budget.models import Line, Programme
from subsidy.core.money import Money
from subsidy.organisations.models import Organisation
from subsidy.planning import service as planning
from subsidy.policy import Actor, Mandate, MandateKind, Role

NOW = datetime(2022, 3, 1, 9, 0, tzinfo=UTC)
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "gw")  # its people meet those of the nets' world
_numbers = count(1)


# Organisations and people -------------------------------------------------------------------------


def municipality(session: Session, name: str = "Aalst") -> Organisation:
    """Return one of the 300 municipalities of the reference data."""
    return session.scalars(
        select(Organisation).where(Organisation.name == name, Organisation.nis.is_not(None))
    ).one()


def person(
    session: Session,
    name: str = "An Peeters",
    *,
    roles: Iterable[Role] = (),
    employer: Organisation | None = None,
    password_hash: str = accounts.NO_PASSWORD,
) -> Person:
    return accounts.create_person(
        session,
        f"persoon{next(_numbers)}.{PROCESS}@example.org",
        name,
        roles=roles,
        employer=employer,
        password_hash=password_hash,
    )


def member(
    session: Session,
    organisation: Organisation,
    *kinds: MandateKind,
    name: str = "Bert Claes",
) -> Person:
    """Return somebody who acts for ``organisation`` (as editor and signatory by default)."""
    made = person(session, name)
    wanted = kinds or (MandateKind.EDITOR, MandateKind.SIGNATORY)
    accounts.give_mandate(session, made, organisation, *wanted)
    return made


def case_officer(session: Session) -> Person:
    return person(session, "Dirk Dossier", roles=[Role.CASE_OFFICER])


def decision_maker(session: Session) -> Person:
    return person(session, "Bea Beslist", roles=[Role.DECISION_MAKER])


def as_actor(made: Person, *roles: Role, now: datetime = NOW) -> Actor:
    """Return the person as an actor with these roles, for calling services directly."""
    return Actor(id=made.id, now=now, roles=frozenset(roles))


def acting_for(
    made: Person,
    organisation: Organisation,
    *kinds: MandateKind,
    now: datetime = NOW,
) -> Actor:
    """Return the person as an actor for ``organisation`` (editor and signatory by default)."""
    held = kinds or (MandateKind.EDITOR, MandateKind.SIGNATORY)
    return Actor(
        id=made.id,
        now=now,
        mandates=tuple(
            Mandate(organisation.id, kind, standing=organisation.kind.standing) for kind in held
        ),
        organisation_id=organisation.id,
    )


# Money --------------------------------------------------------------------------------------------


def programme(session: Session) -> Programme:
    return budget.found_programme(
        session,
        "Iedereen Digitaal",
        "Vlaamse Veerkracht",
        date(2021, 1, 1),
        date(2024, 12, 31),
    )


def line(
    session: Session,
    actor: Actor,
    *,
    envelope: Money = Money(15_000_000_00),  # noqa: B008 - an amount never changes
    name: str = "Lokale e-inclusie",
) -> Line:
    """Return a line with an envelope, in a programme of its own."""
    return budget.endow_line(session, actor, programme(session), name, envelope)


def outspoken(session: Session, made: Line, *, now: datetime = NOW) -> Line:
    """Let a line say what stays when its money stops: only then it pays."""
    writer = as_actor(case_officer(session), Role.CASE_OFFICER, now=now)
    decider = as_actor(decision_maker(session), Role.DECISION_MAKER, now=now)
    draft = planning.write_statement(
        session, writer, made, "De catalogus blijft.", "Elke gemeente beslist zelf.", version=0
    )
    planning.publish_statement(session, decider, draft, draft.version)
    return made
