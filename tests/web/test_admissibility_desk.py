"""After closing: completing what was asked, rules judged, the letter; the snapshot never moves."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse

from subsidy.applications import service
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.domain.snapshot import canonical, digest
from subsidy.applications.models import (
    AdmissibilityLetter,
    Application,
    Attachment,
    CompletionRequest,
    RuleJudgement,
    Snapshot,
)
from subsidy.policy import Role
from subsidy.workflow import OutboxMessage
from tests.factories import case_officer, person
from tests.support.applications import (
    AFTER,
    DURING,
    Consortium,
    complete,
    published_call,
    town,
)
from tests.support.clocks import Clock
from tests.support.enclosures import GOOD, pdf
from tests.support.pages import assert_well_formed, form_values, visible
from tests.support.people import signed_in
from tests.support.statements import counted

SECOND, MILLI = timedelta(seconds=1), timedelta(milliseconds=1)
DUE = datetime(2021, 11, 12, 11, 0, tzinfo=UTC)  # 12.00 in Brussels, winter time
ASKED = {
    "about-1": "part:budget",
    "question-1": "Waarom stijgen de kosten in 2023?",
    "about-2": "rule:lead_local_authority",
    "question-2": "Welk besluit nam de raad?",
    "due_at": "12/11/2021 12:00",
}
ANSWER = "Omdat er een medewerker bij komt."


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def made(session: Session, at: Clock) -> Consortium:
    found = complete(session, published_call(session))
    service.submit(session, found.lead.at(DURING), found.record)
    session.commit()
    at.move(AFTER)
    return found


@pytest.fixture
def officer(app: Flask, session: Session) -> FlaskClient:
    return signed_in(app, case_officer(session))


@pytest.fixture
def waiting(app: Flask, made: Consortium, officer: FlaskClient) -> tuple[FlaskClient, Consortium]:
    """Return the browser of the lead of a file of which a completion is asked."""
    ask(officer, made)
    return lead_of(app, made), made


def lead_of(app: Flask, made: Consortium) -> FlaskClient:
    return signed_in(app, made.lead.person, made.lead.organisation)


def address(made: Consortium, path: str = "") -> str:
    return f"/aanvragen/{made.record.public_id}{path}"


DESK, READ = "/ontvankelijkheid", "/aanvulling"
ASK, END = f"{READ}/vraag", f"{READ}/trek-in"
WRITE, SEND = f"{READ}/antwoord", f"{READ}/verstuur"
LETTER = "/ontvankelijkheidsbrief.pdf"


def ask(officer: FlaskClient, made: Consortium, **other: str) -> TestResponse:
    return officer.post(address(made, ASK), data={**ASKED, **other})


def written(lead: FlaskClient, made: Consortium, *files: tuple[str, bytes]) -> TestResponse:
    """Save an answer on each point; the files go with the first."""
    values = form_values(lead.get(address(made, WRITE)).text)
    points = [name.removeprefix("answer-") for name in values if name.startswith("answer-")]
    typed: Any = MultiDict({**values, **{f"answer-{one}": ANSWER for one in points}})
    typed = MultiDict((k, v) for k, v in typed.items() if not k.startswith("files-"))
    for name, content in files:
        typed.add(f"files-{points[0]}", FileStorage(BytesIO(content), name))
    return lead.post(address(made, WRITE), data=typed, content_type="multipart/form-data")


def send(lead: FlaskClient, made: Consortium, **other: str) -> TestResponse:
    values = form_values(lead.get(address(made, SEND)).text)
    return lead.post(address(made, SEND), data={**values, **other})


def sealed(session: Session) -> Sequence[tuple[str, str]]:
    """Return every snapshot as the bytes that its hash proves, and that hash."""
    session.expire_all()
    rows = session.scalars(select(Snapshot).order_by(Snapshot.id)).all()
    return [(canonical(row.content), row.content_hash) for row in rows]


def texts(session: Session, msgid: str) -> list[OutboxMessage]:
    rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [row for row in rows if row.subject["msgid"] == msgid]


def status(session: Session) -> Status:
    session.expire_all()
    return session.scalars(select(Application.status)).one()


def request_of(session: Session) -> CompletionRequest:
    session.expire_all()
    return session.scalars(select(CompletionRequest)).one()


# Completing ---------------------------------------------------------------------------------------


def test_a_completion_from_question_to_receipt(
    app: Flask, session: Session, made: Consortium, officer: FlaskClient
) -> None:
    before = sealed(session)
    lead = lead_of(app, made)

    asked = ask(officer, made)
    told = texts(session, "Complete %(number)s")
    tasks = visible(lead.get("/").text)
    page = lead.get(address(made, WRITE)).text
    saved = written(lead, made, ("besluit.pdf", pdf()))
    unsent = visible(officer.get(address(made, READ)).text)
    sent = send(lead, made)

    request = request_of(session)
    assert (asked.status_code, saved.status_code, sent.status_code) == (303, 303, 303)
    assert {one.person_id for one in told} == {each.person.id for each in made.towns}
    assert "Vul de aanvraag aan" in tasks
    assert_well_formed(page)
    assert page.count("<textarea") == 2
    assert ASKED["question-1"] in page
    assert ANSWER not in unsent
    assert request.sent_at == AFTER
    assert request.content is not None
    assert request.content_hash == digest(request.content)
    assert ANSWER in visible(officer.get(address(made, READ)).text)
    receipts = texts(session, "The completion of %(number)s arrived")
    assert {each.person.id for each in made.towns} < {one.person_id for one in receipts}
    assert all(request.content_hash in str(one.body) for one in receipts)
    assert sealed(session) == before


def test_the_officer_has_a_task_when_a_completion_arrives_or_its_term_ends(
    app: Flask, at: Clock, made: Consortium, officer: FlaskClient
) -> None:
    lead = lead_of(app, made)
    ask(officer, made)
    while_waiting = visible(officer.get("/").text)
    at.move(DUE)
    too_late = visible(officer.get("/").text)
    at.move(DUE - SECOND)
    written(lead, made)
    send(lead, made)
    arrived = visible(officer.get("/").text)

    tasks = ("Lees de aanvulling en beoordeel", "Beoordeel: er is niets aangevuld")
    found = [[task in page for task in tasks] for page in (while_waiting, too_late, arrived)]
    assert found == [[False, False], [False, True], [True, False]]


@pytest.mark.parametrize(
    ("after", "expected"),
    [(-SECOND, 303), (-MILLI, 303), (0 * SECOND, 422), (MILLI, 422), (SECOND, 422)],
)
def test_the_term_is_half_open_for_saving_and_sending(
    waiting: tuple[FlaskClient, Consortium],
    session: Session,
    at: Clock,
    after: timedelta,
    expected: int,
) -> None:
    lead, made = waiting
    assert written(lead, made).status_code == 303

    at.move(DUE + after)
    saved = written(lead, made)
    answer = send(lead, made)

    assert (saved.status_code, answer.status_code) == (expected, expected)
    assert (request_of(session).sent_at is not None) == (expected == 303)
    if expected == 422:
        assert "12 november 2021" in visible(answer.text)
        assert ANSWER in saved.text


def test_a_request_says_all_that_is_wrong_and_keeps_what_was_typed(
    made: Consortium, officer: FlaskClient
) -> None:
    answer = ask(
        officer, made, **{"about-1": "", "question-2": " ", "about-3": "part:maan", "due_at": ""}
    )
    soon = ask(officer, made, due_at="03/11/2021 12:00")
    empty = officer.post(address(made, ASK), data={"due_at": ASKED["due_at"]})

    page = visible(answer.text)
    assert (answer.status_code, soon.status_code, empty.status_code) == (422, 422, 422)
    assert "Waarom stijgen de kosten in 2023?" in answer.text
    assert "Vul in tot wanneer de aanvrager kan aanvullen." in page
    assert "Kies waarover deze vraag gaat." in page
    assert "Kies uit de lijst." in page
    assert "vijf tot zestig dagen" in visible(soon.text)
    assert "Vraag minstens één punt." in visible(empty.text)


def test_one_request_at_a_time_and_no_decision_while_it_waits(
    session: Session, at: Clock, made: Consortium, officer: FlaskClient
) -> None:
    ask(officer, made)

    again = ask(officer, made)
    admitted = officer.post(address(made, DESK), data={"outcome": "admissible"})
    rejected = officer.post(address(made, DESK), data={"outcome": "inadmissible", "reason": "Nee."})

    assert [x.status_code for x in (again, admitted, rejected)] == [422, 422, 422]
    assert "12 november 2021" in visible(admitted.text)
    assert status(session) is Status.SUBMITTED
    at.move(DUE)
    late = officer.post(address(made, DESK), data={"outcome": "admissible"})
    assert late.status_code == 303
    assert status(session) is Status.ADMISSIBLE


def test_a_request_is_withdrawn_with_a_reason_and_then_nothing_is_asked(
    app: Flask, session: Session, made: Consortium, officer: FlaskClient
) -> None:
    before = sealed(session)
    ask(officer, made)
    lead = lead_of(app, made)

    bare = officer.post(address(made, END), data={"reason": " "})
    done = officer.post(address(made, END), data={"reason": "Het staat er al."})
    saved = written(lead, made)

    assert (bare.status_code, done.status_code, saved.status_code) == (422, 303, 422)
    assert "Het staat er al." in visible(lead.get(address(made, READ)).text)
    assert "Vul de aanvraag aan" not in visible(lead.get("/").text)
    assert sealed(session) == before


def test_only_the_lead_of_this_file_answers(
    app: Flask, session: Session, made: Consortium, officer: FlaskClient
) -> None:
    ask(officer, made)
    partner = signed_in(app, made.towns[1].person, made.towns[1].organisation)
    berlare = town(session, "Berlare")
    stranger = signed_in(app, berlare.person, berlare.organisation)
    answers = {
        name: [client.get(address(made, path)).status_code for path in (READ, WRITE, SEND, ASK)]
        for name, client in (("officer", officer), ("partner", partner), ("stranger", stranger))
    }
    posted = [client.post(address(made, SEND)).status_code for client in (officer, stranger)]

    assert answers == {
        "officer": [200, 403, 403, 200],
        "partner": [200, 403, 403, 403],
        "stranger": [404, 404, 404, 404],
    }
    assert posted == [403, 404]
    assert request_of(session).sent_at is None


def test_an_answer_is_needed_on_every_point_before_it_is_sent(
    app: Flask, made: Consortium, officer: FlaskClient
) -> None:
    ask(officer, made)

    answer = send(lead_of(app, made), made)

    assert answer.status_code == 422
    assert visible(answer.text).count("schrijf een antwoord of voeg een bestand bij") >= 2


def test_sending_twice_under_one_key_sends_once(
    app: Flask, session: Session, made: Consortium, officer: FlaskClient
) -> None:
    ask(officer, made)
    lead = lead_of(app, made)
    written(lead, made)
    values = form_values(lead.get(address(made, SEND)).text)

    first = lead.post(address(made, SEND), data=values)
    second = lead.post(address(made, SEND), data=values)

    assert (first.status_code, second.status_code) == (303, 303)
    receipts = texts(session, "The completion of %(number)s arrived")
    assert len(receipts) == len({one.person_id for one in receipts})


def test_who_saw_an_older_text_neither_saves_nor_sends(
    app: Flask, session: Session, made: Consortium, officer: FlaskClient
) -> None:
    ask(officer, made)
    lead = lead_of(app, made)
    old = form_values(lead.get(address(made, WRITE)).text)
    seen = form_values(lead.get(address(made, SEND)).text)
    written(lead, made)

    saved = lead.post(address(made, WRITE), data={k: v for k, v in old.items() if "files" not in k})
    sent = lead.post(address(made, SEND), data=seen)

    assert (saved.status_code, sent.status_code) == (422, 422)
    assert request_of(session).sent_at is None


def test_files_of_a_completion_are_the_applicants_own_until_they_are_sent(
    app: Flask, session: Session, made: Consortium, officer: FlaskClient
) -> None:
    ask(officer, made)
    lead = lead_of(app, made)
    written(lead, made, ("besluit.pdf", pdf()), ("plan.docx", GOOD["plan.docx"]))
    first, second = session.scalars(select(Attachment).order_by(Attachment.id)).all()
    at_first = address(made, f"{READ}/bijlagen/{first.public_id}")

    early = officer.get(at_first).status_code
    own = lead.get(at_first).data
    values = form_values(lead.get(address(made, WRITE)).text)
    kept = {k: v for k, v in values.items() if "files" not in k}
    lead.post(address(made, WRITE), data={**kept, "drop": second.public_id})
    send(lead, made)
    late = officer.get(at_first).data

    assert (early, own, late) == (404, pdf(), pdf())
    assert officer.get(address(made, f"/bijlagen/{first.public_id}")).status_code == 404
    assert [row.name for row in session.scalars(select(Attachment))] == ["besluit.pdf"]
    assert "besluit.pdf" not in visible(lead.get(address(made, "/bijlagen")).text)


def test_a_file_that_is_no_file_is_refused_at_its_point_and_the_text_stays(
    app: Flask, session: Session, made: Consortium, officer: FlaskClient
) -> None:
    ask(officer, made)

    answer = written(lead_of(app, made), made, ("besluit.pdf", b"MZ geen pdf"))

    assert answer.status_code == 422
    assert ANSWER in answer.text
    assert not session.scalars(select(Attachment)).all()
    assert request_of(session).version == 0


def test_a_completion_is_in_the_pdf_the_zip_and_the_workbook(
    app: Flask, made: Consortium, officer: FlaskClient
) -> None:
    ask(officer, made)
    lead = lead_of(app, made)
    written(lead, made, ("besluit.pdf", pdf()))
    send(lead, made)

    paper = pypdf.PdfReader(BytesIO(officer.get(address(made, "/volledig.pdf")).data))
    text = " ".join(page.extract_text() for page in paper.pages)
    archive = ZipFile(BytesIO(officer.get(address(made, "/volledig.zip")).data))
    sheets = load_workbook(
        BytesIO(officer.get(f"/oproepen/{made.record.call.public_id}{DESK}.xlsx").data)
    )

    assert ANSWER in " ".join(text.split())
    assert archive.read("aanvulling/besluit.pdf") == pdf()
    rows = list(sheets["Aanvullingen"].iter_rows(values_only=True))
    assert any(ANSWER in row and "besluit.pdf" in row for row in rows)


# Rules --------------------------------------------------------------------------------------------


def judged(officer: FlaskClient, made: Consortium, **other: str) -> TestResponse:
    values = form_values(officer.get(address(made, DESK)).text)
    return officer.post(address(made, DESK), data={**values, **other})


OVERRIDE = {"verdict-lead_local_authority": "not_met", "reason-lead_local_authority": "Een vzw."}


def test_judgements_are_kept_beside_what_was_computed(
    session: Session, made: Consortium, officer: FlaskClient
) -> None:
    before = sealed(session)

    kept = judged(officer, made, then="keep", **OVERRIDE)
    page = officer.get(address(made, DESK)).text
    again = judged(officer, made, then="keep")

    rows = {row.rule: row for row in session.scalars(select(RuleJudgement))}
    assert (kept.status_code, again.status_code) == (303, 303)
    assert len(rows) == session.query(RuleJudgement).count() == 1  # what nobody chose, nobody said
    assert rows["lead_local_authority"].reason == "Een vzw."
    assert rows["lead_local_authority"].computed.value == "met"
    assert page.count("finding--met") == 9
    assert_well_formed(page)
    assert "Een vzw." in visible(page)
    assert status(session) is Status.SUBMITTED
    assert sealed(session) == before


def test_an_override_needs_a_reason_and_all_faults_come_at_once(
    session: Session, made: Consortium, officer: FlaskClient
) -> None:
    answer = judged(
        officer,
        made,
        outcome="inadmissible",
        reason="",
        **{"verdict-lead_local_authority": "not_met", "verdict-period_within": "not_met"},
    )

    page = visible(answer.text)
    assert answer.status_code == 422
    assert page.count("Schrijf waarom u deze regel anders beoordeelt.") == 4  # summary and field
    assert "Schrijf waarom de aanvraag onontvankelijk is." in page
    assert not session.scalars(select(RuleJudgement)).all()


def test_no_admission_while_a_condition_stands_that_nobody_overrode(
    session: Session, made: Consortium, officer: FlaskClient
) -> None:
    refused = judged(officer, made, outcome="admissible", **OVERRIDE)
    mended = judged(officer, made, outcome="admissible")

    assert refused.status_code == 422
    assert "lokaal bestuur" in visible(refused.text)
    assert mended.status_code == 303
    assert status(session) is Status.ADMISSIBLE


def test_two_officers_do_not_judge_over_each_other(
    app: Flask, session: Session, made: Consortium, officer: FlaskClient
) -> None:
    other = signed_in(app, person(session, "Tweede", roles=[Role.CASE_OFFICER]))
    values = form_values(other.get(address(made, DESK)).text)
    judged(officer, made, then="keep", **OVERRIDE)

    late = other.post(address(made, DESK), data={**values, "outcome": "admissible"})
    judged(officer, made, outcome="inadmissible", reason="Geen lokaal bestuur leidt dit.")
    too_late = judged(other, made, outcome="admissible")

    assert (late.status_code, too_late.status_code) == (422, 422)
    assert status(session) is Status.INADMISSIBLE
    assert len(session.scalars(select(AdmissibilityLetter)).all()) == 1


# The letter ---------------------------------------------------------------------------------------


def words_of(pdf_bytes: bytes) -> str:
    reader = pypdf.PdfReader(BytesIO(pdf_bytes))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_letter_gives_the_reason_per_rule_and_how_to_object(
    app: Flask, session: Session, made: Consortium, officer: FlaskClient
) -> None:
    before = sealed(session)
    judged(officer, made, outcome="inadmissible", reason="Een vzw leidt dit.", **OVERRIDE)

    partner = signed_in(app, made.towns[1].person, made.towns[1].organisation)
    berlare = town(session, "Berlare")
    stranger = signed_in(app, berlare.person, berlare.organisation)
    letter = partner.get(address(made, LETTER))
    said = words_of(letter.data)

    appeal = made.record.regulation_version.regulation.appeal
    assert letter.data == officer.get(address(made, LETTER)).data
    assert "Een vzw leidt dit." in said
    assert "Een vzw." in said
    assert " ".join(appeal.split()) in said
    assert stranger.get(address(made, LETTER)).status_code == 404
    assert_well_formed(partner.get(address(made, "/ontvankelijkheidsbrief")).text)
    told = texts(session, "%(number)s is not admissible")
    assert {one.person_id for one in told} == {each.person.id for each in made.towns}
    assert {one.path for one in told} == {address(made, "/ontvankelijkheidsbrief")}
    assert sealed(session) == before
    kept = session.scalars(select(AdmissibilityLetter)).one()
    assert kept.content_hash == digest(kept.content)


def test_an_admissible_file_gets_a_letter_too_and_a_file_that_waits_has_none(
    app: Flask, made: Consortium, officer: FlaskClient
) -> None:
    none_yet = officer.get(address(made, LETTER)).status_code
    judged(officer, made, outcome="admissible")

    said = words_of(lead_of(app, made).get(address(made, LETTER)).data)

    assert none_yet == 404
    assert "is ontvankelijk" in said
    assert " ".join(made.record.regulation_version.regulation.appeal.split()) in said


def test_the_desk_takes_as_many_statements_with_a_completion_of_six_points_as_of_one(
    connection: Connection, made: Consortium, officer: FlaskClient
) -> None:
    def statements(points: int) -> int:
        typed = {f"about-{n}": "missing" for n in range(1, points + 1)}
        typed |= {f"question-{n}": f"Vraag {n}?" for n in range(1, points + 1)}
        officer.post(address(made, ASK), data={**typed, "due_at": ASKED["due_at"]})
        with counted(connection) as sent:
            officer.get(address(made, DESK))
        officer.post(address(made, END), data={"reason": "Genoeg."})
        return len(sent)

    assert statements(1) == statements(6)
