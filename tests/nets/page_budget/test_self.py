"""The net finds a page that asks the database something per row, and lets a good one pass."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session, sessionmaker

from subsidy.app import create_app
from subsidy.applications.models import Application
from subsidy.config import Settings
from subsidy.organisations.models import Organisation
from subsidy.web.access import public
from subsidy.web.session import db
from tests.conftest import SECRET
from tests.nets.page_budget import copies
from tests.nets.page_budget.counting import (
    LATEST,
    Reader,
    Visit,
    addresses,
    differences,
    of_each_page,
)

LEADS = select(Organisation.name).join(Application, Application.lead_id == Organisation.id)


@public
def per_row() -> str:
    """Ask for each file who leads it."""
    leads = db().scalars(select(Application.lead_id)).all()
    found = [
        db().scalar(select(Organisation.name).where(Organisation.id == lead)) for lead in leads
    ]
    return f"<p>{found}</p>"


@public
def at_once() -> str:
    return f"<p>{db().scalars(LEADS).all()}</p>"


PAGES = {"/net/per-rij": per_row, "/net/ineens": at_once}


@pytest.fixture
def app(tmp_path: Path, connection: Connection) -> Flask:
    """Give an application with two pages more, on the test's connection."""
    own = f"sqlite:///{tmp_path}/unused.sqlite"
    made = create_app(Settings(own, SECRET, demo=True, attachments=str(tmp_path / "kept")))
    made.testing = True
    made.extensions["sessions"] = sessionmaker(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )
    for path, view in PAGES.items():
        made.add_url_rule(path, path, view)
    return made


@pytest.mark.slow
def test_a_page_with_a_query_per_row_is_found_out(
    app: Flask, session: Session, connection: Connection
) -> None:
    reader, copier = Reader(app, session, connection), copies.Copier(connection)
    visits = [
        Visit("visitor", LATEST, endpoint, path)
        for endpoint, path in addresses(app, session)
        if path in PAGES
    ]
    one = reader.counts(visits)
    assert of_each_page(one) == visits
    copier.multiply(3)
    found = differences(one, reader.counts(visits))
    assert [path for path in PAGES if any(path in fault for fault in found)] == ["/net/per-rij"]


def test_a_statement_that_is_sent_more_often_is_found_out() -> None:
    visit = Visit("officer", LATEST, "start", "/")
    all_rows, one_row = "SELECT a FROM t WHERE id IN (?, ?)", "SELECT b FROM t WHERE id = ?"
    assert differences({visit: [all_rows, one_row]}, {visit: [all_rows, one_row]}) == []
    assert differences({visit: []}, {visit: [all_rows]}) == []
    for_one, for_two = (
        "SELECT a FROM t WHERE id IN (%(ids_1)s::INTEGER)",
        "SELECT a FROM t WHERE id IN (%(ids_1)s::INTEGER, %(ids_2)s::INTEGER)",
    )
    assert differences({visit: [for_one] * 2}, {visit: [for_two] * 2}) == []
    assert differences({visit: [all_rows, one_row]}, {visit: [all_rows, one_row, one_row]}) != []
