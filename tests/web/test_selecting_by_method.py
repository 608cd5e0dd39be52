"""A call that selects by quotas or by most merit: through the child process, onto the page."""

import sys
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session, sessionmaker

from subsidy.calls.domain.dossier import Consent
from subsidy.calls.domain.regulation import Boundaries, Method, Regulation
from subsidy.calls.models import RegulationVersion
from subsidy.cli.computing import compute_waiting
from subsidy.cli.verify import done_again, found
from subsidy.core.money import Money
from subsidy.scoring import queries
from subsidy.scoring.models import Computation, SelectionRun
from subsidy.scoring.service import child
from subsidy.web import clock
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.scoring import EIGHTS, Jury, jury, scored

MARKS = (9, 8, 7)


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)


def by(monkeypatch: pytest.MonkeyPatch, method: Method, boundaries: Boundaries) -> None:
    """Let the regulation of every call select so."""
    read = vars(RegulationVersion)["regulation"].fget

    def regulation(version: RegulationVersion) -> Regulation:
        found: Regulation = read(version)
        return replace(found, method=method, boundaries=boundaries)

    monkeypatch.setattr(RegulationVersion, "regulation", property(regulation))


def decided(session: Session) -> Jury:
    """Give three files of 150,000 euro each in an envelope of 450,000: 90, 80 and 70 points."""
    made = jury(session, files=3, jurors=3)
    for file, mark in enumerate(MARKS):
        for juror in range(3):
            scored(session, made, juror, file, dict.fromkeys(EIGHTS, mark))
    session.flush()
    return made


def address(made: Jury, path: str = "/rangschikking") -> str:
    return f"/oproepen/{made.call.public_id}{path}"


def words(html: str) -> str:
    return visible(html).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("method", "said"),
    [
        (Method.MERIT, "De dossiers hebben samen 170,00 punten. Het is bewezen"),
        (Method.QUOTA, "Het is bewezen dat elk overgeslagen dossier een regel zou breken."),
    ],
)
def test_the_selection_is_computed_kept_proven_and_shown(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch, method: Method, said: str
) -> None:
    made = decided(session)
    by(monkeypatch, method, Boundaries(max_projects=2, region_projects=1, region_amount=Money(100)))
    client = signed_in(app, made.officer)

    assert client.post(address(made, "/selectie")).status_code == 303

    page = client.get(address(made))
    assert_well_formed(page.text)
    assert said in words(page.text)
    run = queries.latest_run(session, made.call.id)
    assert run is not None
    assert [row["outcome"] for row in run.content["rows"]].count("funded") == 2
    computation, explaining = session.scalars(select(Computation).order_by(Computation.id))
    assert f"/berekeningen/{computation.public_id}" in page.text
    assert computation.input["rules"]["max_projects"] == 2
    assert [fault for fault in found(session) if "regulation" not in fault] == []
    assert list(done_again(session)) == []
    assert "wordt nog berekend" in words(page.text)
    assert f"/berekeningen/{explaining.public_id}" in page.text
    of_it = client.get(f"/berekeningen/{computation.public_id}")
    assert "ortools" in words(of_it.text)


@pytest.mark.slow
def test_what_would_have_changed_it_stands_on_the_page_when_the_worker_is_done(
    app: Flask, session: Session, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = decided(session)
    by(monkeypatch, Method.QUOTA, Boundaries(max_projects=2))
    client = signed_in(app, made.officer)
    client.post(address(made, "/selectie"))
    waits = session.scalars(select(Computation).order_by(Computation.id.desc())).first()
    assert waits is not None

    factory = sessionmaker(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )
    assert compute_waiting(factory) == 1
    session.expire_all()

    said = words(client.get(address(made)).text)
    assert "wordt nog berekend" not in said
    assert "Het kwam dan in de plaats van" in said
    assert "Zonder deze regel kreeg het dossier wel subsidie: hoogstens 2 projecten." in said
    progress = words(client.get(f"/berekeningen/{waits.public_id}").text)
    assert "klaar" in progress


@pytest.mark.slow
def test_minimums_that_cannot_be_met_are_a_refusal_and_leave_nothing(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = decided(session)
    by(monkeypatch, Method.QUOTA, Boundaries(small_reached=40, small_below=1_000))

    answer = signed_in(app, made.officer).post(address(made, "/selectie"))

    assert answer.status_code == 422
    assert "niet haalbaar: minstens 40 kleine gemeenten" in words(answer.text)
    assert nothing(session)


def test_a_municipality_is_funded_once_and_the_page_names_it(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By hand: Aalst is in the first two files, Ninove and Haaltert in the first and the third."""
    made = decided(session)
    by(monkeypatch, Method.SKIP, Boundaries(once_per_municipality=True))
    client = signed_in(app, made.officer)

    assert client.post(address(made, "/selectie")).status_code == 303

    said = words(client.get(address(made)).text)
    first = made.files[0].number
    assert f"Aalst doet al mee aan {first}, hoger in de rangschikking." in said
    assert f"Haaltert en Ninove doen al mee aan {first}, hoger in de rangschikking." in said
    run = queries.latest_run(session, made.call.id)
    assert run is not None
    outcomes = [row["outcome"] for row in run.content["rows"]]
    assert outcomes == ["funded", "skipped", "skipped"]
    assert [fault for fault in found(session) if "regulation" not in fault] == []


def test_who_refused_to_take_part_keeps_no_other_file_from_the_municipality(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By hand: Ninove and Haaltert refused in the first file, so only Aalst is in two."""
    made = decided(session)
    by(monkeypatch, Method.SKIP, Boundaries(once_per_municipality=True))
    files = {each.id: each for each in queries.admissible(session, made.call.id)}  # by number
    for partner in files[made.files[0].id].partners:
        if partner.organisation_id != made.files[0].lead_id:
            partner.consent = Consent.REFUSED
    session.flush()

    assert signed_in(app, made.officer).post(address(made, "/selectie")).status_code == 303

    run = queries.latest_run(session, made.call.id)
    assert run is not None
    outcomes = [row["outcome"] for row in run.content["rows"]]
    assert outcomes == ["funded", "skipped", "funded"]


def test_a_child_that_dies_is_a_refusal_and_leaves_nothing(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = decided(session)
    by(monkeypatch, Method.MERIT, Boundaries())
    dies = (sys.executable, "-c", "import os; os.kill(os.getpid(), 9)")
    monkeypatch.setattr(child, "command", lambda _kind: dies)

    answer = signed_in(app, made.officer).post(address(made, "/selectie"))

    assert answer.status_code == 422
    assert "De berekening stopte voor ze klaar was." in words(answer.text)
    assert nothing(session)


def nothing(session: Session) -> bool:
    kept = (Computation, SelectionRun)
    return not any(session.scalar(select(func.count(one.id))) for one in kept)


def test_what_is_passed_over_by_skip_is_done_at_once(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = decided(session)
    by(monkeypatch, Method.SKIP, Boundaries(max_projects=1))
    client = signed_in(app, made.officer)

    assert client.post(address(made, "/selectie")).status_code == 303

    assert "slaat dossiers over die niet passen" in words(client.get(address(made)).text)
    assert session.scalar(select(func.count(Computation.id))) == 0
