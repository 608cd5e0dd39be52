"""Found a programme with its lines, from a file; two people answer for the money.

The file is TOML: ``naam``, ``financiering``, ``eerste_dag``, ``laatste_dag`` and, per line,
``[[lijnen]]`` with ``naam`` and ``enveloppe`` (an amount as people write it: "15.000.000").
"""

import argparse
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from subsidy.accounts import queries
from subsidy.accounts.models import AgencyRole, Person
from subsidy.budget import service
from subsidy.cli.verify import opened
from subsidy.core import clock
from subsidy.core.amounts import parse_money
from subsidy.core.errors import Refusal, RefusedError, refuse, refuse_if
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.policy import Action, Actor, Role
from subsidy.workflow import audit

DAYS = ("eerste_dag", "laatste_dag")
WORDS = ("naam", "financiering")


@dataclass(frozen=True, slots=True)
class Plan:
    """A programme as the file describes it; ``lines``: name and envelope, in order."""

    name: str
    funding_source: str
    first_day: date
    last_day: date
    lines: tuple[tuple[str, Money], ...]


def run(arguments: argparse.Namespace) -> int:
    plan = read(arguments.file)
    engine = opened(arguments.database)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        _found(session, plan, arguments)
    engine.dispose()
    total = Money.total(envelope for _, envelope in plan.lines)
    sys.stdout.write(f"{plan.name}: {len(plan.lines)} lines, {total} together.\n")
    return 0


def _found(session: Session, plan: Plan, arguments: argparse.Namespace) -> None:
    by = _holder(session, arguments.by, Role.BUDGET_OFFICER)
    approver = _holder(session, arguments.approved_by, Role.DECISION_MAKER)
    if by.id == approver.id:
        raise refuse(Text("Money needs two people: somebody else must approve."), "--approved-by")
    now = clock.now()
    programme = service.found_programme(
        session, plan.name, plan.funding_source, plan.first_day, plan.last_day
    )
    actor = Actor(by.id, now, frozenset({Role.BUDGET_OFFICER}))
    for name, envelope in plan.lines:
        service.endow_line(session, actor, programme, name, envelope)
    audit(session, actor, Action.FOUND_PROGRAMME, programme)
    second = Actor(approver.id, now, frozenset({Role.DECISION_MAKER}))
    audit(session, second, Action.FOUND_PROGRAMME, programme, reason="approved")


def _holder(session: Session, email: str, role: Role) -> Person:
    person = queries.account(session, email)
    if person is None or session.get(AgencyRole, (person.id, role)) is None:
        raise refuse(
            Text("%(email)s has no account with the role %(role)s.", email=email, role=role.label)
        )
    return person


def read(file: Path) -> Plan:
    """Read the file. Raises RefusedError with every fault and its place."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        text = Text("This file cannot be read: %(why)s.", why=str(error))
        raise refuse(text, str(file)) from error
    lines = data.get("lijnen")
    rows = lines if isinstance(lines, list) else []
    refuse_if([*_top_faults(data), *_line_faults(rows)])
    return Plan(
        data["naam"],
        data["financiering"],
        data["eerste_dag"],
        data["laatste_dag"],
        tuple((row["naam"], parse_money(row["enveloppe"])) for row in rows),
    )


def _top_faults(data: Mapping[str, Any]) -> list[Refusal]:
    faults = [
        Refusal(Text("Fill in a text."), place)
        for place in WORDS
        if not (isinstance(data.get(place), str) and data[place].strip())
    ]
    missing = [place for place in DAYS if type(data.get(place)) is not date]
    faults += [Refusal(Text("Fill in a day, like 2021-01-01."), place) for place in missing]
    if not missing and data["eerste_dag"] > data["laatste_dag"]:
        faults.append(Refusal(Text("The last day lies before the first day."), "laatste_dag"))
    return faults


def _line_faults(rows: list[Any]) -> list[Refusal]:
    if not rows:
        return [Refusal(Text("Add at least one line."), "lijnen")]
    faults = []
    for number, row in enumerate(rows):
        place = f"lijnen[{number}]"
        if not isinstance(row, dict) or not isinstance(row.get("naam"), str):
            faults.append(Refusal(Text("Fill in a text."), f"{place}.naam"))
            continue
        faults += _envelope_faults(row.get("enveloppe"), f"{place}.enveloppe")
    return faults


def _envelope_faults(typed: object, place: str) -> list[Refusal]:
    try:
        amount = parse_money(typed if isinstance(typed, str) else "")
    except RefusedError as refused:
        return [Refusal(reason.text, place) for reason in refused.refusals]
    if not amount:
        return [Refusal(Text("Fill in an amount above zero."), place)]
    return []
