"""Score sheets in a workbook: out, filled in, back, looked at, taken over; and what is hostile."""

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.accounts import service as accounts
from subsidy.accounts.models import Person
from subsidy.core.errors import RefusedError
from subsidy.policy import MandateKind
from subsidy.scoring.domain import score_changes
from subsidy.scoring.domain.marks import Criterion, Mark
from subsidy.scoring.domain.score_changes import Change
from subsidy.scoring.models import Review
from subsidy.web import clock
from tests.factories import municipality
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.scoring import Jury, cleared, jury, reread

MARK, MOTIVATION, NOTE, VERSION = 5, 6, 7, 8


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)


@pytest.fixture
def made(session: Session) -> Jury:
    return jury(session, files=2, jurors=2)


@pytest.fixture
def reviews(session: Session, made: Jury) -> list[Review]:
    return [cleared(session, made, 0, 0), cleared(session, made, 0, 1)]


@pytest.fixture
def client(app: Flask, session: Session, reviews: list[Review]) -> FlaskClient:
    return signed_in(app, session.get_one(Person, reviews[0].juror.person_id))


def downloaded(client: FlaskClient) -> bytes:
    answer = client.get("/jury/mijn/scores.xlsx")
    assert answer.status_code == 200
    return bytes(answer.data)


def filled_in(data: bytes, fill: Callable[[Any], None]) -> bytes:
    book = load_workbook(BytesIO(data))
    fill(book["Scores"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def send(client: FlaskClient, data: bytes) -> TestResponse:
    return client.post(
        "/jury/scores-uit-excel", data={"bestand": (BytesIO(data), "scores.xlsx"), "changes": ""}
    )


def changes_of(page: str) -> str:
    found = re.search(r'name="changes"[^>]*value="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


def eights(sheet: Any) -> None:  # noqa: ANN401 - a sheet of openpyxl
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, MARK).value = 8
        sheet.cell(row, MOTIVATION).value = f"Reden {row}."


def test_what_changes_is_shown_and_nothing_is_saved_before_it_is_taken(
    session: Session, client: FlaskClient, reviews: list[Review]
) -> None:
    shown = send(client, filled_in(downloaded(client), eights))

    assert shown.status_code == 200
    assert_well_formed(shown.text)
    assert "Er is nog niets bewaard." in visible(shown.text)
    assert "Reden 2." in visible(shown.text)
    assert reread(session, reviews[0]).marks == []

    taken = client.post("/jury/scores-uit-excel", data={"changes": changes_of(shown.text)})

    assert (taken.status_code, taken.location) == (303, "/jury")
    for review in reviews:
        assert {mark.value for mark in reread(session, review).marks} == {8}
    again = client.post("/jury/scores-uit-excel", data={"changes": changes_of(shown.text)})
    assert again.status_code == 422
    assert "in een ander venster" in visible(again.text)


def test_a_workbook_that_was_not_changed_changes_nothing(client: FlaskClient) -> None:
    answer = send(client, downloaded(client))

    assert answer.status_code == 200
    assert "Er verandert niets." in visible(answer.text)
    assert_well_formed(answer.text)


def test_an_empty_mark_is_no_judgement_and_a_row_that_is_gone_keeps_what_is_saved(
    session: Session, client: FlaskClient, reviews: list[Review]
) -> None:
    first = send(client, filled_in(downloaded(client), eights))
    client.post("/jury/scores-uit-excel", data={"changes": changes_of(first.text)})

    def fill(sheet: Any) -> None:  # noqa: ANN401 - a sheet of openpyxl
        sheet.cell(2, MARK).value = None
        sheet.delete_rows(3, 1)

    second = send(client, filled_in(downloaded(client), fill))
    client.post("/jury/scores-uit-excel", data={"changes": changes_of(second.text)})

    values = [mark.value for each in reviews for mark in reread(session, each).marks]
    assert sorted(values, key=str) == [8] * 9 + [None]


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        (MARK, 11, "Scores!E2"),
        (MARK, 7.5, "Scores!E2"),
        (MARK, "acht", "Scores!E2"),
        (1, "IED-999", "Scores!A2"),
        (3, "Iets anders", "Scores!C2"),
        (MOTIVATION, "x" * 4001, "Scores!F2"),
        (VERSION, "v99", "U bewaarde andere scores"),
    ],
)
def test_a_cell_that_is_not_right_is_refused_with_its_place(
    session: Session,
    client: FlaskClient,
    reviews: list[Review],
    column: int,
    value: object,
    says: str,
) -> None:
    def fill(sheet: Any) -> None:  # noqa: ANN401 - a sheet of openpyxl
        eights(sheet)
        sheet.cell(2, column).value = value

    answer = send(client, filled_in(downloaded(client), fill))

    assert answer.status_code == 422
    assert says in visible(answer.text)
    assert_well_formed(answer.text)
    assert reread(session, reviews[0]).marks == []


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html>", b"\x00" * 900])
def test_what_is_no_workbook_is_refused_in_words(client: FlaskClient, data: bytes) -> None:
    answer = send(client, data)

    assert answer.status_code == 422
    assert_well_formed(answer.text)


