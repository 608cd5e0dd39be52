"""A realisation beyond the pilot, and one that was removed and comes back."""

import io
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy.orm import Session

from subsidy.applications import queries, service
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.expectations import Expectation
from subsidy.applications.domain.scaling import Letter, Need, Scaling, Size, Step
from subsidy.applications.domain.signing import content_hash, current_signatures
from subsidy.applications.domain.snapshot import file_of, snapshot
from subsidy.applications.models import Realisation
from subsidy.calls.domain.rules import Outcome, Requirement, Weight, evaluate
from subsidy.calls.domain.rules.samples import TERMS
from subsidy.core.errors import RefusedError
from subsidy.web import clock
from tests.support.applications import (
    DURING,
    REALISATION,
    Consortium,
    complete,
    published_call,
    sign_all,
)
from tests.support.enclosures import enclosed, pdf
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: DURING)


@pytest.fixture
def made(session: Session) -> Consortium:
    return complete(session, published_call(session), signed=False)


def address(made: Consortium) -> str:
    return f"/aanvragen/{made.record.public_id}"


def browser_of(app: Flask, made: Consortium) -> FlaskClient:
    return signed_in(app, made.lead.person, made.lead.organisation)


def stored(session: Session, made: Consortium) -> CaseFile:
    return queries.file_again(session, made.record)


def realisation(session: Session, made: Consortium) -> Realisation:
    return queries.whole(session, made.record).realisations[0]


def page_of(session: Session, made: Consortium) -> str:
    return f"{address(made)}/realisaties/{realisation(session, made).public_id}/opschaling"


STEP = {"what-0": "Drie gemeenten starten.", "who-0": "Aalst", "by-0": "30/06/2024"}


# Beyond the pilot ---------------------------------------------------------------------------------


def test_conditions_steps_and_letters_are_saved_and_read_everywhere(
    app: Flask, session: Session, made: Consortium
) -> None:
    (letter,) = enclosed(session, made, app.extensions["store"])
    browser, page = browser_of(app, made), page_of(session, made)
    assert_well_formed(browser.get(page).text)

    saved = browser.post(
        page, data={**STEP, "need-small": "Een zaal.", "letter-1": letter.public_id}
    )

    assert saved.status_code == 303, saved.text
    (found,) = stored(session, made).scalings
    assert found.needs == (Need(Size.SMALL, "Een zaal."),)
    assert found.steps == (Step(what="Drie gemeenten starten.", who="Aalst", by=date(2024, 6, 30)),)
    assert found.letters == (Letter("Herzele", letter.public_id),)
    read = PdfReader(io.BytesIO(browser.get(f"{address(made)}/volledig.pdf").data))
    paper = " ".join(" ".join(sheet.extract_text() for sheet in read.pages).split())
    whole = visible(browser.get(f"{address(made)}/volledig").text)
    listed = visible(browser.get(f"{address(made)}/realisaties").text)
    for text in (paper, whole, listed):
        assert "Een zaal." in text
        assert "Drie gemeenten starten." in text
        assert "Herzele: besluit.pdf" in text


def test_what_is_not_right_is_refused_at_its_place_and_stays(
    app: Flask, session: Session, made: Consortium
) -> None:
    page = page_of(session, made)

    refused = browser_of(app, made).post(
        page, data={**STEP, "by-0": "ooit", "who-1": "y" * 121, "need-large": "z" * 1001}
    )

    assert refused.status_code == 422
    for text in ("ooit", "y" * 121, "z" * 1001):
        assert text in refused.text
    assert stored(session, made).scalings == ()


def test_a_file_of_another_application_is_no_letter(session: Session, made: Consortium) -> None:
    strange = Scaling(
        realisation_id=realisation(session, made).public_id, letters=(Letter("Zottegem", "x" * 26),)
    )

    with pytest.raises(RefusedError) as refused:
        service.save_scaling(session, made.lead.actor, made.record, strange)

    assert [each.place for each in refused.value.refusals] == ["letter-0"]


def test_half_a_step_is_a_draft_that_the_checklist_names(
    app: Flask, session: Session, made: Consortium
) -> None:
    browser, page = browser_of(app, made), page_of(session, made)
    browser.post(page, data={"what-0": "Drie gemeenten starten."})

    listed = browser.get(f"{address(made)}/voorwaarden").text

    assert "Vul in tegen welke dag stap 1 van “Draaiboek digipunt” klaar is." in visible(listed)
    assert page in listed


def test_an_earlier_path_comes_back(app: Flask, session: Session, made: Consortium) -> None:
    browser, page = browser_of(app, made), page_of(session, made)
    browser.post(page, data=STEP)
    browser.post(page, data={**STEP, "who-0": "Lede", "version": "1"})
    history = f"{address(made)}/versies/opschaling-{realisation(session, made).public_id}"

    seen = browser.get(history)
    back = browser.post(history, data={"versie": "1", "version": "2"})

    assert "Stap 1: Wie doet het?" in visible(seen.text)
    assert back.status_code == 303
    assert stored(session, made).scalings[0].steps[0].who == "Aalst"


