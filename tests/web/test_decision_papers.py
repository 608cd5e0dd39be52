"""The decision of college and council as a Word document: what is in it, and for whom it is."""

import re
from datetime import timedelta
from io import BytesIO

import docx
import pytest
from docx.document import Document
from flask import Flask
from sqlalchemy.orm import Session

from subsidy.applications import service
from subsidy.applications.domain.deciding import Paper, ground_of
from subsidy.applications.domain.form import Tasks
from subsidy.applications.domain.funding import Amount, Funding
from subsidy.calls.domain.regulation import CostType
from subsidy.core.money import Money
from subsidy.language import words as dutch
from subsidy.organisations import queries as organisations
from subsidy.organisations import service as organisation_service
from subsidy.organisations.domain import OrganisationKind
from subsidy.organisations.domain.profile import Profile
from subsidy.policy import Role
from tests.factories import person
from tests.support.applications import AFTER, Consortium, complete, published_call, town
from tests.support.clocks import Clock
from tests.support.pages import visible
from tests.support.people import signed_in

NASTY = "Lessen <b>&amp;</b> {{7*7}}\x07 =HYPERLINK(1)"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def made(session: Session) -> Consortium:
    """Return a complete file in which Ninove pays a part itself."""
    made = complete(session, published_call(session), signed=False)
    row = made.record.partners[1]
    own = Amount(cost_type=CostType.STAFF, year=2022, own=Money(7_500_00), other=Money(2_500_00))
    funding = Funding(partner_id=row.public_id, amounts=(own,), other_source="De provincie")
    service.save_funding(session, made.lead.actor, made.record, funding)
    return made


def address(made: Consortium, number: int = 1, paper: str = "college") -> str:
    partner = made.record.partners[number].public_id
    return f"/aanvragen/{made.record.public_id}/partners/{partner}/besluit-{paper}.docx"


def paper(app: Flask, made: Consortium, number: int = 1, kind: str = "college") -> Document:
    browser = signed_in(app, made.towns[number].person, made.towns[number].organisation)
    answer = browser.get(address(made, number, kind))
    assert answer.status_code == 200
    assert answer.mimetype == WORD
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    return docx.Document(BytesIO(answer.data))


def said(word: Document) -> str:
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in word.paragraphs), *cells])


def test_it_has_the_fields_that_municipal_software_asks(
    app: Flask, session: Session, made: Consortium
) -> None:
    session.commit()
    word = paper(app, made)

    fields = {row.cells[0].text: row.cells[1].text for row in word.tables[0].rows}
    assert fields["Orgaan"] == "college van burgemeester en schepenen"
    assert fields["NIS-code"] == "41048"
    assert re.fullmatch(r"[01]\d{3}\.\d{3}\.\d{3}", fields["Ondernemingsnummer"])
    for blank in ("Nummer van het besluit", "Datum van de zitting", "Agendapunt", "Verslaggever"):
        assert fields[blank] == "(in te vullen)"
    headings = [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 2"]
    assert headings == [
        "Feiten en context",
        "Juridische grond",
        "Motivering",
        "Beslissing",
        "Handtekeningen",
    ]
    assert word.sections[0].header.paragraphs[0].text == "CONCEPT, NOG NIET INGEDIEND"


def test_its_articles_say_what_the_partner_signs(
    app: Flask, session: Session, made: Consortium
) -> None:
    session.commit()
    text = said(paper(app, made))

    for words in (
        "Ninove doet mee aan het project",
        "Aalst is de penvoerder",
        "Ninove vraagt € 50.000,00 subsidie.",
        "€ 7.500,00",
        "€ 2.500,00",
        "De provincie",
        "Ninove geeft lessen.",
        "Dienst bibliotheek",
        "€ 4.000,00",
        "Ninove verwacht van de andere partners:",
        "Ninove weet wat de andere partners verwachten:",
        "Aalst: Niets",
    ):
        assert words in text.replace("\xa0", " "), words
    assert "Haaltert geeft lessen." not in text


def test_the_council_decides_in_its_own_name(
    app: Flask, session: Session, made: Consortium
) -> None:
    session.commit()
    text = said(paper(app, made, kind="raad"))

    assert "gemeenteraad" in text
    assert "(artikel in te vullen door uw secretariaat)" in text


@pytest.mark.parametrize("kind", OrganisationKind)
@pytest.mark.parametrize("each", Paper)
def test_no_article_of_a_law_is_named_that_our_sources_do_not_give(
    kind: OrganisationKind, each: Paper
) -> None:
    ground = dutch(ground_of(kind, each))

    assert not re.search(r"artikel(en)? \d|art\. ?\d", ground)


def test_what_somebody_typed_comes_out_as_text(
    app: Flask, session: Session, made: Consortium
) -> None:
    row = made.record.partners[1]
    tasks = Tasks(tasks=NASTY, needs="")
    service.save_tasks(session, made.lead.actor, made.record, row, tasks)
    session.commit()

    assert NASTY.replace("\x07", "") in said(paper(app, made))


def test_the_names_of_the_profile_are_for_its_own_people(
    app: Flask, session: Session, made: Consortium
) -> None:
    one = made.towns[1]
    found = organisations.kept(session, one.organisation.public_id)
    assert found is not None
    profile = Profile(mayor="Tania De Jonge", general_director="Piet Baas")
    organisation_service.save_profile(session, one.actor, found, profile, 0)
    session.commit()
    lead = signed_in(app, made.lead.person, made.lead.organisation)

    assert "Tania De Jonge" in said(paper(app, made))
    of_the_lead = docx.Document(BytesIO(lead.get(address(made)).data))
    assert "Ninove geeft lessen." in said(of_the_lead)
    assert "Tania De Jonge" not in said(of_the_lead)


def test_it_is_for_the_partner_and_the_lead_only(
    app: Flask, session: Session, made: Consortium
) -> None:
    stranger = town(session, "Bree")
    session.commit()
    other = signed_in(app, made.towns[2].person, made.towns[2].organisation)
    foreign = signed_in(app, stranger.person, stranger.organisation)

    for browser in (other, foreign):
        for kind in ("college", "raad"):
            assert browser.get(address(made, 1, kind)).status_code == 404
    listed = other.get(f"/aanvragen/{made.record.public_id}/partners").text
    assert address(made, 2) in listed
    assert address(made, 1) not in listed
    lead = signed_in(app, made.lead.person, made.lead.organisation)
    listed = lead.get(f"/aanvragen/{made.record.public_id}/partners").text
    assert all(address(made, number) in listed for number in range(3))
    assert "Besluit van college en raad" in visible(listed)


def test_after_submission_it_says_what_was_submitted(
    app: Flask, session: Session, at: Clock
) -> None:
    made = complete(session, published_call(session))
    service.submit(session, made.lead.at(made.lead.actor.now + timedelta(hours=1)), made.record)
    officer = person(session, "Sofie", roles=[Role.CASE_OFFICER])
    session.commit()
    at.move(AFTER)

    word = paper(app, made)

    assert "Ninove vraagt" in said(word)
    assert word.sections[0].header.paragraphs[0].text == ""
    assert signed_in(app, officer).get(address(made)).status_code == 404
