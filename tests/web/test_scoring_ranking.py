"""The ranking: what is still to do, the selection with its reasons, the workbook."""

import random
import re
from dataclasses import replace
from io import BytesIO
from itertools import accumulate
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Connection, func, select, update
from sqlalchemy.orm import Session

from subsidy.budget import service as budget
from subsidy.calls.models import RegulationVersion
from subsidy.core.money import Money
from subsidy.policy import Actor, Role
from subsidy.scoring import queries, service
from subsidy.scoring.domain.computing import Answer
from subsidy.scoring.domain.deliberation import Consensus, Settled
from subsidy.scoring.jobs import statistics
from subsidy.scoring.models import Mark, SelectionRun
from subsidy.web import clock
from tests.factories import municipality, person
from tests.libreoffice import recalculated
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in, visitor
from tests.support.scoring import (
    EIGHTS,
    Jury,
    all_scored,
    cleared,
    given,
    jury,
    person_of,
    scored,
    seated,
)
from tests.support.statements import counted

FIVES, NINES = dict.fromkeys(EIGHTS, 5), dict.fromkeys(EIGHTS, 9)
SPACE = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)


def address(made: Jury, path: str = "/rangschikking") -> str:
    return f"/oproepen/{made.call.public_id}{path}"


def officer(app: Flask, made: Jury) -> FlaskClient:
    return signed_in(app, made.officer)


def words(html: str) -> str:
    return visible(html).replace(SPACE, " ")


# Before the selection -----------------------------------------------------------------------------


def test_the_page_lists_what_the_jury_must_still_do_and_offers_no_button(
    app: Flask, session: Session
) -> None:
    made = jury(session, files=2, jurors=3)
    scored(session, made, 0, 0)
    cleared(session, made, 1, 0)
    given(session, made, 2, 0)

    answer = officer(app, made).get(address(made))

    said = words(answer.text)
    assert_well_formed(answer.text)
    assert f"2 juryleden hebben {made.files[0].number} nog niet gescoord." in said
    assert f"{made.files[1].number} heeft scores van 0 juryleden." in said
    assert "1 van 3 beoordelingen zijn ingediend." in said
    assert "Maak de selectie" not in said


def test_a_selection_that_comes_too_early_is_refused_with_every_reason(
    app: Flask, session: Session
) -> None:
    made = jury(session, files=2, jurors=1)
    given(session, made, 0, 0)

    answer = officer(app, made).post(address(made, "/selectie"))

    said = words(answer.text)
    assert answer.status_code == 422
    assert f"Eén jurylid heeft {made.files[0].number} nog niet gescoord." in said
    assert f"{made.files[1].number} heeft scores van 0 juryleden." in said
    assert session.scalar(select(func.count(SelectionRun.id))) == 0


def test_a_call_without_files_says_what_comes_first(app: Flask, session: Session) -> None:
    made = jury(session, files=0, jurors=0)

    answer = officer(app, made).get(address(made))

    assert "Er is nog geen ontvankelijk dossier." in words(answer.text)
    assert officer(app, made).post(address(made, "/selectie")).status_code == 422


# The selection ------------------------------------------------------------------------------------


def decided(session: Session, files: int = 3) -> Jury:
    """Return a jury that gave 8 to the first, 9 to the second and 5 to each other file."""
    made = jury(session, files=files, jurors=3)
    all_scored(session, made, [EIGHTS, NINES, *[FIVES] * files][:files])
    return made


def test_the_selection_shows_rank_points_money_and_why(app: Flask, session: Session) -> None:
    made = decided(session)
    client = officer(app, made)
    assert "Alle scores zijn binnen." in words(client.get(address(made)).text)

    answer = client.post(address(made, "/selectie"), follow_redirects=True)

    said = words(answer.text)
    assert_well_formed(answer.text)
    eight, nine, five = (file.number for file in made.files)
    first, second, third = (said.index(number) for number in (nine, eight, five))
    assert first < second < third
    table = said[said.index("Rangschikking van de aanvragen") : said.index("Punten van elke")]
    assert [float(p.replace(",", ".")) for p in re.findall(r"(?<![\d.])\d\d,00(?= €)", table)] == [
        90,
        80,
        50,
    ]
    line = table.index("Tot hier is er subsidie: € 300.000,00 van de enveloppe van € 5.000.000,00")
    assert table.index(eight) < line < table.index(five)
    assert "onder de drempel" in table[line:]
    assert "De oproep geeft subsidie vanaf 60,00 punten. Dit dossier heeft er minder." in said
    assert "Het dossier net ervoor heeft meer punten." in said