def test_an_adopter_with_a_letter_counts_for_the_rule_and_one_without_does_not(
    app: Flask, session: Session, made: Consortium
) -> None:
    one, two = (
        enclosed(session, made, app.extensions["store"], (name, content))[0]
        for name, content in (("a.pdf", pdf(b"a")), ("b.pdf", pdf(b"b")))
    )
    row = realisation(session, made)

    def said(*letters: Letter) -> Outcome:
        scaling = Scaling(realisation_id=row.public_id, letters=letters)
        service.save_scaling(session, made.lead.actor, made.record, scaling)
        rule = Requirement("letters_of_intent", {"letters": 2}, Weight.KNOCK_OUT)
        (finding,) = evaluate([rule], stored(session, made).dossier, TERMS)
        return finding.outcome

    assert said() is Outcome.UNKNOWN
    assert said(Letter("Zottegem", one.public_id)) is Outcome.NOT_MET
    both = (Letter("Zottegem", one.public_id), Letter("Herzele", two.public_id))
    assert said(*both) is Outcome.MET
    service.detach(session, made.lead.actor, made.record, two)
    assert stored(session, made).letters == ("Zottegem",)


def test_a_path_is_in_the_snapshot_and_in_no_signature(session: Session, made: Consortium) -> None:
    before = stored(session, made)
    scaling = Scaling(
        realisation_id=before.realisations[0].id, steps=(Step(what="Les.", who="Aalst"),)
    )

    service.save_scaling(session, made.lead.actor, made.record, scaling)

    after = stored(session, made)
    assert "scalings" not in snapshot(before, DURING)["file"]
    assert file_of(snapshot(after, DURING)) == after
    assert content_hash(after, after.lead.id) == content_hash(before, before.lead.id)


# Removed and back ---------------------------------------------------------------------------------


def test_a_removed_realisation_comes_back_whole_and_signatures_hold_again(
    app: Flask, session: Session, made: Consortium
) -> None:
    row = realisation(session, made)
    lead, other, _ = (each.public_id for each in made.record.partners)
    wanted = Expectation(by=lead, of=other, about=row.public_id, sentence="U opent een lokaal.")
    service.save_expectations(session, made.lead.actor, made.record, [wanted])
    scaling = Scaling(realisation_id=row.public_id, needs=(Need(Size.SMALL, "Een zaal."),))
    service.save_scaling(session, made.lead.actor, made.record, scaling)
    sign_all(session, made)
    before = stored(session, made)
    browser, page = browser_of(app, made), f"{address(made)}/verwijderde-realisaties"
    browser.post(f"{address(made)}/realisaties/{row.public_id}/verwijder", data={})
    assert current_signatures(stored(session, made)) == {}

    listed = browser.get(page)
    back = browser.post(page, data={"realisatie": row.public_id})

    assert_well_formed(listed.text)
    assert REALISATION.title in visible(listed.text)
    assert back.status_code == 303, back.text
    after = stored(session, made)
    assert after.realisations == before.realisations
    assert set(after.promises) == set(before.promises)
    assert (after.scalings, after.expectations) == (before.scalings, before.expectations)
    assert current_signatures(after).keys() == current_signatures(before).keys()
    assert len(current_signatures(after)) == 3
    assert "Er is geen realisatie verwijderd." in visible(browser.get(page).text)


def test_it_comes_back_without_the_promises_of_who_left(session: Session, made: Consortium) -> None:
    row = realisation(session, made)
    public_id = row.public_id
    service.remove_realisation(session, made.lead.actor, made.record, row)
    service.leave(session, made.towns[2].actor, made.record, "Te druk")

    service.bring_back(session, made.lead.actor, made.record, public_id)

    assert len(stored(session, made).promises) == 2


def test_a_title_that_was_taken_meanwhile_is_refused_with_the_remedy(
    app: Flask, session: Session, made: Consortium
) -> None:
    row = realisation(session, made)
    public_id = row.public_id
    service.remove_realisation(session, made.lead.actor, made.record, row)
    service.add_realisation(session, made.lead.actor, made.record, REALISATION)

    refused = browser_of(app, made).post(
        f"{address(made)}/verwijderde-realisaties", data={"realisatie": public_id}
    )

    assert refused.status_code == 422
    assert "Er is opnieuw een “Draaiboek digipunt”. Geef die eerst een andere titel." in visible(
        refused.text
    )
    assert len(stored(session, made).realisations) == 1


@pytest.mark.parametrize("asked", ["", "bestaat-niet"])
def test_what_was_never_removed_does_not_come_back(
    app: Flask, made: Consortium, asked: str
) -> None:
    data: dict[str, Any] = {"realisatie": asked}

    refused = browser_of(app, made).post(f"{address(made)}/verwijderde-realisaties", data=data)

    assert refused.status_code == 422
    assert "Bekijk de lijst." in visible(refused.text)
