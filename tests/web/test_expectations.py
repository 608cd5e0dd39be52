"""What partners expect of each other: written, confirmed one by one, asked again when changed."""

import io
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.applications import queries, service
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.expectations import Expectation
from subsidy.applications.domain.signing import current_signatures
from subsidy.core.errors import RefusedError
from subsidy.core.text import Text
from subsidy.language import words
from subsidy.web import clock
from subsidy.workflow import OutboxMessage
from tests.support.applications import (
    DURING,
    Consortium,
    complete,
    published_call,
    sign_all,
)
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in

OPEN, LEND = "U houdt elke week een lokaal open.", "U leent tien laptops uit."
SIGNED = {
    "name": "An Peeters",
    "function": "burgemeester",
    "deciding_body": "college",
    "decided_on": "13/09/2021",
}


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: DURING)


@pytest.fixture
def made(session: Session) -> Consortium:
    return complete(session, published_call(session), signed=False)


def address(made: Consortium) -> str:
    return f"/aanvragen/{made.record.public_id}"


def browser_of(app: Flask, made: Consortium, number: int = 0) -> FlaskClient:
    town = made.towns[number]
    return signed_in(app, town.person, town.organisation)


def expected(made: Consortium, by: int, of: int, sentence: str, about: str = "") -> Expectation:
    partners = made.record.partners
    return Expectation(
        by=partners[by].public_id, of=partners[of].public_id, about=about, sentence=sentence
    )


def stored(session: Session, made: Consortium) -> CaseFile:
    return queries.file_again(session, made.record)


def holding(session: Session, made: Consortium) -> list[int]:
    """Return which partners, by their number, have a signature that holds."""
    held = current_signatures(stored(session, made))
    return [at for at, each in enumerate(made.record.partners) if each.public_id in held]


def asked(session: Session, person: Person) -> list[str]:
    every = session.scalars(select(OutboxMessage).where(OutboxMessage.person_id == person.id))
    return [words(Text.from_data(one.body)) for one in every if one.path.endswith("/ondertekenen")]


def save(session: Session, made: Consortium, *rows: Expectation) -> None:
    service.save_expectations(session, made.lead.actor, made.record, rows)


# Writing ------------------------------------------------------------------------------------------


def test_what_is_expected_is_saved_and_read_in_the_whole_file(
    app: Flask, session: Session, made: Consortium
) -> None:
    browser, page = browser_of(app, made), f"{address(made)}/verwachtingen"
    lead, other, _ = (each.public_id for each in made.record.partners)
    (realisation,) = {one.id for one in stored(session, made).realisations}
    typed = {"by-0": lead, "of-0": other, "about-0": realisation, "sentence-0": OPEN}

    saved = browser.post(page, data=typed)

    assert saved.status_code == 303, saved.text
    assert stored(session, made).expectations == (expected(made, 0, 1, OPEN, realisation),)
    again = browser.get(page).text
    assert_well_formed(again)
    pdf = PdfReader(io.BytesIO(browser.get(f"{address(made)}/volledig.pdf").data))
    paper = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
    plan = visible(browser.get(f"{address(made)}/continuiteit").text)
    for text in (visible(browser.get(f"{address(made)}/volledig").text), paper, plan):
        assert OPEN in text
    assert "nog niet bevestigd" in plan


def test_everything_wrong_is_said_at_once_and_stays(
    app: Flask, session: Session, made: Consortium
) -> None:
    own = made.record.partners[0].public_id
    typed = {"by-0": own, "of-0": own, "sentence-0": "x" * 201, "of-1": "niemand", "by-2": own}

    refused = browser_of(app, made).post(f"{address(made)}/verwachtingen", data=typed)

    assert refused.status_code == 422
    assert "x" * 201 in refused.text
    assert stored(session, made).expectations == ()


def test_half_an_expectation_is_a_draft_that_the_checklist_names(
    app: Flask, session: Session, made: Consortium
) -> None:
    save(session, made, Expectation(sentence=OPEN))

    page = browser_of(app, made).get(f"{address(made)}/voorwaarden").text

    assert "Kies van welke partner bij verwachting 1." in visible(page)
    assert f"{address(made)}/verwachtingen#of-0" in page


def test_an_earlier_text_comes_back_without_partners_that_left(
    app: Flask, session: Session, made: Consortium
) -> None:
    save(session, made, expected(made, 0, 1, OPEN), expected(made, 0, 2, LEND))
    save(session, made, expected(made, 0, 1, LEND))
    service.leave(session, made.towns[2].actor, made.record, "Te druk")
    browser, page = browser_of(app, made), f"{address(made)}/versies/verwachtingen"

    seen = browser.get(page)
    back = browser.post(page, data={"versie": "1", "version": "2"})

    assert "Verwachting 1: Wat verwacht u, in één zin?" in visible(seen.text)
    assert back.status_code == 303, back.text
    assert stored(session, made).expectations == (expected(made, 0, 1, OPEN),)


