"""The page of a meeting: what the chair does there, and what who is out never reads."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.policy import Actor, Role
from subsidy.scoring import queries, service
from subsidy.scoring.models import Conflict, ConsensusMark, Discussion, Meeting, Minutes
from subsidy.web import clock
from tests.factories import municipality, person
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.scoring import EIGHTS, Jury, all_scored, juror_actor, jury, person_of

WHY = "De jury vindt de partners nog niet zeker."


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)


@pytest.fixture
def made(session: Session) -> Jury:
    made = jury(session, files=2, jurors=3)
    all_scored(session, made, [EIGHTS, EIGHTS])
    return made


@pytest.fixture
def leads(app: Flask, session: Session, made: Jury) -> FlaskClient:
    who = person(session, "Vera Voorzitter", employer=municipality(session, "Genk"))
    service.seat(session, made.actor, made.call, who, is_chair=True)
    session.commit()
    return signed_in(app, who)


def opened(session: Session, leads: FlaskClient, made: Jury) -> str:
    """Return the page of an open meeting with everybody there and the first file on the table."""
    page = f"/oproepen/{made.call.public_id}/jury/vergaderingen"
    assert_well_formed(leads.get(page).text)
    told = leads.post(page, data={"day": "2021-11-02", "place": "Brussel"})
    assert told.status_code == 303, visible(told.text)
    assert told.location is not None
    everybody = [each.public_id for each in queries.jurors(session, made.call.id)]
    noted = {"seen": seen_in(leads.get(told.location).text, "presence-seen"), "there": everybody}
    assert leads.post(f"{told.location}/aanwezig", data=noted).status_code == 303
    first = {"file": made.files[0].public_id}
    assert leads.post(f"{told.location}/tafel", data=first).status_code == 303
    return told.location


def on_table(session: Session) -> str:
    return (
        session.scalars(select(Discussion.public_id).order_by(Discussion.id.desc())).first() or ""
    )


def test_the_chair_writes_down_what_the_jury_agrees_after_declaring(
    session: Session, made: Jury, leads: FlaskClient
) -> None:
    page = opened(session, leads, made)
    unsaid = leads.get(page).text
    assert_well_formed(unsaid)
    assert "mark-samenwerking" not in unsaid
    which = {"which": on_table(session)}
    assert leads.post(f"{page}/besluit", data=which).status_code == 422

    assert leads.post(f"{page}/belangen", data={"answer": "none", **which}).status_code == 303
    shown = leads.get(page).text
    assert_well_formed(shown)
    which["seen"] = seen_in(shown)
    bare = leads.post(f"{page}/besluit", data={**which, "mark-samenwerking": "3"})

    assert bare.status_code == 422
    assert_well_formed(bare.text)
    assert session.scalars(select(ConsensusMark)).all() == []

    said = {**which, "mark-samenwerking": "3", "motivation-samenwerking": WHY, "advice": "advise"}
    assert leads.post(f"{page}/besluit", data=said).status_code == 303
    assert WHY in visible(leads.get(page).text)


def test_a_juror_with_a_conflict_reads_nothing_of_what_is_on_the_table(
    app: Flask, session: Session, made: Jury, leads: FlaskClient
) -> None:
    page = opened(session, leads, made)
    review = next(
        each
        for each in queries.reviews_of_call(session, made.call.id)
        if each.juror_id == made.jurors[2].id and each.application_id == made.files[0].id
    )
    reads = signed_in(app, person_of(session, made.jurors[2]))
    assert made.files[0].number in reads.get(page).text

    service.declare_conflict(session, juror_actor(review), review, "Mijn zus werkt daar mee aan.")
    session.commit()

    shown = reads.get(page).text
    assert_well_formed(shown)
    assert "U hebt een belangenconflict met het dossier op tafel." in visible(shown)
    file = made.files[0]
    for secret in (file.number, file.title, file.lead.name, file.public_id, on_table(session)):
        assert secret not in shown
    empty = leads.post(f"{page}/tafel", data={"file": made.files[1].public_id})
    assert empty.status_code == 303
    assert made.files[1].number in reads.get(page).text


def test_a_member_does_not_lead_and_a_stranger_finds_nothing(
    app: Flask, session: Session, made: Jury, leads: FlaskClient
) -> None:
    page = opened(session, leads, made)
    reads = signed_in(app, person_of(session, made.jurors[0]))
    assert reads.post(f"{page}/sluiten").status_code == 403
    assert signed_in(app, made.officer).get(page).status_code == 404

    assert leads.post(f"{page}/sluiten").status_code == 303
    assert session.scalars(select(Meeting.closed_at)).one() is not None
    closed = reads.get(page).text
    assert_well_formed(closed)
    assert made.files[0].number not in closed


def test_who_was_there_signs_the_number_that_the_page_shows_and_the_agency_reads_the_minutes(
    app: Flask, session: Session, made: Jury, leads: FlaskClient
) -> None:
    page = opened(session, leads, made)
    assert leads.get(f"{page}/verslag.pdf").status_code == 404
    assert leads.post(f"{page}/verslag", data={"content_hash": ""}).status_code == 422
    assert leads.post(f"{page}/sluiten").status_code == 303
    kept = session.scalars(select(Minutes)).one()
    reads = signed_in(app, person_of(session, made.jurors[0]))

    refused = reads.post(f"{page}/verslag", data={"content_hash": "0" * 64})
    assert refused.status_code == 422
    assert "Dit is niet het controlegetal van dit verslag." in visible(refused.text)
    done = reads.post(f"{page}/verslag", data={"content_hash": kept.content_hash})
    assert done.status_code == 303

    shown = leads.get(page).text
    assert_well_formed(shown)
    assert kept.content_hash in shown
    assert "Nog niet ondertekend: Jurylid 2, Jurylid 3, Jurylid 4." in visible(shown)
    everyone = leads, reads, signed_in(app, made.officer)
    for client in everyone:
        given = client.get(f"{page}/verslag.pdf")
        assert given.mimetype == "application/pdf"
        told = " ".join(each.extract_text() for each in PdfReader(BytesIO(given.data)).pages)
        assert kept.content_hash in told.replace("\n", "")
        assert (made.files[0].number in told) is (client is not leads)  # who declared nothing
    stranger = person(session, "Vera Vreemd", employer=municipality(session, "Hasselt"))
    assert signed_in(app, stranger).get(f"{page}/verslag.pdf").status_code == 404


def test_what_keeps_a_jury_from_meeting_names_no_file(app: Flask, session: Session) -> None:
    made = jury(session, files=1, jurors=1)
    who = person(session, "Vera Voorzitter", employer=municipality(session, "Genk"))
    service.seat(session, made.actor, made.call, who, is_chair=True)
    session.commit()
    leads = signed_in(app, who)
    page = f"/oproepen/{made.call.public_id}/jury/vergaderingen"

    refused = leads.post(page, data={"day": "2021-11-02", "place": "Brussel"})

    assert refused.status_code == 422
    for shown in (leads.get(page).text, refused.text):
        assert "Dat is nog niet zo." in visible(shown)
        assert made.files[0].number not in shown


# Two chairs, and who drops out --------------------------------------------------------------------


def second_chair(session: Session, made: Jury, home: str = "Tongeren") -> Person:
    who = person(session, "Twee Voorzitter", employer=municipality(session, home))
    service.seat(session, made.actor, made.call, who, is_chair=True)
    session.commit()
    return who


def seen_in(text: str, name: str = "seen") -> str:
    """Return the hidden number of what a page shows in one of its forms."""
    found = re.search(rf'id="{name}"[^>]*value="([^"]*)"', text)
    assert found is not None
    return found[1]


def all_of(session: Session, made: Jury) -> list[str]:
    return [each.public_id for each in queries.jurors(session, made.call.id)]


def test_what_another_chair_wrote_or_noted_meanwhile_is_never_taken_back_unseen(
    app: Flask, session: Session, made: Jury, leads: FlaskClient
) -> None:
    other = signed_in(app, second_chair(session, made))
    page = opened(session, leads, made)
    which = {"which": on_table(session)}
    for client in (leads, other):
        client.post(f"{page}/belangen", data={"answer": "none", **which})
    stood = which | {"seen": seen_in(leads.get(page).text)}
    first = {**stood, "mark-samenwerking": "3", "motivation-samenwerking": WHY, "advice": "not"}
    assert leads.post(f"{page}/besluit", data=first).status_code == 303

    late = {**stood, "mark-impact": "9", "motivation-impact": "Sterk."}
    refused = other.post(f"{page}/besluit", data=late)

    assert refused.status_code == 422
    assert "Iemand anders schreef intussen iets op." in visible(refused.text)
    assert "Sterk." in refused.text
    (mark,) = queries.settled_for(session, made.files[0].id).marks
    assert mark.value == 3
    again = late | {"seen": seen_in(refused.text), "mark-samenwerking": "3", "advice": "not"}
    again |= {"motivation-samenwerking": WHY}
    assert other.post(f"{page}/besluit", data=again).status_code == 303
    kept = queries.settled_for(session, made.files[0].id)
    assert {each.criterion: each.value for each in kept.marks} == {"samenwerking": 3, "impact": 9}

    every = all_of(session, made)
    noted = seen_in(leads.get(page).text, "presence-seen")
    for there, status in ((every[1:], 303), ([every[0], *every[2:]], 422)):
        answer = leads.post(f"{page}/aanwezig", data={"there": there, "seen": noted})
        assert answer.status_code == status
    assert leads.post(f"{page}/aanwezig", data={"there": every}).status_code == 422  # saw nothing
    assert made.jurors[0].id not in now_there(session)


def now_there(session: Session) -> frozenset[int]:
    session.expire_all()
    meeting = session.scalars(select(Meeting)).one()
    sat = queries.sitting(session, meeting.public_id)
    assert sat is not None
    return queries.present(sat, queries.attendance(session, meeting.id))


def test_an_absent_chair_leads_nothing_and_a_chair_who_is_out_leaves_it_to_who_leads(
    app: Flask, session: Session, made: Jury, leads: FlaskClient
) -> None:
    page = opened(session, leads, made)
    torn = signed_in(app, second_chair(session, made, "Ninove"))
    other = {"file": made.files[1].public_id}
    assert torn.post(f"{page}/tafel", data=other).status_code == 422
    for gone in made.jurors[1:]:
        service.drop_out(session, made.actor, gone, "Ziek.")
    session.commit()
    there = [each.public_id for each in queries.jurors(session, made.call.id) if not each.left_at]
    noted = seen_in(leads.get(page).text, "presence-seen")
    assert leads.post(f"{page}/aanwezig", data={"there": there, "seen": noted}).status_code == 303

    lies = visible(torn.get(page).text)
    assert "U hebt een belangenconflict met het dossier op tafel." in lies
    for refused in (
        torn.post(f"{page}/tafel", data={"file": ""}),
        torn.post(f"{page}/sluiten"),
    ):
        assert refused.status_code == 422
        assert made.files[0].number not in refused.text
    assert queries.on_table(session, session.scalars(select(Meeting.id)).one()) is not None
    assert leads.post(f"{page}/tafel", data={"file": ""}).status_code == 303


def test_who_dropped_out_is_there_no_longer_and_the_agency_reads_minutes_that_name_them(
    app: Flask, session: Session, made: Jury, leads: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = second_chair(session, made)
    page = opened(session, leads, made)
    client = signed_in(app, who)
    assert client.post(f"{page}/tafel", data={"file": made.files[1].public_id}).status_code == 303
    seat = next(e for e in queries.jurors(session, made.call.id) if e.person_id == who.id)
    left = AFTER + timedelta(minutes=30)
    service.drop_out(session, replace(made.actor, now=left), seat, "Ziek.")
    session.commit()
    monkeypatch.setattr(clock, "now", lambda: AFTER + timedelta(hours=3))
    assert seat.id not in now_there(session)
    assert leads.post(f"{page}/sluiten").status_code == 303

    kept = session.scalars(select(Minutes)).one()
    (row,) = [each for each in kept.content["attendance"] if each["juror"] == seat.label]
    assert row["stays"] == [[AFTER.isoformat(), left.isoformat()]]
    given = signed_in(app, made.officer).get(f"{page}/verslag.pdf")
    told = " ".join(each.extract_text() for each in PdfReader(BytesIO(given.data)).pages)
    assert f"Twee Voorzitter ({seat.label})" in told


def test_a_closed_meeting_without_minutes_still_opens(
    session: Session, made: Jury, leads: FlaskClient
) -> None:
    """It was closed before minutes existed."""
    meeting = Meeting(
        call_id=made.call.id,
        day=AFTER.date(),
        place="Brussel",
        opened_at=AFTER,
        opened_by_id=made.officer.id,
        closed_at=AFTER,
    )
    session.add(meeting)
    session.commit()
    assert leads.get(f"/juryvergaderingen/{meeting.public_id}").status_code == 200


def test_who_declares_again_after_a_lift_is_out_again_and_a_lift_alone_opens_nothing(
    session: Session, made: Jury, leads: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(session, leads, made)
    which = {"which": on_table(session)}
    declares = {"answer": "none", **which}
    conflict = {**which, "kind": "other", "reason": "Mijn zus werkt daar."}
    assert leads.post(f"{page}/belangen", data=declares).status_code == 303
    assert leads.post(f"{page}/belangen", data=conflict).status_code == 303
    lift(session, made, second_chair(session, made), AFTER + timedelta(hours=1))
    monkeypatch.setattr(clock, "now", lambda: AFTER + timedelta(hours=2))

    shown = leads.get(page).text
    assert 'id="seen"' not in shown
    assert leads.post(f"{page}/belangen", data=declares).status_code == 303
    assert seen_in(leads.get(page).text)
    assert leads.post(f"{page}/belangen", data=conflict).status_code == 303
    assert made.files[0].number not in visible(leads.get(page).text)


def lift(session: Session, made: Jury, chair: Person, at: datetime) -> None:
    """Lift the one conflict that was declared."""
    session.expire_all()
    row = session.scalars(select(Conflict)).one()
    seat = next(e for e in queries.jurors(session, made.call.id) if e.id == row.juror_id)
    ruler = Actor(chair.id, at, frozenset({Role.JUROR, Role.JURY_CHAIR}))
    lifted = service.Decided(row.mark, lifts=True, reason="Zij werkt er niet meer.")
    service.rule(session, ruler, seat, made.files[0], lifted)
    session.commit()


SISTER = {"kind": "other", "reason": "Mijn zus werkt daar."}


def test_who_sees_a_conflict_when_the_file_is_off_the_table_declares_it_then(
    session: Session, made: Jury, leads: FlaskClient
) -> None:
    page, heard = opened(session, leads, made), heard_all(session, leads, made)

    bare = leads.post(f"{page}/belangen", data={**SISTER, "which": heard[0], "reason": ""})
    assert bare.status_code == 422
    assert_well_formed(bare.text)
    assert f'value="{heard[0]}" selected' in " ".join(bare.text.split())
    done = leads.post(f"{page}/belangen", data={**SISTER, "which": heard[0]})
    assert done.status_code == 303
    shown = leads.get(page).text
    assert_well_formed(shown)
    assert heard[0] not in shown
    assert made.files[0].number not in shown
    assert made.files[1].number in shown


def test_who_sees_a_conflict_after_the_meeting_declares_it_and_reads_no_minutes_of_it(
    app: Flask, session: Session, made: Jury, leads: FlaskClient
) -> None:
    page, heard = opened(session, leads, made), heard_all(session, leads, made)
    assert leads.post(f"{page}/sluiten").status_code == 303
    late = leads.get(page).text
    assert_well_formed(late)
    assert heard[0] in late
    scores = signed_in(app, person_of(session, made.jurors[0]))
    assert heard[0] not in scores.get(page).text  # who scores a file declares on its own page
    about = {**SISTER, "which": heard[0]}
    assert scores.post(f"{page}/belangen", data=about).status_code == 422
    unasked = scores.post(f"{page}/belangen", data={"which": " "})  # that page has no such form
    assert "Deze vergadering is gesloten." in visible(unasked.text)
    nothing = leads.post(f"{page}/belangen", data={"which": " "})
    assert nothing.status_code == 422
    assert [f'href="#late-{name}"' in nothing.text for name in ("which", "kind", "reason")] == [
        True
    ] * 3

    assert leads.post(f"{page}/belangen", data=about).status_code == 303

    assert leads.post(f"{page}/belangen", data=about).status_code == 422  # that one is closed
    session.expire_all()
    assert session.scalars(select(Conflict.application_id)).all() == [made.files[0].id]
    pdf = PdfReader(BytesIO(leads.get(f"{page}/verslag.pdf").data))
    told = " ".join(each.extract_text() for each in pdf.pages)
    assert [file.number in told for file in made.files] == [False, True]


def heard_all(session: Session, leads: FlaskClient, made: Jury) -> list[str]:
    """Let the chair hear about every file, one after the other; return the discussions."""
    meeting = session.scalars(select(Meeting.public_id)).one()
    page, heard = f"/juryvergaderingen/{meeting}", []
    for file in made.files:
        assert leads.post(f"{page}/tafel", data={"file": file.public_id}).status_code == 303
        heard.append(on_table(session))
        none = {"answer": "none", "which": heard[-1]}
        assert leads.post(f"{page}/belangen", data=none).status_code == 303
    return heard