def test_a_selection_made_again_is_a_new_one_and_the_old_one_stays(
    app: Flask, session: Session
) -> None:
    made = decided(session, files=1)
    client = officer(app, made)

    client.post(address(made, "/selectie"))
    client.post(address(made, "/selectie"))

    runs = session.scalars(select(SelectionRun)).all()
    assert len(runs) == 2
    assert runs[0].content_hash == runs[1].content_hash


def test_a_selection_stands_when_money_is_committed(app: Flask, session: Session) -> None:
    """Otherwise a second one would divide what the first left over."""
    made = decided(session, files=1)
    client = officer(app, made)
    client.post(address(made, "/selectie"))
    call = made.call
    budget.commit_share(
        session, made.actor, call.line_id, call.case_ref, "partner:1", Money(150_000_00)
    )
    session.flush()

    page = client.get(address(made))
    answer = client.post(address(made, "/selectie"))

    assert "Maak de selectie opnieuw" not in page.text
    assert answer.status_code == 422
    assert "De selectie staat vast." in words(answer.text)

    budget.uncommit_share(session, made.actor, call.line_id, call.case_ref, "partner:1")
    session.flush()

    assert "Maak de selectie opnieuw" not in client.get(address(made)).text
    assert client.post(address(made, "/selectie")).status_code == 422  # the money is back


def test_work_of_the_jury_after_a_selection_is_said_beside_it(app: Flask, session: Session) -> None:
    made = decided(session, files=2)
    service.select(session, made.actor, made.call)
    extra = jury_member_more(session, made)
    session.flush()

    said = words(officer(app, made).get(address(made)).text)

    assert f"Eén jurylid heeft {extra} nog niet gescoord." in said
    assert "Rangschikking van de aanvragen" in said
    assert "Maak de selectie opnieuw" not in said


def jury_member_more(session: Session, made: Jury) -> str:
    """Give the first file to one more juror; return its number."""
    juror = seated(session, made.call, made.actor, "Later", municipality(session, "Gent"))
    service.assign(session, made.actor, juror, made.files[0])
    return made.files[0].number


# Who ----------------------------------------------------------------------------------------------


def test_the_agency_reads_the_ranking_and_only_the_officer_selects(
    app: Flask, session: Session
) -> None:
    made = decided(session, files=1)
    service.select(session, made.actor, made.call)
    session.flush()
    agency = {Role.CASE_OFFICER, Role.BUDGET_OFFICER, Role.DECISION_MAKER, Role.AUDITOR}
    for role in Role:
        client = signed_in(app, person(session, role.value, roles=[role]))
        expected = 200 if role in agency else 403
        assert client.get(address(made)).status_code == expected, role
        assert client.get(address(made, "/rangschikking.xlsx")).status_code == expected, role
        selects = 303 if role is Role.CASE_OFFICER else 403
        assert client.post(address(made, "/selectie")).status_code == selects, role
    juror = signed_in(app, person_of(session, made.jurors[0]))
    assert juror.get(address(made)).status_code == 403
    assert visitor(app).get(address(made)).status_code == 302


# The workbook -------------------------------------------------------------------------------------


def test_the_workbook_holds_the_ranking_and_every_mark_under_a_label(
    app: Flask, session: Session
) -> None:
    made = decided(session)
    client = officer(app, made)
    client.post(address(made, "/selectie"))

    answer = client.get(address(made, "/rangschikking.xlsx"))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="rangschikking.xlsx"'
    book = load_workbook(BytesIO(answer.data), read_only=True)
    ranking = list(book["Rangschikking"].iter_rows(min_row=2, max_row=4, values_only=True))
    heads = next(book["Rangschikking"].iter_rows(max_row=1, values_only=True))
    column = {str(name): place for place, name in enumerate(heads)}
    numbers = [file.number for file in made.files]
    assert [
        (row[0], row[1], row[column["Punten op 100"]], row[column["Toegekend"]]) for row in ranking
    ] == [(1, numbers[1], 90, 150_000), (2, numbers[0], 80, 150_000), (3, numbers[2], 50, 0)]
    marks = list(book["Scores"].iter_rows(min_row=2, values_only=True))
    assert len(marks) == 3 * 3 * 5
    assert {row[1] for row in marks} == {"Jurylid 1", "Jurylid 2", "Jurylid 3"}
    everything = " ".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )
    assert not [j.person.name for j in made.jurors if j.person.name in everything]


