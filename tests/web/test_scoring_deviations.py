"""A deviation from the selection: a reason, two people, the envelope, and said everywhere."""

from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from subsidy.accounts.models import Person
from subsidy.applications.models import Application
from subsidy.awards import queries as decided
from subsidy.awards import service as awards
from subsidy.awards.domain.decision import Outcome
from subsidy.awards.models import Decision
from subsidy.calls.domain.regulation import Boundaries, Regulation
from subsidy.calls.models import RegulationVersion
from subsidy.cli.verify import found as faults_found
from subsidy.core.errors import RefusedError
from subsidy.core.letter import Letter
from subsidy.core.money import Money
from subsidy.language import words as dutch
from subsidy.policy import Role
from subsidy.scoring import queries, service
from subsidy.scoring.models import SelectionDeviation, SelectionRun
from subsidy.scoring.service.selecting import content_hash
from subsidy.web import clock
from tests.factories import as_actor, person
from tests.support.applications import AFTER
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in, visitor
from tests.support.scoring import EIGHTS, Jury, all_scored, jury, person_of

SEVENS, NINES = dict.fromkeys(EIGHTS, 7), dict.fromkeys(EIGHTS, 9)
ASKED = Money(150_000_00)
REASON = "De gemeente trok haar engagement in."


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER)


