"""A variant of the selection: by other rules beside the selection, compared, and never kept."""

import sys

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.budget import service as budget
from subsidy.calls.domain.regulation import Boundaries, Method
from subsidy.core.money import Money
from subsidy.policy import Action, Role
from subsidy.scoring import queries, service
from subsidy.scoring.models import Computation, SelectionRun
from subsidy.scoring.service import child
from subsidy.web import clock
from subsidy.workflow import AuditEntry
from tests.factories import person
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in, visitor
from tests.support.scoring import EIGHTS, Jury, all_scored, jury, person_of, scored
from tests.web.test_selecting_by_method import by

FIVES, NINES = dict.fromkeys(EIGHTS, 5), dict.fromkeys(EIGHTS, 9)
WEIGHTS = {"samenwerking": 25, "opschaling": 25, "impact": 20, "continuiteit": 20, "aanpak": 10}
AS_SELECTED = {
    "envelope": "5.000.000",
    "threshold": "60",
    "max_projects": "",
    "max_per_lead": "",
    "without": "",
    **{f"weight-{key}": str(weight) for key, weight in WEIGHTS.items()},
}


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)


def address(made: Jury) -> str:
    return f"/oproepen/{made.call.public_id}/rangschikking/variant"


def words(answer: TestResponse) -> str:
    return visible(answer.text).replace("\N{NO-BREAK SPACE}", " ")


def selected(session: Session) -> Jury:
    """Return three files of 150,000 euro with 80, 90 and 50 points, selected: two are funded."""
    made = jury(session, files=3, jurors=3)
    all_scored(session, made, [EIGHTS, NINES, FIVES])
    service.select(session, made.actor, made.call)
    session.flush()
    return made


def kept(session: Session) -> tuple[int, int]:
    runs = session.scalar(select(func.count(SelectionRun.id))) or 0
    return runs, session.scalar(select(func.count(Computation.id))) or 0


def tried(client: FlaskClient, made: Jury, **other: str) -> TestResponse:
    return client.post(address(made), data={**AS_SELECTED, **other})


def between(said: str, first: str, last: str) -> str:
    return said[said.index(first) : said.index(last)]


def test_the_same_rules_give_the_same_selection(app: Flask, session: Session) -> None:
    made = selected(session)
    client = signed_in(app, made.officer)
    page = client.get(address(made))
    assert_well_formed(page.text)
    assert 'value="5.000.000"' in page.text

    answer = tried(client, made)

    assert answer.status_code == 200
    assert_well_formed(answer.text)
    assert "Elk dossier heeft dezelfde uitkomst als in de selectie." in words(answer)
    assert "gewijzigd" not in between(words(answer), "Met welke regels", "Alle dossiers")


def test_another_threshold_and_envelope_are_compared_and_nothing_is_kept(
    app: Flask, session: Session
) -> None:
    made = selected(session)
    eight, nine, five = (file.number for file in made.files)
    before, run = kept(session), queries.latest_run(session, made.call.id)
    client = signed_in(app, made.officer)

    lower = words(tried(client, made, threshold="50"))
    poorer = words(tried(client, made, envelope="150.000,00"))

    files = between(lower, "Dossiers met een andere uitkomst", "Met welke regels")
    assert "komt erbij" in files
    assert five in files
    assert eight not in files
    sums = between(lower, "Wat eruit komt", "Dossiers met een andere uitkomst")
    assert "Dossiers met subsidie 2 3 + 1" in sums
    assert "Toegekend € 300.000,00 € 450.000,00 + € 150.000,00" in sums
    assert "€ 4.700.000,00 € 4.550.000,00 \N{MINUS SIGN} € 150.000,00" in sums
    assert "samen 170,00 220,00 + 50,00" in sums
    assert "Drempel 60,00 50,00 gewijzigd" in lower
    files = between(poorer, "Dossiers met een andere uitkomst", "Met welke regels")
    assert "valt af" in files
    assert eight in files
    assert nine not in files
    assert kept(session) == before
    assert queries.latest_run(session, made.call.id) is run
    logged = session.scalars(
        select(AuditEntry.reason).where(AuditEntry.action == Action.TRY_SELECTION)
    ).all()
    assert ["5000" in logged[0], '"envelope":15000000' in logged[1], len(logged)] == [True, True, 2]


def test_one_juror_left_out_and_other_weights_change_points_as_counted_by_hand(
    app: Flask, session: Session
) -> None:
    """First file: 8, 8 and 2 for everything: 60 points, without the third juror 80.

    Second file: 10 for the plan and 6 for all else: 64 points, all on the plan 100.
    """
    made = jury(session, files=2, jurors=3)
    plan = {**dict.fromkeys(EIGHTS, 6), "aanpak": 10}
    for juror, marks in enumerate((EIGHTS, EIGHTS, dict.fromkeys(EIGHTS, 2))):
        scored(session, made, juror, 0, marks)
        scored(session, made, juror, 1, plan)
    service.select(session, made.actor, made.call)
    session.flush()
    client = signed_in(app, made.officer)

    milder = words(tried(client, made, without=made.jurors[2].label))
    zero = {f"weight-{key}": "0" for key in WEIGHTS}
    planned = words(tried(client, made, **{**zero, "weight-aanpak": "100"}))

    all_files = milder[milder.index("Alle dossiers") :]
    first, second = (file.number for file in made.files)
    assert all_files.index(first) < all_files.index(second)
    assert "2 60,00 € 150.000,00 1 80,00 € 150.000,00" in all_files
    assert "1 64,00 € 150.000,00 2 64,00 € 150.000,00" in all_files
    assert "Te weinig scores" in milder
    assert "Te weinig scores" not in planned
    assert "1 64,00 € 150.000,00 1 100,00 € 150.000,00" in planned
    assert "10 % 100 % gewijzigd" in planned


