"""A change of what was signed: who is asked again, once, and what the page says that changed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.accounts.models import Person
from subsidy.applications import queries, service
from subsidy.applications.domain.case_file import CaseFile
from subsidy.applications.domain.declarations import Declarations, PartnerDeclaration
from subsidy.applications.domain.form import Tasks
from subsidy.applications.domain.resigning import changed_since
from subsidy.applications.domain.signing import signed_part
from subsidy.applications.exports import receipt_pdf
from subsidy.applications.models import Signature
from subsidy.calls.domain.dossier import Risk
from subsidy.calls.domain.regulation import CostType
from subsidy.core.money import Money
from subsidy.core.text import Text
from subsidy.language import words
from subsidy.web import clock
from subsidy.workflow import OutboxMessage
from tests.support.applications import DURING, PROJECT, Consortium, complete, published_call
from tests.support.case_files import complete_file
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in

COLLEGE = "college van burgemeester en schepenen"


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: DURING)


@pytest.fixture
def made(session: Session) -> Consortium:
    return complete(session, published_call(session))


def asked(session: Session, person: Person) -> list[str]:
    """Return the bodies of the messages that ask somebody to sign again."""
    every = session.scalars(select(OutboxMessage).where(OutboxMessage.person_id == person.id))
    return [words(Text.from_data(one.body)) for one in every if one.path.endswith("/ondertekenen")]


def rename(session: Session, made: Consortium, title: str) -> None:
    service.save_part(session, made.lead.actor, made.record, replace(PROJECT, title=title))


def test_who_signed_what_changed_is_asked_once_and_the_others_not(
    session: Session, made: Consortium
) -> None:
    partner = made.record.partners[1]
    tasks = Tasks(tasks="Iets anders doen.", needs="Lesgevers.")

    service.save_tasks(session, made.lead.actor, made.record, partner, tasks)
    more = replace(tasks, tasks="Nog iets anders doen.")
    service.save_tasks(session, made.lead.actor, made.record, partner, more)

    told = [asked(session, town.person) for town in made.towns]
    assert [len(each) for each in told] == [0, 1, 0]
    assert "Taken" in told[1][0]


def test_who_signed_again_is_asked_again_after_a_next_change(
    session: Session, made: Consortium
) -> None:
    rename(session, made, "Een andere titel")
    lead = made.lead
    seen = service.hash_to_sign(session, lead.actor, made.record)
    signing = service.Signing(
        name="An",
        function="burgemeester",
        deciding_body=COLLEGE,
        decided_on=date(2021, 9, 20),
        content_hash=seen,
    )
    service.sign(session, lead.actor, made.record, signing)
    rename(session, made, "Nog een andere titel")

    assert [len(asked(session, town.person)) for town in made.towns] == [2, 1, 1]


def test_a_realisation_that_goes_asks_everybody_again(session: Session, made: Consortium) -> None:
    row = queries.whole(session, made.record).realisations[0]

    service.remove_realisation(session, made.lead.actor, made.record, row)

    assert [len(asked(session, town.person)) for town in made.towns] == [1, 1, 1]


def test_a_correction_elsewhere_asks_nobody(session: Session, made: Consortium) -> None:
    corrected = replace(PROJECT, summary=PROJECT.summary + " En met buddy's.")

    service.save_part(session, made.lead.actor, made.record, corrected)

    assert [asked(session, town.person) for town in made.towns] == [[], [], []]


def test_the_page_shows_what_changed_after_the_signature(
    app: Flask, session: Session, made: Consortium
) -> None:
    rename(session, made, "Een andere titel")
    browser = signed_in(app, made.lead.person, made.lead.organisation)

    page = browser.get(f"/aanvragen/{made.record.public_id}/ondertekenen")

    assert_well_formed(page.text)
    said = visible(page.text)
    assert "Iemand wijzigde wat u ondertekende" in said
    assert f"Titel {PROJECT.title} Een andere titel" in said


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"deciding_body": ""}, "Vul in welk orgaan besliste om te ondertekenen."),
        ({"decided_on": ""}, "Vul de datum van die beslissing in."),
        ({"decided_on": "02/10/2021"}, "Vul een dag in die niet in de toekomst ligt."),
        ({"decided_on": "31/02/2021"}, "31/02/2021"),
    ],
)
def test_a_signature_without_a_decision_is_refused_and_what_was_typed_stays(
    app: Flask, session: Session, changes: dict[str, str], place: str
) -> None:
    made = complete(session, published_call(session), signed=False)
    browser = signed_in(app, made.lead.person, made.lead.organisation)
    address = f"/aanvragen/{made.record.public_id}/ondertekenen"
    typed = {
        "name": "An Peeters",
        "function": "burgemeester",
        "deciding_body": COLLEGE,
        "decided_on": "01/10/2021",
        "content_hash": service.hash_to_sign(session, made.lead.actor, made.record),
    }

    refused = browser.post(address, data=typed | changes)
    done = browser.post(address, data=typed)

    assert refused.status_code == 422
    assert place in refused.text
    assert 'value="An Peeters"' in refused.text
    assert done.status_code == 303
    (signature,) = session.scalars(
        select(Signature).where(Signature.application_id == made.record.id)
    )
    assert (signature.deciding_body, signature.decided_on) == (COLLEGE, date(2021, 10, 1))


def test_the_decision_of_each_partner_is_kept_with_the_submission(
    session: Session, made: Consortium
) -> None:
    kept = service.submit(session, made.lead.actor, made.record)

    file = queries.submitted_files(session, [made.record.id])[made.record.id]
    pages = PdfReader(BytesIO(receipt_pdf(kept))).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert said.count("Beslist door") == len(made.towns)

    assert {one.deciding_body for one in file.signatures} == {COLLEGE}
    assert {one.decided_on for one in file.signatures} == {date(2021, 9, 13)}


# --- what changed -----------------------------------------------------------------------------

FILE = complete_file()
OWN = FILE.partners[0].id


@dataclass(frozen=True)
class Edit:
    """A change, and each thing that must be said of it: counted by hand."""

    change: Callable[[], CaseFile]
    said: int


def _amount() -> CaseFile:
    first, *rest = FILE.lines
    return replace(FILE, lines=(replace(first, requested=Money(1)), *rest))


def _no_amount() -> CaseFile:
    return replace(FILE, lines=FILE.lines[1:])


def _risk_and_owner() -> CaseFile:
    first, *rest = FILE.promises
    other = Risk.HIGH if first.risk is not Risk.HIGH else Risk.LOW
    return replace(FILE, promises=(replace(first, risk=other, owner="Iemand anders"), *rest))


def _title_and_day() -> CaseFile:
    return replace(FILE, title="Anders", ends_on=date(2024, 1, 31))


@pytest.mark.parametrize(
    "edit",
    [
        Edit(lambda: FILE, 0),
        Edit(_amount, 1),
        Edit(_no_amount, 1),
        Edit(_risk_and_owner, 2),
        Edit(_title_and_day, 2),
        Edit(lambda: replace(FILE, summary="Anders"), 0),
    ],
)
def test_each_change_of_a_signed_part_is_said_once(edit: Edit) -> None:
    after = edit.change()
    found = changed_since(signed_part(FILE, OWN), signed_part(after, OWN))

    assert len(found) == edit.said
    assert all(each.theirs != each.mine for each in found)


def test_what_is_declared_is_set_beside_what_was_declared() -> None:
    before = PartnerDeclaration(partner_id=OWN, undertaking=False)
    after = PartnerDeclaration(partner_id=OWN, undertaking=True, aid_received=Money(5_00))
    then, now = (replace(FILE, declarations=Declarations(partners=(x,))) for x in (before, after))

    found = changed_since(signed_part(then, OWN), signed_part(now, OWN))

    assert [(each.theirs, each.mine) for each in found] == [(None, Money(5_00)), (False, True)]


def test_an_amount_that_goes_is_set_beside_nothing() -> None:
    line = FILE.lines[0]

    (found,) = changed_since(signed_part(FILE, OWN), signed_part(_no_amount(), OWN))

    assert (found.theirs, found.mine) == (line.requested, Money(0))
    assert words(line.cost_type.label) in words(found.label)
    assert line.cost_type in CostType
