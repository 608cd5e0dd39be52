"""A ledger of a million movements, and a distribution among a hundred thousand."""

import statistics
import time
from datetime import UTC, datetime
from fractions import Fraction
from random import Random

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from subsidy.allocation.domain.distribution import Share, distribute
from subsidy.budget import queries as budget
from subsidy.budget import service
from subsidy.budget.domain import Reason, Stage
from subsidy.budget.service import Account, Movement
from subsidy.core.money import Money
from subsidy.policy import Actor
from tools.bench.lab import Lab, engine_of

CASES = 1_000
MOVES = 200
ENVELOPE = Money(10_000_000_000_00)
# As the services would have booked it: reservations of a few euro, spread over the cases.
FILL = (
    """INSERT INTO ledger_account (line_id, stage, case_ref, balance)
       SELECT :line, 'reserved', 'bulk:' || n, 0 FROM generate_series(1, :cases) AS n""",
    """INSERT INTO transfer (source_id, target_id, amount, reason, idempotency_key, actor_id, at)
       SELECT (SELECT id FROM ledger_account WHERE line_id = :line AND stage = 'available'),
              (SELECT min(id) FROM ledger_account WHERE case_ref LIKE 'bulk:%') + n % :cases,
              100 + n % 50, 'reservation', 'bulk:' || n, 1, now()
       FROM generate_series(1, :transfers) AS n""",
    """UPDATE ledger_account SET balance = balance + given.amount
       FROM (SELECT target_id, sum(amount) AS amount FROM transfer
             WHERE idempotency_key LIKE 'bulk:%' GROUP BY target_id) AS given
       WHERE ledger_account.id = given.target_id""",
    """UPDATE ledger_account SET balance = balance -
              (SELECT sum(amount) FROM transfer WHERE idempotency_key LIKE 'bulk:%')
       WHERE stage = 'available'""",
)


def ledger(lab: Lab) -> dict[str, float]:
    """Return what a movement costs in an empty and in a full ledger, and what the proof costs."""
    url, _ = lab.empty("ledger")
    with engine_of(url) as engine:
        return _ledger(engine, lab.effort.transfers)


def _ledger(engine: Engine, transfers: int) -> dict[str, float]:
    actor = Actor(1, datetime.now(UTC))
    with Session(engine) as session, session.begin():
        day = actor.now.date()
        programme = service.found_programme(session, "Iedereen Digitaal", "", day, day)
        line_id = service.endow_line(session, actor, programme, "Lijn", ENVELOPE).id
    empty = _move_ms(Session(engine), actor, line_id, "empty")
    with Session(engine) as session, session.begin():
        values = {"line": line_id, "cases": CASES, "transfers": transfers}
        for statement in FILL:
            session.execute(text(statement), values)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    full = _move_ms(Session(engine), actor, line_id, "full")
    began = time.monotonic()
    with Session(engine) as session:
        sound = not budget.imbalances(session) and not budget.grand_total(session)
    if not sound:
        raise RuntimeError("the ledger does not add up")
    proof = time.monotonic() - began
    return {
        "transfers": transfers,
        "move_ms_empty": empty,
        "move_ms_full": full,
        "verify_s": proof,
    }


def _move_ms(session: Session, actor: Actor, line_id: int, name: str) -> float:
    """Return the median of a movement with its commit, in milliseconds."""
    times = []
    for number in range(MOVES):
        began = time.perf_counter()
        source, target = Stage.AVAILABLE, Stage.RESERVED
        movement = Movement(
            Account(line_id, source),
            Account(line_id, target, f"{name}:{number}"),
            Money(100),
            Reason.RESERVATION,
            f"{name}:{number}",
        )
        with session.begin():
            service.move(session, actor, movement)
        times.append(time.perf_counter() - began)
    session.close()
    return statistics.median(times) * 1000


def distribution(recipients: int) -> dict[str, float]:
    """Return the seconds of a distribution with floors and ceilings; it must add up."""
    chance = Random("distribution")  # noqa: S311 - invented weights, the same each time
    shares = [
        Share(
            id=f"{number:06d}",
            weight=Fraction(chance.randrange(1_000, 500_000)),
            floor_cents=500_00,
            ceiling_cents=chance.choice((None, None, 40_000_00)),
        )
        for number in range(recipients)
    ]
    envelope = recipients * 10_000_00
    began = time.monotonic()
    outcome = distribute(envelope, shares)
    seconds = time.monotonic() - began
    if sum(outcome.amounts.values()) + outcome.remainder_cents != envelope:
        raise RuntimeError("the distribution does not add up")
    return {"recipients": recipients, "seconds": seconds}
