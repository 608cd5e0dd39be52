"""The officer's page of a jury: seats, conflicts as crosses, assignment, never a mark."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from subsidy.policy import Role
from subsidy.scoring import queries, service
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Juror, Mark, Review
from subsidy.web import clock
from tests.factories import municipality, person
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, masked, visible
from tests.support.people import signed_in, visitor
from tests.support.scoring import (
    EIGHTS,
    Jury,
    cleared,
    given,
    juror_actor,
    jury,
    scored,
    seated,
)
from tests.support.statements import counted


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)


def address(made: Jury, path: str = "") -> str:
    return f"/oproepen/{made.call.public_id}/jury{path}"


def officer(app: Flask, made: Jury) -> FlaskClient:
    return signed_in(app, made.officer)


def box(made: Jury, juror: int, file: int) -> str:
    return f"{made.jurors[juror].public_id}.{made.files[file].public_id}"


def boxes(html: str) -> set[str]:
    return set(re.findall(r'name="box"\s+value="([^"]+)"', html))


# Seats --------------------------------------------------------------------------------------------


def test_an_empty_jury_says_how_to_begin(app: Flask, session: Session) -> None:
    made = jury(session, files=0, jurors=0)

    answer = officer(app, made).get(address(made))

    words = visible(answer.text)
    assert answer.status_code == 200
    assert_well_formed(answer.text)
    assert "Nog niemand zit in de jury." in words
    assert "Er is nog geen ontvankelijk dossier." in words


def test_the_officer_gives_a_person_a_seat(app: Flask, session: Session) -> None:
    made = jury(session, files=0, jurors=1)
    new = person(session, "Nora Nieuw", employer=municipality(session, "Gent"))
    session.flush()

    answer = officer(app, made).post(
        address(made, "/leden"),
        data={"person": new.public_id, "is_chair": "y"},
        follow_redirects=True,
    )

    words = visible(answer.text)
    assert_well_formed(answer.text)
    assert "Jurylid 2 heeft nu een plaats in de jury." in words
    assert "Jurylid 2 Nora Nieuw Gent voorzitter 0" in words
    assert "Nora Nieuw (Gent)" not in words  # no candidate any more


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("", "Kies wie een plaats in de jury krijgt."),
        ("onbekend", "Deze persoon kan geen plaats krijgen. Kies iemand uit de lijst."),
    ],
)
def test_a_seat_for_nobody_is_refused(app: Flask, session: Session, sent: str, said: str) -> None:
    made = jury(session, files=0, jurors=1)

    answer = officer(app, made).post(address(made, "/leden"), data={"person": sent})

    assert answer.status_code == 422
    assert_well_formed(answer.text)
    assert said in visible(answer.text)


# Assignment ---------------------------------------------------------------------------------------


def test_the_table_shows_states_conflicts_with_reasons_and_boxes_for_the_rest(
    app: Flask, session: Session
) -> None:
    made = jury(session, files=2, jurors=4)
    seated(session, made.call, made.actor, "Buur", municipality(session, "Lede"))  # a partner of 2
    given(session, made, 0, 0)
    cleared(session, made, 1, 0)
    scored(session, made, 2, 0)
    blocked = given(session, made, 3, 0)
    service.declare_conflict(session, juror_actor(blocked), blocked, "Mijn broer werkt er.")
    session.flush()

    answer = officer(app, made).get(address(made))

    words = visible(answer.text)
    assert_well_formed(answer.text)
    for said in (
        "toegewezen",
        "geen conflict gemeld",
        "gescoord",
        "conflict gemeld Mijn broer werkt er.",
        "Het jurylid hoort bij Lede, partner in dit dossier.",
        "3 te weinig",  # the second file has no juror; the call asks three
    ):
        assert said in words
    neighbour = queries.jurors(session, made.call.id)[-1]
    expected = {box(made, juror, 1) for juror in range(4)}
    assert boxes(answer.text) == expected | {f"{neighbour.public_id}.{made.files[0].public_id}"}


def test_ticked_boxes_are_assigned_at_once(app: Flask, session: Session) -> None:
    made = jury(session, files=2, jurors=2)

    answer = officer(app, made).post(
        address(made, "/toewijzing"),
        data={"box": [box(made, 0, 0), box(made, 0, 1), box(made, 1, 1)]},
        follow_redirects=True,
    )

    assert "3 toewijzingen zijn bewaard." in visible(answer.text)
    assert {(r.juror_id, r.application_id) for r in session.scalars(select(Review))} == {
        (made.jurors[0].id, made.files[0].id),
        (made.jurors[0].id, made.files[1].id),
        (made.jurors[1].id, made.files[1].id),
    }


def test_refused_assignments_are_listed_together_nothing_is_done_and_ticks_stay(
    app: Flask, session: Session
) -> None:
    made = jury(session, files=2, jurors=2)
    local = seated(session, made.call, made.actor, "Buur", municipality(session, "Lede"))
    given(session, made, 0, 0)
    conflicted = f"{local.public_id}.{made.files[1].public_id}"

    answer = officer(app, made).post(
        address(made, "/toewijzing"),
        data={"box": [box(made, 0, 0), conflicted, box(made, 1, 1)]},
    )

    words = visible(answer.text)
    assert answer.status_code == 422
    assert_well_formed(answer.text)
    assert "Jurylid 1 heeft dit dossier al." in words
    assert "Jurylid 3 kan dit dossier niet krijgen: Het jurylid hoort bij Lede" in words
    assert re.search(rf'value="{re.escape(box(made, 1, 1))}"\s+checked', answer.text)
    assert len(session.scalars(select(Review)).all()) == 1


@pytest.mark.parametrize("sent", [[], ["onbekend"], ["a.b.c"], ["."]])
def test_nothing_or_nonsense_is_refused(app: Flask, session: Session, sent: list[str]) -> None:
    made = jury(session, files=1, jurors=1)

    answer = officer(app, made).post(address(made, "/toewijzing"), data={"box": sent})

    assert answer.status_code == 422
    assert_well_formed(answer.text)
    assert session.scalars(select(Review)).all() == []


def test_a_juror_of_another_call_cannot_be_given_a_file(app: Flask, session: Session) -> None:
    made, other = jury(session, files=1, jurors=1), jury(session, files=1, jurors=1)
    foreign = f"{other.jurors[0].public_id}.{made.files[0].public_id}"

    answer = officer(app, made).post(address(made, "/toewijzing"), data={"box": [foreign]})

    assert answer.status_code == 422
    assert session.scalars(select(Review)).all() == []


def test_a_file_is_taken_back_before_the_juror_declared(app: Flask, session: Session) -> None:
    made = jury(session, files=1, jurors=2)
    untouched, begun = given(session, made, 0), cleared(session, made, 1)
    client = officer(app, made)

    page = client.get(address(made))
    done = client.post(address(made, "/terugnemen"), data={"review": untouched.public_id})
    refused = client.post(address(made, "/terugnemen"), data={"review": begun.public_id})
    gone = client.post(address(made, "/terugnemen"), data={"review": untouched.public_id})

    assert untouched.public_id in page.text
    assert begun.public_id not in page.text
    assert [done.status_code, refused.status_code, gone.status_code] == [303, 422, 422]
    assert session.scalars(select(Review.status)).all() == [ReviewStatus.CLEARED]


# Who, and what stays hidden -----------------------------------------------------------------------


def test_only_who_manages_the_jury_opens_the_page(app: Flask, session: Session) -> None:
    made = jury(session, files=1, jurors=1)
    seat = session.get_one(Juror, made.jurors[0].id)
    statuses = {
        role: signed_in(app, person(session, role.value, roles=[role]))
        .get(address(made))
        .status_code
        for role in Role
    }

    assert statuses.pop(Role.CASE_OFFICER) == 200
    assert set(statuses.values()) == {403}
    assert signed_in(app, seat.person).get(address(made)).status_code == 403
    assert visitor(app).get(address(made)).status_code == 302
    posted = {"box": [box(made, 0, 0)], "person": seat.person.public_id}
    for path in ("/leden", "/toewijzing", "/terugnemen"):
        assert signed_in(app, seat.person).post(address(made, path), data=posted).status_code == 403


def test_the_officer_sees_states_but_never_a_mark(app: Flask, session: Session) -> None:
    """Two worlds that differ in marks only are the same page, also for the ranking to come."""
    made = jury(session, files=2, jurors=2)
    scored(session, made, 0, 0)
    scored(session, made, 1, 0, dict.fromkeys(EIGHTS, 2))
    client = officer(app, made)
    pages = (address(made), f"/oproepen/{made.call.public_id}/rangschikking")
    client.get("/")

    before = [masked(client.get(page).text) for page in pages]
    session.execute(update(Mark).values(value=10, motivation="Schitterend."))
    after = [masked(client.get(page).text) for page in pages]

    assert before == after
    assert "Sterk dossier." not in "".join(before)
    assert client.get(f"{pages[1]}.xlsx").status_code == 404


def test_the_page_takes_the_same_number_of_statements_at_any_size(
    app: Flask, session: Session, connection: Connection
) -> None:
    counts = []
    for files, jurors in ((1, 1), (3, 3), (5, 6)):
        made = jury(session, files=files, jurors=jurors)
        given(session, made, 0, 0)
        blocked = given(session, made, 0, files - 1) if files > 1 else None
        if blocked is not None:
            service.declare_conflict(session, juror_actor(blocked), blocked, "Familie.")
        session.flush()
        client = officer(app, made)
        with counted(connection) as sent:
            assert client.get(address(made)).status_code == 200
        counts.append(len(sent))

    assert counts[0] == counts[1] == counts[2]
