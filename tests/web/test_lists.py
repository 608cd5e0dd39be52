"""Lists in the address: any order can be asked, and no question breaks a page."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from subsidy.awards import queries
from subsidy.policy import Role
from tests.factories import person
from tests.support.people import signed_in, visitor

RESERVED = "endpoint=x&values=y&_external=1&_anchor=z&_method=POST&_scheme=ftp"


@pytest.mark.parametrize("path", ["/gemeenten", "/realisaties", "/oproepen"])
def test_names_that_the_framework_keeps_for_itself_are_questions_like_others(
    app: Flask, path: str
) -> None:
    page = visitor(app).get(f"{path}?{RESERVED}")

    assert page.status_code == 200
    assert "ftp:" not in page.text


@pytest.mark.parametrize("key", queries.COLUMNS)
@pytest.mark.parametrize("direction", ["", "-"])
def test_decisions_can_be_asked_in_any_order(
    app: Flask, session: Session, key: str, direction: str
) -> None:
    somebody = person(session, roles=[Role.AUDITOR])
    session.commit()
    client = signed_in(app, somebody)
    asked = f"sorteer={direction}{key}&{RESERVED}"

    assert client.get(f"/beslissingen?{asked}").status_code == 200
    assert client.get(f"/beslissingen/lijst.xlsx?{asked}").status_code == 200
