"""Hearing slots: planned by the chair, read by the partners and the jurors of the file alone."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.core.text import Text
from subsidy.language import words
from subsidy.policy import MandateKind, Role
from subsidy.scoring import service
from subsidy.scoring.domain.agreements import Agreements
from subsidy.scoring.domain.conflicts import ConflictKind
from subsidy.scoring.models import Hearing
from subsidy.web import clock
from subsidy.workflow import OutboxMessage
from tests.factories import as_actor, member, municipality, person
from tests.support.applications import AFTER, published_call
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.scoring import admissible, cleared, juror_actor, jury, person_of

UNSAFE = "http://zaal.example.be"
LINK = "https://video.example.be/jury"


class Desk:
    """A jury of two with two files, and a chair."""

    def __init__(self, app: Flask, session: Session, chair: str) -> None:
        self.app, self.session = app, session
        self.made = jury(session, files=2, jurors=2)
        self.leads = person(session, "Vera Voorzitter", employer=municipality(session, chair))
        service.seat(session, self.made.actor, self.made.call, self.leads, is_chair=True)
        session.commit()
        self.chair = signed_in(app, self.leads)
        self.page = f"/oproepen/{self.made.call.public_id}/jury/hoorzittingen"

    def slot(self, file: int, start: str, minutes: str = "30", place: str = LINK) -> dict[str, str]:
        key = self.made.files[file].public_id
        return {f"starts-{key}": start, f"minutes-{key}": minutes, f"place-{key}": place}

    def beside(self, file: int) -> str:
        return f"/aanvragen/{self.made.files[file].public_id}/vragen-jury"

    def member(self, town: str, kind: MandateKind) -> FlaskClient:
        place = municipality(self.session, town)
        who = member(self.session, place, kind)
        self.session.commit()
        return signed_in(self.app, who, place)

    def mark(self) -> str:
        found = re.search(r'name="seen"[^>]*value="([^"]*)"', self.chair.get(self.page).text)
        assert found is not None
        return found[1]

    def plan(self, *slots: dict[str, str], mark: str | None = None) -> TestResponse:
        typed = {"seen": self.mark() if mark is None else mark}
        return self.chair.post(
            self.page, data=typed | {k: v for one in slots for k, v in one.items()}
        )

    def told(self) -> list[str]:
        rows = self.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        return [str(each.subject) for each in rows if "hear" in str(each.subject)]

    def kept(self) -> list[Hearing]:
        self.session.expire_all()
        return list(self.session.scalars(select(Hearing)))


@pytest.fixture
def desk(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    return Desk(app, session, "Genk")


def test_a_slot_is_planned_moved_and_cancelled_and_partners_hear_of_it(desk: Desk) -> None:
    partner = desk.member("Haaltert", MandateKind.READER)
    assert desk.plan(desk.slot(0, "15/11/2021 10:00")).status_code == 303
    (row,) = desk.kept()
    assert (row.starts_at.hour, row.minutes, row.place) == (9, 30, LINK)
    told = len(desk.told())
    assert told > 0
    assert desk.plan(desk.slot(0, "15/11/2021 10:00")).status_code == 303
    assert len(desk.told()) == told  # nothing changed

    assert desk.plan(desk.slot(0, "16/11/2021 10:00", place=UNSAFE)).status_code == 303
    page = partner.get(desk.beside(0)).text
    assert UNSAFE in visible(page)
    assert 'href="http://zaal' not in page

    assert desk.plan(desk.slot(0, "", "", "")).status_code == 303
    assert desk.kept() == []
    assert "Hoorzitting</h2>" not in partner.get(desk.beside(0)).text
    for word in ("wants to hear", "moves the hearing", "cancels the hearing"):
        assert sum(word in each for each in desk.told()) == told


def test_partners_jurors_and_agency_read_a_slot_and_others_do_not(desk: Desk) -> None:
    session = desk.session
    review = cleared(session, desk.made)
    session.commit()
    assert desk.plan(desk.slot(0, "15/11/2021 10:00")).status_code == 303

    page = desk.member("Haaltert", MandateKind.READER).get(desk.beside(0)).text

    assert_well_formed(page)
    assert "15 november 2021" in visible(page)
    assert f'href="{LINK}"' in page
    juror = signed_in(desk.app, person_of(session, review.juror))
    assert LINK in juror.get(f"/jury/{review.public_id}").text
    officer = signed_in(desk.app, desk.made.officer)
    assert LINK in officer.get(desk.page).text
    assert officer.post(desk.page, data={}).status_code == 403
    foreign = desk.member("Lede", MandateKind.EDITOR)
    for hidden in (desk.beside(0), desk.beside(0).replace("vragen-jury", "hoorzitting.ics")):
        assert foreign.get(hidden).status_code == 404
    assert LINK not in foreign.get(desk.beside(1)).text
    assert foreign.get(desk.page).status_code == 404
    assert foreign.post(desk.page, data={}).status_code == 404


def test_everything_that_is_wrong_is_said_at_once_and_what_was_typed_stays(desk: Desk) -> None:
    session, made = desk.session, desk.made
    terms = Agreements(due_at=AFTER + timedelta(days=20), closes_at=AFTER + timedelta(days=30))
    service.agree(session, made.actor, made.call, None, terms)
    session.commit()
    past = desk.plan(desk.slot(0, "01/11/2021 11:00", "4", ""), desk.slot(1, "morgen", "5"))
    assert past.status_code == 422
    assert_well_formed(past.text)
    words = visible(past.text)
    for said in ("nog niet voorbij", "Kies 5 tot 120 minuten", "Vul de plaats"):
        assert said in words
    assert 'value="morgen"' in past.text
    crossed = desk.plan(desk.slot(0, "15/11/2021 10:00"), desk.slot(1, "15/11/2021 10:29"))
    said = visible(crossed.text)
    assert f"overlapt met de hoorzitting van {made.files[0].number}" in said
    assert "10.29 uur" in said
    assert "10.00 uur en eindigt op maandag 15 november 2021, 10.30 uur" in said
    late = desk.plan(desk.slot(0, "01/12/2021 10:31"))  # the jury ends on 1 December at 11:00
    assert late.status_code == 422
    assert "De jury eindigt op" in visible(late.text)
    assert desk.kept() == []
    assert desk.told() == []
    touching = desk.plan(desk.slot(0, "01/12/2021 10:00"), desk.slot(1, "01/12/2021 10:30"))
    assert touching.status_code == 303


def test_two_tabs_and_a_hearing_that_began(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.mark()
    assert desk.plan(desk.slot(0, "15/11/2021 10:00")).status_code == 303
    crossed = desk.plan(desk.slot(1, "15/11/2021 14:00"), mark=before)
    assert crossed.status_code == 422
    assert "veranderden intussen" in visible(crossed.text)
    assert re.search(r"Nu bewaard: .*15 november 2021", visible(crossed.text))
    assert "15/11/2021 14:00" in crossed.text
    assert len(desk.kept()) == 1

    monkeypatch.setattr(clock, "now", lambda: AFTER + timedelta(days=14))
    # 15 November at 11:00: an hour after the hearing began
    held = desk.plan(desk.slot(0, "", "", ""))
    assert held.status_code == 422
    assert "begon al" in visible(held.text)
    assert len(desk.kept()) == 1


def test_who_has_a_conflict_sees_nothing_and_changes_nothing(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    desk = Desk(app, session, "Ninove")  # a partner of the first file
    first, second = desk.made.files
    at = AFTER + timedelta(days=14)
    session.add(Hearing(application_id=first.id, starts_at=at, minutes=30, place=LINK))
    torn = cleared(session, desk.made)
    client = signed_in(app, person_of(session, torn.juror))
    service.declare_conflict(session, juror_actor(torn), torn, "Mijn zus.", ConflictKind.PERSONAL)
    session.commit()

    page = desk.chair.get(desk.page).text

    assert first.number not in page
    assert LINK not in page
    busy = desk.plan(desk.slot(1, "15/11/2021 11:15", place="Zaal 2"))
    assert busy.status_code == 422  # one juror judges both files
    for said in (
        "niet vrij",
        "15 november 2021, 11.15 uur",
        "15 november 2021, 11.00 uur en duurt 30 minuten",
    ):
        assert said in visible(busy.text)
    assert first.number not in busy.text
    assert LINK not in busy.text
    other_hour = desk.slot(1, "15/11/2021 11:30", place="Zaal 2") | desk.slot(0, "", "", "")
    assert desk.plan(other_hour).status_code == 303
    assert {each.application_id for each in desk.kept()} == {first.id, second.id}
    answer = client.get(f"/jury/{torn.public_id}")
    assert answer.status_code == 403
    assert LINK not in answer.text
    assert client.get(f"/jury/{torn.public_id}/hoorzitting.ics").status_code == 404


def _lines(answer: TestResponse) -> list[str]:
    """Return the lines of a calendar file; a folded one is whole again (RFC 5545, 3.1)."""
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    assert b"\n" not in answer.data.replace(b"\r\n", b"")
    whole: str = answer.data.replace(b"\r\n ", b"").decode()
    return whole.split("\r\n")


def test_partners_and_jurors_keep_a_hearing_in_their_calendar(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines of RFC 5545: 10:00 in winter is 09:00 UTC; a comma and a semicolon are escaped."""
    review = cleared(desk.session, desk.made)
    desk.session.commit()
    juror = signed_in(desk.app, person_of(desk.session, review.juror))
    at = f"/aanvragen/{desk.made.files[0].public_id}/hoorzitting.ics"
    own = f"/jury/{review.public_id}/hoorzitting.ics"
    partner = desk.member("Haaltert", MandateKind.READER)
    assert partner.get(at).status_code == juror.get(own).status_code == 404  # nothing is planned
    assert desk.plan(desk.slot(0, "15/11/2021 10:00", place="Zaal 2, 1e; links")).status_code == 303

    assert f'href="{at}"' in partner.get(desk.beside(0)).text
    assert f'href="{own}"' in juror.get(f"/jury/{review.public_id}").text
    lines = _lines(partner.get(at))
    uid = next(each for each in lines if each.startswith("UID:"))
    assert desk.made.files[0].number in uid
    for line in (
        "DTSTART:20211115T090000Z",
        "DTEND:20211115T093000Z",
        f"DTSTAMP:{AFTER:%Y%m%dT%H%M%SZ}",
        "SEQUENCE:0",
        "LOCATION:Zaal 2\\, 1e\\; links",
        f"SUMMARY:Hoorzitting over {desk.made.files[0].number}",
    ):
        assert line in lines
    assert not any(each.startswith(("METHOD", "TRANSP")) for each in lines)
    told = desk.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert {f"/jury/{review.public_id}"} <= {each.path for each in told}
    assert any("bestand voor uw agenda" in words(Text.from_data(each.body)) for each in told)

    later = AFTER + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert desk.plan(desk.slot(0, "16/11/2021 10:00")).status_code == 303
    moved = _lines(juror.get(own))
    for line in (uid, "SEQUENCE:1", "DTSTART:20211116T090000Z", f"DTSTAMP:{later:%Y%m%dT%H%M%SZ}"):
        assert line in moved


def test_a_partner_is_not_heard_by_two_juries_at_once(desk: Desk) -> None:
    """Another call hears Aalst, which leads the file, from 10:00 to 10:30."""
    session = desk.session
    call = published_call(session)
    officer = as_actor(desk.made.officer, Role.CASE_OFFICER, now=AFTER)
    file = admissible(session, call, officer, "Aalst", "Geraardsbergen", "Haaltert")
    at = AFTER + timedelta(days=14) - timedelta(hours=1)
    session.add(Hearing(application_id=file.id, starts_at=at, minutes=30, place="Elders"))
    session.commit()

    busy = desk.plan(desk.slot(0, "15/11/2021 10:29"))

    assert busy.status_code == 422
    assert "niet vrij" in visible(busy.text)
    assert file.number not in busy.text
    assert "Elders" not in busy.text
    assert desk.plan(desk.slot(0, "15/11/2021 10:30")).status_code == 303
