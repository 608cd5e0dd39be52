"""After closing, several people at one page: nothing in advance, nothing lost, nothing unseen."""

from io import BytesIO
from typing import Any

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from subsidy.applications import service
from subsidy.applications.domain.judging import Verdict
from subsidy.applications.domain.lifecycle import Status
from subsidy.applications.models import (
    Application,
    CompletionPoint,
    CompletionRequest,
    ConsortiumChange,
    RuleJudgement,
    Signature,
)
from subsidy.policy import Role
from subsidy.workflow import AuditEntry
from tests.factories import case_officer, person
from tests.support.applications import AFTER, DURING, Consortium, complete, published_call
from tests.support.clocks import Clock
from tests.support.enclosures import pdf
from tests.support.pages import assert_well_formed, form_values, visible
from tests.support.people import signed_in

DESK, READ = "/ontvankelijkheid", "/aanvulling"
ASK, END = f"{READ}/vraag", f"{READ}/trek-in"
WRITE, SEND = f"{READ}/antwoord", f"{READ}/verstuur"
RULE = "lead_local_authority"
ASKED = {
    "about-1": "part:budget",
    "question-1": "Waarom stijgen de kosten?",
    "due_at": "12/11/2021 12:00",
}
TURNED = "\u202etxet\u202c \u200bgoed\u0007"  # overridden direction, no width, a bell
SEEN = "txet goed"  # the same without what nobody sees


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
def other(app: Flask, session: Session) -> FlaskClient:
    return signed_in(app, person(session, "Tweede", roles=[Role.CASE_OFFICER]))


@pytest.fixture
def lead(app: Flask, made: Consortium, officer: FlaskClient) -> FlaskClient:
    """Return the browser of the lead, of which a completion is asked."""
    assert officer.post(address(made, ASK), data=ASKED).status_code == 303
    return signed_in(app, made.lead.person, made.lead.organisation)


def address(made: Consortium, path: str = "") -> str:
    return f"/aanvragen/{made.record.public_id}{path}"


def values(client: FlaskClient, made: Consortium, path: str) -> dict[str, str]:
    return without_files(form_values(client.get(address(made, path)).text))


def without_files(held: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in held.items() if not name.startswith("files-")}


def post(client: FlaskClient, made: Consortium, path: str, typed: dict[str, Any]) -> TestResponse:
    return client.post(address(made, path), data=typed)


def answered(held: dict[str, str], text: str) -> dict[str, str]:
    return {name: text if name.startswith("answer-") else value for name, value in held.items()}


def judgements(session: Session) -> list[tuple[str, Verdict, str]]:
    session.expire_all()
    rows = session.scalars(select(RuleJudgement).order_by(RuleJudgement.id))
    return [(row.rule, row.verdict, row.reason) for row in rows]


def judging(verdict: str, reason: str = "") -> dict[str, str]:
    return {f"verdict-{RULE}": verdict, f"reason-{RULE}": reason}


def summary(html: str) -> str:
    """Return the list of all that is wrong, on top of a page."""
    return html.split('id="error-summary-title"')[1].split("</ul>", maxsplit=1)[0]


# Two people ---------------------------------------------------------------------------------------


def test_two_people_answering_see_both_texts_and_the_next_save_counts(
    session: Session, made: Consortium, lead: FlaskClient
) -> None:
    mine, theirs = (values(lead, made, WRITE) for _ in range(2))
    assert post(lead, made, WRITE, answered(theirs, "Hun tekst.")).status_code == 303

    refused = post(lead, made, WRITE, answered(mine, "Mijn tekst."))

    assert refused.status_code == 422
    assert_well_formed(refused.text)
    words = visible(refused.text)
    assert "Een collega bewaarde intussen." in words
    assert "Hun tekst." in words
    held = without_files(form_values(refused.text))
    assert {text for name, text in held.items() if name.startswith("answer-")} == {"Mijn tekst."}
    assert session.scalars(select(CompletionPoint.answer)).one() == "Hun tekst."
    assert post(lead, made, WRITE, held).status_code == 303
    session.expire_all()
    assert session.scalars(select(CompletionPoint.answer)).one() == "Mijn tekst."


def test_who_sends_an_older_text_reads_the_new_one_and_then_sends_it(
    session: Session, made: Consortium, lead: FlaskClient
) -> None:
    post(lead, made, WRITE, answered(values(lead, made, WRITE), "Eerst."))
    old = values(lead, made, SEND)
    post(lead, made, WRITE, answered(values(lead, made, WRITE), "Daarna."))

    refused = post(lead, made, SEND, old)

    assert refused.status_code == 422
    assert "Daarna." in visible(refused.text)
    assert session.scalars(select(CompletionRequest.sent_at)).one() is None
    assert post(lead, made, SEND, form_values(refused.text)).status_code == 303


