"""Make an account, or give one more rights; the first people of an installation come from here.

The password is asked for twice, or read as one line from a pipe; it is never an argument, which
everybody on the machine could read.
"""

import argparse
import getpass
import sys
from collections.abc import Sequence

from sqlalchemy.orm import Session

from subsidy.accounts import queries, service
from subsidy.accounts.models import Person
from subsidy.cli.verify import opened
from subsidy.core.errors import Refusal, refuse, refuse_if
from subsidy.core.text import Text
from subsidy.organisations import queries as organisations
from subsidy.policy import MandateKind, Role


def run(arguments: argparse.Namespace) -> int:
    refuse_if(_faults(arguments.role, arguments.works_for))
    engine = opened(arguments.database)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        person = queries.account(session, arguments.email) or _make(session, arguments)
        for role in arguments.role:
            service.grant(session, person, Role(role))
        for mandate in arguments.works_for:
            _give(session, person, mandate)
    engine.dispose()
    sys.stdout.write(f"{person.email} can sign in.\n")
    return 0


def _make(session: Session, arguments: argparse.Namespace) -> Person:
    """Make the account; whoever has one keeps the password."""
    hashed = service.hash_password(_password())
    return service.create_person(session, arguments.email, arguments.name, password_hash=hashed)


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != typed:
        raise refuse(Text("You typed two different passwords."), "password")
    return typed


def _faults(roles: Sequence[str], mandates: Sequence[str]) -> list[Refusal]:
    known = ", ".join(Role)
    faults = [
        Refusal(Text("There is no role %(role)s. Choose from: %(known)s.", role=role, known=known))
        for role in roles
        if role not in set(Role)
    ]
    return [*faults, *(fault for mandate in mandates for fault in _mandate_faults(mandate))]


def _mandate_faults(mandate: str) -> list[Refusal]:
    _, _, kinds = mandate.partition("=")
    if kinds and set(kinds.split(",")) <= set(MandateKind):
        return []
    example = "41002=editor,signatory"
    text = Text(
        "“%(given)s” is no mandate. Write it as %(example)s; choose from: %(known)s.",
        given=mandate,
        example=example,
        known=", ".join(MandateKind),
    )
    return [Refusal(text, "--for")]


def _give(session: Session, person: Person, mandate: str) -> None:
    nis, _, kinds = mandate.partition("=")
    organisation = organisations.by_nis(session, nis)
    if organisation is None:
        raise refuse(Text("No municipality has the NIS code %(nis)s.", nis=nis), "--for")
    service.give_mandate(session, person, organisation, *map(MandateKind, kinds.split(",")))
