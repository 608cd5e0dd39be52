"""What a juror asks to judge before the files are divided, over HTTP and in the division."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.scoring import queries, service
from subsidy.scoring.domain.bids import Bid
from subsidy.scoring.domain.conflicts import ConflictKind, Source
from subsidy.scoring.domain.division import Mode, Wish
from subsidy.scoring.models import Conflict, FileBid
from subsidy.scoring.service import child
from subsidy.web import clock
from subsidy.workflow import OutboxMessage
from tests.factories import municipality, person
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.scoring import Jury, given, jury
from tests.support.solving import in_this_process

PAGE = "/jury/wensen"
SUMMARY = "Wij delen een hulplijn."


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    monkeypatch.setattr(child, "solve", in_this_process)


@pytest.fixture
def made(session: Session) -> Jury:
    return jury(session, files=3, jurors=3)


def juror(app: Flask, session: Session, made: Jury, place: int = 0) -> FlaskClient:
    session.commit()
    return signed_in(app, session.get_one(Person, made.jurors[place].person_id))


def box(made: Jury, file: int) -> str:
    return f"bid_{made.files[file].public_id}"


def kept(session: Session, made: Jury) -> dict[tuple[int, int], Bid]:
    session.expire_all()
    return dict(queries.bids(session, [each.id for each in made.jurors]))


def test_a_juror_asks_for_files_and_then_reads_their_summary(
    app: Flask, session: Session, made: Jury
) -> None:
    made.files[0].summary = made.files[1].summary = SUMMARY
    client = juror(app, session, made)
    shown = client.get(PAGE)
    assert_well_formed(shown.text)
    assert all(each.number in shown.text for each in made.files)
    assert SUMMARY not in shown.text  # content comes after the declaration

    saved = client.post(PAGE, data={box(made, 0): "eager", box(made, 2): "no"})

    assert (saved.status_code, saved.location) == (303, PAGE)
    first, last = made.files[0].id, made.files[2].id
    mine = made.jurors[0].id
    assert kept(session, made) == {(mine, first): Bid.EAGER, (mine, last): Bid.NO}
    assert client.get(PAGE).text.count(SUMMARY) == 1

    client.post(PAGE, data={box(made, 0): "", box(made, 2): "willing"})
    assert kept(session, made) == {(mine, last): Bid.WILLING}


def test_what_is_no_answer_is_refused_and_what_was_typed_stays(
    app: Flask, session: Session, made: Jury
) -> None:
    client = juror(app, session, made)

    refused = client.post(PAGE, data={box(made, 0): "eager", box(made, 1): "graag"})

    assert refused.status_code == 422
    assert_well_formed(refused.text)
    assert re.search(r'value="eager"\s+selected', refused.text)
    assert kept(session, made) == {}


def test_a_conflict_declared_here_takes_the_file_away_and_tells_the_chair(
    app: Flask, session: Session, made: Jury
) -> None:
    chair = person(session, "Vera Voorzitter", employer=municipality(session, "Genk"))
    service.seat(session, made.actor, made.call, chair, is_chair=True)
    client = juror(app, session, made)
    client.post(PAGE, data={box(made, 1): "eager"})
    said = {"then": "conflict", "file": made.files[1].public_id, "kind": "personal"}

    refused = client.post(PAGE, data=said)
    assert refused.status_code == 422
    assert "Schrijf waarom" in visible(refused.text)

    told = client.post(PAGE, data=said | {"reason": "Mijn zus leidt het."}, follow_redirects=True)

    assert made.files[1].number not in told.text
    assert kept(session, made) == {}
    row = session.query(Conflict).one()
    assert (row.kind, row.source) == (ConflictKind.PERSONAL, Source.DECLARED)
    paths = [each.path for each in session.query(OutboxMessage) if each.person_id == chair.id]
    assert paths == [f"/oproepen/{made.call.public_id}/jury/belangen"]
    # the file is gone for good, also for who sends the form again or asks by its address
    again = client.post(PAGE, data=said | {"reason": "Mijn zus leidt het."})
    assert again.status_code == 422
    client.post(PAGE, data={box(made, 1): "eager"})
    assert kept(session, made) == {}


def test_nobody_asks_for_what_is_in_hand_or_after_leaving(
    app: Flask, session: Session, made: Jury
) -> None:
    given(session, made, 0, 0)
    first, second = juror(app, session, made), juror(app, session, made, 1)

    assert made.files[0].number not in first.get(PAGE).text
    assert made.files[0].number in second.get(PAGE).text

    service.drop_out(session, made.actor, made.jurors[1], "Ziek.")
    session.commit()
    assert made.files[0].number not in second.get(PAGE).text


def test_a_bid_decides_where_nothing_else_does(session: Session, made: Jury) -> None:
    """Jurors far away know nothing of any file: 0.2 x 1.0 against 0.2 x 0.5, by hand."""
    wanted = [(0, 0), (1, 1), (2, 2)]
    for place, file in wanted:
        session.add(
            FileBid(
                juror_id=made.jurors[place].id,
                application_id=made.files[file].id,
                bid=Bid.EAGER,
                said_at=AFTER,
            )
        )
    session.flush()

    tried = service.try_out(session, made.actor, made.call, Wish(Mode.TOTAL, 1, 1, apart=False))

    division = service.division_of(tried)
    assert division is not None
    expected = {
        (made.jurors[place].public_id, made.files[file].public_id): 20 for place, file in wanted
    }
    assert division.pairs == expected
