"""The statistics of a jury: nothing before all marks are in, then each what he or she may see."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.core.errors import Refusal
from subsidy.core.text import Text
from subsidy.scoring import queries, service
from subsidy.scoring.domain.computing import Answer
from subsidy.scoring.jobs import statistics
from subsidy.scoring.models import Computation, Juror, Review
from subsidy.web import clock
from tests.factories import municipality, person
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.scoring import EIGHTS, Jury, juror_actor, jury, person_of, reread, scored, seated

MARKS = (  # per juror the mark for each file: the third is severe
    (8, 9, 6, 4),
    (9, 8, 6, 5),
    (5, 6, 2, 1),
)


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    monkeypatch.setattr(statistics, "DRAWS", 500)


def computed(session: Session, client: FlaskClient, made: Jury) -> str:
    """Ask for the statistics and let the worker bring them; return what the page says."""
    answer = client.post(address(made), follow_redirects=True)
    assert answer.status_code == 200
    assert "De statistiek wordt berekend." in words(answer.text)
    taken = service.take(session, AFTER)
    assert taken is not None
    found = statistics.run(taken.input, lambda _done, _of: None)
    service.finish(session, taken, Answer(found, {"python": "3"}), AFTER)
    session.flush()
    return words(client.get(address(made)).text)


def judged(session: Session, *, files: int = 4) -> Jury:
    made = jury(session, files=files, jurors=3)
    for juror, row in enumerate(MARKS):
        for file, mark in enumerate(row[:files]):
            scored(session, made, juror, file, dict.fromkeys(EIGHTS, mark))
    return made


def address(made: Jury, end: str = "") -> str:
    return f"/oproepen/{made.call.public_id}/jury/statistiek{end}"


def chaired(session: Session, made: Jury) -> Juror:
    """Return the seat of a chair who scores nothing."""
    chair = person(session, "Voorzitter", employer=municipality(session, "Veurne"))
    made_seat = service.seat(session, made.actor, made.call, chair, is_chair=True)
    found = queries.seat(session, made.call.id, made_seat.public_id)
    assert found is not None
    return found


def officer(app: Flask, made: Jury) -> FlaskClient:
    return signed_in(app, made.officer)


def words(html: str) -> str:
    assert_well_formed(html)
    return visible(html).replace("\N{NO-BREAK SPACE}", " ")


def test_nothing_is_there_before_every_mark_is_in(app: Flask, session: Session) -> None:
    made = judged(session)
    late = seated(session, made.call, made.actor, "Laat", municipality(session, "Koksijde"))
    service.assign(session, made.actor, late, made.files[0])
    client = officer(app, made)

    said = words(client.get(address(made)).text)
    refused = client.post(address(made))

    assert f"Eén jurylid heeft {made.files[0].number} nog niet gescoord." in said
    assert "Bereken de statistiek" not in said
    assert refused.status_code == 422
    assert f"{made.files[0].number} nog niet gescoord" in words(refused.text)
    assert client.get(address(made, ".xlsx")).status_code == 404
    assert session.scalars(select(Computation)).all() == []


def test_the_officer_sees_agreement_both_rankings_and_nobodys_severity(
    app: Flask, session: Session
) -> None:
    made = judged(session)
    client = officer(app, made)
    assert "Alle scores zijn binnen." in words(client.get(address(made)).text)

    said = computed(session, client, made)

    assert "Het gewone gemiddelde telt." in said
    assert "Alle criteria samen" in said
    assert "meer dan 30 punten tussen twee juryleden" in said
    assert "Intraclasscorrelatie, zonder strengheid" in said
    agenda = said[said.index("Agenda van het overleg") : said.index("Hoe zeker")]
    wide, narrow = made.files[3].number, made.files[0].number  # 4, 5, 1 and 8, 9, 5
    assert wide in agenda
    assert narrow in agenda
    places = said[said.index("Beide rangschikkingen") :]
    first, second, third = (places.index(made.files[at].number) for at in (1, 0, 2))
    assert first < second < third or second < first < third
    assert "Strengheid per jurylid" not in said
    assert "jurylid 3" not in said.lower()


def test_the_chair_sees_the_severity_of_each_and_a_juror_the_own(
    app: Flask, session: Session
) -> None:
    made = judged(session)
    chair = chaired(session, made)
    client = signed_in(app, person_of(session, chair))
    said = computed(session, client, made)
    assert "Strengheid per jurylid" in said
    squares = said[said.index("Punten van elk jurylid voor elke") :]
    for at, file in enumerate(made.files):
        cells = squares[squares.index(file.number) :].split()[1:4]
        assert cells == [str(10 * row[at]) for row in MARKS]
    labels = [each.label for each in made.jurors]
    rows = said[said.index("Punten meer of minder") :]
    assert rows.index(labels[2]) < min(rows.index(label) for label in labels[:2])

    severe = signed_in(app, person_of(session, made.jurors[2]))
    own = words(severe.get("/jury/mijn/strengheid").text)
    assert made.call.title in own
    assert "-" in own[own.index(made.call.title) :]
    assert not [label for label in labels[:2] if label in own]
    assert severe.get(address(made)).status_code == 404


def test_the_chair_reads_whose_marks_lie_too_close_together(app: Flask, session: Session) -> None:
    """Five jurors give 1, 3, 5, 7 and 9; the sixth gives all five files the same."""
    made = jury(session, files=5, jurors=6)
    for juror in range(6):
        for file in range(5):
            scored(
                session, made, juror, file, dict.fromkeys(EIGHTS, 1 + 2 * file if juror < 5 else 5)
            )
    client = signed_in(app, person_of(session, chaired(session, made)))

    said = computed(session, client, made)

    assert f"Buiten 0,50 tot 1,50: {made.jurors[5].label}." in said
    rows = said[said.index("Helling") :]
    assert rows[rows.index(made.jurors[5].label) :].split()[6] == "0,00"


def test_a_chair_sees_nothing_of_a_file_with_a_conflict(app: Flask, session: Session) -> None:
    made = judged(session)
    chair = chaired(session, made)
    chair_review = reread(session, service.assign(session, made.actor, chair, made.files[0]))
    service.declare_conflict(session, juror_actor(chair_review), chair_review, "Mijn zus.")
    client = signed_in(app, person_of(session, chair))

    said = computed(session, client, made)

    assert made.files[0].number not in said
    assert made.files[1].number in said
    book = client.get(address(made, ".xlsx")).data
    assert made.files[0].number not in _texts(book)
    assert made.files[0].number in _texts(_of_officer(app, made))


def test_the_same_marks_are_computed_once_and_a_change_is_told(
    app: Flask, session: Session
) -> None:
    made = judged(session)
    client = officer(app, made)
    computed(session, client, made)
    client.post(address(made))
    assert len(session.scalars(select(Computation)).all()) == 1
    own = signed_in(app, person_of(session, made.jurors[0]))
    assert made.call.title in words(own.get("/jury/mijn/strengheid").text)

    taken = _review_of(session, made, made.jurors[0])
    service.declare_conflict(session, juror_actor(taken), taken, "Mijn zus.")

    said = words(client.get(address(made)).text)
    assert "Na deze berekening zijn scores gewijzigd." in said or "heeft scores van" in said


def test_what_did_not_work_out_can_be_asked_again(app: Flask, session: Session) -> None:
    made = judged(session)
    client = officer(app, made)
    client.post(address(made))
    taken = service.take(session, AFTER)
    assert taken is not None
    service.give_up(session, taken, [Refusal(Text("Publish the call first."))], AFTER)
    session.flush()

    said = words(client.get(address(made)).text)

    assert "Publiceer eerst de oproep." in said
    assert "Alle criteria samen" in computed(session, client, made)


def test_the_workbook_says_what_the_page_says(app: Flask, session: Session) -> None:
    made = judged(session)
    computed(session, officer(app, made), made)
    assert "Strengheid" not in load_workbook(BytesIO(_of_officer(app, made))).sheetnames

    client = signed_in(app, person_of(session, chaired(session, made)))
    book = load_workbook(BytesIO(client.get(address(made, ".xlsx")).data))

    assert book.sheetnames == ["Toelichting", "Aanvragen", "Overeenstemming", "Strengheid"]
    rows = list(book["Aanvragen"].iter_rows(min_row=2, max_row=5, values_only=True))
    assert [row[0] for row in rows] == [1, 2, 3, 4]
    means = {row[1]: row[3] for row in rows}
    assert means[made.files[3].number] == pytest.approx(100 / 3, abs=0.01)  # marks 4, 5 and 1


def _review_of(session: Session, made: Jury, juror: Juror) -> Review:
    """Return a review of a juror, as it is stored."""
    own = [each for each in queries.reviews_of_call(session, made.call.id) if each.juror is juror]
    return reread(session, own[0])


def _of_officer(app: Flask, made: Jury) -> bytes:
    book: bytes = officer(app, made).get(address(made, ".xlsx")).data
    return book


def _texts(book: bytes) -> set[object]:
    sheets = load_workbook(BytesIO(book)).worksheets
    return {cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row}