def test_a_row_that_stands_there_twice_is_refused(client: FlaskClient) -> None:
    def fill(sheet: Any) -> None:  # noqa: ANN401 - a sheet of openpyxl
        eights(sheet)
        for column in range(1, 9):
            sheet.cell(3, column).value = sheet.cell(2, column).value

    answer = send(client, filled_in(downloaded(client), fill))

    assert "staat ook in rij 2" in visible(answer.text)


def test_a_file_that_closed_since_is_in_no_workbook_and_taken_from_none(
    session: Session, client: FlaskClient, made: Jury, reviews: list[Review]
) -> None:
    """Aalst, Ninove and Haaltert apply for the first file; Aalst and Lede for the second."""
    data = filled_in(downloaded(client), eights)
    changes = changes_of(send(client, data).text)
    who = session.get_one(Person, reviews[0].juror.person_id)
    accounts.give_mandate(session, who, municipality(session, "Ninove"), MandateKind.READER)
    session.commit()

    assert made.files[0].number not in str(
        list(load_workbook(BytesIO(downloaded(client)))["Scores"].values)
    )
    assert send(client, data).status_code == 422
    taken = client.post("/jury/scores-uit-excel", data={"changes": changes})
    assert taken.status_code == 422
    assert "U kunt een van deze dossiers niet meer scoren." in visible(taken.text)
    assert reread(session, reviews[1]).marks == []


# What comes back as text --------------------------------------------------------------------------

CHANGE = Change("r", 3, (Mark("a", 8, "Reden.", ""), Mark("b", None)))


def test_changes_come_back_as_they_went() -> None:
    assert score_changes.read(score_changes.written([CHANGE])) == (CHANGE,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        "[" * 100_000,
        '[{"review": 1, "version": 1, "marks": []}]',
        '[{"review": "r", "version": true, "marks": []}]',
        '[{"review": "r", "version": 1, "marks": [{"criterion": "a", "value": 8.5}]}]',
        '[{"review": "r", "version": 1, "marks": {}}]',
    ],
)
def test_text_that_fits_nothing_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        score_changes.read(text)


def test_only_cells_that_differ_are_differences() -> None:
    criteria = [Criterion("a", "Aim", 6000), Criterion("b", "Way", 4000)]
    before = [Mark("a", 8, "Reden.", "")]

    found = score_changes.differences(
        criteria, before, [Mark("b", 0), Mark("a", 8, "Reden.", "Vraag.")]
    )

    assert [(each.criterion, each.before, each.after) for each in found] == [
        ("Aim", "", "Vraag."),
        ("Way", None, 0),
    ]
