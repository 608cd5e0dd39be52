"""Two juries that plan the same partners for the same hour at the same instant: one is refused."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from subsidy.core.errors import RefusedError
from subsidy.db import for_writing
from subsidy.policy import Actor, Role
from subsidy.scoring import queries, service
from subsidy.scoring.domain.hearings import Asked, seen
from subsidy.scoring.models import Hearing
from subsidy.scoring.service import hearing
from tests.factories import as_actor, case_officer
from tests.support.applications import AFTER, published_call
from tests.support.scoring import admissible

pytestmark = pytest.mark.slow
AT = AFTER + timedelta(days=14)


def two_calls(engine: Engine) -> tuple[list[str], Actor]:
    """Return two calls in which Aalst leads a file."""
    with Session(engine, expire_on_commit=False) as session:
        officer = as_actor(case_officer(session), Role.CASE_OFFICER, now=AFTER)
        made = []
        for others in (("Ninove", "Haaltert"), ("Lede", "Denderleeuw")):
            call = published_call(session)
            admissible(session, call, officer, "Aalst", *others)
            made.append(call.public_id)
        session.commit()
        return made, officer


def plan(engine: Engine, actor: Actor, call: str, minutes_later: int) -> bool:
    with Session(engine) as session:
        for_writing(session)
        panel = queries.panel(session, call)
        assert panel is not None
        found = queries.hearings(session, panel.call.id, actor.id)
        asked = {
            each.key: Asked(
                number=each.application.number,
                starts_at=AT + timedelta(minutes=minutes_later),
                minutes=30,
                place=f"Zaal {minutes_later}",
            )
            for each in found
        }
        mark = seen((each.key, each.slot) for each in found)
        try:
            service.plan_hearings(session, actor, panel, asked, mark)
        except RefusedError:
            return False
        session.commit()
        return True


def plan_both(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> tuple[list[bool], int]:
    """Plan in both calls at once; where nothing holds them, both look before either writes."""
    calls, actor = two_calls(engine)
    look, barrier = queries.elsewhere, Barrier(2)

    def together(*asked: object) -> object:
        found = look(*asked)  # type: ignore[arg-type]
        with suppress(BrokenBarrierError):
            barrier.wait(1)
        return found

    monkeypatch.setattr(queries, "elsewhere", together)
    with ThreadPoolExecutor(2) as people:
        done = list(people.map(plan, [engine] * 2, [actor] * 2, calls, (0, 15)))
    with Session(engine) as session:
        return done, len(session.scalars(select(Hearing)).all())


def test_one_of_two_is_refused(engine_of_its_own: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    done, kept = plan_both(engine_of_its_own, monkeypatch)
    assert (sorted(done), kept) == ([False, True], 1)


def test_without_the_lock_both_would_pass(
    engine_of_its_own: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test sees red when the lock is gone; SQLite has one writer, with or without."""
    monkeypatch.setattr(hearing, "hold_table", lambda *_: None)
    expected = 1 if engine_of_its_own.dialect.name == "sqlite" else 2
    assert plan_both(engine_of_its_own, monkeypatch)[1] == expected
