"""Migrations keep what is in the tables, also in a table that others point to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from subsidy.awards.models import Decision, Share
from subsidy.cli.database import alembic_config
from subsidy.cli.verify import found as faults_of
from subsidy.core.money import Money
from subsidy.db import make_engine
from tests.support import approvals

BEFORE_A_REBUILD = "0047"  # 0048 gives the table of decisions other columns and checks


@pytest.fixture
def url(database_url: str, tmp_path: Path) -> Iterator[str]:
    with (
        approvals.ready_to_clone(database_url, tmp_path) as ready,
        approvals.cloned(ready, tmp_path, "migrated") as made,
    ):
        yield made


def counted(session: Session) -> list[int]:
    return [session.scalars(select(func.count(each.id))).one() for each in (Decision, Share)]


@pytest.mark.slow
def test_a_table_is_rebuilt_with_its_rows_and_those_that_point_to_it(url: str) -> None:
    engine = make_engine(url)
    approvals.case(engine, [[1_000_00, 2_000_00], [3_000_00]], Money(6_000_00))
    with Session(engine) as session:
        before, faults = counted(session), list(faults_of(session))
    engine.dispose()

    command.downgrade(alembic_config(url), BEFORE_A_REBUILD)
    command.upgrade(alembic_config(url), "head")

    with Session(engine) as session:
        assert counted(session) == before
        assert list(faults_of(session)) == faults
    engine.dispose()
    assert min(before) > 0
