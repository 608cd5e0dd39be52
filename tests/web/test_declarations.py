"""What the rules of a call ask an applicant to declare, and what is looked up around a file."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy.orm import Session

from subsidy.applications import queries, service
from subsidy.applications.domain.declarations import (
    Declarations,
    Intent,
    PartnerDeclaration,
)
from subsidy.applications.domain.signing import current_signatures
from subsidy.applications.exports import receipt_pdf
from subsidy.calls.domain.rules import Finding, Outcome
from subsidy.calls.models import Call
from subsidy.core.errors import RefusedError
from subsidy.core.money import Money
from subsidy.planning.domain.codes import Aim
from subsidy.web import clock
from tests.factories import case_officer
from tests.support import applications
from tests.support.applications import (
    DURING,
    Consortium,
    complete,
    draft,
    published_call,
    sign_all,
)
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in
from tests.support.statements import counted

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
ASKING: dict[str, dict[str, object]] = {
    "eigen_inbreng": {"aandeel": 20},
    "de_minimis": {
        "plafond_tot_dan": 200_000,
        "verandert_op": "2024-01-01",
        "plafond_vanaf_dan": 300_000,
    },
    "minimum_acties": {"acties": 2},
    "bewijsstukken_aanwezig": {"aantal": 1},
    "intentieverklaringen": {"aantal": 2},
}
AROUND: dict[str, dict[str, object]] = {
    "aaneengesloten_gebied": {"gebieden": 1},
    "een_aanvraag_als_penvoerder": {},
    "projecten_per_gemeente": {"projecten": 2},
}


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: DURING)


def call_with(
    session: Session, monkeypatch: pytest.MonkeyPatch, rules: dict[str, dict[str, object]]
) -> Call:
    """Return a published call with these rules; what other tests remember has other rules."""
    case_officer(session)
    data = {**applications.regulation(), "regels": rules}
    monkeypatch.setattr(applications, "regulation", lambda: data)
    return published_call(session)


def as_lead(app: Flask, made: Consortium) -> FlaskClient:
    return signed_in(app, made.lead.person, made.lead.organisation)


def found(session: Session, made: Consortium) -> dict[str, Finding]:
    file = queries.file_again(session, made.record)
    findings = queries.findings_now(session, file, queries.regulation(made.record))
    return {finding.rule: finding for finding in findings}


def outcomes(session: Session, made: Consortium) -> dict[str, Outcome]:
    return {rule: finding.outcome for rule, finding in found(session, made).items()}


def typed(made: Consortium, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - values of fields
    values: dict[str, Any] = {
        "five_actions": ["access", "direction"],
        "letters": "Zele, 12/09/2021\nBerlare, 2021-09-13",
        "documents": "Akkoord van de stuurgroep, 14/09/2021",
    }
    for partner in made.record.partners:
        values[f"{partner.public_id}-undertaking"] = "nee"
        values[f"{partner.public_id}-aid_received"] = "12.500"
    return values | changes


# --- the page ---------------------------------------------------------------------------------


def test_what_the_rules_ask_is_declared_on_one_page_and_decides(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = complete(session, call_with(session, monkeypatch, ASKING))
    browser, url = as_lead(app, made), f"/aanvragen/{made.record.public_id}"
    assert set(outcomes(session, made).values()) == {UNKNOWN}

    page = browser.get(f"{url}/verklaringen")
    saved = browser.post(f"{url}/verklaringen", data=typed(made))
    for partner in made.record.partners:
        paid = {"own-staff-2022": "12.500"}
        assert browser.post(f"{url}/begroting/{partner.public_id}", data=paid).status_code == 303

    assert_well_formed(page.text)
    assert "Verklaringen bij de voorwaarden" in browser.get(url).text
    assert saved.status_code == 303, saved.text
    assert set(outcomes(session, made).values()) == {MET}
    whole = visible(browser.get(f"{url}/volledig").text)
    for text in ("Zele", "Akkoord van de stuurgroep", "Regierol", "12.500,00"):
        assert text in whole


def test_a_call_without_such_rules_asks_nothing(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = draft(session, call_with(session, monkeypatch, {"groot_en_klein": {"inwoners": 20_000}}))
    browser, url = as_lead(app, made), f"/aanvragen/{made.record.public_id}"

    assert "Deze oproep vraagt geen verklaringen." in browser.get(f"{url}/verklaringen").text
    assert "Verklaringen bij de voorwaarden" not in browser.get(url).text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"letters": "Zele, 12/09/2021\nBerlare"}, "Schrijf op regel 2 een gemeente"),
        ({"letters": ", 12/09/2021"}, "Schrijf op regel 1 een gemeente"),
        ({"letters": "Zele, 31/02/2021"}, "Schrijf op regel 1 een gemeente"),
        ({"documents": "x\n" * 51}, "Schrijf hoogstens 50 regels."),
        ({"documents": "x" * 201}, "Gebruik hoogstens 200 tekens per regel."),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place_and_stays(
    app: Flask,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, str],
    said: str,
) -> None:
    made = draft(session, call_with(session, monkeypatch, ASKING))
    url = f"/aanvragen/{made.record.public_id}/verklaringen"

    refused = as_lead(app, made).post(url, data=typed(made, **changes))

    assert refused.status_code == 422
    assert said in refused.text
    assert "Akkoord" in refused.text or "documents" in changes
    assert "12.500" in refused.text


def test_who_is_later_sees_both_declarations(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = draft(session, call_with(session, monkeypatch, ASKING))
    browser, url = as_lead(app, made), f"/aanvragen/{made.record.public_id}/verklaringen"
    assert browser.post(url, data=typed(made, version="0")).status_code == 303

    late = browser.post(url, data=typed(made, version="0", documents="Iets anders", _key="x"))

    assert late.status_code == 422
    said = visible(late.text)
    assert "Akkoord van de stuurgroep" in said
    assert "Iets anders" in said


def test_what_a_partner_declares_is_signed_for_and_a_change_withdraws_only_its_signature(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = complete(session, call_with(session, monkeypatch, ASKING), signed=False)
    one, other, *_ = made.record.partners
    lead = made.lead.actor
    mine = PartnerDeclaration(partner_id=one.public_id, aid_received=Money(1))
    service.save_declarations(session, lead, made.record, Declarations(partners=(mine,)))
    sign_all(session, made)

    more = PartnerDeclaration(partner_id=one.public_id, aid_received=Money(2))
    service.save_declarations(session, lead, made.record, Declarations(partners=(more,)))

    file = queries.file_again(session, made.record)
    kept = set(current_signatures(file))
    assert kept == {each.public_id for each in made.record.partners} - {one.public_id}
    assert other.public_id in kept


def test_a_stranger_cannot_be_declared_for(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = draft(session, call_with(session, monkeypatch, ASKING))
    stranger = PartnerDeclaration(partner_id="nobody", aid_received=Money(-1))

    with pytest.raises(RefusedError) as refused:
        service.save_declarations(
            session, made.lead.actor, made.record, Declarations(partners=(stranger,))
        )

    assert [refusal.place for refusal in refused.value.refusals] == [
        None,
        "nobody-aid_received",
    ]


def test_what_is_declared_is_kept_with_the_submission(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = call_with(session, monkeypatch, {"minimum_acties": {"acties": 1}})
    made = complete(session, call)
    declared = Declarations(five_actions=(Aim.ACCESS,), letters=(Intent("Zele", DURING.date()),))
    service.save_declarations(session, made.lead.actor, made.record, declared)

    kept = service.submit(session, made.lead.actor, made.record)
    document = receipt_pdf(kept)

    assert queries.submitted_files(session, [made.record.id])[made.record.id].declarations == (
        declared
    )
    (finding,) = queries.submitted_findings(session, [made.record.id])[made.record.id]
    assert (finding.rule, finding.outcome) == ("minimum_actions", MET)
    assert kept.content["findings"][0]["rule"] == "minimum_actions"
    said = " ".join(
        " ".join(p.extract_text() for p in PdfReader(io.BytesIO(document)).pages).split()
    )
    assert "Zele (" in said
    assert "Toegang tot internet" in said


def test_a_partner_reads_what_it_declares_before_it_signs(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = complete(session, call_with(session, monkeypatch, ASKING))
    one = made.record.partners[0]
    mine = PartnerDeclaration(partner_id=one.public_id, aid_received=Money(9_876_54))
    service.save_declarations(session, made.lead.actor, made.record, Declarations(partners=(mine,)))

    page = as_lead(app, made).get(f"/aanvragen/{made.record.public_id}/ondertekenen")

    assert "9.876,54" in page.text


# --- around the file --------------------------------------------------------------------------


def test_neighbours_and_other_submitted_applications_are_looked_up(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = call_with(session, monkeypatch, AROUND)
    first = complete(session, call, "Aalst", "Haaltert")
    second = complete(session, call, "Aalst", "Lede", "Brugge")
    assert outcomes(session, second) == {
        "connected_area": NOT_MET,  # Brugge borders on neither
        "one_lead": MET,  # a draft of another counts for nobody
        "projects_per_municipality": MET,
    }

    service.submit(session, first.lead.actor, first.record)

    assert outcomes(session, first) == {
        "connected_area": MET,
        "one_lead": MET,
        "projects_per_municipality": MET,
    }
    assert outcomes(session, second)["one_lead"] is NOT_MET
    assert outcomes(session, second)["projects_per_municipality"] is MET
    with pytest.raises(RefusedError):
        service.submit(session, second.lead.actor, second.record)


def test_a_municipality_in_more_projects_than_allowed_stops_the_next(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = call_with(session, monkeypatch, {"projecten_per_gemeente": {"projecten": 1}})
    first = complete(session, call, "Aalst", "Haaltert")
    second = complete(session, call, "Ninove", "Haaltert")
    service.submit(session, first.lead.actor, first.record)

    finding = found(session, second)["projects_per_municipality"]

    assert finding.outcome is NOT_MET
    assert "Haaltert" in str(finding.sentence)
    service.withdraw(session, first.lead.actor, first.record)
    assert outcomes(session, second)["projects_per_municipality"] is MET


def test_who_writes_two_drafts_hears_it_and_others_hear_nothing(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = call_with(session, monkeypatch, AROUND | {"projecten_per_gemeente": {"projecten": 1}})
    first = complete(session, call, "Aalst", "Haaltert", "Ninove")
    second = complete(session, call, "Aalst", "Haaltert")
    session.commit()
    url = f"/aanvragen/{second.record.public_id}/voorwaarden"
    partner = signed_in(app, second.towns[1].person, second.towns[1].organisation)

    lead_reads, partner_reads = (each.get(url).text for each in (as_lead(app, second), partner))

    number = first.record.number
    assert "ook penvoerder van een ander concept" in lead_reads
    assert lead_reads.count(number) == 2  # once per rule
    assert "penvoerder van een ander concept" not in partner_reads
    assert "doet uw organisatie mee aan 2 aanvragen. De oproep laat er 1 toe." in partner_reads
    assert f"De andere zijn: {number}" in partner_reads
    other = complete(session, call, "Lede", "Haaltert")
    session.commit()
    read = as_lead(app, other).get(f"/aanvragen/{other.record.public_id}/voorwaarden").text
    assert number not in read


def test_a_larger_consortium_takes_no_more_statements(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = call_with(session, monkeypatch, AROUND)
    small, large = draft(session, call, "Lede"), draft(session, call, *applications.TOWNS)
    counts = []
    for made in (small, large):
        file = queries.file_again(session, made.record)
        terms = queries.regulation(made.record)
        with counted(session.connection()) as statements:
            queries.findings_now(session, file, terms)
        counts.append(len(statements))

    assert counts == [1, 1]