class Desk:
    """Three files of 150,000 euro in an envelope of 300,000: 80 and 90 points in, 70 out."""

    def __init__(self, app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app, self.session = app, session
        self.made: Jury = jury(session, files=3, jurors=3)
        all_scored(session, self.made, [EIGHTS, NINES, SEVENS])
        reserved = "subsidy.scoring.service.selecting.reserved"
        with monkeypatch.context() as narrow:
            narrow.setattr(reserved, lambda *_: Money(300_000_00))
            narrow.setattr("subsidy.scoring.service.selecting.stands", lambda *_: False)
            self.run = service.select(session, self.made.actor, self.made.call)
        self.decider = person(session, "Berte Beslisser", roles=[Role.DECISION_MAKER])
        self.other = person(session, "Dirk Decider", roles=[Role.DECISION_MAKER])
        self.budget = person(session, "Bea Budget", roles=[Role.BUDGET_OFFICER])
        session.flush()

    @property
    def address(self) -> str:
        return f"/oproepen/{self.made.call.public_id}/rangschikking"

    def client(self, who: Person) -> FlaskClient:
        return signed_in(self.app, who)

    def propose(self, file: int, amount: str, who: Person | None = None) -> TestResponse:
        return self.client(who or self.decider).post(
            f"{self.address}/afwijking",
            data={
                "application": self.made.files[file].public_id,
                "amount": amount,
                "reason": REASON,
            },
        )

    def latest(self) -> SelectionDeviation:
        last = select(SelectionDeviation.public_id).order_by(SelectionDeviation.id.desc())
        found = queries.deviation(self.session, str(self.session.scalar(last.limit(1))))
        assert found is not None
        return found

    def confirm(self, who: Person) -> TestResponse:
        return self.client(who).post(f"/afwijkingen/{self.latest().public_id}/bevestig")

    def deviated(self, file: int, amount: str) -> None:
        assert self.propose(file, amount).status_code == 303
        assert self.confirm(self.budget).status_code == 303
        self.session.expire_all()


@pytest.fixture
def desk(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(app, session, monkeypatch)


def words(answer: TestResponse) -> str:
    return visible(answer.text).replace("\N{NO-BREAK SPACE}", " ")


def letter_of(decision: Decision) -> str:
    letter = Letter.from_data(decision.content["letter"])
    return " ".join(str(block) for block in letter.blocks)


# Two people ---------------------------------------------------------------------------------------


def test_one_proposes_another_confirms_and_the_frozen_selection_stays(desk: Desk) -> None:
    before = dict(desk.run.content)

    answer = desk.propose(0, "0")

    assert answer.status_code == 303
    page = desk.client(desk.decider).get(answer.headers["Location"])
    assert_well_formed(page.text)
    assert "Bevestig de afwijking" not in words(page)  # not by who proposed it
    assert desk.confirm(desk.decider).status_code == 403
    waiting = words(desk.client(desk.other).get(desk.address))
    assert "wacht op een tweede persoon" in waiting
    assert "Toegekend € 300.000,00" in waiting
    second = desk.client(desk.other).get(f"/afwijkingen/{desk.latest().public_id}")
    assert_well_formed(second.text)
    assert "Bevestig de afwijking" in words(second)
    assert desk.confirm(desk.other).status_code == 303
    assert desk.confirm(desk.budget).status_code == 422  # done already
    desk.session.expire_all()
    ranking = desk.client(desk.other).get(desk.address)
    assert_well_formed(ranking.text)
    assert "Toegekend € 150.000,00" in words(ranking)
    assert ", € 150.000,00" in words(ranking)[words(ranking).index("De selectie: ") :][:60]
    assert words(ranking).count(f"De reden: {REASON}") == 1
    assert "bevestigd door Dirk Decider" in words(ranking)
    assert desk.run.content == before
    assert content_hash(desk.run.content) == desk.run.content_hash


def test_the_service_and_the_database_refuse_one_person(desk: Desk) -> None:
    desk.propose(0, "0")
    made, both = desk.latest(), as_actor(desk.decider, Role.DECISION_MAKER, now=AFTER)
    call = desk.made.call

    with pytest.raises(RefusedError, match="Ask a colleague"):
        service.confirm_deviation(desk.session, both, call, made)

    with pytest.raises(IntegrityError), desk.session.begin_nested():
        desk.session.execute(
            update(SelectionDeviation).values(
                status="confirmed", confirmed_by_id=desk.decider.id, confirmed_at=AFTER
            )
        )


def test_who_may_what(desk: Desk) -> None:
    desk.propose(0, "0")
    shown = f"/afwijkingen/{desk.latest().public_id}"
    agency = {Role.CASE_OFFICER, Role.BUDGET_OFFICER, Role.DECISION_MAKER, Role.AUDITOR}
    for role in Role:
        client = desk.client(person(desk.session, role.value, roles=[role]))
        may = 200 if role is Role.DECISION_MAKER else 403
        assert client.get(f"{desk.address}/afwijking").status_code == may, role
        assert client.get(shown).status_code == (200 if role in agency else 404), role
        refused = 403 if role in agency else 404
        drops = 422 if role in (Role.DECISION_MAKER, Role.BUDGET_OFFICER) else refused
        assert client.post(f"{shown}/laat-vallen").status_code == drops, role
    assert desk.client(person_of(desk.session, desk.made.jurors[0])).get(shown).status_code == 404
    assert visitor(desk.app).get(shown).status_code == 302


def test_a_dropped_deviation_counts_no_more_and_another_may_follow(desk: Desk) -> None:
    desk.propose(0, "0")
    assert desk.propose(0, "0").status_code == 422
    shown = f"/afwijkingen/{desk.latest().public_id}"

    dropped = desk.client(desk.decider).post(f"{shown}/laat-vallen", data={"reason": "Toch niet."})

    assert dropped.status_code == 303
    assert desk.confirm(desk.budget).status_code == 422
    assert desk.propose(0, "0").status_code == 303


# Money --------------------------------------------------------------------------------------------


def test_the_envelope_is_kept_to_the_cent(desk: Desk) -> None:
    """Both files that are in take all 300,000 euro: nothing is left for the third one."""
    over = desk.propose(2, "150.000")
    assert over.status_code == 422
    assert "Dit kent € 150.000,00 meer toe dan de enveloppe van € 300.000,00." in words(over)

    assert desk.propose(0, "0").status_code == 303
    first = desk.latest().public_id
    assert desk.propose(2, "150.000").status_code == 303  # as the other one would make room

    early = desk.confirm(desk.budget)
    assert early.status_code == 422
    assert "meer toe dan de enveloppe" in words(early)
    client = desk.client(desk.budget)
    assert client.post(f"/afwijkingen/{first}/bevestig").status_code == 303
    assert desk.confirm(desk.budget).status_code == 303
    assert [row.awarded.cents for row in service.decided_rows(desk.session, desk.run)] == [
        ASKED.cents,
        0,
        ASKED.cents,
    ]


@pytest.mark.parametrize(
    ("minimum", "amount", "allowed"),
    [
        (None, "149.999,99", False),
        (None, "0", True),
        (Money(100_000_00), "99.999,99", False),
        (Money(100_000_00), "100.000", True),
        (Money(100_000_00), "149.999,99", True),
        (Money(100_000_00), "150.000", False),  # what the selection gives
        (Money(100_000_00), "150.000,01", False),
    ],
)
def test_an_amount_lies_between_the_feasible_minimum_and_what_is_asked(
    desk: Desk, minimum: Money | None, amount: str, *, allowed: bool
) -> None:
    desk.session.execute(update(Application).values(feasible_minimum=minimum))
    desk.session.expire_all()

    assert desk.propose(0, amount).status_code == (303 if allowed else 422)


def test_everything_that_is_missing_is_said_at_once_and_stays(desk: Desk) -> None:
    answer = desk.client(desk.decider).post(
        f"{desk.address}/afwijking", data={"application": "", "amount": "veel", "reason": " "}
    )

    assert answer.status_code == 422
    assert_well_formed(answer.text)
    said = words(answer)
    assert "Kies de aanvraag waarvoor u afwijkt." in said
    assert "Schrijf het bedrag in cijfers" in said
    assert "Schrijf waarom u afwijkt van de selectie." in said
    assert 'value="veel"' in answer.text
    unknown = desk.client(desk.decider).post(
        f"{desk.address}/afwijking", data={"application": "x", "amount": "0", "reason": REASON}
    )
    assert "Kies opnieuw." in words(unknown)


# The limits of the regulation ---------------------------------------------------------------------


def limited(monkeypatch: pytest.MonkeyPatch, limits: Boundaries, threshold: int = 0) -> None:
    read = vars(RegulationVersion)["regulation"].fget

    def regulation(version: RegulationVersion) -> Regulation:
        found: Regulation = read(version)
        return replace(found, boundaries=limits, threshold=threshold)

    monkeypatch.setattr(RegulationVersion, "regulation", property(regulation))


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Boundaries(max_projects=1), "aan hoogstens één project subsidie"),
        (Boundaries(max_per_lead=1), "Deze penvoerder heeft al {other}."),
        (Boundaries(once_per_municipality=True), "Aalst doet al mee in {other}."),
    ],
)
def test_a_deviation_keeps_the_limits_that_were_published(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch, limits: Boundaries, said: str
) -> None:
    """Aalst leads the files with 80 and 90 points: beside the second the first one cannot be."""
    limited(monkeypatch, limits)
    desk = Desk(app, session, monkeypatch)
    said = said.format(other=desk.made.files[1].number)
    assert [row.awarded.cents for row in service.rows_of(desk.run)][:2] == [ASKED.cents, 0]

    refused = desk.propose(0, "150.000")

    assert refused.status_code == 422
    assert_well_formed(refused.text)
    assert said in words(refused)
    assert "laat dat bevestigen" in words(refused)
    assert REASON in refused.text

    assert desk.propose(1, "0").status_code == 303
    first = desk.latest().public_id
    assert desk.propose(0, "150.000").status_code == 303  # as the other one would make room
    early = desk.confirm(desk.budget)
    assert early.status_code == 422
    assert said in words(early)
    client = desk.client(desk.budget)
    assert client.post(f"/afwijkingen/{first}/bevestig").status_code == 303
    assert desk.confirm(desk.budget).status_code == 303


