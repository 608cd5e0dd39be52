"""A later deadline: one new instant for everybody, by two people, told and readable at once."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.applications.models import Application
from subsidy.calls.models import Amendment, Call, RegulationVersion
from subsidy.cli import notices as command
from subsidy.config import Settings
from subsidy.db import make_engine
from subsidy.policy import Role
from subsidy.workflow import AuditEntry, OutboxMessage
from tests import factories
from tests.conftest import SECRET
from tests.support.applications import CLOSES, complete, draft, published_call
from tests.support.clocks import Clock
from tests.support.people import signed_in, visitor

LATER, REASON = "05/11/2021 12:00", "Het loket lag een uur stil."
NEW = datetime(2021, 11, 5, 11, tzinfo=UTC)  # noon in winter


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def call(session: Session) -> Call:
    made = published_call(session)
    session.commit()
    return made


@pytest.fixture
def notices(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """Give the folder in which this application writes its notices."""
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = Settings("", SECRET, origin="https://x.example", notices=str(tmp_path))
    yield tmp_path
    app.config["SETTINGS"] = before


def agency(app: Flask, session: Session, *roles: Role) -> FlaskClient:
    made = factories.person(session, roles=roles)
    session.commit()
    return signed_in(app, made)


@pytest.fixture
def officer(app: Flask, session: Session, at: Clock) -> FlaskClient:
    del at
    return agency(app, session, Role.CASE_OFFICER)


@pytest.fixture
def decider(app: Flask, session: Session, at: Clock) -> FlaskClient:
    del at
    return agency(app, session, Role.DECISION_MAKER)


def prepared(officer: FlaskClient, call: Call, until: str = LATER) -> str:
    answer = officer.post(
        f"/oproepen/{call.public_id}/verleng", data={"sluit": until, "reason": REASON}
    )
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_everybody_with_a_file_is_told_and_has_the_new_instant(
    app: Flask, session: Session, officer: FlaskClient, decider: FlaskClient, call: Call
) -> None:
    writing = draft(session, call, "Aalst", "Ninove")
    session.commit()
    address = prepared(officer, call)
    session.expire_all()
    assert call.closes_at == CLOSES  # nothing changes before a colleague approved it
    assert visitor(app).get(address).status_code == 302
    assert "wacht op goedkeuring" in officer.get(f"/oproepen/{call.public_id}").text

    assert decider.post(f"{address}/keur-goed").status_code == 303

    session.expire_all()
    assert call.closes_at == NEW
    versions = session.scalars(select(RegulationVersion).order_by(RegulationVersion.number)).all()
    assert [each.number for each in versions] == [1, 2]
    assert versions[1].regulation.closes_at == NEW
    assert versions[0].regulation.closes_at == CLOSES  # what was published stays as it was
    assert session.get_one(Application, writing.record.id).regulation_version_id == versions[1].id
    told = session.scalars(
        select(OutboxMessage.person_id).where(OutboxMessage.path.startswith(address))
    ).all()
    assert Counter(told) == Counter(town.person.id for town in writing.towns)  # once each
    page = visitor(app).get(f"/oproepen/{call.public_id}").text
    assert "Verlengd" in page
    assert "vrijdag 5 november 2021, 12.00 uur" in page
    assert "vrijdag 29 oktober 2021, 12.00 uur" in page
    assert REASON in page
    changed = visitor(app).get(address).text
    assert "Sluit op" in changed
    assert "Dirk" not in changed  # who prepared it is not for everybody


def test_a_file_can_be_submitted_between_the_old_and_the_new_deadline(
    app: Flask, session: Session, officer: FlaskClient, decider: FlaskClient, call: Call, at: Clock
) -> None:
    made = complete(session, call)
    session.commit()
    lead = signed_in(app, made.lead.person, made.lead.organisation)
    submit = f"/aanvragen/{made.record.public_id}/indienen"
    address = prepared(officer, call)
    at.move(CLOSES - timedelta(microseconds=1))
    assert decider.post(f"{address}/keur-goed").status_code == 303

    at.move(NEW)
    assert lead.post(submit).status_code == 422
    at.move(NEW - timedelta(microseconds=1))
    assert lead.post(submit).status_code == 303


def test_signatures_hold_when_only_the_deadline_moves(
    app: Flask, session: Session, officer: FlaskClient, decider: FlaskClient, call: Call
) -> None:
    made = complete(session, call)
    session.commit()
    decider.post(f"{prepared(officer, call)}/keur-goed")

    lead = signed_in(app, made.lead.person, made.lead.organisation)

    assert lead.post(f"/aanvragen/{made.record.public_id}/indienen").status_code == 303


@pytest.mark.parametrize(
    ("until", "says"),
    [
        ("29/10/2021 11:59", "sluit nooit vroeger"),
        ("29/10/2021 12:00", "Er wijzigt niets"),
        ("27/03/2022 02:30", "bestaat niet"),
        ("31/10/2021 02:30", "bestaat twee keer"),
        ("31/02/2022 12:00", "bestaande datum"),
        ("", "Vul in wanneer"),
    ],
)
def test_no_other_instant_is_taken(
    officer: FlaskClient, session: Session, call: Call, until: str, says: str
) -> None:
    answer = officer.post(
        f"/oproepen/{call.public_id}/verleng", data={"sluit": until, "reason": REASON}
    )

    assert answer.status_code == 422
    assert says in answer.text
    assert REASON in answer.text
    assert session.scalar(select(Amendment.id)) is None


def test_who_prepares_does_not_approve(app: Flask, session: Session, call: Call, at: Clock) -> None:
    del at
    both = agency(app, session, Role.CASE_OFFICER, Role.DECISION_MAKER)
    address = prepared(both, call)

    assert both.post(f"{address}/keur-goed").status_code == 403
    session.expire_all()
    assert call.closes_at == CLOSES


def test_a_closed_call_is_not_opened_again(
    session: Session, officer: FlaskClient, decider: FlaskClient, call: Call, at: Clock
) -> None:
    address = prepared(officer, call)
    at.move(CLOSES)

    late = decider.post(f"{address}/keur-goed")

    assert late.status_code == 422
    assert "Er kan niets meer aan wijzigen" in late.text
    again = officer.post(
        f"/oproepen/{call.public_id}/verleng", data={"sluit": LATER, "reason": REASON}
    )
    assert again.status_code == 422
    session.expire_all()
    assert call.closes_at == CLOSES


def test_one_change_at_a_time_and_a_dropped_one_makes_room(
    session: Session, officer: FlaskClient, decider: FlaskClient, call: Call
) -> None:
    address = prepared(officer, call)
    second = officer.post(
        f"/oproepen/{call.public_id}/verleng", data={"sluit": LATER, "reason": REASON}
    )
    assert second.status_code == 422
    assert "Werk die eerst af" in second.text

    assert officer.post(f"{address}/laat-vallen", data={"reason": ""}).status_code == 422
    assert officer.post(f"{address}/laat-vallen", data={"reason": "Te laat."}).status_code == 303
    assert decider.post(f"{address}/keur-goed").status_code == 422
    prepared(officer, call)
    reasons = session.scalars(select(AuditEntry.reason).where(AuditEntry.after == "dropped")).all()
    assert reasons == ["Te laat."]


def test_the_notice_is_a_file_that_stands_alone(
    officer: FlaskClient, decider: FlaskClient, call: Call, notices: Path
) -> None:
    address = prepared(officer, call)
    assert list(notices.iterdir()) == []

    decider.post(f"{address}/keur-goed")

    page = (notices / f"oproep-{call.public_id}.html").read_text(encoding="utf-8")
    assert "vrijdag 5 november 2021, 12.00 uur" in page
    assert REASON in page
    assert f"https://x.example/oproepen/{call.public_id}" in page
    assert not [each for each in ("<script", "src=", "href=", "url(") if each in page]
    assert call.title in (notices / "index.html").read_text(encoding="utf-8")
    assert sorted(each.name for each in notices.iterdir()) == [
        "index.html",
        f"oproep-{call.public_id}.html",
    ]


def test_the_notice_of_a_call_that_is_withdrawn_goes_away(
    officer: FlaskClient, decider: FlaskClient, call: Call, notices: Path
) -> None:
    decider.post(f"{prepared(officer, call)}/keur-goed")
    (notices / "robots.txt").write_text("")

    gone = decider.post(f"/oproepen/{call.public_id}/trek-in", data={"reason": "Geen geld."})

    assert gone.status_code == 303
    assert sorted(each.name for each in notices.iterdir()) == ["index.html", "robots.txt"]
    assert call.title not in (notices / "index.html").read_text(encoding="utf-8")


def test_a_refused_approval_writes_no_notice(
    decider: FlaskClient, officer: FlaskClient, call: Call, notices: Path, at: Clock
) -> None:
    address = prepared(officer, call)
    at.move(CLOSES)

    assert decider.post(f"{address}/keur-goed").status_code == 422
    assert list(notices.iterdir()) == []


def test_a_folder_that_is_gone_does_not_undo_the_extension(
    session: Session, officer: FlaskClient, decider: FlaskClient, call: Call, notices: Path
) -> None:
    address = prepared(officer, call)
    notices.rmdir()

    assert decider.post(f"{address}/keur-goed").status_code == 303

    session.expire_all()
    assert call.closes_at == NEW
    notices.mkdir()


def test_the_notices_can_be_written_again(
    session: Session,
    officer: FlaskClient,
    decider: FlaskClient,
    call: Call,
    notices: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decider.post(f"{prepared(officer, call)}/keur-goed")
    before = {each.name: each.read_bytes() for each in notices.iterdir()}
    for each in notices.iterdir():
        each.unlink()
    session.commit()
    settings = Settings("", SECRET, origin="https://x.example", notices=str(notices))
    monkeypatch.setattr(command, "from_environment", lambda _: settings)
    own = make_engine("sqlite://")  # the command closes its engine: not the one that tests share
    monkeypatch.setattr(command, "make_engine", lambda _: own)
    monkeypatch.setattr(command, "Session", lambda _: session)

    assert command.run(Namespace()) == 0

    assert {each.name: each.read_bytes() for each in notices.iterdir()} == before


def test_the_version_of_before_stays_to_be_read(
    app: Flask, officer: FlaskClient, decider: FlaskClient, call: Call
) -> None:
    before = visitor(app).get(f"/oproepen/{call.public_id}/reglement.pdf").data
    address = prepared(officer, call)
    decider.post(f"{address}/keur-goed")

    assert visitor(app).get(f"{address}/vorige-versie.pdf").data == before
    assert visitor(app).get(f"/oproepen/{call.public_id}/reglement.pdf").data != before