@pytest.mark.office
@pytest.mark.parametrize("agreed", [{}, {max(EIGHTS): 10}])
def test_recalculated_the_workbook_gives_points_ranks_and_sums_again(
    app: Flask,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    agreed: dict[str, int],
) -> None:
    """Another program does the sums: each juror other marks, a tie, and where the jury agreed."""
    made = _differing(session)
    rules = replace(made.call.versions[-1].regulation, consensus_counts=True)
    monkeypatch.setattr(RegulationVersion, "regulation", property(lambda _: rules))
    monkeypatch.setattr(queries, "consensus", lambda *_: {made.files[1].id: agreed})
    service.select(session, made.actor, made.call)
    _with_figures(session, made)
    run = queries.latest_run(session, made.call.id)
    assert run is not None
    rows = service.rows_of(run)

    path = "/rangschikking.xlsx?jury=anoniem" if agreed else "/rangschikking.xlsx"
    given = officer(app, made).get(address(made, path)).data
    cached = load_workbook(BytesIO(given), data_only=True)
    book = load_workbook(BytesIO(recalculated(given, tmp_path)), data_only=True)

    for sheet in cached:
        assert _values(book[sheet.title]) == _values(sheet), sheet.title
    again = _by_heading(book["Narekenen"])[: len(rows)]
    assert [(each["Nummer"], each["Aantal juryleden"], each["Plaats"]) for each in again] == [
        (row.number, 4, row.rank) for row in rows
    ]
    assert [_cents(each["Punten op 100"]) for each in again] == [row.merit for row in rows]
    together = list(accumulate(row.awarded.cents for row in rows))
    assert [_cents(each["Toegekend tot hier"]) for each in again] == together
    facts = {row[0]: row[1] for row in book["Toelichting"].iter_rows(max_col=2, values_only=True)}
    assert _cents(facts["Samen toegekend"]) == together[-1]
    assert _cents(facts["Over in de enveloppe"]) == run.envelope.cents - together[-1]
    assert facts["Aanvragen met andere punten of een andere plaats na het narekenen"] == 0
    for each in _by_heading(book["Rangschikking"])[: len(rows)]:
        assert 1 <= int(str(each["Plaats van"])) <= int(str(each["Plaats tot"])) <= len(rows)


def _differing(session: Session) -> Jury:
    """Return a jury of which nobody agrees; two files have the same marks."""
    made = jury(session, files=5, jurors=4)
    chance = random.Random(8)  # noqa: S311 - a draw of marks, no secret
    for juror in range(4):
        for files in ((0,), (1,), (2, 3), (4,)):
            marks = {key: chance.randint(6, 9) for key in EIGHTS}
            for file in files:
                scored(session, made, juror, file, marks)
    return made


def _cents(value: object) -> int:
    return round(float(str(value)) * 100)


def _by_heading(sheet: Worksheet) -> list[dict[object, object]]:
    heads, *found = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in found]


def _with_figures(session: Session, made: Jury) -> None:
    asked = service.compute_statistics(session, made.actor, made.call)
    found = statistics.run(asked.input, lambda _done, _total: None)
    service.finish(session, asked, Answer(found, {"python": "3"}), AFTER)
    session.commit()