def test_a_threshold_and_the_envelope_are_said_together_and_a_minimum_before_it_counts(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, Boundaries(region_projects=2), threshold=7500)
    desk = Desk(app, session, monkeypatch)

    refused = words(desk.propose(2, "150.000"))

    assert "vanaf 75,00 punten; deze aanvraag heeft er 70,00" in refused
    assert "meer toe dan de enveloppe" in refused

    shown = desk.propose(0, "0").headers["Location"]  # what cannot be carried out is put aside
    for who in (desk.decider, desk.budget):
        page = desk.client(who).get(shown)
        assert_well_formed(page.text)
        assert "dan haalt de oproep een minimum niet" in words(page)
        assert "moet minstens 2 projecten hebben en heeft er 1" in words(page)
    assert desk.confirm(desk.budget).status_code == 303
    assert "haalt de oproep een minimum" not in words(desk.client(desk.budget).get(shown))


# What follows -------------------------------------------------------------------------------------


def test_prepared_decisions_fall_behind_and_new_letters_say_why(desk: Desk) -> None:
    session, call = desk.session, desk.made.call
    old = awards.prepare_for_call(session, desk.made.actor, call)
    desk.deviated(0, "0")
    decider = as_actor(desk.other, Role.DECISION_MAKER, now=AFTER)

    with pytest.raises(RefusedError, match="deviated from"):
        awards.approve(session, decider, old[0])
    with pytest.raises(RefusedError, match="earlier selection"):
        awards.prepare_for_call(session, desk.made.actor, call)

    for each in old:
        awards.return_to_author(session, decider, each, "Er is afgeweken.")
    new = awards.prepare_for_call(session, desk.made.actor, call)
    by_number = {each.source_ref: each for each in new}
    set_aside = by_number[desk.made.files[0].case_ref]
    assert set_aside.outcome is Outcome.REJECTION
    assert REASON in letter_of(set_aside)
    assert sum(REASON in letter_of(each) for each in new) == 1
    for each in new:
        awards.approve(session, decider, decided.decision(session, each.public_id) or each)
    assert [fault for fault in faults_found(session) if "regulation" not in fault] == []
    assert desk.propose(2, "150.000").status_code == 422  # approved: it stands


