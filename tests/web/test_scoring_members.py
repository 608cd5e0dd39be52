"""Who sits in a jury: invitations with their answers, stand-ins, and a juror who drops out."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.scoring import queries
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Juror, Review, SeatOffer
from subsidy.scoring.service import child
from subsidy.web import clock
from subsidy.workflow import OutboxMessage
from tests.factories import municipality, person
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.scoring import Jury, cleared, given, jury, person_of, scored
from tests.support.solving import in_this_process


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    monkeypatch.setattr(child, "solve", in_this_process)


def address(made: Jury, path: str) -> str:
    return f"/oproepen/{made.call.public_id}/jury/{path}"


def officer(app: Flask, made: Jury) -> FlaskClient:
    return signed_in(app, made.officer)


def newcomer(session: Session, name: str = "Nora Nieuw") -> Person:
    made = person(session, name, employer=municipality(session, "Gent"))
    session.flush()
    return made


def invited(app: Flask, session: Session, made: Jury, kind: str = "member") -> SeatOffer:
    """Return an invitation that the officer sent over the page."""
    new = newcomer(session)
    answer = officer(app, made).post(
        address(made, "samenstelling"), data={"person": new.public_id, "kind": kind}
    )
    assert answer.status_code == 303
    return session.scalars(select(SeatOffer).where(SeatOffer.person_id == new.id)).one()


def answered(app: Flask, session: Session, offer: SeatOffer, **sent: str) -> int:
    client = signed_in(app, session.get_one(Person, offer.person_id))
    return client.post(f"/jury/uitnodigingen/{offer.public_id}", data=sent).status_code


def seats(session: Session, made: Jury) -> dict[str, Juror]:
    session.expire_all()
    return {each.person.name: each for each in queries.jurors(session, made.call.id)}


@pytest.mark.parametrize("kind", ["member", "chair"])
def test_who_is_invited_is_told_and_takes_the_seat(app: Flask, session: Session, kind: str) -> None:
    made = jury(session, files=0, jurors=1)

    offer = invited(app, session, made, kind)
    path = f"/jury/uitnodigingen/{offer.public_id}"
    told = session.scalars(select(OutboxMessage).where(OutboxMessage.path == path)).one()
    shown = signed_in(app, session.get_one(Person, offer.person_id)).get(path)

    assert told.person_id == offer.person_id
    assert_well_formed(shown.text)
    assert "Kunt u in deze jury zitten?" in visible(shown.text)
    assert "Nora Nieuw" not in seats(session, made)
    assert answered(app, session, offer, answer="yes") == 303
    assert seats(session, made)["Nora Nieuw"].is_chair is (kind == "chair")
    assert answered(app, session, offer, answer="yes") == 422  # once is enough
    members = visible(officer(app, made).get(address(made, "samenstelling")).text)
    assert "Nora Nieuw Gent" in members
    assert "uitnodiging aanvaard" in members


def test_who_refuses_says_why_and_who_invited_is_told(app: Flask, session: Session) -> None:
    made = jury(session, files=0, jurors=1)
    offer = invited(app, session, made)

    assert answered(app, session, offer, answer="no", reason=" ") == 422
    assert answered(app, session, offer) == 422
    assert answered(app, session, offer, answer="no", reason="Ik ben dan op reis.") == 303

    page = officer(app, made).get(address(made, "samenstelling"))
    path = address(made, "samenstelling")
    told = session.scalars(select(OutboxMessage).where(OutboxMessage.path == path)).one()
    assert_well_formed(page.text)
    assert "uitnodiging geweigerd" in visible(page.text)
    assert "Ik ben dan op reis." in visible(page.text)
    assert told.person_id == made.officer.id
    assert "Nora Nieuw" not in seats(session, made)


def test_an_invitation_is_of_one_person_only(app: Flask, session: Session) -> None:
    made = jury(session, files=0, jurors=1)
    offer = invited(app, session, made)
    path = f"/jury/uitnodigingen/{offer.public_id}"
    other = signed_in(app, person_of(session, made.jurors[0]))

    assert other.get(path).status_code == 404
    assert other.post(path, data={"answer": "yes"}).status_code == 404
    assert officer(app, made).get(path).status_code == 404


def test_a_stand_in_waits_until_somebody_drops_out(app: Flask, session: Session) -> None:
    made = jury(session, files=0, jurors=1)
    offer = invited(app, session, made, "stand_in")
    client = officer(app, made)

    assert answered(app, session, offer, answer="yes") == 303
    assert "Nora Nieuw" not in seats(session, made)
    page = client.get(address(made, "samenstelling"))
    assert re.findall(r'name="stand_in"\s+value="([^"]+)"', page.text) == [offer.public_id]

    calling = address(made, "invallen")
    done = client.post(calling, data={"stand_in": offer.public_id}, follow_redirects=True)
    again = client.post(calling, data={"stand_in": offer.public_id})
    unknown = client.post(calling, data={"stand_in": "onbekend"})

    assert "Jurylid 2 heeft nu een plaats in de jury." in visible(done.text)
    assert "Nora Nieuw" in seats(session, made)
    assert (again.status_code, unknown.status_code) == (422, 422)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"person": "", "kind": "member"}, "Kies wie u uitnodigt."),
        ({"person": "x", "kind": "member"}, "Deze persoon kan niet worden uitgenodigd."),
        ({"person": "x", "kind": "keizer"}, "Kies"),
    ],
)
def test_an_invitation_for_nobody_is_refused(
    app: Flask, session: Session, sent: dict[str, str], said: str
) -> None:
    made = jury(session, files=0, jurors=1)

    answer = officer(app, made).post(address(made, "samenstelling"), data=sent)

    assert answer.status_code == 422
    assert_well_formed(answer.text)
    assert said in visible(answer.text)


# Somebody drops out -------------------------------------------------------------------------------


def test_who_drops_out_keeps_the_marks_that_are_in_and_frees_the_rest(
    app: Flask, session: Session
) -> None:
    made = jury(session, files=3, jurors=4)
    done = scored(session, made, 0, 0)
    begun = cleared(session, made, 0, 1)
    given(session, made, 0, 2)
    others = given(session, made, 1, 1)
    client = officer(app, made)
    leaving = {"juror": made.jurors[0].public_id, "reason": "Langdurig ziek."}

    answer = client.post(address(made, "uitval"), data=leaving, follow_redirects=True)

    assert "2 dossiers hebben een ander jurylid nodig." in visible(answer.text)
    assert set(session.scalars(select(Review.id))) == {done.id, begun.id, others.id}
    gone = signed_in(app, person_of(session, made.jurors[0]))
    assert gone.get(f"/jury/{begun.public_id}").status_code == 403
    assert begun.application.number not in visible(gone.get("/jury").text)
    assert "Langdurig ziek." in visible(client.get(address(made, "samenstelling")).text)
    panel = client.get(f"/oproepen/{made.call.public_id}/jury")
    assert_well_formed(panel.text)
    assert f'value="{made.jurors[0].public_id}.' not in panel.text  # no box to give it a file
    assert client.post(address(made, "uitval"), data=leaving).status_code == 422


def test_a_division_replaces_who_dropped_out_and_leaves_the_others(
    app: Flask, session: Session
) -> None:
    made = jury(session, files=3, jurors=4)
    scored(session, made, 0, 0)
    cleared(session, made, 0, 1)
    others = given(session, made, 1, 1)
    client = officer(app, made)
    leaving = {"juror": made.jurors[0].public_id, "reason": "Langdurig ziek."}
    client.post(address(made, "uitval"), data=leaving)

    wish = {"mode": "total", "need": "2", "most": "5", "apart": "y"}
    shown = client.post(address(made, "verdeling"), data=wish, follow_redirects=True)
    trial = re.search(r'name="trial"\s+value="([^"]+)"', shown.text)
    assert trial is not None
    client.post(address(made, "verdeling/toepassen"), data={"trial": trial.group(1)})

    session.expire_all()
    kept = queries.assignments(session, made.call.id)
    assert {each.status for each in kept if each.juror_id == made.jurors[0].id} == {
        ReviewStatus.SUBMITTED,
        ReviewStatus.RELEASED,
    }
    assert others.id in {each.id for each in kept}
    assert sum(not each.is_blocked for each in kept) == 6


@pytest.mark.parametrize("missing", ["juror", "reason"])
def test_dropping_out_needs_somebody_and_a_reason(
    app: Flask, session: Session, missing: str
) -> None:
    made = jury(session, files=0, jurors=1)
    sent = {"juror": made.jurors[0].public_id, "reason": "Ziek."} | {missing: ""}

    answer = officer(app, made).post(address(made, "uitval"), data=sent)

    assert answer.status_code == 422
    assert_well_formed(answer.text)
    assert seats(session, made)["Juror van Brugge"].left_at is None
