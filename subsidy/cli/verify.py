"""Prove on a live database that the ledger adds up and that nothing frozen was changed."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.applications.domain.snapshot import digest
from subsidy.applications.models import Snapshot
from subsidy.awards.domain.decision import Outcome, Status
from subsidy.awards.models import Decision
from subsidy.awards.service import content_hash as decision_hash
from subsidy.budget import queries as budget
from subsidy.budget.domain import Stage
from subsidy.budget.models import LedgerAccount
from subsidy.calls.domain.regulation import content_hash as regulation_hash
from subsidy.calls.models import RegulationVersion
from subsidy.cli import database
from subsidy.cli.serve import embedded
from subsidy.core.money import Money
from subsidy.db import make_engine


def run(arguments: argparse.Namespace) -> int:
    engine = make_engine(_address(arguments.database))
    if not database.is_current(engine):
        sys.stderr.write(
            "This database has no tables of this version. Run subsidy migrate first.\n"
        )
        return 1
    with Session(engine) as session:
        faults = list(found(session))
        total = len(session.scalars(select(LedgerAccount.id)).all())
    engine.dispose()
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    sys.stdout.write(f"{total} accounts, {len(faults)} faults\n")
    return 1 if faults else 0


def _address(given: str | None) -> str:
    """Return the database that was named, else the one of production, else that of the demo."""
    production = os.environ.get("SUBSIDY_DATABASE_URL")
    return given or production or embedded(Path("var"), "127.0.0.1", 8000).database_url


def found(session: Session) -> Iterator[str]:
    """Give every fault, in words; none when the database is sound."""
    yield from _ledger(session)
    yield from _frozen(session)
    yield from _commitments(session)


def _ledger(session: Session) -> Iterator[str]:
    for fault in budget.imbalances(session):
        yield (
            f"ledger account {fault.account_id} says {fault.balance}, "
            f"its transfers say {fault.transfers}"
        )
    total = budget.grand_total(session)
    if total:
        yield f"all balances together are {total}, not zero"


def _frozen(session: Session) -> Iterator[str]:
    for version in session.scalars(select(RegulationVersion)):
        if regulation_hash(version.regulation) != version.content_hash:
            yield f"regulation version {version.id} was changed after publication"
    for snapshot in session.scalars(select(Snapshot)):
        if digest(snapshot.content) != snapshot.content_hash:
            yield f"snapshot {snapshot.id} was changed after submission"
    for decision in session.scalars(select(Decision)):
        if decision_hash(decision.content) != decision.content_hash:
            yield f"decision {decision.number} was changed after it was prepared"


def _commitments(session: Session) -> Iterator[str]:
    """Approved awards and the ledger say the same, per line."""
    decided: dict[int, Money] = {}
    for line_id, amount in session.execute(
        select(Decision.line_id, Decision.amount).where(
            Decision.status == Status.APPROVED, Decision.outcome == Outcome.AWARD
        )
    ):
        decided[line_id] = decided.get(line_id, Money(0)) + amount
    stages = (Stage.COMMITTED, Stage.PAID)
    for line_id, amount in decided.items():
        balances = session.scalars(
            select(LedgerAccount.balance).where(
                LedgerAccount.line_id == line_id, LedgerAccount.stage.in_(stages)
            )
        )
        booked = Money.total(balances)
        if booked != amount:
            yield f"line {line_id}: decisions award {amount}, the ledger holds {booked}"
