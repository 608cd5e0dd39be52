"""The report of the jury, and the workbook without names."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy.orm import Session

from subsidy.policy import Actor, Role
from subsidy.scoring import queries, service
from subsidy.scoring.domain.clarifying import Sending, seen
from subsidy.scoring.domain.computing import Answer
from subsidy.scoring.domain.masking import Mask
from subsidy.scoring.jobs import statistics
from subsidy.scoring.models import Mark
from subsidy.web import clock
from tests.support.applications import AFTER
from tests.support.people import signed_in
from tests.support.scoring import EIGHTS, Jury, all_scored, jury

SIXES = dict.fromkeys(EIGHTS, 6)


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)


@pytest.fixture
def made(session: Session) -> Jury:
    made = jury(session, files=2, jurors=3)
    all_scored(session, made, [EIGHTS, SIXES])
    return made


def report(app: Flask, made: Jury) -> str:
    answer = signed_in(app, made.officer).get(f"/oproepen/{made.call.public_id}/juryverslag.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    return " ".join(
        " ".join(p.extract_text() for p in PdfReader(BytesIO(answer.data)).pages).split()
    )


def test_the_report_names_the_panel_and_tells_ranking_statistics_and_reasons(
    app: Flask, session: Session, made: Jury
) -> None:
    service.select(session, made.actor, made.call)
    asked = service.compute_statistics(session, made.actor, made.call)
    found = statistics.run(asked.input, lambda _done, _total: None)
    service.finish(session, asked, Answer(found, {"python": "3"}), AFTER)
    session.commit()

    text = report(app, made)

    for juror in made.jurors:
        assert juror.person.name in text
        assert juror.label not in text  # a label beside a name would tell who scored what
    assert "Alfa van Krippendorff" in text
    assert text.index("80,00") < text.index("60,00")
    assert all(file.number in text for file in made.files)
    assert "plaats 2 van 2" in text


def test_a_report_without_statistics_says_so_and_there_is_none_without_a_selection(
    app: Flask, session: Session, made: Jury
) -> None:
    path = f"/oproepen/{made.call.public_id}/juryverslag.pdf"
    assert signed_in(app, made.officer).get(path).status_code == 404
    service.select(session, made.actor, made.call)
    session.commit()

    assert "nog geen statistiek berekend" in report(app, made)


def test_the_report_tells_what_was_asked_and_answered_when_the_term_ended(
    app: Flask, session: Session, made: Jury, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, first = made.call, made.files[0]
    review = next(
        each
        for each in queries.with_files(session, call.id)
        if each.application_id == first.id and each.juror_id == made.jurors[0].id
    )
    juror = Actor(review.juror.person_id, AFTER, frozenset({Role.JUROR}))
    service.propose_question(session, juror, review, "Wie rijdt de bus?")
    service.select(session, made.actor, call)
    panel = queries.panel(session, call.public_id)
    assert panel is not None
    mark = seen(queries.gathered(session, call.id, made.actor.id).proposals)
    due = AFTER + timedelta(days=10)
    service.send_questions(session, made.actor, panel, Sending(due, sure=True), mark)
    answers = dict.fromkeys(queries.sent_questions(session, first), "Twee vrijwilligers.")
    service.answer_questions(session, made.actor, first, service.Answering(answers, 0))
    session.commit()

    monkeypatch.setattr(clock, "now", lambda: due - timedelta(seconds=1))
    assert "bus" not in report(app, made)
    monkeypatch.setattr(clock, "now", lambda: due)
    told = report(app, made)

    assert "Wie rijdt de bus? Twee vrijwilligers." in told
    assert made.jurors[0].label not in told


def test_the_workbook_without_names_holds_none_anywhere(
    app: Flask, session: Session, made: Jury
) -> None:
    service.select(session, made.actor, made.call)
    named = made.jurors[0].person
    mark = session.query(Mark).first()
    assert mark is not None
    mark.motivation = f"Zie {named.name.upper()} of {named.email}, punt 3."
    session.commit()
    client = signed_in(app, made.officer)
    path = f"/oproepen/{made.call.public_id}/rangschikking.xlsx"

    full, masked = client.get(path), client.get(f"{path}?jury=anoniem")

    assert "rangschikking-anoniem.xlsx" in masked.headers["Content-Disposition"]
    rows = list(load_workbook(BytesIO(masked.data))["Scores"].iter_rows(values_only=True))
    assert {row[1] for row in rows if row[1] in {"J1", "J2", "J3"}} == {"J1", "J2", "J3"}
    assert "Zie […] of […], punt 3." in str(rows)
    with zipfile.ZipFile(BytesIO(masked.data)) as parts:
        everything = "".join(parts.read(each).decode() for each in parts.namelist())
    for juror in made.jurors:
        assert juror.person.name.casefold() not in everything.casefold()
        assert juror.person.email not in everything
        assert juror.label not in everything
    assert made.jurors[0].label in str(
        list(load_workbook(BytesIO(full.data))["Scores"].iter_rows(values_only=True))
    )


def test_the_drawn_order_follows_neither_names_nor_seats_and_is_the_same_again() -> None:
    jurors = {f"id{number}": f"Naam {number}" for number in range(8)}
    mask = Mask.of("lot 1", jurors)

    assert sorted(mask.order) == sorted(jurors)
    assert Mask.of("lot 1", dict(reversed(jurors.items()))) == mask
    assert list(mask.order) != sorted(jurors)
    assert Mask.of("lot 2", jurors).order != mask.order
    assert mask.hidden("naam  3, niet Naam 31; jan@huis.be.") == "[…], niet Naam 31; […]"