def test_two_officers_see_both_judgements_and_the_next_press_counts(
    session: Session, made: Consortium, officer: FlaskClient, other: FlaskClient
) -> None:
    mine = values(officer, made, DESK)
    theirs = values(other, made, DESK)
    post(other, made, DESK, {**theirs, **judging("not_met", "Hun reden."), "then": "keep"})
    typed = {**mine, **judging("confirmed"), "outcome": "admissible", "reason": "Alles klopt."}

    refused = post(officer, made, DESK, typed)

    assert refused.status_code == 422
    assert_well_formed(refused.text)
    words = visible(refused.text)
    assert "Een collega beoordeelde intussen regels." in words
    assert "Tweede: niet voldaan, volgens de dossierbeheerder. Hun reden." in words
    held = form_values(refused.text)
    assert (held[f"verdict-{RULE}"], held["reason"]) == ("confirmed", "Alles klopt.")
    assert judgements(session) == [(RULE, Verdict.NOT_MET, "Hun reden.")]
    assert post(officer, made, DESK, held).status_code == 303
    assert judgements(session)[1:] == [(RULE, Verdict.CONFIRMED, "")]
    assert session.scalars(select(Application.status)).one() is Status.ADMISSIBLE


def test_what_a_colleague_judged_is_never_taken_for_ones_own_choice(
    session: Session, made: Consortium, officer: FlaskClient, other: FlaskClient
) -> None:
    mine = values(officer, made, DESK)
    theirs = values(other, made, DESK)
    post(other, made, DESK, {**theirs, **judging("not_met", "Hun reden."), "then": "keep"})

    refused = post(officer, made, DESK, {**mine, "outcome": "admissible"})
    held = form_values(refused.text)
    again = post(officer, made, DESK, held)

    assert f"verdict-{RULE}" not in held
    assert (refused.status_code, again.status_code) == (422, 422)
    assert "Een collega beoordeelde" not in visible(again.text)  # now the judgement itself stands
    assert "lokaal bestuur" in visible(again.text)
    assert judgements(session) == [(RULE, Verdict.NOT_MET, "Hun reden.")]


# Nothing in advance -------------------------------------------------------------------------------


def test_only_what_was_chosen_is_kept_and_named_in_the_letter(
    session: Session, made: Consortium, officer: FlaskClient
) -> None:
    fresh = values(officer, made, DESK)
    none = post(officer, made, DESK, {**fresh, "then": "keep"})
    empty = values(officer, made, DESK)
    kept = post(officer, made, DESK, {**empty, **judging("confirmed"), "then": "keep"})
    before = values(officer, made, DESK)
    done = post(officer, made, DESK, {**before, "outcome": "admissible"})

    assert not [name for name in fresh if name.startswith("verdict-")]
    assert [each.status_code for each in (none, kept, done)] == [303, 303, 303]
    assert [name for name in before if name.startswith("verdict-")] == [f"verdict-{RULE}"]
    assert judgements(session) == [(RULE, Verdict.CONFIRMED, "")]
    letter = pypdf.PdfReader(
        BytesIO(officer.get(address(made, "/ontvankelijkheidsbrief.pdf")).data)
    )
    said = " ".join(" ".join(page.extract_text() for page in letter.pages).split())
    assert said.count("bevestigd door de dossierbeheerder") == 1


def test_a_file_is_admitted_without_a_judgement_and_the_letter_names_none(
    session: Session, made: Consortium, officer: FlaskClient
) -> None:
    done = post(officer, made, DESK, {**values(officer, made, DESK), "outcome": "admissible"})

    assert done.status_code == 303
    assert judgements(session) == []
    assert "bevestigd" not in visible(officer.get(address(made, "/ontvankelijkheidsbrief")).text)


def test_a_reason_beside_nothing_is_not_lost(
    session: Session, made: Consortium, officer: FlaskClient
) -> None:
    typed = {**values(officer, made, DESK), f"reason-{RULE}": "Een vzw leidt.", "then": "keep"}

    refused = post(officer, made, DESK, typed)

    assert refused.status_code == 422
    assert "Kies ook wat u van deze regel vindt." in visible(refused.text)
    assert form_values(refused.text)[f"reason-{RULE}"] == "Een vzw leidt."
    assert judgements(session) == []


@pytest.mark.parametrize("name", [f"verdict-{RULE}", f"reason-{RULE}", "version", "then"])
def test_an_answer_that_is_sent_twice_is_refused(
    session: Session, made: Consortium, officer: FlaskClient, name: str
) -> None:
    typed: dict[str, Any] = {**values(officer, made, DESK), **judging("confirmed"), "then": "keep"}

    refused = post(officer, made, DESK, {**typed, name: [typed[name], "not_met"]})

    assert refused.status_code == 422
    assert judgements(session) == []


