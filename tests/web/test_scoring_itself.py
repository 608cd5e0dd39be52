"""Marks that save themselves, earlier marks, no judgement, agreements and reminders."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.scoring import queries, service
from subsidy.scoring.domain.agreements import Agreements
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.domain.marks import Confidence
from subsidy.scoring.models import JurorReminder, Review, ReviewVersion
from subsidy.web import clock
from subsidy.workflow import OutboxMessage
from tests.factories import municipality
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.scoring import (
    EIGHTS,
    Jury,
    cleared,
    given,
    juror_actor,
    jury,
    reread,
    scored,
    sheet,
)

DATA = {"Accept": "application/json"}


class Now:
    at = AFTER


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    moment = Now()
    monkeypatch.setattr(clock, "now", lambda: moment.at)
    return moment


def client_of(app: Flask, session: Session, review: Review) -> FlaskClient:
    return signed_in(app, session.get_one(Person, review.juror.person_id))


def typed(version: int, mark: str = "7", words: str = "Goed.") -> dict[str, str]:
    every = {f"mark-{key}": mark for key in EIGHTS}
    every |= {f"motivation-{key}": words for key in EIGHTS}
    every |= {f"note-{key}": "Navragen bij de partner." for key in EIGHTS}
    return {"version": str(version), "confidence": "low", **every}


def versions(session: Session, review: Review) -> list[ReviewVersion]:
    return list(queries.earlier_marks(session, review))


def test_a_browser_saves_by_itself_and_the_run_keeps_its_last_text_only(
    app: Flask, session: Session, now: Now
) -> None:
    review = cleared(session, jury(session, jurors=1))
    client, address = client_of(app, session, review), f"/jury/{review.public_id}"
    for number in range(1, 4):
        now.at = AFTER + timedelta(seconds=number)
        answer = client.post(address, data=typed(number, words=f"Zin {number}."), headers=DATA)
        assert answer.status_code == 200
        assert answer.json is not None
        assert answer.json["version"] == number + 1
        assert "Nog niet ingediend." in answer.json["said"]
    assert versions(session, review) == []

    now.at = AFTER + timedelta(minutes=11)
    client.post(address, data=typed(4, words="Later."), headers=DATA)

    (kept,) = versions(session, reread(session, review))
    assert {row["motivation"] for row in kept.content["marks"]} == {"Zin 3."}
    assert kept.content["confidence"] == "low"
    page = client.get(f"{address}/eerdere-scores")
    assert_well_formed(page.text)
    assert "Zin 3." in visible(page.text)
    assert "Navragen bij de partner." in visible(page.text)


def test_a_save_of_another_window_is_a_conflict_and_keeps_what_stands(
    app: Flask, session: Session
) -> None:
    review = cleared(session, jury(session, jurors=1))
    client, address = client_of(app, session, review), f"/jury/{review.public_id}"
    client.post(address, data=typed(1), headers=DATA)

    answer = client.post(address, data=typed(1, "2"), headers=DATA)

    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["conflict"] is True
    assert [mark.value for mark in reread(session, review).marks] == [7] * 5


def test_what_cannot_be_saved_by_itself_says_why(app: Flask, session: Session) -> None:
    review = given(session, jury(session, jurors=1))
    client = client_of(app, session, review)

    answer = client.post(f"/jury/{review.public_id}", data=typed(1), headers=DATA)

    assert answer.status_code == 422
    assert answer.json is not None
    assert "Verklaar eerst of u een belangenconflict hebt." in answer.json["said"]


def test_no_judgement_takes_a_mark_away_and_cannot_be_handed_in(
    app: Flask, session: Session
) -> None:
    review = cleared(session, jury(session, jurors=1))
    client, address = client_of(app, session, review), f"/jury/{review.public_id}"
    client.post(address, data=typed(1))
    assert service.own_merit(reread(session, review)) == 7000

    client.post(address, data=typed(2) | {"mark-impact": ""})

    review = reread(session, review)
    assert {mark.criterion: mark.value for mark in review.marks}["impact"] is None
    assert service.own_merit(review) is None
    assert review.confidence is Confidence.LOW
    page = client.get(address).text
    assert re.search(r'id="mark-impact-none"[^>]*\schecked', page)
    refused = client.post(address, data=typed(3) | {"mark-impact": "", "then": "submit"})
    assert refused.status_code == 422


def test_the_text_for_the_jury_reaches_colleagues_after_their_own_marks_only(
    app: Flask, session: Session
) -> None:
    made = jury(session, jurors=2)
    review, other = cleared(session, made, 0), cleared(session, made, 1)
    client = client_of(app, session, review)
    client.post(f"/jury/{review.public_id}", data=typed(1))
    client.post(f"/jury/{review.public_id}/indienen", data={"version": "2"})
    assert reread(session, review).status is ReviewStatus.SUBMITTED
    colleague = client_of(app, session, other)
    assert "Navragen" not in colleague.get(f"/jury/{other.public_id}").text

    other = reread(session, other)
    service.submit_marks(session, juror_actor(other), other, sheet())
    session.commit()

    page = colleague.get(f"/jury/{other.public_id}")
    assert "Navragen bij de partner." in visible(page.text)
    assert "Hoe ver de scores uit elkaar liggen" in visible(page.text)
    assert_well_formed(page.text)


# Agreements ---------------------------------------------------------------------------------------


def agreed(session: Session, made: Jury, due: datetime, *, first: bool = False) -> None:
    file = queries.application_of(session, made.call.id, made.files[0].public_id) if first else None
    terms = Agreements(None, due, due + timedelta(days=7))
    service.agree(session, made.actor, made.call, file, terms)
    session.commit()


def test_the_first_file_goes_to_everybody_and_closes_the_others_until_it_is_scored(
    app: Flask, session: Session
) -> None:
    made = jury(session, files=2, jurors=2)
    second = cleared(session, made, 0, 1)
    agreed(session, made, AFTER + timedelta(days=20), first=True)
    client, address = client_of(app, session, second), f"/jury/{second.public_id}"
    assert len(queries.assignments(session, made.call.id)) == 3

    assert "Scoor eerst het dossier waarmee de jury oefent" in visible(client.get(address).text)
    assert client.post(address, data=typed(1)).status_code == 422

    own = next(
        each
        for each in queries.reviews_of_call(session, made.call.id)
        if each.juror_id == second.juror_id and each.application_id == made.files[0].id
    )
    mine = queries.review(session, own.public_id)
    assert mine is not None
    juror = juror_actor(mine)
    service.declare_none(session, juror, mine)
    session.commit()
    assert "Scoor eerst" not in visible(client.get(f"/jury/{own.public_id}").text)
    service.submit_marks(session, juror, mine, sheet())
    session.commit()
    assert client.post(address, data=typed(1)).status_code == 303


def test_who_dropped_out_or_has_a_conflict_does_not_get_the_first_file(session: Session) -> None:
    made = jury(session, files=1, jurors=3)
    gone, torn, there = made.jurors
    gone.left_at = AFTER
    torn.person.employer = municipality(session, "Ninove")
    session.flush()

    agreed(session, made, AFTER + timedelta(days=20), first=True)

    given_to = [each.juror_id for each in queries.assignments(session, made.call.id)]
    assert given_to == [there.id]


def test_after_the_soft_term_marks_are_marked_and_after_the_hard_one_refused(
    app: Flask, session: Session, now: Now
) -> None:
    made = jury(session, jurors=2)
    early, late = cleared(session, made, 0), cleared(session, made, 1)
    agreed(session, made, AFTER + timedelta(days=1))
    now.at = AFTER + timedelta(days=2)
    client, address = client_of(app, session, early), f"/jury/{early.public_id}"
    client.post(address, data=typed(1))
    client.post(f"{address}/indienen", data={"version": "2"})
    assert "na de termijn" in visible(client.get(address).text)
    officer = signed_in(app, made.officer)
    panel = officer.get(f"/oproepen/{made.call.public_id}/jury")
    assert visible(panel.text).count("(na de termijn)") == 1

    now.at = AFTER + timedelta(days=9)

    refused = client_of(app, session, late).post(f"/jury/{late.public_id}", data=typed(1))
    assert refused.status_code == 422
    assert "U kon scores geven tot" in visible(refused.text)


def test_an_officer_agrees_and_a_hard_term_before_the_soft_one_is_refused(
    app: Flask, session: Session
) -> None:
    made = jury(session, files=1, jurors=1)
    officer = signed_in(app, made.officer)
    address = f"/oproepen/{made.call.public_id}/jury/afspraken"
    sent = {"first": made.files[0].public_id, "due_at": "12/12/2021 12:00"}

    refused = officer.post(address, data=sent | {"closes_at": "11/12/2021 12:00"})
    assert refused.status_code == 422
    assert "Dit is voor de eerste termijn." in visible(refused.text)
    nonsense = officer.post(address, data=sent | {"due_at": "zz", "closes_at": "zz"})
    for label in ("Tot wanneer vraagt u de scores?", "Vanaf wanneer kan niemand nog scores geven?"):
        said = f"{label} Vul een bestaande datum in met het uur, bijvoorbeeld 29/10/2021 12:00."
        assert said in visible(nonsense.text)
    assert_well_formed(refused.text)

    assert officer.post(address, data=sent | {"closes_at": ""}).status_code == 303
    page = officer.get(address).text
    assert_well_formed(page)
    (chosen,) = re.findall(r"<option[^>]*\sselected[^>]*>", page)
    assert made.files[0].public_id in chosen
    assert len(queries.assignments(session, made.call.id)) == 1


def test_a_juror_with_open_files_is_reminded_once_per_mark(session: Session) -> None:
    made = jury(session, jurors=3)
    cleared(session, made, 0)
    scored(session, made, 1)
    agreed(session, made, AFTER + timedelta(days=7))

    (waiting,) = queries.jurors_to_remind(session, AFTER)
    assert (waiting.person_id, waiting.files, waiting.days) == (
        made.jurors[0].person_id,
        1,
        7,
    )
    assert service.remind_juror(session, waiting, AFTER) is True
    assert service.remind_juror(session, waiting, AFTER) is False

    assert queries.jurors_to_remind(session, AFTER) == []
    assert len(queries.jurors_to_remind(session, AFTER + timedelta(days=5))) == 1
    assert session.scalars(select(JurorReminder.days)).all() == [7]
    told = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert told is not None
    assert told.person_id == made.jurors[0].person_id
