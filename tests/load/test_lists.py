"""What must not grow with the number of applications: sums, order, statements, memory."""

import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import Any, cast

import pytest
from sqlalchemy import Connection, event, func, select, update
from sqlalchemy.orm import Session

from subsidy.applications import exports, queries, service
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import Application, BudgetLine
from subsidy.cli.verify import found as faults
from subsidy.core.money import Money
from subsidy.policy import Role
from tests.factories import as_actor, case_officer
from tests.support.applications import AFTER, DURING, budget, complete, draft, published_call, town


@contextmanager
def explained(connection: Connection) -> Iterator[list[str]]:
    """Collect how the database would carry out each statement if it had many rows."""
    plans: list[str] = []
    postgres = connection.dialect.name == "postgresql"
    word = "EXPLAIN" if postgres else "EXPLAIN QUERY PLAN"

    def note(*arguments: object) -> None:
        cursor = connection.connection.cursor()
        cursor.execute(f"{word} {arguments[2]}", cast("Sequence[Any]", arguments[3]))
        plans.append("\n".join(str(row) for row in cursor.fetchall()))
        cursor.close()

    if postgres:  # which prefers to read a small table from end to end, and a small index
        # what other tests took back still lies in the indexes, and makes one of them cheaper
        connection.exec_driver_sql("REINDEX TABLE application")
        for way in ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin"):
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    event.listen(connection, "before_cursor_execute", note)
    try:
        yield plans
    finally:
        event.remove(connection, "before_cursor_execute", note)


def _sum(session: Session, record: Application) -> tuple[Money | None, Money]:
    """Return what is stored beside a file, and what its budget lines add up to."""
    lines = select(func.sum(BudgetLine.requested)).where(BudgetLine.application_id == record.id)
    stored = session.scalar(select(Application.requested).where(Application.id == record.id))
    return stored, session.scalar(lines) or Money(0)


def test_a_file_knows_the_sum_of_its_budget(session: Session) -> None:
    call = published_call(session)
    assert _sum(session, draft(session, call).record) == (Money(0), Money(0))

    made = complete(session, call)
    invited = town(session, "Lede")
    service.invite(session, made.lead.actor, made.record, invited.organisation)
    service.save_budget(session, made.lead.actor, made.record, budget(made.record))
    stored, added = _sum(session, made.record)
    assert stored == added == Money(200_000_00)

    service.answer(session, invited.actor, made.record, accept=False)
    stored, added = _sum(session, made.record)
    assert stored == added == Money(150_000_00)

    service.save_budget(session, made.lead.actor, made.record, [])
    assert _sum(session, made.record) == (Money(0), Money(0))


def test_verify_finds_a_sum_that_is_not_that_of_the_budget(session: Session) -> None:
    made = complete(session, published_call(session))
    empty = draft(session, made.record.call, "Aalst")
    assert list(faults(session)) == []

    for record in (made.record, empty.record):
        wrong = update(Application).where(Application.id == record.id)
        session.execute(wrong.values(requested=Money(1)))
        assert list(faults(session)) == [
            f"application {record.number} does not ask the sum of its budget"
        ]
        right = _sum(session, record)[1]
        session.execute(wrong.values(requested=right))


def test_the_list_of_the_agency_follows_an_index(session: Session, connection: Connection) -> None:
    made = complete(session, published_call(session))
    service.submit(session, made.lead.at(DURING), made.record)
    officer = as_actor(case_officer(session), Role.CASE_OFFICER, now=AFTER)

    with explained(connection) as plans:
        rows = queries.listed(session, officer, queries.Filter(), limit=50)
        queries.totals(session, officer, queries.Filter())

    assert [row.number for row in rows] == [made.record.number]
    listing, sums = plans
    assert "ix_application_number" in listing
    assert "Sort" not in listing  # PostgreSQL's word
    assert "ORDER BY" not in listing  # SQLite's: USE TEMP B-TREE FOR ORDER BY
    assert "ix_application_call_id_status" in sums
    assert "budget_line" not in listing + sums


def _listed(number: int) -> Iterator[queries.Listed]:
    for each in range(number):
        yield queries.Listed(
            public_id=f"{each:026d}",
            number=f"IED-{each:05d}",
            title=f"Digipunten in de buurt {each}",
            call="Digitale kansen",
            lead="Aalst",
            lead_nis="41002",
            partners=4,
            requested=Money(each),
            status=Status.ADMISSIBLE,
            submitted_at=AFTER,
        )


def _peak(number: int) -> int:
    tracemalloc.start()
    try:
        with TemporaryFile() as file:
            exports.listing(file, _listed(number), number, datetime(2022, 1, 1, tzinfo=UTC))
            assert file.tell() > number  # bytes: every row is in it
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.slow
def test_the_memory_of_an_export_does_not_grow_with_its_rows() -> None:
    _peak(1)  # the library is loaded
    assert _peak(3_000) < 1.1 * _peak(300) + 100_000


def test_a_long_list_comes_in_pieces(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    call = published_call(session)
    made = [draft(session, call, "Aalst") for _ in range(3)]
    monkeypatch.setattr("subsidy.applications.queries.lists.PIECE", 2)
    reader = made[0].lead.actor

    streamed = queries.streamed(session, reader, queries.Filter(), queries.BY_NUMBER)

    assert [row.number for row in streamed] == sorted(each.record.number for each in made)
