"""A rule that is put in the library as one file, and is at once everywhere a rule can be seen."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy.orm import Session

from subsidy.applications import service as filing
from subsidy.awards import service as awards
from subsidy.awards.exports import letter_pdf
from subsidy.calls import service as calls
from subsidy.calls.domain import rules
from subsidy.cli.rule_pages import rules as docs
from subsidy.policy import Role
from subsidy.scoring import service as scoring
from subsidy.web import clock
from tests.factories import as_actor, case_officer, line
from tests.support import applications
from tests.support.applications import AFTER, DURING, complete, published_call
from tests.support.pages import visible
from tests.support.people import signed_in, visitor
from tests.support.scoring import jury, scored

FILE = '''
"""Enough municipalities take the realisations over."""

from subsidy.calls.domain.dossier import Dossier
from subsidy.calls.domain.rules.base import (
    Example,
    Outcome,
    Parameter,
    Params,
    Rule,
    Sentences,
    Terms,
    Theme,
    Verdict,
)
from subsidy.calls.domain.rules.samples import LASTING
from subsidy.core.text import Text


def _judge(dossier: Dossier, _terms: Terms, params: Params) -> Verdict:
    found = {name for one in dossier.realisations for name in one.adopters}
    enough = len(found) >= params["adopters"]
    return Verdict(outcome=Outcome.MET if enough else Outcome.NOT_MET, facts={"have": len(found)})


RULE = Rule(
    key="many_adopters",
    word="veel_overnemers",
    name="Enough adopters together",
    source="a test",
    theme=Theme.LASTING,
    order=99,
    parameters=(
        Parameter(
            key="adopters",
            word="overnemers",
            label="adopters together",
            unit="adopters",
            minimum=2,
            maximum=40,
            default=7,
        ),
    ),
    states=Text("All realisations together count at least %(adopters)s adopters."),
    sentences=Sentences.same(Text("There are %(have)s adopters of the %(adopters)s.")),
    remedy=Text("Look for more adopters."),
    evaluate=_judge,
    examples=(Example(dossier=LASTING, outcome=Outcome.NOT_MET),),
)
'''
STATED = "All realisations together count at least 5 adopters."
FOUND = "There are 2 adopters of the 5."


@pytest.fixture(autouse=True)
def _one_more_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "many_adopters.py").write_text(FILE, encoding="utf-8")
    monkeypatch.setattr(rules, "__path__", [*rules.__path__, str(tmp_path)])
    rules.scan()
    yield
    monkeypatch.undo()
    rules.scan()


@pytest.fixture(autouse=True)
def _in_the_regulation(monkeypatch: pytest.MonkeyPatch, session: Session) -> None:
    """Let every published call of this test have the rule; nothing that was remembered has it."""
    case_officer(session)
    data = applications.regulation()
    data["regels"]["veel_overnemers"] = {"overnemers": 5, "telt_als": "advies"}
    monkeypatch.setattr(applications, "regulation", lambda: data)


def at(monkeypatch: pytest.MonkeyPatch, moment: Any) -> None:  # noqa: ANN401 - an instant
    monkeypatch.setattr(clock, "now", lambda: moment)


def pdf_text(made: bytes) -> str:
    pages = PdfReader(io.BytesIO(made)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_editor_offers_it_and_keeps_what_is_chosen(app: Flask, session: Session) -> None:
    officer = case_officer(session)
    actor = as_actor(officer, Role.CASE_OFFICER)
    call = calls.create(session, actor, line(session, actor), {"oproep": {"titel": "Samen"}})
    session.commit()
    browser = signed_in(app, officer)
    url = f"/oproepen/{call.public_id}/bewerk/regels"

    offered = browser.get(url).text
    typed = {
        "veel_overnemers": "y",
        "veel_overnemers__overnemers": "5",
        "veel_overnemers__telt_als": "advies",
        "version": str(call.version),
    }
    saved = browser.post(url, data=typed)

    assert "Enough adopters together" in offered
    assert 'name="veel_overnemers__overnemers"' in offered
    assert 'value="7"' in offered  # the usual number
    assert saved.status_code == 303, saved.text
    session.expire_all()
    assert call.draft["regels"] == {"veel_overnemers": {"overnemers": 5, "telt_als": "advies"}}


def test_a_trial_run_counts_it_on_earlier_files_and_waits_for_what_is_written(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two adopters do not make five; of the municipalities it says nothing."""
    call = published_call(session)
    made = complete(session, call)
    at(monkeypatch, DURING)
    filing.submit(session, made.lead.actor, made.record)
    session.commit()
    at(monkeypatch, AFTER)

    browser = signed_in(app, case_officer(session))
    page = visible(browser.get(f"/oproepen/{call.public_id}/proefdraaien").text)

    assert "Enough adopters together (advies) 0 1 0 0" in page
    assert "Niet beslist: het hangt af van wat een aanvrager schrijft." in page
    assert "zou meedoen" in page  # advice keeps nobody out


def test_the_page_and_the_pdf_of_the_regulation_state_it(app: Flask, session: Session) -> None:
    call = published_call(session)

    page = visitor(app).get(f"/oproepen/{call.public_id}").text
    document = visitor(app).get(f"/oproepen/{call.public_id}/reglement.pdf").data

    assert STATED in visible(page)
    assert STATED in pdf_text(document)


def test_an_application_that_does_not_follow_the_advice_is_submitted_and_told(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = complete(session, published_call(session))
    at(monkeypatch, DURING)
    lead = signed_in(app, made.lead.person, made.lead.organisation)
    url = f"/aanvragen/{made.record.public_id}"

    checklist = visible(lead.get(f"{url}/voorwaarden").text)
    submitted = lead.post(f"{url}/indienen")
    receipt = lead.get(f"{url}/ontvangstbewijs.pdf").data

    assert FOUND in checklist
    assert "Advies: niet voldaan" in checklist
    assert "Alles is in orde" in checklist
    assert submitted.status_code == 303, submitted.text
    assert f"{FOUND} Advies: niet voldaan" in pdf_text(receipt)


def test_the_desk_the_workbook_and_the_letter_show_it(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = jury(session, files=1, jurors=3)
    for juror in range(3):
        scored(session, made, juror, 0)
    scoring.select(session, made.actor, made.call)
    (decision,) = awards.prepare_for_call(session, made.actor, made.call)
    session.commit()
    at(monkeypatch, AFTER)
    officer = signed_in(app, made.officer)

    desk = officer.get(f"/aanvragen/{made.files[0].public_id}/ontvankelijkheid").text
    book = officer.get(f"/oproepen/{made.call.public_id}/ontvankelijkheid.xlsx").data
    rows = list(load_workbook(io.BytesIO(book)).worksheets[0].values)
    shown = dict(zip(rows[0], rows[1], strict=True))

    assert FOUND in visible(desk)
    assert shown["Advies: Enough adopters together"] == "niet voldaan"
    assert shown["Regels niet vervuld"] == 0
    assert FOUND in pdf_text(letter_pdf(decision))


def test_the_documentation_describes_it() -> None:
    assert "### Enough adopters together (`veel_overnemers`)" in docs()
    assert "| `overnemers` | adopters together | whole number | adopters | 2 | 40 | 7 |" in docs()