# Withdrawn ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [WRITE, SEND])
def test_of_a_request_that_is_withdrawn_nothing_else_is_said(
    made: Consortium, officer: FlaskClient, lead: FlaskClient, path: str
) -> None:
    old = answered(values(lead, made, path), "Mijn tekst.")
    post(lead, made, WRITE, answered(values(lead, made, WRITE), "Hun tekst."))
    post(officer, made, END, {"reason": "Het staat er al."})

    refused = post(lead, made, path, old)

    assert refused.status_code == 422
    assert summary(refused.text).count("<li>") == 1
    assert "Het agentschap trok deze vraag in." in visible(summary(refused.text))
    assert "Een collega" not in visible(refused.text)


def test_reasons_stand_on_lines_of_their_own(
    made: Consortium, officer: FlaskClient, lead: FlaskClient
) -> None:
    assert lead.get(address(made, WRITE)).status_code == 200  # a request waits: no decision now
    typed = {**values(officer, made, DESK), "outcome": "inadmissible", "reason": ""}

    refused = post(officer, made, DESK, typed)

    assert summary(refused.text).count("<li>") > 1
    assert "</li><li>" not in summary(refused.text)


# Signs that nobody sees ---------------------------------------------------------------------------


def test_questions_answers_and_reasons_of_a_completion_keep_no_unseen_signs(
    session: Session, made: Consortium, officer: FlaskClient, lead: FlaskClient
) -> None:
    post(lead, made, WRITE, answered(values(lead, made, WRITE), TURNED))
    post(officer, made, END, {"reason": TURNED})
    post(officer, made, ASK, {**ASKED, "question-1": TURNED})

    points = session.scalars(select(CompletionPoint).order_by(CompletionPoint.id)).all()
    first = session.scalars(select(CompletionRequest).order_by(CompletionRequest.id)).first()
    assert first is not None
    assert (points[0].answer, points[1].question) == (SEEN, SEEN)
    assert first.withdrawn_reason == SEEN
    assert SEEN in "".join(session.scalars(select(AuditEntry.reason)))


@pytest.mark.parametrize("end", ["\r\n", "\n", "\u2028"])
def test_a_question_has_one_line(
    session: Session, made: Consortium, officer: FlaskClient, end: str
) -> None:
    refused = post(officer, made, ASK, {**ASKED, "question-1": f"Een vraag?{end}Nog een?"})

    assert refused.status_code == 422
    assert "Stel uw vraag op één regel." in visible(refused.text)
    assert session.scalars(select(CompletionRequest)).all() == []


def test_reasons_of_judgements_keep_no_unseen_signs(
    session: Session, made: Consortium, officer: FlaskClient
) -> None:
    fresh = {**values(officer, made, DESK), "outcome": "inadmissible"}
    bare = post(officer, made, DESK, {**fresh, **judging("not_met", "\u202e"), "reason": "\u202e"})

    done = post(officer, made, DESK, {**fresh, **judging("not_met", TURNED), "reason": TURNED})

    assert (bare.status_code, done.status_code) == (422, 303)
    assert judgements(session) == [(RULE, Verdict.NOT_MET, SEEN)]
    assert session.scalars(select(Application.judged_reason)).one() == SEEN


def test_the_reason_of_a_change_after_closing_keeps_no_unseen_signs(
    session: Session, made: Consortium, officer: FlaskClient
) -> None:
    path = f"/partners/{made.record.partners[1].public_id}/vertrek"
    held = form_values(officer.get(address(made, path)).text)
    typed = {**held, "reason": TURNED, "files": FileStorage(BytesIO(pdf()), "vraag.pdf")}

    assert post(officer, made, path, typed).status_code == 303

    kept = session.scalars(select(ConsortiumChange)).one()
    assert (kept.reason, kept.content["reason"]) == (SEEN, SEEN)


def test_a_signature_and_a_withdrawal_keep_no_unseen_signs(app: Flask, session: Session) -> None:
    made = complete(session, published_call(session), signed=False)
    client = signed_in(app, made.lead.person, made.lead.organisation)
    held = form_values(client.get(address(made, "/ondertekenen")).text)
    signed = {**held, "name": TURNED, "function": TURNED, "deciding_body": TURNED}
    signed["decided_on"] = "01/10/2021"

    bare = post(client, made, "/ondertekenen", {**signed, "function": "\u202e"})
    done = post(client, made, "/ondertekenen", signed)
    away = post(client, made, "/intrekken", {"reason": TURNED})

    assert [each.status_code for each in (bare, done, away)] == [422, 303, 303], visible(done.text)
    kept = session.scalars(select(Signature)).one()
    assert (kept.name, kept.function, kept.deciding_body) == (SEEN, SEEN, SEEN)
    assert SEEN in list(session.scalars(select(AuditEntry.reason)))
