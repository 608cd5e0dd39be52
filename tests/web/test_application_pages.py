"""Pages of an application, as the people who use them."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import html5lib  # type: ignore[import-untyped]  # ships no types
import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from subsidy.applications import queries, service
from subsidy.applications.domain import form
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.snapshot import digest
from subsidy.applications.models import Application, Realisation, Signature
from subsidy.core.money import Money
from subsidy.policy import Role
from tests.factories import member, municipality, person
from tests.support.applications import (
    AFTER,
    CLOSES,
    TOWNS,
    Consortium,
    complete,
    draft,
    published_call,
)
from tests.support.clocks import Clock
from tests.support.enclosures import enclosed
from tests.support.pages import form_values, visible
from tests.support.people import signed_in, visitor

INSTANT = timedelta(milliseconds=1)
TWENTY = (
    *TOWNS,
    *("Wichelen", "Wetteren", "Buggenhout", "Hamme", "Zele", "Zottegem", "Herzele"),
    *("Geraardsbergen", "Oosterzele", "Maarkedal", "Oudenaarde", "Ronse", "Zwalm"),
)
DECIDED = {"deciding_body": "college", "decided_on": "13/09/2021"}


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


PAGES = (
    "",
    "/onderdeel/project",
    "/onderdeel/contact",
    "/onderdeel/inhoud",
    "/onderdeel/privacy",
    "/partners",
    "/begroting",
    "/realisaties",
    "/realisaties/nieuw",
    "/continuiteit",
    "/voorwaarden",
    "/ondertekenen",
    "/indienen",
    "/intrekken",
    "/volledig",
    "/versies/project",
    "/opmerkingen",
    "/neem-over",
)


def address(made: Consortium, path: str = "") -> str:
    return f"/aanvragen/{made.record.public_id}{path}"


def assert_well_formed(html: str) -> None:
    """One h1, unique ids, every input with a label, nothing inline; valid HTML5."""
    html5lib.HTMLParser(strict=True).parse(html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert html.count("<h1") == 1
    assert not re.search(r"\sstyle=|\son\w+=", html)


def value_of(html: str, name: str) -> str:
    """Return what a hidden or text input holds."""
    tag = next(x for x in re.findall(r"<input[^>]*>", html) if f'name="{name}"' in x)
    found = re.search(r'value="([^"]*)"', tag)
    return found.group(1) if found else ""


def as_lead(app: Flask, made: Consortium) -> FlaskClient:
    return signed_in(app, made.lead.person, made.lead.organisation)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_a_draft_opens_and_says_that_it_is_a_draft(
    app: Flask, session: Session, path: str
) -> None:
    made = complete(session, published_call(session))

    answer = as_lead(app, made).get(address(made, path))

    assert answer.status_code == 200
    assert "CONCEPT, NOG NIET INGEDIEND" in answer.text
    assert_well_formed(answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_an_empty_draft_opens(app: Flask, session: Session, path: str) -> None:
    made = draft(session, published_call(session), "Aalst")

    answer = as_lead(app, made).get(address(made, path))

    assert answer.status_code == 200
    assert_well_formed(answer.text)


# Who may see it -----------------------------------------------------------------------------------


def addresses(app: Flask, made: Consortium) -> Iterator[tuple[str, str]]:
    """Yield (method, address) of every route about one application, with parts that exist."""
    values = {
        "public_id": made.record.public_id,
        "part": "project",
        "partner": made.record.partners[1].public_id,
        "realisation": made.record.realisations[0].public_id,
        "attachment": made.record.attachments[0].public_id,
    }
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.rule.startswith("/aanvragen/<public_id>"):
                wanted = {name: values[name] for name in rule.arguments}
                built = rule.build(wanted)
                assert built is not None
                for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                    yield method, built[1]


def answers(client: FlaskClient, found: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    return {(m, url): client.open(url, method=m).status_code for m, url in found}


def with_a_file(app: Flask, session: Session) -> Consortium:
    """Return an application that has a part of every kind, an enclosed file too."""
    made = complete(session, published_call(session))
    enclosed(session, made, app.extensions["store"])
    queries.whole(session, made.record)
    return made


def test_for_a_stranger_no_address_exists(app: Flask, session: Session) -> None:
    made = with_a_file(app, session)
    gent = municipality(session, "Gent")
    stranger = signed_in(app, member(session, gent), gent)
    found = list(addresses(app, made))

    assert len(found) >= 30
    assert set(answers(stranger, found).values()) == {404}


@pytest.mark.parametrize("role", list(Role))
def test_before_closing_no_address_exists_for_the_agency_or_a_juror(
    app: Flask, session: Session, at: Clock, role: Role
) -> None:
    made = with_a_file(app, session)
    service.submit(session, made.lead.actor, made.record)
    queries.whole(session, made.record)  # submitting read it again: its parts name addresses
    somebody = signed_in(app, person(session, "Iemand", roles=[role]))
    at.move(CLOSES - INSTANT)

    assert set(answers(somebody, list(addresses(app, made))).values()) == {404}


def test_a_visitor_is_asked_to_sign_in(app: Flask, session: Session) -> None:
    made = with_a_file(app, session)

    found = answers(visitor(app), list(addresses(app, made)))

    assert {code for (method, _), code in found.items() if method == "GET"} == {302}
    assert {code for (method, _), code in found.items() if method == "POST"} == {401}


def test_after_closing_the_agency_reads_but_does_not_write(
    app: Flask, session: Session, at: Clock
) -> None:
    made = complete(session, published_call(session))
    service.submit(session, made.lead.actor, made.record)
    auditor = signed_in(app, person(session, "Audit", roles=[Role.AUDITOR]))
    at.move(CLOSES)

    assert auditor.get(address(made)).status_code == 200
    assert auditor.get(address(made, "/volledig")).status_code == 200
    assert auditor.get(address(made, "/onderdeel/project")).status_code == 403
    assert auditor.post(address(made, "/ontvankelijkheid")).status_code == 403


def test_a_draft_stays_hidden_from_the_agency_for_ever(
    app: Flask, session: Session, at: Clock
) -> None:
    made = complete(session, published_call(session))
    officer = signed_in(app, person(session, "Dossier", roles=[Role.CASE_OFFICER]))
    at.move(AFTER)

    assert officer.get(address(made)).status_code == 404


def test_a_partner_that_refuses_no_longer_sees_it(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    lede = municipality(session, "Lede")
    somebody = member(session, lede)
    service.invite(session, made.lead.actor, made.record, lede)
    client = signed_in(app, somebody, lede)

    assert client.get(address(made)).status_code == 200
    assert client.post(address(made, "/weiger")).status_code == 303
    assert client.get(address(made)).status_code == 404


# Writing ------------------------------------------------------------------------------------------

PROJECT = {
    "title": "Samen digitaal",
    "summary": "Wat, waar, hoe",
    "starts_on": "01/01/2022",
    "ends_on": "31-12-2023",
    "feasible_minimum": "120.000,50",
}


def test_what_is_typed_is_kept(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    client = as_lead(app, made)

    answer = client.post(address(made, "/onderdeel/project"), data={**PROJECT, "version": "0"})

    assert answer.status_code == 303
    again = client.get(address(made, "/onderdeel/project")).text
    assert value_of(again, "title") == "Samen digitaal"
    assert value_of(again, "feasible_minimum") == "120.000,50"
    assert value_of(again, "version") == "1"


def test_the_later_writer_sees_both_texts_side_by_side(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    first, second = (signed_in(app, one.person, one.organisation) for one in made.towns)
    url = address(made, "/onderdeel/project")
    first.post(url, data={**PROJECT, "title": "Titel van Aalst", "version": "0"})

    refused = second.post(url, data={**PROJECT, "title": "Titel van Ninove", "version": "0"})

    assert refused.status_code == 422
    assert "Titel van Aalst" in refused.text
    assert "Titel van Ninove" in refused.text
    assert value_of(refused.text, "title") == "Titel van Ninove"
    assert value_of(refused.text, "version") == "1"
    assert_well_formed(refused.text)
    session.expire_all()
    assert session.scalars(select(Application.title)).one() == "Titel van Aalst"
    again = second.post(url, data={**PROJECT, "title": "Titel van Ninove", "version": "1"})
    assert again.status_code == 303


def test_all_faults_of_a_form_come_at_once_and_nothing_is_lost(
    app: Flask, session: Session
) -> None:
    made = draft(session, published_call(session), "Aalst")
    typed = {"title": "x" * 151, "starts_on": "32/01/2022", "feasible_minimum": "veel"}

    answer = as_lead(app, made).post(address(made, "/onderdeel/project"), data=typed)

    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 3
    assert value_of(answer.text, "feasible_minimum") == "veel"


def test_an_answer_that_is_sent_twice_is_refused(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    body = {**PROJECT, "title": ["een", "twee"], "version": "0"}

    answer = as_lead(app, made).post(address(made, "/onderdeel/project"), data=body)

    assert answer.status_code == 422


def test_a_nul_that_came_along_with_pasted_text_is_left_out(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    client, url = as_lead(app, made), address(made, "/onderdeel/inhoud")

    answer = client.post(url, data={"needs": "Wij zien\0 dit.", "version": "0"})

    assert answer.status_code == 303
    assert "Wij zien dit." in client.get(url).text


@pytest.mark.parametrize(
    "typed",
    [
        {"levers": ["onbestaand"]},
        {"degrees": "onbestaand"},
        {"actions": ["onbestaand", "nog iets"]},
        {"target_groups": ["elderly", "onbestaand"]},
    ],
    ids=",".join,
)
def test_a_choice_that_is_not_in_the_list_is_refused_and_the_rest_is_kept(
    app: Flask, session: Session, typed: dict[str, str | list[str]]
) -> None:
    made = draft(session, published_call(session), "Aalst")
    client, url = as_lead(app, made), address(made, "/onderdeel/inhoud")

    answer = client.post(url, data={"needs": "Wij zien dit.", **typed, "version": "0"})

    page = visible(answer.text)
    (name,) = typed
    assert answer.status_code == 422
    assert "Uw keuze staat niet of niet meer in de lijst. Kies opnieuw." in page
    assert f'href="#{name}' in answer.text
    assert f'id="{name}-error"' in answer.text
    assert "Wij zien dit." in page
    assert "onbestaand" not in answer.text
    assert ("checked" in answer.text) == (name == "target_groups")  # what is in the list is kept
    assert value_of(client.get(url).text, "version") == "0"


def test_a_choice_in_a_table_that_is_not_in_the_list_is_refused(
    app: Flask, session: Session
) -> None:
    made = complete(session, published_call(session), "Aalst", "Ninove")
    own = made.record.partners[0].public_id
    url = address(made, f"/continuiteit/{made.record.realisations[0].public_id}")
    typed = {f"{own}-stays": "misschien", f"{own}-cost-2024": "1.234", "version": "1"}

    answer = as_lead(app, made).post(url, data=typed)

    assert answer.status_code == 422
    assert "Uw keuze staat niet of niet meer in de lijst. Kies opnieuw." in visible(answer.text)
    assert value_of(answer.text, f"{own}-cost-2024") == "1.234"


def test_extra_fields_change_nothing(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    before = made.record.public_id, made.record.number, made.record.lead_id
    extra = {
        "status": "submitted",
        "submitted_at": "2021-10-01",
        "lead_id": "1",
        "number": "X",
        "public_id": "x",
        "judged_reason": "ja",
    }

    client = as_lead(app, made)
    client.post(address(made, "/onderdeel/project"), data={**PROJECT, **extra, "version": "0"})

    session.expire_all()
    record = session.scalars(select(Application)).one()
    assert (record.public_id, record.number, record.lead_id) == before
    assert (record.status, record.submitted_at, record.judged_reason) == (Status.DRAFT, None, "")


def test_after_the_deadline_the_text_is_refused_but_still_shown(
    app: Flask, session: Session, at: Clock
) -> None:
    made = draft(session, published_call(session), "Aalst")
    client = as_lead(app, made)
    at.move(CLOSES)

    answer = client.post(address(made, "/onderdeel/project"), data={**PROJECT, "version": "0"})

    assert answer.status_code == 422
    assert value_of(answer.text, "title") == "Samen digitaal"
    session.expire_all()
    assert session.scalars(select(Application.title)).one() == ""


def test_the_budget_is_typed_as_people_write_it_and_added_up_by_the_server(
    app: Flask, session: Session
) -> None:
    made = complete(session, published_call(session), "Aalst", "Ninove")
    client = as_lead(app, made)
    first, second = (p.public_id for p in made.record.partners)
    typed = {
        f"{first}-staff-2022": "12.500,50",
        f"{first}-external-2023": "499,50",
        f"{second}-operating-2023": "1000",
    }

    assert (
        client.post(address(made, "/begroting"), data={**typed, "version": "1"}).status_code == 303
    )

    page = client.get(address(made, "/begroting")).text
    assert value_of(page, f"{first}-staff-2022") == "12.500,50"
    for total in ("€\xa013.000,00", "€\xa014.000,00", "€\xa01.000,00", "€\xa01.499,50"):
        assert total in page
    file = queries.case_file(queries.whole(session, made.record))
    assert file.requested == Money(14_000_00)


@pytest.mark.slow  # twenty invitations and answers
def test_twenty_partners_of_four_years_fit_in_one_form(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), *TWENTY)
    long = form.Project(starts_on=date(2022, 1, 1), ends_on=date(2025, 12, 31))
    service.save_part(session, made.lead.actor, made.record, long)
    session.commit()
    client, url = as_lead(app, made), address(made, "/begroting")
    typed = {
        name: "1.000,25" if name.count("-") == 2 else value
        for name, value in form_values(client.get(url).text).items()
    }

    answer = client.post(url, data=typed)

    cells = len(TWENTY) * 4 * 4
    assert sum(value == "1.000,25" for value in typed.values()) == cells
    assert answer.status_code == 303
    file = queries.case_file(queries.whole(session, made.record))
    assert file.requested == Money(1_000_25 * cells)


def test_a_wrong_amount_is_refused_at_its_cell_and_kept(app: Flask, session: Session) -> None:
    made = complete(session, published_call(session), "Aalst", "Ninove")
    first, second = (p.public_id for p in made.record.partners)
    typed = {f"{first}-staff-2022": "-5", f"{second}-staff-2022": "duizend", "version": "1"}

    answer = as_lead(app, made).post(address(made, "/begroting"), data=typed)

    assert answer.status_code == 422
    assert value_of(answer.text, f"{second}-staff-2022") == "duizend"
    assert f'id="{first}-staff-2022-error"' in answer.text
    assert f'id="{second}-staff-2022-error"' in answer.text
    assert "Ninove, personeelskosten, 2022: Schrijf het bedrag" in visible(answer.text)
    session.expire_all()
    file = queries.case_file(queries.whole(session, made.record))
    assert file.requested == Money(100_000_00)


def test_a_realisation_that_is_saved_untouched_stays_as_it_was(
    app: Flask, session: Session
) -> None:
    made = complete(session, published_call(session), "Aalst", "Ninove")
    (before,) = queries.case_file(queries.whole(session, made.record)).realisations
    url = address(made, f"/realisaties/{made.record.realisations[0].public_id}")
    client = as_lead(app, made)

    assert client.post(url, data=form_values(client.get(url).text)).status_code == 303

    session.expire_all()
    (after,) = queries.case_file(queries.whole(session, made.record)).realisations
    assert after == before
    assert len(after.adopters) > 1


def test_the_continuity_plan_is_saved_per_partner_and_year(app: Flask, session: Session) -> None:
    made = complete(session, published_call(session), "Aalst", "Ninove")
    (row,) = made.record.realisations
    own = made.record.partners[0].public_id
    url = address(made, f"/continuiteit/{row.public_id}")
    typed = {
        f"{own}-stays": "stops",
        f"{own}-cost-2024": "1.000",
        f"{own}-funded-2024": "250",
        f"{own}-risk": "high",
        "version": "1",
    }

    assert as_lead(app, made).post(url, data=typed).status_code == 303

    file = queries.case_file(queries.whole(session, made.record))
    (promise,) = file.promises_of(own)
    assert (str(promise.stays), str(promise.risk), promise.gap) == ("stops", "high", Money(750_00))


def test_three_sources_pay_in_one_year_and_never_more_than_is_paid_for(
    app: Flask, session: Session
) -> None:
    made = complete(session, published_call(session), "Aalst", "Ninove")
    (row,) = made.record.realisations
    own = made.record.partners[0].public_id
    url = address(made, f"/continuiteit/{row.public_id}")
    typed = {
        f"{own}-cost-2024": "1.000",
        f"{own}-funded-2024": "600",
        f"{own}-funding_source": "Eigen budget",
        f"{own}-second_source": "De provincie",
        f"{own}-second-2024": "250",
        f"{own}-third_source": "Bijdragen van deelnemers",
        f"{own}-third-2024": "400,50",
        f"{own}-decision_document": "Besluit 2021/318",
        "version": "1",
    }

    refused = as_lead(app, made).post(url, data=typed)
    assert refused.status_code == 422
    assert "samen meer dan de € 600,00" in refused.text.replace("\xa0", " ")
    assert 'value="400,50"' in refused.text

    typed[f"{own}-third-2024"] = "100,50"
    assert as_lead(app, made).post(url, data=typed).status_code == 303

    (promise,) = queries.case_file(queries.whole(session, made.record)).promises_of(own)
    assert [(each.name, each.amounts) for each in promise.sources] == [
        ("Eigen budget", ((2024, Money(249_50)),)),
        ("De provincie", ((2024, Money(250_00)),)),
        ("Bijdragen van deelnemers", ((2024, Money(100_50)),)),
    ]
    assert (promise.gap, promise.decision_document) == (Money(400_00), "Besluit 2021/318")
    page = as_lead(app, made).get(url).text
    assert 'value="100,50"' in page
    whole = as_lead(app, made).get(address(made, "/volledig")).text
    assert "Besluit 2021/318" in whole


def test_a_pasted_name_of_a_source_counts_as_it_is_stored(app: Flask, session: Session) -> None:
    """A ligature of three letters is stored as three: 120 of them are 360."""
    made = complete(session, published_call(session), "Aalst", "Ninove")
    (row,) = made.record.realisations
    own = made.record.partners[0].public_id
    url = address(made, f"/continuiteit/{row.public_id}")
    names = ("owner", "funding_source", "second_source", "third_source", "deciding_body")
    typed = {f"{own}-{name}": "\ufb03" * 120 for name in names}
    typed |= {f"{own}-decision_document": "\ufb03" * 300, "version": "1"}

    refused = as_lead(app, made).post(url, data=typed)

    assert refused.status_code == 422
    assert [f'id="{name}-error"' in refused.text for name in typed] == [True] * 6 + [False]


def test_zero_of_another_source_says_nothing_about_the_cost(app: Flask, session: Session) -> None:
    made = complete(session, published_call(session), "Aalst", "Ninove")
    (row,) = made.record.realisations
    own = made.record.partners[0].public_id
    url = address(made, f"/continuiteit/{row.public_id}")
    typed = {f"{own}-second-2024": "0", f"{own}-third-2025": "0,00", "version": "1"}

    assert as_lead(app, made).post(url, data=typed).status_code == 303

    (promise,) = queries.case_file(queries.whole(session, made.record)).promises_of(own)
    assert promise.years == ()


# Partners -----------------------------------------------------------------------------------------


def test_a_realisation_is_shown_as_it_was_typed_and_survives_saving_again(
    app: Flask, session: Session
) -> None:
    made = draft(session, published_call(session), "Aalst", "Ninove")
    client = as_lead(app, made)
    typed = {
        "title": "Draaiboek",
        "available_from": "01/03/2023",
        "adopters": "Lede\r\nHaaltert",
        "version": "0",
    }
    client.post(address(made, "/realisaties/nieuw"), data=typed)
    url = address(made, f"/realisaties/{session.scalars(select(Realisation.public_id)).one()}")

    shown = client.get(url).text

    assert re.search(r'<textarea[^>]*name="adopters"[^>]*>\s*Lede\nHaaltert</textarea>', shown)
    again = client.post(url, data={"title": "Draaiboek 2", "version": value_of(shown, "version")})
    assert again.status_code == 303
    session.expire_all()
    row = session.scalars(select(Realisation)).one()
    assert (row.title, row.adopters) == ("Draaiboek 2", ["Lede", "Haaltert"])


def test_a_form_that_does_not_say_what_it_shows_overwrites_nothing(
    app: Flask, session: Session
) -> None:
    made = draft(session, published_call(session), "Aalst")
    client = as_lead(app, made)
    client.post(address(made, "/onderdeel/project"), data={**PROJECT, "version": "0"})

    refused = client.post(address(made, "/onderdeel/project"), data={**PROJECT, "title": "Anders"})

    assert refused.status_code == 422


def test_a_partner_is_invited_by_choice_by_name_and_by_number(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    client = as_lead(app, made)
    lede, zele = municipality(session, "Lede"), municipality(session, "Zele")
    url = address(made, "/partners")

    assert client.post(url, data={"organisation": lede.public_id}).status_code == 303
    assert client.post(url, data={"other": "erpe mere"}).status_code == 303
    assert client.post(url, data={"other": f"BE {zele.kbo}"}).status_code == 303

    session.expire_all()
    record = queries.application(session, made.record.public_id)
    assert record is not None
    names = {p.organisation.name for p in record.partners}
    assert names == {"Aalst", "Lede", "Erpe-Mere", "Zele"}
    unknown = client.post(url, data={"other": "Nergenshuizen"})
    assert (unknown.status_code, "Nergenshuizen" in unknown.text) == (422, True)
    nothing = client.post(url, data={})
    assert nothing.status_code == 422


def test_who_is_invited_accepts_with_one_button(app: Flask, session: Session) -> None:
    made = draft(session, published_call(session), "Aalst")
    lede = municipality(session, "Lede")
    somebody = member(session, lede)
    service.invite(session, made.lead.actor, made.record, lede)
    client = signed_in(app, somebody, lede)

    page = client.get(address(made)).text
    assert "Aanvaard de uitnodiging" in page
    assert client.post(address(made, "/aanvaard")).status_code == 303

    assert "Aanvaard de uitnodiging" not in client.get(address(made)).text


def test_one_starts_from_an_open_call(app: Flask, session: Session) -> None:
    call = published_call(session)
    aalst = municipality(session, "Aalst")
    client = signed_in(app, member(session, aalst), aalst)

    answer = client.post(f"/oproepen/{call.public_id}/aanvraag")

    record = session.scalars(select(Application)).one()
    assert (answer.status_code, answer.location) == (303, f"/aanvragen/{record.public_id}")
    assert client.get(answer.location).status_code == 200


# Signing and submitting ---------------------------------------------------------------------------


@pytest.mark.parametrize("sent", [{}, {"content_hash": ""}, {"content_hash": "0" * 64}])
def test_who_does_not_say_what_was_read_signs_nothing(
    app: Flask, session: Session, sent: dict[str, str]
) -> None:
    made = complete(session, published_call(session), signed=False)
    first = made.towns[0]
    client = signed_in(app, first.person, first.organisation)

    answer = client.post(
        address(made, "/ondertekenen"),
        data={"name": "An Peeters", "function": "burgemeester", **DECIDED, **sent},
    )

    assert answer.status_code == 422
    assert "Iemand wijzigde dit deel terwijl u het las." in answer.text
    assert 'value="An Peeters"' in answer.text
    assert session.scalar(select(func.count(Signature.id))) == 0
    assert value_of(answer.text, "content_hash") not in ("", "0" * 64)


def test_signing_and_submitting_in_pages(app: Flask, session: Session) -> None:
    made = complete(session, published_call(session), signed=False)
    for one in made.towns:
        client = signed_in(app, one.person, one.organisation)
        page = client.get(address(made, "/ondertekenen")).text
        assert f"{one.organisation.name} geeft lessen." in page
        typed = {"name": one.person.name, "function": "burgemeester", **DECIDED}
        typed["content_hash"] = value_of(page, "content_hash")
        assert client.post(address(made, "/ondertekenen"), data=typed).status_code == 303
    lead = as_lead(app, made)

    answer = lead.post(address(made, "/indienen"))

    assert (answer.status_code, answer.location) == (303, address(made, "/ontvangstbewijs"))
    receipt = lead.get(answer.location).text
    kept = queries.latest_snapshot(session, made.record)
    assert kept is not None
    assert kept.content_hash in receipt
    assert "CONCEPT" not in receipt
    assert_well_formed(receipt)


def test_the_receipt_can_be_recomputed_from_what_was_kept(app: Flask, session: Session) -> None:
    made = complete(session, published_call(session))
    service.submit(session, made.lead.actor, made.record)

    answer = as_lead(app, made).get(address(made, "/ontvangstbewijs.pdf"))

    assert answer.mimetype == "application/pdf"
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(answer.data)).pages)
    kept = queries.latest_snapshot(session, made.record)
    assert kept is not None
    assert digest(kept.content) in text.replace("\n", "")
    for words in (made.record.number, "Aalst", "Ninove", "Haaltert", "150.000,00"):
        assert words in text


@pytest.mark.parametrize(
    ("distance", "code"),
    [(-1000, 303), (-1, 303), (0, 422), (1, 422), (1000, 422)],
)
def test_the_stamp_of_arrival_decides_in_the_browser_too(
    app: Flask, session: Session, at: Clock, distance: int, code: int
) -> None:
    made = complete(session, published_call(session))
    client = as_lead(app, made)
    at.move(CLOSES + timedelta(milliseconds=distance))

    assert client.post(address(made, "/indienen")).status_code == code


def test_a_file_that_is_not_ready_shows_everything_that_is_missing(
    app: Flask, session: Session
) -> None:
    made = draft(session, published_call(session), "Aalst")

    answer = as_lead(app, made).post(address(made, "/indienen"))

    assert answer.status_code == 422
    assert answer.text.count("<li>") > 15
    assert_well_formed(answer.text)


def test_a_withdrawal_asks_first(app: Flask, session: Session) -> None:
    made = complete(session, published_call(session))
    client = as_lead(app, made)

    assert client.post(address(made, "/intrekken"), data={"reason": ""}).status_code == 303

    session.expire_all()
    assert session.scalars(select(Application.status)).one() is Status.WITHDRAWN


# The list -----------------------------------------------------------------------------------------


def test_the_workbook_holds_what_the_list_shows(app: Flask, session: Session) -> None:
    call = published_call(session)
    made = complete(session, call)
    draft(session, call, "Aalst", "Lede")
    draft(session, call, "Gent")
    client = as_lead(app, made)

    page = client.get("/aanvragen?tekst=denderstreek")
    answer = client.get("/aanvragen.xlsx?tekst=denderstreek")

    assert_well_formed(page.text)
    book = load_workbook(BytesIO(answer.data))
    rows = list(book.worksheets[1].iter_rows(min_row=2, max_row=3, values_only=True))
    assert [row[0] for row in rows if row[0]] == [made.record.number]
    assert rows[0][6] == 150_000
    assert made.record.number in page.text
    everything = load_workbook(BytesIO(client.get("/aanvragen.xlsx").data)).worksheets[1]
    numbers = {cell.value for cell in everything["A"][1:] if cell.value}
    assert len(numbers & set(session.scalars(select(Application.number)))) == 2


@pytest.mark.parametrize("key", ["nummer", "titel", "penvoerder", "bedrag", "status", "-bedrag"])
def test_a_list_can_be_sorted_by_each_column(app: Flask, session: Session, key: str) -> None:
    call = published_call(session)
    made = complete(session, call)
    draft(session, call, "Aalst")

    assert as_lead(app, made).get(f"/aanvragen?sorteer={key}").status_code == 200


def test_an_empty_list_opens_for_the_agency_when_no_call_is_open(
    app: Flask, session: Session, at: Clock
) -> None:
    at.move(AFTER)
    officer = signed_in(app, person(session, "Dossier", roles=[Role.CASE_OFFICER]))

    answer = officer.get("/aanvragen")

    assert answer.status_code == 200
    assert_well_formed(answer.text)


# The desk -----------------------------------------------------------------------------------------


def test_the_officer_sees_totals_before_and_files_after_closing(
    app: Flask, session: Session, at: Clock
) -> None:
    call = published_call(session)
    made = complete(session, call)
    service.submit(session, made.lead.actor, made.record)
    officer = signed_in(app, person(session, "Dossier", roles=[Role.CASE_OFFICER]))
    url = f"/oproepen/{call.public_id}/ontvankelijkheid"

    sealed = officer.get(url).text
    at.move(CLOSES)
    opened = officer.get(url).text

    assert "150.000,00" in sealed
    assert made.record.number not in sealed
    assert "Denderstreek" not in sealed
    assert made.record.number in opened
    assert "Denderstreek" in opened
    assert_well_formed(sealed)
    assert_well_formed(opened)


def test_the_officer_judges_with_the_rules_beside_the_file(
    app: Flask, session: Session, at: Clock
) -> None:
    made = complete(session, published_call(session))
    service.submit(session, made.lead.actor, made.record)
    officer = signed_in(app, person(session, "Dossier", roles=[Role.CASE_OFFICER]))
    at.move(AFTER)
    url = address(made, "/ontvankelijkheid")

    page = officer.get(url).text
    refused = officer.post(url, data={"outcome": "inadmissible", "reason": ""})
    done = officer.post(url, data={"outcome": "admissible", "reason": ""})

    assert page.count("finding--met") == 9
    assert_well_formed(page)
    assert refused.status_code == 422
    assert done.status_code == 303
    session.expire_all()
    assert session.scalars(select(Application.status)).one() is Status.ADMISSIBLE
