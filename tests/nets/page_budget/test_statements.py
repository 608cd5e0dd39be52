"""Every page asks the database as often for one row as for three, and for thirty.

All routes of the application, as everybody, with one, three and thirty of everything: calls and
files in them, partners, jurors, decisions, claims, messages, movements. No page has a line here.
"""

import pytest
from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from subsidy.tables import METADATA
from tests.nets.page_budget import copies
from tests.nets.page_budget.counting import Reader, differences, distinct, of_each_page

HEAVIEST, KNOWN = 12, 150
THREE, THIRTY = 3, 28  # the second time there are three of each already


@pytest.fixture
def reader(app: Flask, session: Session, connection: Connection) -> Reader:
    return Reader(app, session, connection)


@pytest.mark.wide
@pytest.mark.parametrize(  # the mapper sends the same statements to both: one of them each commit
    "database_url",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)],
    indirect=True,
)
def test_one_three_and_thirty_rows_cost_the_same(reader: Reader, connection: Connection) -> None:
    everything, copier = reader.everything(), copies.Copier(connection)
    one = reader.counts(everything)
    visits = distinct(one)
    pages = of_each_page({visit: one[visit] for visit in visits})
    print(  # noqa: T201 - the report
        f"\n{len(everything)} visits, {len(one)} pages; {len(visits)} that differ with three rows, "
        f"{len(pages)} of them with thirty"
    )
    for visit in sorted(visits, key=lambda each: -len(one[each]))[:HEAVIEST]:
        print(f"{len(one[visit]):3} statements: {visit.viewer}, {visit.path}")  # noqa: T201 - the report
    assert len(visits) > KNOWN
    assert copier.multiply(THREE) > 0
    assert differences(one, reader.counts(visits)) == []
    assert copier.multiply(THIRTY) > 0
    assert differences(one, reader.counts(pages)) == []


def test_of_every_table_it_is_known_whether_there_will_be_more() -> None:
    known = [*copies.MULTIPLIED, *copies.ALONG, *copies.STAYS]
    assert sorted(known) == sorted(METADATA.tables)
