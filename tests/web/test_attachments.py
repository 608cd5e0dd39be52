"""Files in an application: enclosed, downloaded, taken out, scanned, kept from whoever may not."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from email.message import Message
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from subsidy.applications import queries, service
from subsidy.applications.domain.attachments import Scan
from subsidy.applications.domain.snapshot import file_of
from subsidy.applications.models import Application, Attachment
from subsidy.policy import Role
from subsidy.storage import StoreError
from subsidy.workflow import OutboxMessage
from tests import factories
from tests.support.applications import (
    CLOSES,
    DURING,
    Consortium,
    complete,
    draft,
    published_call,
    town,
)
from tests.support.clocks import Clock
from tests.support.enclosures import EICAR, GOOD, WORD, enclosed, office, pdf, png
from tests.support.pages import assert_well_formed, visible
from tests.support.people import signed_in, visitor
from tests.support.questions import call_that_asks
from tests.support.scoring import cleared, given, jury, person_of

DECISION = {
    "vragen": [
        {
            "sleutel": "besluit",
            "soort": "bijlagen",
            "vraag": "Wat besliste het college?",
            "verplicht": True,
        }
    ]
}
AS_FILE = "application/pdf"


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def made(session: Session) -> Consortium:
    return complete(session, published_call(session))


def address(made: Consortium, path: str = "") -> str:
    return f"/aanvragen/{made.record.public_id}/bijlagen{path}"


def lead_of(app: Flask, made: Consortium) -> FlaskClient:
    return signed_in(app, made.lead.person, made.lead.organisation)


def send(
    client: FlaskClient, made: Consortium, *files: tuple[str, bytes], **typed: object
) -> TestResponse:
    sent = [FileStorage(BytesIO(content), name) for name, content in files]
    boundary, body = encode_multipart(MultiDict({**typed, "files": sent}))
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(address(made, "/nieuw"), data=body, content_type=kind)


def rows(session: Session, made: Consortium) -> Sequence[Attachment]:
    session.expire_all()
    record = session.get_one(Application, made.record.id)
    return queries.attachments(session, record)


# Enclosing ----------------------------------------------------------------------------------------


def test_every_kind_is_enclosed_at_once_and_comes_back_byte_for_byte(
    app: Flask, session: Session, made: Consortium
) -> None:
    lead = lead_of(app, made)
    page = lead.get(address(made, "/nieuw"))
    assert_well_formed(page.text)
    for limit in ("10 MB per bestand", "12 MB in één keer", "20 bestanden en 60 MB"):
        assert limit in visible(page.text)  # before somebody chooses

    answer = send(lead, made, *GOOD.items())

    assert answer.status_code == 303, visible(answer.text)
    found = rows(session, made)
    assert {row.name for row in found} == set(GOOD)
    for row in found:
        got = lead.get(address(made, f"/{row.public_id}"))
        assert got.data == GOOD[row.name]
        assert got.headers["Content-Disposition"].startswith("attachment; ")
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in got.headers["Content-Security-Policy"]
        assert got.headers["Cache-Control"] == "no-store"
    listed = lead.get(address(made))
    assert_well_formed(listed.text)
    assert all(name in visible(listed.text) for name in GOOD)


def test_all_that_is_wrong_is_said_per_file_and_nothing_is_enclosed(
    app: Flask, session: Session, made: Consortium
) -> None:
    answer = send(
        lead_of(app, made),
        made,
        ("goed.pdf", pdf()),
        ("plan.pdf", office(WORD)),
        ("macro.docx", office(WORD, **{"word/vbaProject.bin": b"1"})),
        ("leeg.pdf", b""),
        ("groot.pdf", pdf(bytes(10_000_001))),
        ("pagina.pdf", b"<html></html>"),
    )

    assert answer.status_code == 422
    assert_well_formed(answer.text)
    words = visible(answer.text)
    for said in (
        "“plan.pdf”: De naam zegt iets anders dan de inhoud: dit is een Word-document.",
        "“macro.docx”: Dit bestand heeft macro's.",
        "“leeg.pdf”: Dit bestand is leeg.",
        "“groot.pdf”: Dit bestand is te groot: hoogstens 10 MB.",
        "“pagina.pdf”: De inhoud van dit bestand is geen pdf",
    ):
        assert said in words
    assert "goed.pdf" not in words
    assert rows(session, made) == []


def test_nothing_chosen_is_said(app: Flask, made: Consortium) -> None:
    answer = send(lead_of(app, made), made)

    assert answer.status_code == 422
    assert "Kies minstens één bestand." in visible(answer.text)


def test_the_same_bytes_are_enclosed_once_and_stored_once(
    app: Flask, session: Session, made: Consortium
) -> None:
    lead = lead_of(app, made)
    twice = send(lead, made, ("a.pdf", pdf()), ("b.pdf", pdf()))
    assert twice.status_code == 422
    assert "“b.pdf”: Dit bestand zit er al bij." in visible(twice.text)

    assert send(lead, made, ("a.pdf", pdf())).status_code == 303
    again = send(lead, made, ("c.pdf", pdf()))

    assert again.status_code == 422
    assert "“c.pdf”: Dit bestand zit er al bij." in visible(again.text)
    other = draft(session, published_call(session), "Ninove")
    send(lead_of(app, other), other, ("d.pdf", pdf()))
    hashes = {row.content_hash for each in (made, other) for row in rows(session, each)}
    assert len(hashes) == 1
    kept = [name for name, _ in app.extensions["store"].kept()]
    assert [name for name in kept if name in hashes] == [*hashes]


def test_too_many_files_are_refused(app: Flask, made: Consortium) -> None:
    lead = lead_of(app, made)
    first = [(f"{n}.pdf", pdf(str(n).encode())) for n in range(20)]
    assert send(lead, made, *first).status_code == 303

    answer = send(lead, made, ("21.pdf", pdf(b"21")))

    assert answer.status_code == 422
    assert "Voeg hoogstens 20 bestanden toe. Er zijn er al 20." in visible(answer.text)


def test_all_files_together_have_a_limit(app: Flask, session: Session, made: Consortium) -> None:
    for n in range(6):
        large = pdf(str(n).encode() * 9_900_000)
        enclosed(session, made, app.extensions["store"], (f"{n}.pdf", large))
    session.commit()

    answer = send(lead_of(app, made), made, ("7.pdf", pdf(b"7" * 700_000)))

    assert answer.status_code == 422
    assert "groter dan 60 MB" in visible(answer.text)


def test_a_request_that_is_too_large_gets_a_page_in_words(
    app: Flask, session: Session, made: Consortium
) -> None:
    lead = lead_of(app, made)
    large = [(f"{n}.pdf", pdf(str(n).encode() * 7_000_000)) for n in range(2)]

    answer = send(lead, made, *large)

    assert answer.status_code == 413
    assert "meer dan 12 MB" in visible(answer.text)
    assert rows(session, made) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:/temp/besluit.pdf", "besluit.pdf"),
        ("a%0d%0aSet-Cookie: x.pdf", "a%0d%0aSet-Cookie- x.pdf"),
        ("a'; filename*=b.pdf", "a'; filename-=b.pdf"),
        ("Besluit é.pdf", "Besluit é.pdf"),
        ("<script>alert(1)</script>.pdf", "script-.pdf"),
    ],
)
def test_a_name_never_is_a_path_nor_a_header(
    app: Flask, session: Session, made: Consortium, typed: str, kept: str
) -> None:
    lead = lead_of(app, made)
    assert send(lead, made, (typed, pdf())).status_code == 303

    (row,) = rows(session, made)
    got = lead.get(address(made, f"/{row.public_id}"))

    assert row.name == kept
    parsed = Message()
    parsed["Content-Disposition"] = got.headers["Content-Disposition"]
    assert parsed.get_content_disposition() == "attachment"
    assert re.fullmatch(r"[A-Za-z0-9-]+\.pdf", re.findall(r'filename="([^"]*)"', str(parsed))[0])
    assert "<script>" not in lead.get(address(made)).text


def test_a_full_store_is_said_and_nothing_is_half(
    app: Flask, session: Session, made: Consortium, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_content: bytes) -> str:
        raise StoreError("full")

    monkeypatch.setattr(app.extensions["store"], "put", full)

    answer = send(lead_of(app, made), made, ("a.pdf", pdf()))

    assert answer.status_code == 422
    assert "De opslag voor bijlagen is vol" in visible(answer.text)
    assert rows(session, made) == []
    submitted = lead_of(app, made).post(f"/aanvragen/{made.record.public_id}/indienen")
    assert submitted.status_code == 303  # without new files submitting works


def test_the_instant_of_arrival_decides(
    app: Flask, session: Session, made: Consortium, at: Clock
) -> None:
    lead = lead_of(app, made)
    at.move(CLOSES)
    late = send(lead, made, ("a.pdf", pdf()))
    at.move(CLOSES - timedelta(milliseconds=1))
    in_time = send(lead, made, ("b.pdf", pdf()))

    assert (late.status_code, in_time.status_code) == (422, 303)
    assert "te laat" in visible(late.text)
    assert [row.name for row in rows(session, made)] == ["b.pdf"]


def test_a_question_is_answered_once_not_twice(app: Flask, session: Session) -> None:
    made = complete(session, call_that_asks(session, DECISION))

    answer = send(lead_of(app, made), made, ("a.pdf", pdf()), question=["besluit", ""])

    assert answer.status_code == 422
    assert rows(session, made) == []


def test_only_a_question_that_asks_for_files_is_answered_by_files(
    app: Flask, session: Session
) -> None:
    made = complete(session, call_that_asks(session, DECISION))

    answer = send(lead_of(app, made), made, ("a.pdf", pdf()), question="elders")

    assert answer.status_code == 422
    assert "Kies uit de lijst" in visible(answer.text)


# Taking out ---------------------------------------------------------------------------------------


def test_a_file_is_taken_out_of_a_draft_after_a_question(
    app: Flask, session: Session, made: Consortium
) -> None:
    (row,) = enclosed(session, made, app.extensions["store"])
    session.commit()
    lead = lead_of(app, made)
    page = lead.get(address(made, f"/{row.public_id}/verwijder"))
    assert_well_formed(page.text)
    assert "besluit.pdf" in visible(page.text)
    here = address(made, f"/{row.public_id}")
    assert len(rows(session, made)) == 1  # looking removes nothing

    assert lead.post(f"{here}/verwijder").status_code == 303
    assert rows(session, made) == []
    assert lead.get(here).status_code == 404


def test_nothing_is_taken_out_of_a_submitted_file(
    app: Flask, session: Session, made: Consortium
) -> None:
    (row,) = enclosed(session, made, app.extensions["store"])
    service.submit(session, made.lead.actor, made.record)
    session.commit()
    lead = lead_of(app, made)

    assert lead.post(address(made, f"/{row.public_id}/verwijder")).status_code == 422
    assert send(lead, made, ("b.pdf", pdf(b"b"))).status_code == 422
    assert [each.name for each in rows(session, made)] == ["besluit.pdf"]


# Who may open it ----------------------------------------------------------------------------------


def test_a_file_of_others_does_not_exist(
    app: Flask, session: Session, made: Consortium, at: Clock
) -> None:
    (row,) = enclosed(session, made, app.extensions["store"])
    other = draft(session, published_call(session), "Ninove")
    stranger = town(session, "Brugge")
    officer = factories.person(session, roles=[Role.CASE_OFFICER])
    auditor = factories.person(session, roles=[Role.AUDITOR])
    session.commit()
    here, elsewhere = address(made, f"/{row.public_id}"), address(other, f"/{row.public_id}")

    assert visitor(app).get(here).status_code == 302
    assert signed_in(app, stranger.person, stranger.organisation).get(here).status_code == 404
    assert lead_of(app, other).get(elsewhere).status_code == 404  # not through one's own file
    for person in (officer, auditor):
        assert signed_in(app, person).get(here).status_code == 404
    partner = made.towns[1]
    assert signed_in(app, partner.person, partner.organisation).get(here).status_code == 200

    service.submit(session, made.lead.actor, made.record)
    session.commit()
    for person in (officer, auditor):
        at.move(CLOSES - timedelta(milliseconds=1))
        assert signed_in(app, person).get(here).status_code == 404  # sealed
        at.move(CLOSES)
        assert signed_in(app, person).get(here).data == pdf()


def test_a_juror_opens_only_what_the_scanner_cleared(app: Flask, session: Session) -> None:
    review, row = _in_the_jury(app, session)
    client = signed_in(app, person_of(session, review.juror))
    here = f"/jury/{review.public_id}/bijlagen/{row.public_id}"

    answers = {}
    for scan in Scan:
        row.scan = scan
        session.commit()
        answers[scan] = client.get(here).status_code
        page = client.get(f"/jury/{review.public_id}")
        assert "besluit.pdf" in visible(page.text)
        assert (here in page.text) == (scan is Scan.CLEAN)

    assert answers == {
        Scan.WAITING: 403,
        Scan.CLEAN: 200,
        Scan.INFECTED: 403,
        Scan.UNSCANNED: 403,
    }
    assert client.get(f"/jury/{review.public_id}/bijlagen/{'a' * 26}").status_code == 404


def test_a_juror_declares_before_opening_a_file(app: Flask, session: Session) -> None:
    review, row = _in_the_jury(app, session, declared=False)
    row.scan = Scan.CLEAN
    session.commit()
    client = signed_in(app, person_of(session, review.juror))

    assert client.get(f"/jury/{review.public_id}/bijlagen/{row.public_id}").status_code == 403


def _in_the_jury(app: Flask, session: Session, *, declared: bool = True) -> tuple[Any, Attachment]:
    """Return a review of a submitted file that encloses something."""
    made = complete(session, published_call(session))
    (row,) = enclosed(session, made, app.extensions["store"])
    session.flush()
    panel = jury(session)
    review = (cleared if declared else given)(session, panel)
    record = review.application
    row.application_id = record.id  # the jury of the tests makes its files itself
    session.flush()
    _freeze(session, record)
    return review, row


def _freeze(session: Session, record: Application) -> None:
    """Put what is enclosed in the snapshot that the jury reads."""
    kept = queries.latest_snapshot(session, record)
    assert kept is not None
    attached = [
        {
            "id": row.public_id,
            "name": row.name,
            "size": row.size,
            "kind": row.kind.value,
            "sha256": row.content_hash,
            "question": row.question,
        }
        for row in queries.attachments(session, record)
    ]
    content = {**kept.content, "file": {**kept.content["file"], "attachments": attached}}
    session.add(
        type(kept)(
            application_id=record.id,
            content=content,
            content_hash="0" * 64,
            received_at=kept.received_at,
            submitted_by_id=kept.submitted_by_id,
        )
    )
    session.commit()


def test_nobody_opens_a_file_with_a_virus_and_it_does_not_count(
    app: Flask, session: Session
) -> None:
    made = complete(session, call_that_asks(session, DECISION))
    (row,) = enclosed(session, made, app.extensions["store"], question="besluit")
    service.note_scan(session, row.content_hash, Scan.INFECTED, DURING)
    session.commit()
    lead = lead_of(app, made)

    assert lead.get(address(made, f"/{row.public_id}")).status_code == 403
    words = visible(lead.get(address(made)).text)
    assert "virus gevonden" in words
    refused = lead.post(f"/aanvragen/{made.record.public_id}/indienen")
    assert refused.status_code == 422
    assert "Beantwoord de vraag “Wat besliste het college?”" in visible(refused.text)
    told = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.person_id == made.lead.person.id)
        .order_by(OutboxMessage.id)
    ).all()
    assert [each.path for each in told][-1] == address(made)


# A question that asks for files -------------------------------------------------------------------


def test_a_required_question_for_files_stands_in_the_way_until_there_is_one(
    app: Flask, session: Session
) -> None:
    made = complete(session, call_that_asks(session, DECISION))
    lead = lead_of(app, made)
    here = f"/aanvragen/{made.record.public_id}"
    page = lead.get(f"{here}/vragen")
    assert_well_formed(page.text)
    assert "Er is nog niets toegevoegd." in visible(page.text)
    assert lead.post(f"{here}/indienen").status_code == 422

    chosen = lead.get(address(made, "/nieuw?vraag=besluit"))
    assert re.search(r'<option value="besluit"\s+selected', chosen.text)
    assert send(lead, made, ("besluit.pdf", pdf()), question="besluit").status_code == 303

    assert "besluit.pdf" in visible(lead.get(f"{here}/vragen").text)
    assert lead.post(f"{here}/indienen").status_code == 303
    kept = queries.latest_snapshot(session, made.record)
    assert kept is not None
    (frozen,) = kept.content["file"]["attachments"]
    assert (frozen["name"], frozen["question"]) == ("besluit.pdf", "besluit")
    assert "besluit.pdf" in visible(lead.get(f"{here}/volledig").text)


def test_a_file_without_attachments_has_the_snapshot_it_always_had(
    session: Session, made: Consortium
) -> None:
    service.submit(session, made.lead.actor, made.record)

    kept = queries.latest_snapshot(session, made.record)

    assert kept is not None
    assert "attachments" not in kept.content["file"]


def test_saving_the_other_answers_leaves_the_files(app: Flask, session: Session) -> None:
    made = complete(session, call_that_asks(session, DECISION))
    lead = lead_of(app, made)
    send(lead, made, ("besluit.pdf", pdf()), question="besluit")
    here = f"/aanvragen/{made.record.public_id}/vragen"

    assert lead.post(here, data={"version": "0", "vraag_besluit": "x.pdf"}).status_code == 422
    assert lead.post(here, data={"version": "0"}).status_code == 303
    assert [row.question for row in rows(session, made)] == ["besluit"]


def test_the_harmless_test_virus_is_no_document(
    app: Flask, session: Session, made: Consortium
) -> None:
    answer = send(lead_of(app, made), made, ("eicar.pdf", EICAR), ("kaart.png", png()))

    assert answer.status_code == 422
    assert rows(session, made) == []


# A decision that is enclosed ----------------------------------------------------------------------


def test_a_decision_says_whose_it_is_and_the_rules_count_its_day(
    app: Flask, session: Session, made: Consortium
) -> None:
    lead = lead_of(app, made)
    partner = made.record.partners[1]
    decided = {"partner": partner.public_id, "dated": "20/09/2021"}

    assert send(lead, made, ("besluit.pdf", pdf()), **decided).status_code == 303

    listed = visible(lead.get(address(made)).text)
    assert f"Beslissing van {partner.organisation.name}, 20/09/2021" in listed
    file = queries.case_file(queries.whole(session, session.get_one(Application, made.record.id)))
    assert file.dossier.decisions == ((partner.public_id, date(2021, 9, 20)),)
    service.submit(session, made.lead.actor, made.record)
    kept = queries.latest_snapshot(session, made.record)
    assert kept is not None
    assert file_of(kept.content).attachments == file.attachments


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"partner": "own"}, "Vul de dag van de beslissing in."),
        ({"dated": "20/09/2021"}, "Kies wiens beslissing het is, of laat de dag leeg."),
        ({"partner": "own", "dated": "02/10/2021"}, "Vul een dag in die niet in de toekomst ligt."),
        ({"partner": "a" * 26, "dated": "20/09/2021"}, "Kies uit de lijst"),
        ({"partner": "own", "dated": "31/09/2021"}, "Vul een bestaande datum in"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(
    app: Flask, session: Session, made: Consortium, typed: dict[str, str], said: str
) -> None:
    own = made.record.partners[0].public_id
    asked = {name: own if value == "own" else value for name, value in typed.items()}

    answer = send(lead_of(app, made), made, ("besluit.pdf", pdf()), **asked)

    assert answer.status_code == 422
    assert said in visible(answer.text)
    assert rows(session, made) == []
