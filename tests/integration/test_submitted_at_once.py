"""Two files of one lead partner submitted at the same instant: the rule lets exactly one pass."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import ParamSpec, TypeVar

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from subsidy.applications import queries, service
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application
from subsidy.core.errors import RefusedError
from subsidy.db import for_writing
from subsidy.policy import Actor
from tests.factories import case_officer
from tests.support import applications
from tests.support.applications import complete, published_call

pytestmark = pytest.mark.slow

P = ParamSpec("P")
R = TypeVar("R")
Rules = dict[str, dict[str, int]]
Waiting = tuple[str, Actor]
RULES: tuple[Rules, ...] = (
    {"een_aanvraag_als_penvoerder": {}},
    {"projecten_per_gemeente": {"projecten": 1}},
)


def two_drafts(engine: Engine, monkeypatch: pytest.MonkeyPatch, rules: Rules) -> list[Waiting]:
    """Return two complete files of one lead partner, in a call with these rules."""
    data = {**applications.regulation(), "regels": rules}
    monkeypatch.setattr(applications, "regulation", lambda: data)
    with Session(engine, expire_on_commit=False) as session:
        case_officer(session)
        call = published_call(session)
        made = [complete(session, call, "Aalst", other) for other in ("Haaltert", "Lede")]
        session.commit()
        return [(each.record.public_id, each.lead.actor) for each in made]


def submit(engine: Engine, waiting: Waiting) -> bool:
    public_id, lead = waiting
    with Session(engine) as session:
        for_writing(session)
        record = queries.application(session, public_id)
        assert record is not None
        try:
            service.submit(session, lead, record)
        except RefusedError:
            return False
        session.commit()
        return True


def submit_both(
    engine: Engine, drafts: list[Waiting], monkeypatch: pytest.MonkeyPatch
) -> tuple[list[bool], int]:
    """Submit both at once; where nothing holds them, both look before either writes."""
    monkeypatch.setattr(queries, "findings_now", _together(queries.findings_now, Barrier(2)))
    with ThreadPoolExecutor(2) as people:
        done = list(people.map(lambda each: submit(engine, each), drafts))
    with Session(engine) as session:
        query = select(Application.id).where(Application.status == Status.SUBMITTED)
        return done, len(session.scalars(query).all())


def _together(look: Callable[P, R], both: Barrier) -> Callable[P, R]:
    def looked(*args: P.args, **kwargs: P.kwargs) -> R:
        found = look(*args, **kwargs)
        try:
            both.wait(1)
        except BrokenBarrierError:
            return found
        return found

    return looked


@pytest.mark.parametrize("rules", RULES, ids=lambda each: next(iter(each)))
def test_exactly_one_of_two_files_passes(
    engine_of_its_own: Engine, monkeypatch: pytest.MonkeyPatch, rules: Rules
) -> None:
    drafts = two_drafts(engine_of_its_own, monkeypatch, rules)

    done, submitted = submit_both(engine_of_its_own, drafts, monkeypatch)

    assert (sorted(done), submitted) == ([False, True], 1)


def test_files_that_do_not_wait_for_each_other_are_found_out(
    engine_of_its_own: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite writers queue from their first statement, so there this is not wrong."""
    drafts = two_drafts(engine_of_its_own, monkeypatch, RULES[0])
    monkeypatch.setattr(queries, "hold_seats", lambda *_: None)

    _, submitted = submit_both(engine_of_its_own, drafts, monkeypatch)

    assert submitted == (2 if engine_of_its_own.dialect.name == "postgresql" else 1)