# Signing ------------------------------------------------------------------------------------------


def test_who_signs_confirms_each_sentence_by_itself(
    app: Flask, session: Session, made: Consortium
) -> None:
    rows = (expected(made, 0, 1, OPEN), expected(made, 2, 1, LEND), expected(made, 1, 0, "Iets."))
    save(session, made, *rows)
    browser, page = browser_of(app, made, 1), f"{address(made)}/ondertekenen"
    seen = service.hash_to_sign(session, made.towns[1].actor, made.record)
    form = {**SIGNED, "content_hash": seen}

    shown = visible(browser.get(page).text)
    half = browser.post(page, data={**form, "agreed": [rows[0].mark], "decided_on": ""})
    whole = browser.post(page, data={**form, "agreed": [one.mark for one in rows]})

    assert "haalbaar, wij nemen dit op" in shown
    assert OPEN in shown
    assert "Iets." not in shown
    assert half.status_code == 422
    assert "Vul de datum van die beslissing in." in visible(half.text)
    assert f"Bevestig “{LEND}”." in visible(half.text)
    assert f"Bevestig “{OPEN}”." not in visible(half.text)
    assert "An Peeters" in half.text
    assert whole.status_code == 303, whole.text
    assert holding(session, made) == [1]
    assert "bevestigd" in visible(browser.get(f"{address(made)}/continuiteit").text)


def test_the_service_too_refuses_a_signature_without_each_confirmation(
    session: Session, made: Consortium
) -> None:
    save(session, made, expected(made, 0, 1, OPEN), expected(made, 2, 1, LEND))
    actor = made.towns[1].actor
    signing = service.Signing(
        name="An",
        function="burgemeester",
        deciding_body="college",
        decided_on=DURING.date(),
        content_hash=service.hash_to_sign(session, actor, made.record),
    )

    with pytest.raises(RefusedError) as refused:
        service.sign(session, actor, made.record, signing)

    assert [each.place for each in refused.value.refusals] == ["agreed", "agreed"]


def test_another_sentence_asks_only_the_partner_of_whom_it_is_expected(
    app: Flask, session: Session, made: Consortium
) -> None:
    before = expected(made, 0, 1, OPEN)
    save(session, made, before, expected(made, 1, 0, LEND))
    sign_all(session, made)
    assert holding(session, made) == [0, 1, 2]

    save(session, made, replace(before, sentence="U houdt twee lokalen open."), *_rest(made))

    assert holding(session, made) == [0, 2]
    told = [asked(session, town.person) for town in made.towns]
    assert [len(each) for each in told] == [0, 1, 0]
    assert "Wat andere partners van u verwachten" in told[1][0]
    page = visible(browser_of(app, made, 1).get(f"{address(made)}/ondertekenen").text)
    assert "U houdt twee lokalen open." in page
    save(session, made, before, *_rest(made))
    assert holding(session, made) == [0, 1, 2]


def _rest(made: Consortium) -> tuple[Expectation, ...]:
    return (expected(made, 1, 0, LEND),)


def test_a_signature_of_before_stays_until_something_is_expected(
    session: Session, made: Consortium
) -> None:
    sign_all(session, made)

    save(session, made, Expectation(by="", of="", sentence=OPEN))
    assert holding(session, made) == [0, 1, 2]
    save(session, made, expected(made, 2, 0, OPEN))

    assert holding(session, made) == [1, 2]


def test_who_leaves_takes_along_what_it_expected(session: Session, made: Consortium) -> None:
    save(session, made, expected(made, 2, 1, LEND), expected(made, 0, 2, OPEN))
    sign_all(session, made)

    service.leave(session, made.towns[2].actor, made.record, "Te druk")

    assert stored(session, made).expectations == ()
    assert holding(session, made) == [0]


def test_of_a_partner_of_another_file_nothing_is_expected(
    session: Session, made: Consortium
) -> None:
    with pytest.raises(RefusedError):
        save(session, made, replace(expected(made, 0, 1, OPEN), of="p" * 26))


def test_nobody_writes_in_the_name_of_another_partner(session: Session, made: Consortium) -> None:
    lead, other, third = (partner.public_id for partner in made.record.partners)
    kept = Expectation(by=lead, of=other, sentence=OPEN)
    own = Expectation(by=other, of=third, sentence=LEND)
    service.save_expectations(session, made.lead.actor, made.record, [kept])
    actor = made.towns[1].actor
    service.save_expectations(session, actor, made.record, [kept, own])

    for wrong, place in (
        ([kept, own, Expectation(by=third, of=lead, sentence=OPEN)], "by-2"),
        ([replace(kept, sentence=LEND), own], "by-0"),
        ([own], None),
    ):
        with pytest.raises(RefusedError) as refused:
            service.save_expectations(session, actor, made.record, wrong)
        assert refused.value.refusals[0].place == place
    service.save_expectations(session, made.lead.actor, made.record, [own])
