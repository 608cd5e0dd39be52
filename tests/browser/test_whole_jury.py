"""A jury of twelve on 27 files in real browsers, from the division of the files to the selection.

One juror drops out halfway, one declares a conflict of interest after handing in, one scores in a
workbook without a connection. What the ranking must be follows from the marks that were typed, by
the arithmetic of the regulation (decisions 19 and 20), done here with fractions.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, FilePayload, Page, expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from subsidy.accounts import service as accounts
from subsidy.accounts.models import Person
from subsidy.app import create_app
from subsidy.applications.models import Application
from subsidy.budget import service as budget
from subsidy.calls.models import Call
from subsidy.cli import database, verify
from subsidy.config import Settings
from subsidy.db import make_engine
from subsidy.policy import Role
from subsidy.rehearsal import imports, service
from subsidy.rehearsal.domain import Rehearsal
from subsidy.scoring.domain.lifecycle import ReviewStatus
from subsidy.scoring.models import Juror, Review
from tests.browser.conftest import SECRET, served
from tests.support.clocks import Clock
from tests.support.people import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.wide]
SHIPPED = Path(__file__).parents[2] / "rehearsals" / "iedereen-digitaal-2021"
FILES, JURORS, PER_FILE = 27, 12, 3
COUNTING = (ReviewStatus.ASSIGNED, ReviewStatus.CLEARED, ReviewStatus.SUBMITTED)
DAY = timedelta(days=1)
WITHIN = 30_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass
class Jury:
    """The call after admission, and a page for everybody, by name."""

    engine: Engine
    address: str
    rehearsal: Rehearsal
    call_id: str
    names: list[str]
    pages: dict[str, Page]
    given: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"/oproepen/{self.call_id}"

    def opens(self, who: str, path: str, status: int = 200) -> Page:
        page = self.pages[who]
        answer = page.goto(f"{self.address}{path}")
        assert answer is not None
        assert answer.status == status, (who, path, answer.status)
        return page

    def presses(self, who: str, label: str, status: int = 200) -> None:
        page = self.pages[who]
        with page.expect_navigation() as waiting:
            page.locator("main").get_by_role("button", name=label, exact=True).first.click()
        assert waiting.value is not None
        assert waiting.value.status == status, page.locator("main").inner_text()

    def held(self, who: str, *statuses: ReviewStatus) -> list[tuple[str, str]]:
        """Return what a juror has in hand: identifier and number of the file."""
        with Session(self.engine) as session:
            rows = session.execute(
                select(Review.public_id, Application.number)
                .join(Juror, Juror.id == Review.juror_id)
                .join(Person, Person.id == Juror.person_id)
                .join(Application, Application.id == Review.application_id)
                .where(Person.name == who, Review.status.in_(statuses))
                .order_by(Application.number)
            )
            return [(public_id, number) for public_id, number in rows]

    def per_file(self) -> Counter[str]:
        """Return how many jurors can judge each file, or judged it."""
        with Session(self.engine) as session:
            numbers = session.scalars(
                select(Application.number)
                .join(Review, Review.application_id == Application.id)
                .where(Review.status.in_(COUNTING))
            )
            return Counter(numbers)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'jury.sqlite'}"
    made = make_engine(url)
    database.prepare(made, url)
    yield made
    made.dispose()


def admitted(session: Session, rehearsal: Rehearsal) -> tuple[Call, service.Cast]:
    """Play the shipped call up to the seats of the jury, through the services."""
    started = rehearsal.regulation.opens_at - 30 * DAY
    cast = service.Cast(
        accounts.create_person(
            session, "dossierbeheerder@proef.example", "Officer", roles=[Role.CASE_OFFICER]
        ),
        accounts.create_person(
            session, "beslisser@proef.example", "Decider", roles=[Role.DECISION_MAKER]
        ),
    )
    programme = budget.found_programme(
        session, rehearsal.line, "", date(started.year, 1, 1), rehearsal.regulation.last_day
    )
    line = budget.endow_line(
        session, cast.officer_at(started), programme, rehearsal.line, rehearsal.envelope
    )
    call, _ = service.play_applications(session, cast, line, rehearsal)
    service.admit_all(session, cast.officer_at(rehearsal.regulation.closes_at + DAY), call)
    service.seat_jury(session, cast, call, rehearsal)
    return call, cast


@pytest.fixture
def jury(engine: Engine, at: Clock, browser: Browser, tmp_path: Path) -> Iterator[Jury]:
    rehearsal = imports.read(SHIPPED)
    at.move(rehearsal.regulation.closes_at + 8 * DAY)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        call, cast = admitted(session, rehearsal)
    app = create_app(Settings(str(engine.url), SECRET, demo=True))
    people = {"Officer": cast.officer, **cast.jurors}
    contexts = []
    with served(tmp_path / "jury.sqlite") as address:
        pages = {}
        for name, person in people.items():
            cookie = signed_in(app, person).get_cookie(app.config["SESSION_COOKIE_NAME"])
            assert cookie is not None
            context = browser.new_context(locale="nl-BE")
            contexts.append(context)
            context.set_default_timeout(WITHIN)
            session_name = app.config["SESSION_COOKIE_NAME"]
            context.add_cookies([{"name": session_name, "value": cookie.value, "url": address}])
            pages[name] = context.new_page()
        yield Jury(engine, address, rehearsal, call.public_id, list(cast.jurors), pages)
        for context in contexts:
            context.close()


def divide(jury: Jury) -> None:
    """Try a division out, look at it, and apply it."""
    page = jury.opens("Officer", f"{jury.path}/jury/verdeling")
    page.locator("[name=mode][value=balanced]").check()
    page.fill("[name=need]", str(PER_FILE))
    page.fill("[name=most]", "12")
    jury.presses("Officer", "Maak een proef")
    expect(page.locator("main")).to_contain_text("De laatste proef")
    jury.presses("Officer", "Pas deze verdeling toe en verwittig de juryleden")
    assert set(jury.per_file().values()) == {PER_FILE}
    assert len(jury.per_file()) == FILES


def declare(jury: Jury, who: str) -> None:
    """Declare no conflict for each file that waits for it."""
    for public_id, _ in jury.held(who, ReviewStatus.ASSIGNED):
        jury.opens(who, f"/jury/{public_id}/belangen")
        jury.presses(who, "Verklaar dat u geen belangenconflict hebt")


def marks_of(jury: Jury, who: str, number: str) -> dict[str, int]:
    """Return the marks that this juror gives: the worth of the file, and a mood of the juror."""
    worth, mood = int(number[-3:]) * 7 % 6, jury.names.index(who) % 3
    criteria = jury.rehearsal.regulation.criteria
    return {one.key: 2 + worth + (mood + at) % 3 for at, one in enumerate(criteria)}


def score(jury: Jury, who: str, public_id: str, number: str) -> None:
    page = jury.opens(who, f"/jury/{public_id}")
    marks = marks_of(jury, who, number)
    for criterion, mark in marks.items():
        page.locator(f"[id$=-{criterion}-{mark}]").check()
        page.fill(f"[name=motivation-{criterion}]", f"{criterion}: een {mark}.")
    jury.presses(who, "Dien in")
    hand_in(jury, who, number)


def hand_in(jury: Jury, who: str, number: str) -> None:
    jury.presses(who, "Dien mijn scores in")
    jury.given[number, who] = marks_of(jury, who, number)


def score_all(jury: Jury, who: str, most: int | None = None) -> None:
    declare(jury, who)
    for public_id, number in jury.held(who, ReviewStatus.CLEARED)[:most]:
        score(jury, who, public_id, number)


def drop_out(jury: Jury, who: str) -> None:
    page = jury.opens("Officer", f"{jury.path}/jury/samenstelling")
    choice = page.locator("[name=juror] option").filter(has_text=who).get_attribute("value")
    page.locator("[name=juror]").select_option(choice)
    page.locator("form:has([name=juror]) [name=reason]").fill("Langdurig ziek.")
    jury.presses("Officer", "Laat dit jurylid uitvallen")


def declare_late(jury: Jury, who: str) -> str:
    """Declare a conflict after handing in; return the number of the file."""
    public_id, number = jury.held(who, ReviewStatus.SUBMITTED)[0]
    page = jury.opens(who, f"/jury/{public_id}/belangen")
    page.locator("[name=kind]").select_option("personal")
    page.fill("[name=reason]", "Mijn broer werkt sinds vorige maand voor deze gemeente.")
    jury.presses(who, "Meld een belangenconflict")
    jury.opens(who, f"/jury/{public_id}", status=403)
    del jury.given[number, who]
    return number


def score_in_a_workbook(jury: Jury, who: str) -> None:
    """Download the sheets, fill them in elsewhere, see what changes, take it over, hand in."""
    declare(jury, who)
    mine = jury.held(who, ReviewStatus.CLEARED)
    page = jury.opens(who, "/jury/scores-uit-excel")
    book = load_workbook(BytesIO(page.request.get(f"{jury.address}/jury/mijn/scores.xlsx").body()))
    keys = {one.name: one.key for one in jury.rehearsal.regulation.criteria}
    for row in next(sheet for sheet in book if sheet.title == "Scores").iter_rows(min_row=2):
        key = keys.get(str(row[2].value))
        if key is not None:
            row[4].value = marks_of(jury, who, str(row[0].value))[key]
            row[5].value = f"Zonder verbinding: {key}."
    filled = BytesIO()
    book.save(filled)
    sent = FilePayload(name="scores.xlsx", mimeType=XLSX, buffer=filled.getvalue())
    page.locator("[name=bestand]").set_input_files(sent)
    jury.presses(who, "Toon wat verandert")
    expect(page.locator("main")).to_contain_text("Zonder verbinding")
    jury.presses(who, "Neem deze scores over")
    for public_id, number in mine:
        jury.opens(who, f"/jury/{public_id}")
        jury.presses(who, "Dien in")
        hand_in(jury, who, number)


def merits(jury: Jury) -> dict[str, Fraction]:
    """Return the points of each file out of 100, from what was typed (decision 19)."""
    weights = {one.key: one.weight_basis_points for one in jury.rehearsal.regulation.criteria}
    sheets = defaultdict(list)
    for (number, _), marks in jury.given.items():
        sheets[number].append(
            sum(Fraction(weights[key] * mark, 1000) for key, mark in marks.items())
        )
    return {number: Fraction(sum(each), len(each)) for number, each in sheets.items()}


def ranked_as_typed(jury: Jury) -> None:
    """Compare the points and the order on the page with the arithmetic of what was typed."""
    page = jury.opens("Officer", f"{jury.path}/rangschikking")
    jury.presses("Officer", "Maak de selectie")
    table = page.locator("table").filter(has_text="Toegekend").first
    told = [row.inner_text() for row in table.locator("tbody tr").all()]
    points = merits(jury)
    assert len(points) == FILES
    for number, exact in points.items():
        row = next(text for text in told if number in text)
        assert f"{round(exact * 100) / 100:.2f}".replace(".", ",") in row, (number, exact)
    order = [number for text in told for number in points if number in text]
    assert [points[number] for number in order] == sorted(points.values(), reverse=True)


def test_a_jury_of_twelve_brings_27_files_to_a_selection(engine: Engine, jury: Jury) -> None:
    assert len(jury.names) == JURORS
    gone, torn, offline, *others = jury.names[1:]  # the first one chairs
    divide(jury)

    score_all(jury, gone, most=2)
    drop_out(jury, gone)
    jury.opens(gone, "/jury", status=200)
    divide(jury)
    score_all(jury, torn)
    lost = declare_late(jury, torn)
    divide(jury)
    assert lost not in {number for _, number in jury.held(torn, ReviewStatus.SUBMITTED)}
    score_in_a_workbook(jury, offline)
    for who in (jury.names[0], *others):
        score_all(jury, who)

    assert Counter(number for number, _ in jury.given) == jury.per_file()
    ranked_as_typed(jury)
    with Session(engine) as session:
        assert list(verify.found(session)) == []
