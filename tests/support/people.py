"""Browsers of people who signed in, without waiting for the password to be hashed."""

from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from subsidy.accounts import service
from subsidy.accounts.models import Person
from subsidy.organisations.models import Organisation


def visitor(app: Flask) -> FlaskClient:
    """Return a browser that never signed in."""
    return app.test_client()


def signed_in(app: Flask, person: Person, organisation: Organisation | None = None) -> FlaskClient:
    """Return the browser of ``person``, acting for ``organisation`` (or for the only one)."""
    with app.extensions["sessions"].begin() as session:
        own = session.scalars(select(Person).where(Person.id == person.id)).one()
        row = service.sign_in(session, own, datetime.now(UTC))
        if organisation is not None:
            service.switch_organisation(session, row, organisation.public_id)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = row.get_id()
        cookie["_fresh"] = True
    return client
