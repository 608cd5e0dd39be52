"""What a jury types in a meeting is text that people see; and the call is held while it counts."""

import pytest
from flask import Flask
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from subsidy.policy import Actor, Role
from subsidy.scoring import queries, service
from subsidy.scoring.domain.deliberation import Consensus, Settled
from subsidy.scoring.forms.marks import plain
from subsidy.scoring.models import Meeting
from subsidy.web import clock
from tests.factories import municipality, person
from tests.support.applications import AFTER
from tests.support.people import signed_in
from tests.support.scoring import EIGHTS, Jury, all_scored, jury
from tests.support.statements import counted


@pytest.fixture
def made(session: Session) -> Jury:
    made = jury(session)
    all_scored(session, made, [EIGHTS])
    made.jurors[0].is_chair = True
    session.commit()
    return made


def test_a_place_that_nobody_sees_is_no_place_and_control_signs_are_not_kept(
    app: Flask, session: Session, made: Jury, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    who = person(session, "Vera Voorzitter", employer=municipality(session, "Genk"))
    service.seat(session, made.actor, made.call, who, is_chair=True)
    session.commit()
    leads = signed_in(app, who)
    page = f"/oproepen/{made.call.public_id}/jury/vergaderingen"
    unseen = leads.post(page, data={"day": "2021-11-02", "place": "\N{ZERO WIDTH SPACE}"})
    assert unseen.status_code == 422
    assert session.scalars(select(Meeting)).all() == []
    assert leads.post(page, data={"day": "2021-11-02", "place": "Gent\x01"}).status_code == 303
    assert session.scalars(select(Meeting.place)).all() == ["Gent"]
    assert plain(" De partners\x01 zijn\r\nniet zeker.\N{ZERO WIDTH SPACE} ") == (
        "De partners zijn\nniet zeker."
    )


def test_the_call_is_held_before_it_is_asked_whether_its_selection_stands(
    session: Session, connection: Connection, made: Jury
) -> None:
    """An approval holds the call too: it comes before an act of the meeting or after it."""
    chair = Actor(made.jurors[0].person_id, AFTER, frozenset({Role.JUROR, Role.JURY_CHAIR}))
    with counted(connection) as opening:
        where = service.Gathering(AFTER.date(), "Brussel")
        meeting = service.open_meeting(session, chair, made.call, where)
    sat = queries.sitting(session, meeting.public_id)
    assert sat is not None
    service.put_on_table(session, chair, sat, made.files[0])
    discussion = queries.on_table(session, meeting.id)
    assert discussion is not None
    agreed = Settled((Consensus("samenwerking", 9, "Zo is het."),))
    with counted(connection) as writing:
        service.write_down(session, chair, sat, (discussion.public_id, None), agreed)

    end = "FOR UPDATE" if connection.dialect.name == "postgresql" else ""
    for statements in (opening, writing):
        flat = [" ".join(each.split()) for each in statements]
        held = [" FROM call WHERE " in each and each.endswith(end) for each in flat]
        asked = [" FROM transfer " in each or " FROM ledger_transfer " in each for each in flat]
        assert held.index(True) < asked.index(True)
