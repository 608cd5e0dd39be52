"""A needs survey: written, sent, answered once per local authority, its result for everybody."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from subsidy.accounts import service as accounts
from subsidy.budget.models import Line
from subsidy.organisations import service as organisations
from subsidy.organisations.domain import NewOrganisation, OrganisationKind
from subsidy.planning import queries, service
from subsidy.planning.domain.survey import NewSurvey, Question, QuestionKind, SurveyStatus
from subsidy.planning.models import Survey, SurveyAnswer
from subsidy.policy import Actor, MandateKind, Role
from subsidy.workflow import OutboxMessage
from tests import factories
from tests.factories import NOW
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in, visitor

TYPED = {
    "title": "Wat hebt u nodig?",
    "introduction": "Voor de oproepen van volgend jaar.",
    "opens_at": "01/03/2022 09:00",
    "closes_at": "01/03/2090 12:00",
    "questions-0-text": "Waar helpt u?",
    "questions-0-kind": "one",
    "questions-0-choices": "bib\ndorpshuis",
    "questions-1-text": "Hoeveel uren?",
    "questions-1-kind": "number",
    "questions-3-text": "Wat nog?",
    "questions-3-kind": "text",
    "version": "0",
}
OVER = NOW + timedelta(days=10)
TOWNS = ("Aalst", "Lede", "Ninove", "Haaltert", "Denderleeuw", "Zottegem")


@pytest.fixture
def line(session: Session) -> Line:
    made = factories.line(session, Actor(1, NOW))
    session.commit()
    return made


@pytest.fixture
def officer(app: Flask, session: Session) -> FlaskClient:
    made = factories.case_officer(session)
    session.commit()
    return signed_in(app, made)


def writer(session: Session, now: datetime = NOW) -> Actor:
    return factories.as_actor(factories.case_officer(session), Role.CASE_OFFICER, now=now)


def sent(session: Session, line: Line, closes_at: datetime) -> Survey:
    questions = (
        Question("vraag_1", QuestionKind.ONE, "Waar helpt u?", ("bib", "dorpshuis")),
        Question("vraag_2", QuestionKind.TEXT, "Wat nog?"),
    )
    new = NewSurvey(
        title="Wat hebt u nodig?",
        introduction="",
        opens_at=NOW,
        closes_at=closes_at,
        questions=questions,
    )
    actor = writer(session)
    made = service.create_survey(session, actor, line, new)
    service.issue_survey(session, actor, made)
    session.commit()
    return made


def answered(session: Session, survey: Survey) -> None:
    for number, name in enumerate(TOWNS):
        town = factories.municipality(session, name)
        actor = factories.acting_for(factories.member(session, town), town)
        said = {"vraag_1": "bib" if number else "dorpshuis", "vraag_2": f"Tekst {number}"}
        service.answer_survey(session, actor, survey, town, said, 0)
    session.commit()


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert_well_formed(answer.text)
    return visible(answer.text).replace("\N{NO-BREAK SPACE}", " ")


def test_a_survey_from_empty_page_until_it_is_sent(
    app: Flask, line: Line, officer: FlaskClient
) -> None:
    made = officer.post("/bevragingen/nieuw", data={**TYPED, "line": line.public_id})
    assert made.status_code == 303
    address = made.headers["Location"]
    assert "Wat hebt u nodig?" not in page(visitor(app), "/bevragingen")
    changed = {**TYPED, "line": line.public_id, "title": "Wat mist u?", "version": "1"}
    assert officer.post(f"{address}/wijzig", data=changed).status_code == 303
    assert officer.post(f"{address}/wijzig", data=changed).status_code == 422  # seen too early
    assert officer.post(f"{address}/verstuur", data={}).status_code == 303
    assert officer.post(f"{address}/wijzig", data={**changed, "version": "2"}).status_code == 422
    assert "Hoeveel uren?" in page(visitor(app), address)


def test_a_local_authority_answers_once_and_changes_it_until_the_end(
    app: Flask, session: Session, line: Line, officer: FlaskClient
) -> None:
    made = officer.post("/bevragingen/nieuw", data={**TYPED, "line": line.public_id})
    address = made.headers["Location"]
    officer.post(f"{address}/verstuur", data={})
    member = factories.member(session, factories.municipality(session))
    session.commit()
    client = signed_in(app, member)
    assert "Wat hebt u nodig?" in page(client, "/")  # it waits on the start page
    wrong = client.post(
        f"{address}/antwoord",
        data={"vraag_1": "elders", "vraag_2": "veel", "vraag_3": "Bewaar mij", "version": "0"},
    )
    assert wrong.status_code == 422
    assert "Bewaar mij" in wrong.text
    right = {"vraag_1": "bib", "vraag_2": "12", "vraag_3": "", "version": "0"}
    assert client.post(f"{address}/antwoord", data=right).status_code == 303

    row = session.scalars(select(SurveyAnswer)).one()
    assert row.answers == {"vraag_1": "bib", "vraag_2": 12}
    assert "Wat hebt u nodig?" not in page(client, "/")
    assert "Wijzig uw antwoord" in page(client, address)
    again = {**right, "vraag_2": "13", "version": "1"}
    assert client.post(f"{address}/antwoord", data=again).status_code == 303
    assert client.post(f"{address}/antwoord", data=again).status_code == 422  # a colleague saved
    session.expire_all()
    assert session.scalars(select(SurveyAnswer)).one().answers["vraag_2"] == 13


def test_a_survey_nobody_can_answer_is_not_sent(
    session: Session, line: Line, officer: FlaskClient
) -> None:
    bad = {
        "line": line.public_id,
        "title": "Leeg",
        "opens_at": "01/03/2021 09:00",
        "closes_at": "01/04/2021 09:00",
        "questions-0-text": "Waar?",
        "questions-0-kind": "one",
        "questions-0-choices": "bib",
        "version": "0",
    }
    address = officer.post("/bevragingen/nieuw", data=bad).headers["Location"]

    refused = officer.post(f"{address}/verstuur", data={})

    assert refused.status_code == 422
    words = visible(refused.text)
    assert "Geef vraag 1 minstens twee verschillende keuzes." in words
    assert "Kies een later moment." in words
    assert session.scalars(select(Survey.status)).one() is SurveyStatus.DRAFT
    swapped = {**bad, "closes_at": "01/02/2021 09:00"}
    assert officer.post("/bevragingen/nieuw", data=swapped).status_code == 422


def test_only_a_local_authority_answers(app: Flask, session: Session, line: Line) -> None:
    survey = sent(session, line, datetime(2090, 1, 1, tzinfo=UTC))
    new = NewOrganisation(kind=OrganisationKind.ASSOCIATION, name="Vereniging van steden")
    association = organisations.add_organisation(session, new)
    of_association = factories.member(session, association)
    reader = factories.person(session)
    accounts.give_mandate(session, reader, factories.municipality(session), MandateKind.READER)
    session.commit()

    for person in (of_association, reader):
        client = signed_in(app, person)
        assert client.get(f"/bevragingen/{survey.public_id}").status_code == 200
        assert client.get(f"/bevragingen/{survey.public_id}/antwoord").status_code == 403


def test_after_the_end_the_result_is_for_everybody_and_names_nobody(
    app: Flask, session: Session, line: Line, officer: FlaskClient
) -> None:
    survey = sent(session, line, OVER)
    answered(session, survey)
    address = f"/bevragingen/{survey.public_id}"
    town = signed_in(app, factories.member(session, factories.municipality(session)))
    late = town.get(f"{address}/antwoord")
    assert late.status_code == 422
    assert "Deze bevraging sloot op" in visible(late.text)
    assert visitor(app).get(f"{address}/resultaat.xlsx").status_code == 302  # not there yet

    assert officer.post(f"{address}/resultaat", data={"conclusion": " "}).status_code == 422
    said = {"conclusion": "Meer hulp in de bib."}
    assert officer.post(f"{address}/resultaat", data=said).status_code == 303

    shown = page(visitor(app), address)
    assert "Meer hulp in de bib." in shown
    assert "6 lokale besturen antwoordden." in shown
    assert "bib te weinig om te tonen" in shown  # or the one dorpshuis would follow
    assert "Tekst 0 Tekst 1" in shown
    assert not any(name in shown for name in TOWNS)
    book = load_workbook(io.BytesIO(visitor(app).get(f"{address}/resultaat.xlsx").data))
    cells = {str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row}
    assert "Tekst 5" in cells
    assert "dorpshuis (te weinig om te tonen)" in cells
    assert not any(name in cells for name in TOWNS)


def test_nobody_concludes_before_the_end(
    session: Session, line: Line, officer: FlaskClient
) -> None:
    survey = sent(session, line, datetime(2090, 1, 1, tzinfo=UTC))
    answered(session, survey)

    read = officer.get(f"/bevragingen/{survey.public_id}/resultaat")
    refused = officer.post(
        f"/bevragingen/{survey.public_id}/resultaat", data={"conclusion": "Nu al."}
    )

    assert "Tekst 1" not in read.text
    assert refused.status_code == 422
    assert "De bevraging loopt tot" in visible(refused.text)


def test_a_call_stands_on_a_survey_with_a_result(
    session: Session, line: Line, officer: FlaskClient
) -> None:
    survey = sent(session, line, OVER)
    other = sent(session, line, OVER)
    answered(session, survey)
    service.publish_result(session, writer(session, OVER), survey, "Meer hulp.")
    session.commit()
    created = {"line": line.public_id, "source": "", "title": "Digipunten"}
    call = officer.post("/oproepen/nieuw", data=created).headers["Location"]
    before = {"doelen": ["toegang"], "doelgroepen": ["ouderen"], "version": "1"}
    assert "De oproep steunt op geen bevraging" in page(officer, f"{call}/bewerk/voorbereiding")

    unknown = officer.post(
        f"{call}/bewerk/voorbereiding", data={**before, "bevraging": other.public_id}
    )
    assert unknown.status_code == 422
    chosen = {**before, "bevraging": survey.public_id}
    assert officer.post(f"{call}/bewerk/voorbereiding", data=chosen).status_code == 303

    money = {
        "gereserveerd": "1000",
        "minimum": "1",
        "maximum": "10",
        "eerste_dag": "01/01/2091",
        "laatste_dag": "31/12/2091",
        "kostensoorten": ["personeel"],
        "version": "2",
    }
    dates = {"titel": "Digipunten", "opent": "30/11/2089 09:00", "sluit": "15/12/2089 12:00"}
    officer.post(f"{call}/bewerk/geld", data=money)
    officer.post(f"{call}/bewerk/doel", data={**dates, "version": "3"})
    assert f'href="/bevragingen/{survey.public_id}"' in officer.get(call).text
    document = PdfReader(io.BytesIO(officer.get(f"{call}/reglement.pdf").data))
    assert "Wat hebt u nodig?" in document.pages[0].extract_text()


def test_a_survey_that_both_chose_is_no_difference(
    session: Session, line: Line, officer: FlaskClient
) -> None:
    """Two officers at the part that names a survey see its title, and only what differs."""
    survey = sent(session, line, OVER)
    answered(session, survey)
    service.publish_result(session, writer(session, OVER), survey, "Meer hulp.")
    session.commit()
    created = {"line": line.public_id, "source": "", "title": "Digipunten"}
    address = f"{officer.post('/oproepen/nieuw', data=created).location}/bewerk/voorbereiding"
    mine = {"doelen": ["toegang"], "bevraging": survey.public_id, "version": "1"}
    assert officer.post(address, data={**mine, "doelen": ["regierol"]}).status_code == 303

    late = officer.post(address, data={**mine, "_key": "again"})

    assert late.status_code == 422
    table = late.text[late.text.index("<tbody>") : late.text.index("</tbody>")]
    assert table.count("<tr>") == 1
    assert "Wat hebt u nodig?" not in table
    without = {"doelen": ["toegang"], "bevraging": "", "version": "2"}
    assert officer.post(address, data=without).status_code == 303
    assert "Wat hebt u nodig?" in page(officer, f"{address}/versies")


def test_whoever_writes_for_a_local_authority_is_told_when_a_survey_is_sent(
    session: Session, line: Line
) -> None:
    town = factories.municipality(session, "Aalst")
    writing = (MandateKind.EDITOR, MandateKind.SIGNATORY, MandateKind.CONSULTANT)
    told = [factories.member(session, town, kind, name=kind.value) for kind in writing]
    for kind in set(MandateKind) - set(writing):
        factories.member(session, town, kind, name=kind.value)
    club = NewOrganisation(kind=OrganisationKind.ASSOCIATION, name="Digiclub")
    factories.member(session, organisations.add_organisation(session, club), name="Iemand anders")

    made = sent(session, line, OVER)

    found = session.scalars(select(OutboxMessage).order_by(OutboxMessage.person_id)).all()
    assert [one.person_id for one in found] == [one.id for one in told]
    assert {one.path for one in found} == {f"/bevragingen/{made.public_id}"}
    assert found[0].subject["params"]["title"] == made.title


def test_a_text_that_names_a_person_is_left_out_and_everybody_sees_that_and_why(
    app: Flask, session: Session, line: Line, officer: FlaskClient
) -> None:
    survey = sent(session, line, OVER)
    answered(session, survey)
    address = f"/bevragingen/{survey.public_id}"
    assert "Tekst 3" in page(officer, f"{address}/teksten")
    chosen = next(key for key, text in queries.all_texts(session, survey).items() if "3" in text)
    typed = {"texts": chosen, "version": str(survey.version)}
    assert "Schrijf waarom u dit weglaat." in officer.post(f"{address}/teksten", data=typed).text
    why = {**typed, "reason": "De tekst noemt een persoon."}

    assert officer.post(f"{address}/teksten", data=why).status_code == 303
    assert officer.post(f"{address}/teksten", data=why).status_code == 422  # seen too early
    officer.post(f"{address}/resultaat", data={"conclusion": "Meer hulp."})

    shown = page(visitor(app), address)
    assert "weggelaten: De tekst noemt een persoon." in shown
    assert "Tekst 3" not in shown
    assert "Tekst 2 Tekst 4" in shown
    book = load_workbook(io.BytesIO(visitor(app).get(f"{address}/resultaat.xlsx").data))
    cells = {str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row}
    assert "weggelaten: De tekst noemt een persoon." in cells
    assert "Tekst 3" not in cells
    session.expire_all()
    back = {"reason": "", "version": str(survey.version)}
    assert officer.post(f"{address}/teksten", data=back).status_code == 303  # it was a mistake
    assert "Tekst 3" in page(visitor(app), address)


def test_a_text_that_is_not_there_cannot_be_left_out(
    session: Session, line: Line, officer: FlaskClient
) -> None:
    survey = sent(session, line, OVER)
    answered(session, survey)
    typed = {"texts": "elders", "reason": "Daarom.", "version": str(survey.version)}

    answer = officer.post(f"/bevragingen/{survey.public_id}/teksten", data=typed)

    assert answer.status_code == 422
    assert "Uw keuze staat niet of niet meer in de lijst." in visible(answer.text)
    assert "Daarom." in answer.text


def test_nobody_leaves_a_text_out_before_the_end(
    session: Session, line: Line, officer: FlaskClient
) -> None:
    survey = sent(session, line, datetime(2090, 1, 1, tzinfo=UTC))
    answered(session, survey)

    for answer in (
        officer.get(f"/bevragingen/{survey.public_id}/teksten"),
        officer.post(f"/bevragingen/{survey.public_id}/teksten", data={"version": "1"}),
    ):
        assert answer.status_code == 422
        assert "Tekst 1" not in answer.text