def test_a_file_that_is_left_with_too_few_marks_is_named_and_without_any_refused(
    app: Flask, session: Session
) -> None:
    made = jury(session, files=1, jurors=3)
    all_scored(session, made, [EIGHTS])
    service.select(session, made.actor, made.call)
    run = queries.latest_run(session, made.call.id)
    assert run is not None
    session.flush()
    client = signed_in(app, made.officer)

    thin = words(tried(client, made, without=made.jurors[0].label))

    assert "scores van minder juryleden dan de oproep vraagt: " + made.files[0].number in thin
    rests = run.content["reviews"]
    alone = {**run.content, "reviews": [r for r in rests if r["juror"] == made.jurors[0].label]}
    fields = {each.key: getattr(run, each.key) for each in inspect(SelectionRun).column_attrs}
    made_again = {**fields, "id": None, "public_id": "alone", "content": alone}
    session.add(SelectionRun(**made_again))
    session.flush()
    answer = tried(client, made, without=made.jurors[0].label)
    assert answer.status_code == 422
    assert f"Zonder dit jurylid scoorde niemand {made.files[0].number}." in words(answer)


def test_everything_that_is_wrong_is_said_at_once_and_what_was_typed_stays(
    app: Flask, session: Session
) -> None:
    made = selected(session)
    client = signed_in(app, made.officer)

    answer = tried(client, made, envelope="veel", max_projects="0", threshold="zestig")
    meant = tried(
        client,
        made,
        envelope="0",
        threshold="100,01",
        **{"weight-impact": "21"},
    )

    assert [answer.status_code, meant.status_code] == [422, 422]
    assert_well_formed(answer.text)
    assert 'value="veel"' in answer.text
    assert "Schrijf het bedrag in cijfers" in words(answer)
    assert "Vul een geheel getal in van 1 tot en met 10.000." in words(answer)
    assert "Schrijf de punten in cijfers" in words(answer)
    assert "Vul een bedrag in boven nul" in words(meant)
    assert "Vul hoogstens 100 punten in." in words(meant)
    assert "Kies opnieuw." in words(tried(client, made, without="Jurylid 99"))
    assert "De wegingen zijn samen 101 %." in words(meant)
    assert 'value="100,01"' in meant.text


def test_without_a_selection_or_after_approval_there_is_no_variant(
    app: Flask, session: Session
) -> None:
    made = jury(session, files=1, jurors=3)
    all_scored(session, made, [EIGHTS])
    client = signed_in(app, made.officer)
    early = tried(client, made)
    assert early.status_code == 422
    assert "Maak eerst de selectie." in words(client.get(address(made)))
    service.select(session, made.actor, made.call)
    budget.commit_share(
        session, made.actor, made.call.line_id, made.call.case_ref, "partner:1", Money(1_000_00)
    )
    session.flush()

    late = tried(client, made)

    assert late.status_code == 422
    assert "Een variant kan niets meer veranderen." in words(late)
    assert "Reken de variant door" not in client.get(address(made)).text


def test_only_the_case_officer_and_the_decision_maker_try_a_variant(
    app: Flask, session: Session
) -> None:
    made = selected(session)
    for role in Role:
        client = signed_in(app, person(session, role.value, roles=[role]))
        expected = 200 if role in (Role.CASE_OFFICER, Role.DECISION_MAKER) else 403
        assert client.get(address(made)).status_code == expected, role
        assert tried(client, made).status_code == expected, role
    assert signed_in(app, person_of(session, made.jurors[0])).get(address(made)).status_code == 403
    assert visitor(app).get(address(made)).status_code == 302


@pytest.mark.slow
def test_a_variant_by_most_merit_is_solved_and_not_kept(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    by(monkeypatch, Method.MERIT, Boundaries(max_projects=2, region_projects=1))
    made = selected(session)
    before = kept(session)

    said = words(tried(signed_in(app, made.officer), made, max_projects="1"))

    assert "De dossiers hebben samen 90,00 punten. Het is bewezen" in said
    assert "Projecten, hoogstens 2 1 gewijzigd" in said
    assert "valt af" in between(said, "Dossiers met een andere uitkomst", "Met welke regels")
    assert kept(session) == before


def test_a_solver_that_dies_is_a_sentence(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = selected(session)
    run = queries.latest_run(session, made.call.id)
    assert run is not None
    by(monkeypatch, Method.MERIT, Boundaries())
    dies = (sys.executable, "-c", "import os; os.kill(os.getpid(), 9)")
    monkeypatch.setattr(child, "command", lambda _kind: dies)

    answer = tried(signed_in(app, made.officer), made)

    assert answer.status_code == 422
    assert "Deze variant duurt te lang om erop te wachten." in words(answer)
