"""Remarks of the partners: for them alone, never part of the file, one message a day at most."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.applications import queries, service
from subsidy.applications.domain.form import Key
from subsidy.applications.domain.snapshot import canonical, plain
from subsidy.applications.models import Comment, CommentThread, Snapshot
from subsidy.core.errors import RefusedError
from subsidy.policy import MandateKind, Role
from subsidy.workflow import OutboxMessage
from tests.factories import case_officer, member, municipality, person
from tests.support.applications import (
    AFTER,
    DURING,
    Consortium,
    complete,
    draft,
    published_call,
    town,
)
from tests.support.clocks import Clock
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.statements import counted

MARK = "korenbloemblauw"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def address(made: Consortium, path: str = "/opmerkingen") -> str:
    return f"/aanvragen/{made.record.public_id}{path}"


def browsers(app: Flask, made: Consortium) -> list[FlaskClient]:
    return [signed_in(app, one.person, one.organisation) for one in made.towns]


def say(client: FlaskClient, made: Consortium, body: str, part: str = "project") -> TestResponse:
    return client.post(address(made), data={"act": "remark", "part": part, "body": body})


def thread_of(client: FlaskClient, made: Consortium) -> str:
    found = re.search(r'name="thread" value="(\w+)"', client.get(address(made)).text)
    assert found is not None
    return found.group(1)


# Talking ------------------------------------------------------------------------------------------


def test_partners_talk_and_settle(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    aalst, ninove = browsers(app, made)
    assert say(ninove, made, "Past de titel nog?").status_code == 303

    shown = aalst.get(address(made))
    assert_well_formed(shown.text)
    assert "Ninove vrijdag 1 oktober 2021" in visible(shown.text)
    assert "1 open opmerking" in visible(aalst.get(address(made, "/onderdeel/project")).text)
    thread = thread_of(aalst, made)
    reply = {"act": "reply", "thread": thread, f"{thread}-body": "Ja, zeker."}
    assert aalst.post(address(made), data=reply).status_code == 303
    assert "Ja, zeker." in visible(ninove.get(address(made)).text)
    assert ninove.post(address(made), data={"act": "settle", "thread": thread}).status_code == 303
    assert "1 afgehandeld gesprek" in visible(aalst.get(address(made)).text)
    assert "Maak een opmerking" in visible(aalst.get(address(made, "/onderdeel/project")).text)
    aalst.post(address(made), data={"act": "reopen", "thread": thread})
    assert session.scalars(select(CommentThread.settled_at)).one() is None


def test_a_colleague_is_named_and_others_by_their_organisation(
    app: Flask, session: Session
) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    aalst, ninove = browsers(app, made)
    say(aalst, made, "Wie kijkt dit na?")
    colleague = signed_in(
        app, member(session, made.lead.organisation, name="Collega"), made.lead.organisation
    )

    assert "Mandataris van Aalst" in visible(colleague.get(address(made)).text)
    assert "Mandataris van Aalst" not in visible(ninove.get(address(made)).text)


def test_every_part_can_be_talked_about(app: Flask, session: Session) -> None:
    made = complete(session, published_call(session), signed=False)
    client = browsers(app, made)[0]
    page = client.get(address(made)).text
    places = re.findall(r'<option value="([^"]+)"', page)
    lasting = ("the realisation", "its way beyond the pilot", "the promises")
    assert len(places) == 6 + 2 * len(made.towns) + len(lasting)

    for place in places:
        assert say(client, made, "Kijk dit na.", place).status_code == 303
    assert visible(client.get(address(made)).text).count("Kijk dit na.") == len(places)


@pytest.mark.parametrize(
    ("part", "body", "words"),
    [
        ("project", "", "Schrijf uw opmerking."),
        ("project", " \u200b ", "Schrijf uw opmerking."),
        ("project", "x" * 2001, "2.000"),
        ("nergens", "Iets", "Kies een deel."),
        ("taken-aaaa", "Iets", "Kies een deel."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    app: Flask, session: Session, part: str, body: str, words: str
) -> None:
    made = draft(session, published_call(session), "Aalst")
    (client,) = browsers(app, made)

    answer = say(client, made, body, part)

    assert answer.status_code == 422
    assert words in visible(answer.text)
    assert body.strip() in answer.text
    assert session.scalar(select(func.count(Comment.id))) == 0


def test_an_answer_that_is_empty_stands_refused_at_its_own_field(
    app: Flask, session: Session
) -> None:
    made = draft(session, published_call(session), "Aalst")
    (client,) = browsers(app, made)
    say(client, made, "Iets")
    thread = thread_of(client, made)

    answer = client.post(
        address(made), data={"act": "reply", "thread": thread, f"{thread}-body": ""}
    )

    assert answer.status_code == 422
    assert f'href="#{thread}-body"' in answer.text
    assert_well_formed(answer.text)


def test_a_conversation_of_another_file_does_not_exist(app: Flask, session: Session) -> None:
    call = published_call(session)
    made, other = draft(session, call, "Aalst"), draft(session, call, "Ninove")
    thread = service.remark(session, other.lead.actor, other.record, Key.PROJECT, MARK)
    session.commit()
    (client,) = browsers(app, made)

    for act in ("reply", "settle", "reopen", "anders"):
        data = {"act": act, "thread": thread.public_id, f"{thread.public_id}-body": "x"}
        assert client.post(address(made), data=data).status_code == 404


# Messages -----------------------------------------------------------------------------------------


def told(session: Session) -> list[str]:
    rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [str(row.person_id) for row in rows if "remarks" in row.subject["msgid"]]


def test_each_partner_hears_of_it_once_a_day(session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove", "Haaltert")
    aalst, ninove, haaltert = made.towns
    people = [str(one.person.id) for one in made.towns]
    for hour in range(3):
        service.remark(session, aalst.at(DURING + hour * HOUR), made.record, Key.PROJECT, "Kijk.")
    assert sorted(told(session)) == sorted(people[1:])

    service.remark(session, ninove.at(DURING + 4 * HOUR), made.record, Key.PROJECT, "Ja.")
    assert sorted(told(session)) == sorted([*people[1:], people[0]])

    night = DURING + 14 * HOUR  # 22.00 UTC is midnight in Brussels
    service.remark(session, haaltert.at(night - HOUR / 60), made.record, Key.PROJECT, "Nog.")
    assert len(told(session)) == 3
    service.remark(session, haaltert.at(night), made.record, Key.PROJECT, "Nieuwe dag.")
    assert len(told(session)) == 5


# Never part of the file ---------------------------------------------------------------------------


def test_a_remark_changes_nothing_of_the_file(session: Session) -> None:
    made = complete(session, published_call(session))
    record = queries.whole(session, made.record)
    before = canonical(plain(queries.case_file(record)))
    hash_before = service.hash_to_sign(session, made.lead.actor, record)
    service.remark(session, made.lead.actor, record, Key.PROJECT, MARK)

    record = queries.whole(session, record)
    assert canonical(plain(queries.case_file(record))) == before
    assert service.hash_to_sign(session, made.lead.actor, record) == hash_before
    service.submit(session, made.lead.actor, record)
    assert MARK not in canonical(session.scalars(select(Snapshot.content)).one())


def test_the_agency_and_the_jury_never_see_a_remark(
    app: Flask, session: Session, at: Clock
) -> None:
    made = complete(session, published_call(session))
    record = queries.whole(session, made.record)
    service.remark(session, made.lead.actor, record, Key.PROJECT, MARK)
    service.submit(session, made.lead.actor, record)
    session.commit()
    at.move(AFTER)
    officer = signed_in(app, case_officer(session))
    juror = signed_in(app, person(session, "Jo Jurylid", roles=[Role.JUROR]))

    assert officer.get(address(made)).status_code == 403
    assert juror.get(address(made)).status_code == 404
    for path in ("", "/volledig", "/partners", "/voorwaarden"):
        page = officer.get(address(made, path))
        assert MARK not in page.text
        assert "opmerkingen" not in page.text
    assert MARK in browsers(app, made)[1].get(address(made)).text  # partners still read it


def test_who_is_invited_hears_nothing_before_it_answers(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    service.remark(session, made.lead.actor, made.record, Key.PROJECT, MARK)
    lede = town(session, "Lede")
    service.invite(session, made.lead.actor, made.record, lede.organisation)
    session.commit()
    client = signed_in(app, lede.person, lede.organisation)

    assert client.get(address(made, "")).status_code == 200
    assert client.get(address(made)).status_code == 403
    assert say(client, made, "Mag ik?").status_code == 403
    with pytest.raises(RefusedError):
        service.remark(session, lede.actor, made.record, Key.PROJECT, "Mag ik?")
    assert "opmerkingen" not in client.get(address(made, "")).text


def test_a_stranger_finds_nothing_and_a_reader_takes_part(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    gent = municipality(session, "Gent")
    reader = member(session, made.lead.organisation, MandateKind.READER, name="Lezer")

    assert signed_in(app, member(session, gent), gent).get(address(made)).status_code == 404
    client = signed_in(app, reader, made.lead.organisation)
    assert say(client, made, "Wat betekent dit?").status_code == 303


def test_the_support_desk_talks_along_while_the_lead_wants_it(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    desk = signed_in(app, person(session, "Wim Desk", roles=[Role.SUPPORT_DESK]))
    assert desk.get(address(made)).status_code == 404
    service.let_support_in(session, made.lead.actor, made.record)
    session.commit()

    assert say(desk, made, "Schrijf dit korter.").status_code == 303
    (client,) = browsers(app, made)
    assert "steunpunt" in visible(client.get(address(made)).text)
    service.end_support(session, made.lead.actor, queries.whole(session, made.record))
    session.commit()
    assert desk.get(address(made)).status_code == 404


def test_a_long_discussion_takes_no_more_statements(
    app: Flask, session: Session, connection: Connection
) -> None:
    made = draft(session, published_call(session), "Aalst")
    (client,) = browsers(app, made)
    found = []
    for number in (1, 12):
        for _ in range(number):
            service.remark(session, made.lead.actor, made.record, Key.PROJECT, "Nog iets.")
        session.commit()
        with counted(connection) as seen:
            assert client.get(address(made)).status_code == 200
        found.append(len(seen))

    assert found[0] == found[1]