def _values(sheet: Worksheet) -> list[list[object]]:
    """Return the values of a sheet, numbers to the millionth."""
    return [
        [round(cell, 6) if isinstance(cell, float) else cell for cell in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def test_a_changed_mark_after_the_selection_changes_nothing_in_its_workbook(
    app: Flask, session: Session
) -> None:
    made = decided(session)
    service.select(session, made.actor, made.call)
    session.commit()
    client = officer(app, made)
    before = client.get(address(made, "/rangschikking.xlsx")).data

    session.execute(update(Mark).values(value=1))
    session.commit()

    assert client.get(address(made, "/rangschikking.xlsx")).data == before


def test_a_motivation_that_looks_like_a_formula_stays_text(app: Flask, session: Session) -> None:
    made = jury(session, files=1, jurors=3)
    scored(session, made, 1, 0)
    scored(session, made, 2, 0)
    review = cleared(session, made, 0, 0)
    client = signed_in(app, person_of(session, made.jurors[0]))
    sent = {f"mark-{key}": "8" for key in EIGHTS}
    sent |= {f"motivation-{key}": "=1+1" for key in EIGHTS}
    client.post(f"/jury/{review.public_id}", data={"version": "1", **sent})
    client.post(f"/jury/{review.public_id}/indienen", data={"version": "2"})
    owner = officer(app, made)
    owner.post(address(made, "/selectie"))

    book = load_workbook(BytesIO(owner.get(address(made, "/rangschikking.xlsx")).data))

    cell = book["Scores"]["G2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


# Size ---------------------------------------------------------------------------------------------


def test_the_page_takes_the_same_number_of_statements_at_any_size(
    app: Flask, session: Session, connection: Connection
) -> None:
    counts = []
    for files in (1, 3, 5):
        made = decided(session, files)
        service.select(session, made.actor, made.call)
        session.flush()
        client = officer(app, made)
        with counted(connection) as page:
            assert client.get(address(made)).status_code == 200
        with counted(connection) as book:
            assert client.get(address(made, "/rangschikking.xlsx")).status_code == 200
        counts.append((len(page), len(book)))

    assert counts[0] == counts[1] == counts[2]


def test_the_map_shows_which_municipalities_the_selection_reaches(
    app: Flask, session: Session
) -> None:
    """By hand: three files of three towns each; who takes part only in the last gets nothing."""
    made = decided(session, files=4)
    call = made.call
    service.select(session, made.actor, call)
    run = queries.latest_run(session, call.id)
    assert run is not None
    rows = service.rows_of(run)
    funded = {row.number for row in rows if row.is_funded}
    towns: dict[str, int] = {}
    for file in made.files:
        for partner in file.partners:
            name = partner.organisation.name
            towns[name] = towns.get(name, 0) + (file.number in funded)
    expected = {
        name: (
            "doet mee aan meer aanvragen met subsidie"
            if number > 1
            else "doet mee aan één aanvraag met subsidie"
            if number
            else "doet mee, zonder subsidie"
        )
        for name, number in towns.items()
    }

    answer = officer(app, made).get(address(made))

    said = words(answer.text)
    assert_well_formed(answer.text)
    for name, reach in expected.items():
        assert f"{name} {reach}" in said
    assert "Brugge doet aan geen aanvraag mee" in said
    assert f"bereikt {sum(map(bool, towns.values()))} gemeenten van de 300" in said


def agreed_by_a_chair(session: Session, made: Jury) -> Actor:
    """Let the first juror lead a meeting and write down a nine of both files."""
    made.jurors[0].is_chair = True
    chair = Actor(made.jurors[0].person_id, AFTER, frozenset({Role.JUROR, Role.JURY_CHAIR}))
    where = service.Gathering(AFTER.date(), "Brussel")
    meeting = service.open_meeting(session, chair, made.call, where)
    sat = queries.sitting(session, meeting.public_id)
    assert sat is not None
    for file in made.files:
        service.put_on_table(session, chair, sat, file)
        discussion = queries.on_table(session, meeting.id)
        assert discussion is not None
        agreed = Settled((Consensus("samenwerking", 9, "Zo is het."),))
        service.write_down(session, chair, sat, (discussion.public_id, None), agreed)
    return chair


def test_a_consensus_of_a_chair_with_a_conflict_is_named(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It keeps counting until another chair writes it down: the page says whose file it is."""
    made = jury(session, files=2)
    all_scored(session, made, [EIGHTS, EIGHTS])
    rules = replace(made.call.versions[-1].regulation, consensus_counts=True)
    monkeypatch.setattr(RegulationVersion, "regulation", property(lambda _: rules))
    chair = agreed_by_a_chair(session, made)
    service.select(session, made.actor, made.call)
    session.commit()
    client = officer(app, made)
    assert "schreef de consensus op" not in visible(client.get(address(made)).text)

    own = next(
        each
        for each in queries.reviews_of_call(session, made.call.id)
        if (each.juror_id, each.application_id) == (made.jurors[0].id, made.files[0].id)
    )
    service.declare_conflict(session, chair, own, "Mijn zus werkt daar mee aan.")
    session.commit()

    shown = client.get(address(made)).text
    named = f"schreef de consensus op over: {made.files[0].number}. Laat een andere voorzitter"
    assert named in visible(shown)
    assert_well_formed(shown)
