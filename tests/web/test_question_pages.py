"""The questions of a call: an officer writes them, an applicant answers them."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from subsidy.applications import queries, service
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.snapshot import file_of
from subsidy.applications.models import Application, Section
from subsidy.applications.service.revising import follow_form
from subsidy.budget.models import Line
from subsidy.calls.domain.regulation import content_hash, dump, parse
from subsidy.calls.models import Call, DraftPart, RegulationVersion
from subsidy.policy import Role
from tests import factories
from tests.support.applications import AFTER, DURING, Consortium, complete
from tests.support.clocks import Clock
from tests.support.enclosures import enclosed, pdf
from tests.support.pages import assert_well_formed, form_values, visible
from tests.support.people import signed_in
from tests.support.questions import EVERY_KIND, call_that_asks


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def address(made: Consortium, path: str = "/vragen") -> str:
    return f"/aanvragen/{made.record.public_id}{path}"


def as_lead(app: Flask, made: Consortium) -> FlaskClient:
    return signed_in(app, made.lead.person, made.lead.organisation)


def stored(session: Session, made: Consortium) -> dict[str, Any]:
    session.expire_all()
    row = session.scalar(
        select(Section).where(Section.application_id == made.record.id, Section.key == "questions")
    )
    return {} if row is None else dict(row.answers)


# Answering ----------------------------------------------------------------------------------------


@pytest.fixture
def made(session: Session) -> Consortium:
    return complete(session, call_that_asks(session, EVERY_KIND))


ANSWERED = {
    "vraag_samen": "nee",
    "vraag_thema": "werk",
    "vraag_groepen": "ouderen",
    "vraag_plan": "Lessen geven.\r\nElke week.",
    "vraag_lessen": "12",
    "vraag_huur": "1.000,50",
    "vraag_start": "01/09/2022",
    "vraag_firma-0-naam": "Firma A",
    "vraag_firma-0-kost": "250",
    "vraag_firma-0-vast": "ja",
    "vraag_firma-2-naam": "Firma B",
    "vraag_wie-name": "An Peeters",
    "vraag_wie-email": "an@aalst.example",
}


def test_every_kind_of_answer_is_kept_and_shown_again(
    app: Flask, session: Session, made: Consortium
) -> None:
    lead = as_lead(app, made)
    page = lead.get(address(made))
    assert page.status_code == 200
    assert_well_formed(page.text)
    assert "De jury vergelijkt per thema." in page.text
    assert "Faxen" not in page.text  # this choice ended before the call opened

    answer = lead.post(address(made), data={**form_values(page.text), **ANSWERED})

    assert answer.status_code == 303, visible(answer.text)
    assert stored(session, made) == {
        "samen": False,
        "thema": "werk",
        "groepen": ["ouderen"],
        "plan": "Lessen geven.\nElke week.",
        "lessen": 12,
        "huur": 1_000_50,
        "start": "2022-09-01",
        "firma": [["Firma A", 250_00, True], ["Firma B", None, None]],
        "wie": {"name": "An Peeters", "function": "", "email": "an@aalst.example", "telephone": ""},
    }
    again = form_values(lead.get(address(made)).text)
    assert again["vraag_huur"] == "1.000,50"
    assert again["vraag_start"] == "01/09/2022"
    assert again["vraag_firma-1-naam"] == "Firma B"
    whole = visible(lead.get(address(made, "/volledig")).text)
    for words in ("Werkplek", "€ 1.000,50", "1 september 2022", "Firma B", "an@aalst.example"):
        assert words in whole.replace("\xa0", " ")


def test_an_answer_opens_the_question_that_waits_for_it(
    app: Flask, session: Session, made: Consortium
) -> None:
    lead = as_lead(app, made)
    page = lead.get(address(made))
    assert "Welke gemeenten doen mee?" not in page.text

    answer = lead.post(address(made), data={**form_values(page.text), "vraag_samen": "ja"})

    assert answer.location == f"{address(made)}#question-leden"
    opened = lead.get(address(made))
    assert "Welke gemeenten doen mee?" in opened.text
    typed = {**form_values(opened.text), "vraag_leden": "aalst\nNinov"}
    refused = lead.post(address(made), data=typed)
    assert refused.status_code == 422
    assert "Bedoelt u “Ninove”?" in visible(refused.text)
    assert "Ninov" in form_values(refused.text)["vraag_leden"]  # nothing typed is lost
    assert (
        lead.post(address(made), data={**typed, "vraag_leden": "aalst\nNinove"}).status_code == 303
    )
    assert stored(session, made)["leden"] == ["Aalst", "Ninove"]


def test_all_faults_show_at_once_and_nothing_is_kept(
    app: Flask, session: Session, made: Consortium
) -> None:
    lead = as_lead(app, made)
    page = form_values(lead.get(address(made)).text)

    answer = lead.post(
        address(made),
        data={**page, "vraag_lessen": "91", "vraag_huur": "2000", "vraag_wie-email": "geen adres"},
    )

    assert answer.status_code == 422
    words = visible(answer.text).replace("\xa0", " ")
    assert "van 1 tot 90" in words
    assert "ten hoogste € 1.000,50" in words
    assert "e-mailadres" in words
    assert stored(session, made) == {}


def test_a_file_is_not_submitted_before_its_required_questions_are_answered(
    app: Flask, session: Session, made: Consortium
) -> None:
    lead = as_lead(app, made)
    assert "Beantwoord de vraag “Werkt u samen?”." in visible(
        lead.get(address(made, "/voorwaarden")).text
    )
    assert f'{address(made)}#question-samen"' in lead.get(address(made, "/voorwaarden")).text
    assert lead.post(address(made, "/indienen")).status_code == 422

    service.save_answers(session, made.lead.actor, made.record, {"samen": True})
    session.commit()
    assert "Welke gemeenten doen mee?" in visible(lead.get(address(made, "/voorwaarden")).text)
    hidden = {"samen": False, "leden": ["Aalst"]}
    service.save_answers(session, made.lead.actor, made.record, hidden)
    session.commit()
    answer = lead.post(address(made, "/indienen"))

    assert answer.status_code == 303, visible(answer.text)
    kept = queries.latest_snapshot(session, made.record)
    assert kept is not None
    answers = {each.key: each for each in file_of(kept.content).answers}
    assert answers["samen"].values == ("nee",)
    assert "leden" not in answers  # hidden, so neither required nor kept


def test_the_answers_are_in_the_receipt_and_in_the_workbook_of_the_agency(
    app: Flask, session: Session, made: Consortium, officer: FlaskClient, at: Clock
) -> None:
    answers = {"samen": False, "huur": 250_50, "firma": [["Firma A", 250_00, True]]}
    service.save_answers(session, made.lead.actor, made.record, answers)
    service.submit(session, made.lead.actor, made.record)
    session.commit()
    receipt = as_lead(app, made).get(address(made, "/ontvangstbewijs.pdf"))
    sheets = PdfReader(BytesIO(receipt.data)).pages
    words = " ".join(" ".join(sheet.extract_text().split()) for sheet in sheets)
    for asked in ("Werkt u samen?", "Nee", "Wat kost de huur?", "250,50", "Firma A"):
        assert asked in words
    path = f"/oproepen/{made.record.call.public_id}/ontvankelijkheid.xlsx"

    assert "Vragen van de oproep" not in load_workbook(BytesIO(officer.get(path).data)).sheetnames
    at.move(AFTER)  # before the call closes, the agency reads no answer
    sheet = load_workbook(BytesIO(officer.get(path).data))["Vragen van de oproep"]

    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(row for row in cells if "Werkt u samen?" in row)
    (row,) = (row for row in cells if made.record.number in row)
    said = dict(zip(head, row, strict=True))
    assert said["Werkt u samen?"] == "Nee"
    assert said["Wat kost de huur?"] == "€\xa0250,50"
    assert said["Welke firma's werken mee?"] == "Firma A; €\xa0250,00; Ja"
    assert "Welke gemeenten doen mee?" not in said


def test_two_people_in_the_same_questions_see_both_answers(
    app: Flask, session: Session, made: Consortium
) -> None:
    lead = as_lead(app, made)
    typed = {**form_values(lead.get(address(made)).text), "vraag_plan": "Mijn plan."}
    partner = made.towns[1].actor
    service.save_answers(session, partner, made.record, {"plan": "Ander plan."})
    session.commit()

    answer = lead.post(address(made), data=typed)

    assert answer.status_code == 422
    words = visible(answer.text)
    assert "Ander plan." in words
    assert "Mijn plan." in words
    assert lead.post(address(made), data=form_values(answer.text)).status_code == 303
    assert stored(session, made)["plan"] == "Mijn plan."


def test_a_call_without_questions_has_no_such_page(app: Flask, session: Session) -> None:
    made = complete(session, call_that_asks(session, {"vragen": []}))
    lead = as_lead(app, made)

    assert lead.get(address(made)).status_code == 404
    assert "Vragen van de oproep" not in lead.get(address(made, "")).text


# Writing ------------------------------------------------------------------------------------------


@pytest.fixture
def officer(app: Flask, session: Session) -> FlaskClient:
    person = factories.person(session, roles=[Role.CASE_OFFICER])
    session.commit()
    return signed_in(app, person)


@pytest.fixture
def call(session: Session, officer: FlaskClient) -> str:
    author = factories.as_actor(factories.case_officer(session))
    line = factories.line(session, author)
    session.commit()
    made = officer.post(
        "/oproepen/nieuw", data={"title": "Samen", "line": line.public_id, "source": ""}
    )
    return f"{made.location}/bewerk/formulier"


def questions(session: Session) -> list[dict[str, Any]]:
    session.expire_all()
    found: list[dict[str, Any]] = session.scalars(select(Call.draft)).one()["formulier"]["vragen"]
    return found


def add(officer: FlaskClient, call: str, wording: str, kind: str) -> str:
    page = officer.get(f"{call}/nieuw")
    typed = {**form_values(page.text), "vraag": wording, "soort": kind}
    answer = officer.post(f"{call}/nieuw", data=typed)
    assert answer.status_code == 303, visible(answer.text)
    return str(answer.location)


def test_an_officer_writes_a_form_question_by_question(
    officer: FlaskClient, session: Session, call: str
) -> None:
    assert_well_formed(officer.get(call).text)
    assert_well_formed(officer.get(f"{call}/nieuw").text)
    first = add(officer, call, "Werkt u samen?", "ja_nee")
    second = add(officer, call, "Met wie?", "een_keuze")

    page = officer.get(second)
    assert_well_formed(page.text)
    answer = officer.post(
        second,
        data={
            **form_values(page.text),
            "doel": "Zo kent de jury de partners.",
            "verplicht": "y",
            "keuzes": "Een buur\nIemand anders | van 01/01/2022 | tot 31/12/2022",
            "toon_als": "werkt_u_samen=ja",
        },
    )

    assert answer.status_code == 303, visible(answer.text)
    assert questions(session)[1] == {
        "sleutel": "met_wie",
        "soort": "een_keuze",
        "vraag": "Met wie?",
        "doel": "Zo kent de jury de partners.",
        "verplicht": True,
        "keuzes": [
            {"sleutel": "een_buur", "naam": "Een buur"},
            {
                "sleutel": "iemand_anders",
                "naam": "Iemand anders",
                "van": "2022-01-01",
                "tot": "2022-12-31",
            },
        ],
        "toon_als": {"vraag": "werkt_u_samen", "antwoord": "ja"},
    }
    listed = officer.get(call)
    assert_well_formed(listed.text)
    assert "Niemand kan lezen waarom u dit vraagt: “Werkt u samen?”" in visible(listed.text)
    kept = form_values(officer.get(second).text)["keuzes"]
    assert "Iemand anders | van 01/01/2022 | tot 31/12/2022" in kept
    refused = officer.post(
        f"{first}/verwijder", data=form_values(officer.get(f"{first}/verwijder").text)
    )
    assert refused.status_code == 422
    assert "Verander eerst de voorwaarde" in visible(refused.text)


def test_a_question_moves_but_never_before_the_one_it_waits_for(
    officer: FlaskClient, session: Session, call: str
) -> None:
    add(officer, call, "Een", "ja_nee")
    second = add(officer, call, "Twee", "korte_tekst")
    add(officer, call, "Drie", "getal")
    page = form_values(officer.get(second).text)
    assert officer.post(second, data={**page, "toon_als": "een=nee"}).status_code == 303

    version = str(session.scalars(select(Call.version)).one())
    assert officer.post(call, data={"down": "twee", "version": version}).status_code == 303
    assert [each["sleutel"] for each in questions(session)] == ["een", "drie", "twee"]
    version = str(session.scalars(select(Call.version)).one())
    assert officer.post(call, data={"up": "twee", "version": version}).status_code == 303
    version = str(session.scalars(select(Call.version)).one())
    refused = officer.post(call, data={"up": "twee", "version": version})

    assert refused.status_code == 422
    assert "Zet die vraag eerst" in visible(refused.text)


def test_a_template_adds_its_questions_after_those_that_are_there(
    officer: FlaskClient, session: Session, call: str
) -> None:
    add(officer, call, "Samenwerkingsverband", "korte_tekst")
    version = str(session.scalars(select(Call.version)).one())

    answer = officer.post(call, data={"template": "consortium", "version": version})

    assert answer.status_code == 303, visible(answer.text)
    keys = [each["sleutel"] for each in questions(session)]
    assert keys[0] == "samenwerkingsverband"
    assert len(keys) == len(set(keys)) == 10  # the template asks that one too: yours stays
    assert questions(session)[0]["soort"] == "korte_tekst"


def test_lines_that_cannot_be_read_are_all_named(
    officer: FlaskClient, session: Session, call: str
) -> None:
    at = add(officer, call, "Kies", "een_keuze")
    page = form_values(officer.get(at).text)

    answer = officer.post(at, data={**page, "keuzes": "| van 01/01/2022\nGoed\nFout | tot morgen"})

    assert answer.status_code == 422
    words = visible(answer.text)
    assert "Regel 1: Schrijf eerst een naam." in words
    assert "Regel 3:" in words
    assert "Fout | tot morgen" in form_values(answer.text)["keuzes"]
    assert "keuzes" not in questions(session)[0]


def test_two_officers_do_not_overwrite_each_other(
    officer: FlaskClient, session: Session, call: str
) -> None:
    at = add(officer, call, "Kies", "korte_tekst")
    mine, theirs = (form_values(officer.get(at).text) for _ in range(2))
    assert officer.post(at, data={**theirs, "doel": "Een doel."}).status_code == 303

    answer = officer.post(at, data={**mine, "doel": "Een ander doel."})

    assert answer.status_code == 422
    assert questions(session)[0]["doel"] == "Een doel."
    assert form_values(answer.text)["doel"].strip() == "Een ander doel."
    assert "Een doel." in visible(answer.text)  # both texts are there to be compared
    assert_well_formed(answer.text)
    assert officer.post(at, data=form_values(answer.text)).status_code == 303  # chosen on purpose
    assert questions(session)[0]["doel"] == "Een ander doel."


def test_officers_on_two_questions_are_not_in_each_others_way(
    officer: FlaskClient, session: Session, call: str
) -> None:
    first, second = (add(officer, call, name, "korte_tekst") for name in ("Een", "Twee"))
    mine, theirs = form_values(officer.get(first).text), form_values(officer.get(second).text)

    assert officer.post(second, data={**theirs, "doel": "Een doel."}).status_code == 303
    assert officer.post(first, data={**mine, "doel": "Mijn doel."}).status_code == 303

    assert [each["doel"] for each in questions(session)] == ["Mijn doel.", "Een doel."]


def test_each_save_of_the_questions_is_a_version_that_comes_back(
    officer: FlaskClient, session: Session, call: str
) -> None:
    assert "Niemand bewaarde dit deel al." in officer.get(f"{call}/versies").text
    add(officer, call, "Werkt u samen?", "ja_nee")
    add(officer, call, "Met wie?", "korte_tekst")

    page = officer.get(f"{call}/versies")
    assert_well_formed(page.text)
    assert "nieuwe vraag" in visible(page.text)
    typed = form_values(page.text)
    assert officer.post(f"{call}/versies", data={**typed, "versie": "x"}).status_code == 422
    done = officer.post(f"{call}/versies", data=typed)

    assert (done.status_code, done.location) == (303, call)
    assert [each["vraag"] for each in questions(session)] == ["Werkt u samen?"]
    kept = session.scalars(select(DraftPart.content).order_by(DraftPart.number)).all()
    assert [len(each["formulier"]["vragen"]) for each in kept] == [1, 2, 1]


def test_the_questions_that_a_copy_begins_with_are_a_version_too(
    officer: FlaskClient, session: Session, call: str
) -> None:
    add(officer, call, "Werkt u samen?", "ja_nee")
    earlier = session.scalars(select(Call)).one()
    line = session.get_one(Line, earlier.line_id)
    typed = {"title": "Weer", "line": line.public_id, "source": earlier.public_id}
    copy = f"{officer.post('/oproepen/nieuw', data=typed).location}/bewerk/formulier"

    add(officer, copy, "Met wie?", "korte_tekst")
    done = officer.post(f"{copy}/versies", data=form_values(officer.get(f"{copy}/versies").text))

    assert done.status_code == 303
    assert "Met wie?" not in officer.get(copy).text


def test_questions_of_a_published_call_have_versions_too(
    officer: FlaskClient, session: Session, made: Consortium
) -> None:
    here = f"/oproepen/{session.get_one(Call, made.record.call_id).public_id}/bewerk/formulier"
    before = [each["sleutel"] for each in questions(session)]
    add(officer, here, "Met wie?", "korte_tekst")
    add(officer, here, "Waarom?", "lange_tekst")

    done = officer.post(f"{here}/versies", data=form_values(officer.get(f"{here}/versies").text))

    assert done.status_code == 303
    assert [each["sleutel"] for each in questions(session)] == [*before, "met_wie"]


def test_who_acts_on_questions_that_a_colleague_changed_sees_what_changed(
    officer: FlaskClient, session: Session, call: str
) -> None:
    add(officer, call, "Een", "korte_tekst")
    add(officer, call, "Twee", "korte_tekst")
    opened = form_values(officer.get(call).text)
    add(officer, call, "Van mijn collega", "getal")

    late = officer.post(call, data={"down": "een", "version": opened["version"]})

    assert late.status_code == 422
    assert_well_formed(late.text)
    assert "Wat uw collega veranderde" in visible(late.text)
    assert "Van mijn collega" in late.text[: late.text.index("</table>")]
    again = {"down": "een", "version": form_values(late.text)["version"]}
    assert officer.post(call, data=again).status_code == 303
    assert [each["sleutel"] for each in questions(session)] == ["twee", "een", "van_mijn_collega"]


@pytest.mark.parametrize("wording", ["Nieuw", "Versies", "Voorbeeld?"])
def test_a_question_named_as_a_page_of_the_editor_has_a_page_of_its_own(
    officer: FlaskClient, call: str, wording: str
) -> None:
    at = add(officer, call, wording, "korte_tekst")

    assert form_values(officer.get(at).text)["vraag"].strip() == wording


# How applicants will see it -----------------------------------------------------------------------


def test_the_example_shows_a_question_after_the_answer_it_waits_for_and_stores_nothing(
    officer: FlaskClient, session: Session, made: Consortium
) -> None:
    call = session.get_one(Call, made.record.call_id)
    here = f"/oproepen/{call.public_id}/voorbeeld-van-het-formulier"
    waits = next(each for each in call.draft["formulier"]["vragen"] if "toon_als" in each)
    condition, version = waits["toon_als"], call.version

    first = officer.get(here)
    field = f"vraag_{condition['vraag']}"
    after = officer.get(here, query_string={field: condition["antwoord"]})

    assert_well_formed(first.text)
    assert_well_formed(after.text)
    assert re.findall(r'aria-current="(?:page|true)"[^>]*>\s*(\w+)', first.text) == ["Oproepen"]
    assert f'id="question-{waits["sleutel"]}"' not in first.text
    assert f'id="question-{waits["sleutel"]}"' in after.text
    session.refresh(call)
    assert call.version == version
    odd = {field: ["\0", "x" * 5000], "vraag_": "1", "vraag_tabel-0": "\ud7ff", "_key": "x"}
    assert officer.get(here, query_string=odd).status_code == 200


def test_an_unfinished_form_has_an_example_too(officer: FlaskClient, call: str) -> None:
    for kind in ("tabel", "een_keuze", "meer_keuzes", "persoon", "gemeenten"):
        add(officer, call, f"Vraag {kind}", kind)

    assert_well_formed(officer.get(f"{call}/voorbeeld").text)


# A new version of the questions -------------------------------------------------------------------


def revise(session: Session, made: Consortium, form: dict[str, Any]) -> None:
    """Let a next version of the regulation come into force, with other questions."""
    call = session.get_one(Call, made.record.call_id)
    session.refresh(call, ["versions"])
    old = call.versions[-1]
    regulation = parse({**old.content, "formulier": form})
    version = RegulationVersion(
        call_id=call.id,
        number=old.number + 1,
        content=dump(regulation),
        content_hash=content_hash(regulation),
        published_at=DURING,
    )
    session.add(version)
    session.flush()
    officer = factories.as_actor(factories.case_officer(session), now=DURING)
    running = update(Application).where(Application.status != Status.WITHDRAWN)
    session.execute(running.values(regulation_version_id=version.id))
    follow_form(session, officer, call, old.regulation.form, version)
    session.commit()
    session.expire_all()


def without(*keys: str) -> dict[str, Any]:
    return {"vragen": [each for each in EVERY_KIND["vragen"] if each["sleutel"] not in keys]}


def test_a_draft_moves_to_new_questions_and_says_what_is_kept_and_what_is_lost(
    app: Flask, session: Session, made: Consortium
) -> None:
    answers = {"samen": False, "plan": "Een lang plan.", "lessen": 12, "thema": "werk"}
    service.save_answers(session, made.lead.actor, made.record, answers)
    session.commit()
    lead = as_lead(app, made)
    before = {**form_values(lead.get(address(made)).text), "vraag_plan": "Een ander plan."}

    revise(session, made, without("plan"))

    assert stored(session, made) == {"samen": False, "lessen": 12, "thema": "werk"}
    for path in ("", "/vragen"):
        page = lead.get(address(made, path))
        assert_well_formed(page.text)
        words = visible(page.text)
        assert "De vragen van deze oproep zijn veranderd: versie 2" in words
        assert "Hoeveel lessen?" in words
        assert "Een lang plan." in words  # lost, but still to be copied
    late = lead.post(address(made), data=before)
    assert late.status_code == 422
    assert "De vragen veranderden terwijl u schreef." in visible(late.text)
    assert "Een ander plan." in visible(late.text)


def test_a_submitted_file_keeps_the_questions_that_it_answered(
    app: Flask, session: Session, made: Consortium
) -> None:
    answers = {"samen": False, "plan": "Een lang plan."}
    service.save_answers(session, made.lead.actor, made.record, answers)
    service.submit(session, made.lead.actor, made.record)
    session.commit()
    fresh = {"sleutel": "extra", "soort": "getal", "vraag": "Hoeveel nog?", "verplicht": True}

    revise(session, made, {"vragen": [*without("plan")["vragen"], fresh]})

    words = visible(as_lead(app, made).get(address(made, "/volledig")).text)
    assert "Een lang plan." in words
    assert "Hoeveel nog?" not in words
    kept = queries.latest_snapshot(session, made.record)
    assert kept is not None
    record = queries.whole(session, made.record)
    assert queries.case_file(record).answers == file_of(kept.content).answers


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_file_that_is_opened_again_comes_to_the_questions_of_now(
    app: Flask, session: Session, made: Consortium, *, withdrawn: bool
) -> None:
    answers = {"samen": False, "plan": "Een lang plan.", "lessen": 12}
    service.save_answers(session, made.lead.actor, made.record, answers)
    enclosed(session, made, app.extensions["store"], question="stuk")
    service.submit(session, made.lead.actor, made.record)
    if withdrawn:
        service.withdraw(session, made.lead.actor, made.record)
    session.commit()
    without_plan = [each for each in without("plan")["vragen"] if each["sleutel"] != "stuk"]
    revise(session, made, {"vragen": without_plan})
    lead = as_lead(app, made)

    assert lead.post(address(made, "/heropen")).status_code == 303

    assert stored(session, made) == {"samen": False, "lessen": 12}
    record = queries.whole(session, made.record)
    assert record.regulation_version.number == 2
    words = visible(lead.get(address(made)).text)
    assert "Een lang plan." in words  # lost, and named with its text
    (row,) = queries.attachments(session, record)
    assert row.question == ""
    assert lead.post(address(made, "/indienen")).status_code == 303


def confirmed(client: FlaskClient, path: str, **typed: str) -> str:
    """Fill in and send the form of a page; return where it leads."""
    page = client.get(path)
    assert_well_formed(page.text)
    answer = client.post(path, data={**form_values(page.text), **typed})
    assert answer.status_code == 303, visible(answer.text)
    return str(answer.location)


def test_two_people_change_the_questions_of_a_call_in_force(
    app: Flask, session: Session, made: Consortium, officer: FlaskClient
) -> None:
    answers = {"samen": False, "plan": "Een lang plan.", "lessen": 12}
    service.save_answers(session, made.lead.actor, made.record, answers)
    decider = factories.person(session, roles=[Role.DECISION_MAKER])
    session.commit()
    here = f"/oproepen/{made.record.call.public_id}"
    lead = as_lead(app, made)

    listed = confirmed(officer, f"{here}/bewerk/formulier/plan/verwijder")
    assert "Wat is uw plan?" in lead.get(address(made)).text  # what is proposed does not hold
    assert f"{here}/wijzig/formulier" in officer.get(listed).text
    assert "verwijderde vraag" in visible(officer.get(f"{here}/wijzig/formulier").text)
    change = confirmed(officer, f"{here}/wijzig/formulier", reason="De jury leest dit nooit.")
    assert "Wat is uw plan?" in visible(officer.get(change).text)
    confirmed(signed_in(app, decider), f"{change}/keur-goed")

    assert stored(session, made) == {"samen": False, "lessen": 12}
    words = visible(lead.get(address(made)).text)
    assert "Wat is uw plan?" in words  # among what was lost, with its text
    assert "Een lang plan." in words


def test_questions_cannot_be_changed_once_the_call_is_closed(
    made: Consortium, officer: FlaskClient, at: Clock
) -> None:
    at.move(AFTER)
    here = f"/oproepen/{made.record.call.public_id}"

    assert officer.get(f"{here}/bewerk/formulier").status_code == 422
    assert officer.get(f"{here}/wijzig/formulier").status_code == 422


def test_files_of_a_question_that_goes_stay_in_the_draft_and_are_named(
    app: Flask, session: Session, made: Consortium
) -> None:
    store = app.extensions["store"]
    enclosed(session, made, store, ("besluit.pdf", pdf()), question="stuk")
    twice = (("besluit.pdf", pdf()), ("plan.pdf", pdf(b"plan")))
    enclosed(session, made, store, *twice)
    session.commit()

    revise(session, made, without("stuk"))

    lead = as_lead(app, made)
    record = session.get_one(Application, made.record.id)
    rows = queries.attachments(session, record)
    assert sorted((row.name, row.question) for row in rows) == [
        ("besluit.pdf", ""),
        ("plan.pdf", ""),
    ]
    words = visible(lead.get(address(made)).text)
    assert "Welke beslissing hebt u?" in words  # what has no place any more is named
    assert "besluit.pdf" in visible(lead.get(address(made, "/bijlagen")).text)


def test_files_of_a_question_that_stays_keep_their_place(
    app: Flask, session: Session, made: Consortium
) -> None:
    enclosed(session, made, app.extensions["store"], question="stuk")
    session.commit()

    revise(session, made, without("plan"))

    (row,) = queries.attachments(session, session.get_one(Application, made.record.id))
    assert row.question == "stuk"
    assert "besluit.pdf" in visible(as_lead(app, made).get(address(made)).text)


def test_a_submitted_file_keeps_the_files_that_answered_its_questions(
    app: Flask, session: Session, made: Consortium
) -> None:
    enclosed(session, made, app.extensions["store"], question="stuk")
    service.save_answers(session, made.lead.actor, made.record, {"samen": False})
    service.submit(session, made.lead.actor, made.record)
    session.commit()

    revise(session, made, without("stuk"))

    record = queries.whole(session, session.get_one(Application, made.record.id))
    kept = queries.latest_snapshot(session, record)
    assert kept is not None
    assert queries.case_file(record).answers == file_of(kept.content).answers
    assert "besluit.pdf" in visible(as_lead(app, made).get(address(made, "/volledig")).text)


def test_an_officer_asks_for_files(officer: FlaskClient, session: Session, call: str) -> None:
    where = add(officer, call, "Welke beslissing hebt u?", "bijlagen")

    page = officer.get(where)

    assert_well_formed(page.text)
    assert questions(session)[-1]["soort"] == "bijlagen"
    assert "bijlagen" in visible(officer.get(call).text)