def test_workbook_and_report_have_both_amounts_and_the_reason(desk: Desk) -> None:
    desk.deviated(0, "0")

    answer = desk.client(desk.made.officer).get(f"{desk.address}.xlsx")

    book = load_workbook(BytesIO(answer.data), read_only=True)
    heads, *rows = list(book["Rangschikking"].iter_rows(max_row=4, values_only=True))
    shown = {row[1]: dict(zip(heads, row, strict=True)) for row in rows}
    row = shown[desk.made.files[0].number]
    assert (row["Toegekend door de selectie"], row["Toegekend"]) == (150_000, 0)
    assert REASON in str(row["Toelichting"])
    path = f"/oproepen/{desk.made.call.public_id}/juryverslag.pdf"
    report = desk.client(desk.made.officer).get(path)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(report.data)).pages)
    assert REASON in " ".join(text.split())
    assert "Toegekend door de selectie" in " ".join(text.split())


def test_a_new_selection_leaves_old_deviations_behind(desk: Desk) -> None:
    desk.deviated(0, "0")
    desk.propose(1, "0")
    waiting = desk.latest()
    rules = {f"weight-{key}": "20" for key in EIGHTS} | {"envelope": "300.000"}
    tried = desk.client(desk.decider).post(f"{desk.address}/variant", data=rules)
    assert "zonder de afwijkingen" in words(tried)

    service.select(desk.session, desk.made.actor, desk.made.call)
    desk.session.flush()

    page = words(desk.client(desk.other).get(desk.address))
    assert page.count("van een eerdere selectie") == 2
    run = queries.latest_run(desk.session, desk.made.call.id)
    assert run is not None
    assert service.decided_rows(desk.session, run) == service.rows_of(run)
    late = desk.client(desk.budget).post(f"/afwijkingen/{waiting.public_id}/bevestig")
    assert late.status_code == 422
    assert "De selectie is opnieuw gemaakt." in words(late)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"reason": "Iets anders."}, "was changed after it was proposed"),
        ({"amount": Money(5_000_000_00)}, "with its deviations, of"),
    ],
)
def test_verify_sees_a_deviation_that_was_changed(
    desk: Desk, changed: dict[str, object], fault: str
) -> None:
    desk.deviated(0, "0")
    assert not any("deviation" in each for each in faults_found(desk.session))

    desk.session.execute(update(SelectionDeviation).values(**changed))
    desk.session.expire_all()

    assert any(fault in each for each in faults_found(desk.session))


def test_without_a_selection_nobody_deviates(app: Flask, session: Session) -> None:
    made = jury(session, files=1, jurors=3)
    client = signed_in(app, person(session, "Berte Beslisser", roles=[Role.DECISION_MAKER]))
    at = f"/oproepen/{made.call.public_id}/rangschikking/afwijking"
    session.flush()

    assert "Maak eerst de selectie." in words(client.get(at))
    sent = {"application": "x", "amount": "0", "reason": REASON}
    assert client.post(at, data=sent).status_code == 422
    assert session.scalar(select(SelectionRun.id)) is None
    assert dutch("Deviate from the selection") == "Wijk af van de selectie"
