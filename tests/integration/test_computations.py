"""Computations as rows: taken up by the worker, told, proven again; a fault leaves nothing half."""

import sys
from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select, text
from sqlalchemy.orm import Session, sessionmaker

from subsidy.cli.computing import compute_waiting
from subsidy.cli.verify import done_again, found
from subsidy.core.errors import RefusedError
from subsidy.language import words
from subsidy.policy import Actor
from subsidy.scoring import queries, service
from subsidy.scoring.domain.computing import Kind, State, digest
from subsidy.scoring.domain.constraints import Candidate, Rules
from subsidy.scoring.domain.frozen import question_data
from subsidy.scoring.domain.methods import Method
from subsidy.scoring.models import Computation
from subsidy.scoring.service import child, computing
from subsidy.workflow import OutboxMessage
from tests.support.scoring import Jury, jury

ASKED = question_data(
    [Candidate("A", 9_000, 400_00), Candidate("B", 8_000, 1_00)], Rules(400_00), Method.STOP, "s"
)


@pytest.fixture
def factory(connection: Connection) -> sessionmaker[Session]:
    return sessionmaker(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )


@pytest.fixture
def made(session: Session) -> Jury:
    return jury(session)


def answers(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let every computation be this program instead of a solver, which takes seconds to load.

    It reads what it is asked, as a solver does: who writes to a program that ended meets an error.
    """
    reads = f"import sys\nsys.stdin.read()\n{program}"
    monkeypatch.setattr(child, "command", lambda _kind: (sys.executable, "-c", reads))


DIES = "raise SystemExit(1)"
WORKS = """
print('{"progress": [1, 2]}')
print('{"result": {"funded": ["A"]}, "versions": {"python": "3"}}')
"""
REFUSES = """
print('{"refused": [{"text": {"msgid": "Publish the call first."}, "place": null}]}')
"""


def messages(session: Session, actor: Actor) -> list[str]:
    rows = session.scalars(select(OutboxMessage).where(OutboxMessage.person_id == actor.id))
    return [row.path for row in rows if "/berekeningen/" in row.path]


@pytest.mark.slow
def test_a_computation_waits_is_done_told_and_proven_again(
    session: Session, factory: sessionmaker[Session], made: Jury
) -> None:
    asked = service.ask(session, made.actor, made.call, Kind.SELECTING, ASKED)
    same = service.ask(session, made.actor, made.call, Kind.SELECTING, ASKED)
    session.commit()

    assert same is asked
    assert compute_waiting(factory) == 1
    assert compute_waiting(factory) == 0
    session.expire_all()

    assert (asked.state, asked.result and asked.result["selection"]["funded"]) == (
        State.DONE,
        ["A"],
    )
    assert messages(session, made.actor) == [f"/berekeningen/{asked.public_id}"]
    assert [*found(session), *done_again(session)] == []
    _change(session, asked)


def _change(session: Session, asked: Computation) -> None:
    """Whoever changes a result, with its hash, is found: the computation says something else."""
    wrong = {**(asked.result or {}), "verdicts": {}}
    asked.result, asked.result_hash = wrong, digest(wrong)
    session.flush()
    assert ["another result" in fault for fault in done_again(session)] == [True]
    session.execute(text("UPDATE computation SET result_hash = 'x'"))
    session.expire_all()
    assert ["was changed" in fault for fault in found(session)] == [True]


def test_a_fault_at_once_keeps_nothing(
    session: Session, made: Jury, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, DIES)
    with pytest.raises(RefusedError):
        service.compute(session, made.actor, made.call, Kind.SELECTING, ASKED)
    assert session.scalar(select(func.count(Computation.id))) == 0


@pytest.mark.parametrize(
    ("program", "said"), [(DIES, "De berekening stopte"), (REFUSES, "Publiceer eerst de oproep.")]
)
def test_a_fault_in_the_background_is_noted_and_told(
    session: Session,
    factory: sessionmaker[Session],
    made: Jury,
    monkeypatch: pytest.MonkeyPatch,
    program: str,
    said: str,
) -> None:
    answers(monkeypatch, program)
    asked = service.ask(session, made.actor, made.call, Kind.SELECTING, ASKED)
    session.commit()

    assert compute_waiting(factory) == 1
    session.expire_all()

    assert (asked.state, asked.result, asked.result_hash) == (State.REFUSED, None, None)
    [refusal] = service.refusals_of(asked)
    assert words(refusal).startswith(said)
    assert messages(session, made.actor) == [f"/berekeningen/{asked.public_id}"]


def test_progress_is_noted(
    session: Session,
    factory: sessionmaker[Session],
    made: Jury,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers(monkeypatch, WORKS)
    asked = service.ask(session, made.actor, made.call, Kind.SELECTING, ASKED)
    session.commit()

    assert compute_waiting(factory) == 1
    session.expire_all()

    assert (asked.state, asked.done, asked.total) == (State.DONE, 1, 2)


def test_what_a_worker_lost_is_taken_up_again_and_given_up_in_the_end(
    session: Session, made: Jury
) -> None:
    now = made.actor.now
    asked = service.ask(session, made.actor, made.call, Kind.SELECTING, ASKED)
    for attempt in range(1, computing.MOST_ATTEMPTS + 1):
        assert service.take(session, now) is asked
        assert asked.attempts == attempt
        assert service.take(session, now + timedelta(minutes=1)) is None
        now += computing.LOST_AFTER + timedelta(seconds=1)

    assert service.take(session, now) is None
    assert asked.state is State.REFUSED
    assert queries.to_compute(session, now + timedelta(days=1)) is None
